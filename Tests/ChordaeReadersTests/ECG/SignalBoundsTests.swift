import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeReaders

/// What is absurd in one format is so in all.
@Suite struct SignalBoundsTests {
  private let scratch = ScratchFiles()

  /// Files of one lead at a sampling frequency, in the formats that can state any.
  private static let formats: [(name: String, file: @Sendable (Double) -> [UInt8])] = [
    (
      "EDF",
      { GeneratedEDF(signals: [.init(samples: [1])], recordSeconds: "\(1 / $0)").bytes }
    ),
    ("DICOM", { GeneratedDICOM(frequency: "\($0)").bytes }),
    ("CSV", { Array("# sampling_frequency=\($0)\n# unit=mV\nI\n1\n2\n".utf8) }),
    (
      "HL7 aECG",
      { rate in
        let increment = "value='\(1 / rate)' unit='s'"
        return Array(
          GeneratedAnnotatedECG(strips: [.init(increment: increment, leads: [("I", "1 2")])])
            .text.utf8)
      }
    ),
    (
      "MUSE",
      { rate in
        Array(
          """
          <RestingECG><Waveform><WaveformType>Rhythm</WaveformType><SampleBase>\(rate)</SampleBase>\
          <LeadData><LeadID>I</LeadID><LeadAmplitudeUnitsPerBit>1</LeadAmplitudeUnitsPerBit>\
          <LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits><WaveFormData>AQA=</WaveFormData>\
          </LeadData></Waveform></RestingECG>
          """.utf8)
      }
    ),
    (
      "Sierra",
      { rate in
        Array(
          GeneratedSierra(leads: [[1, 2]], attributes: "samplespersecond='\(rate)' resolution='5'")
            .text.utf8)
      }
    ),
    (
      "FHIR",
      { rate in
        Array(
          """
          {"resourceType": "Observation", "valueSampledData": {"origin": {"value": 0, "unit": "mV"},\
           "period": \(1000 / rate), "dimensions": 1, "data": "1 2"}}
          """.utf8)
      }
    ),
  ]

  private static let rates = [(0.5, false), (1, true), (500, true), (1e6, true), (2e6, false)]

  @Test func `every format takes the same sampling frequencies`() throws {
    for (rate, isPossible) in Self.rates {
      #expect(SignalBounds.isFrequency(rate) == isPossible)
      for (name, file) in Self.formats {
        let error = try WholeECG.error(scratch.write(Data(file(rate))))
        #expect(error?.reason == (isPossible ? nil : .malformed), "\(name) at \(rate) Hz")
      }
    }
  }

  @Test func `WFDB records and stated signals take them too`() throws {
    let array: [UInt8] =
      [
        0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 55, 0,
      ] + Array("{'descr': '<i2', 'fortran_order': False, 'shape': (2,)}".utf8) + [1, 0, 2, 0]
    let files = try [
      scratch.write(Data(array)), scratch.write("I\n1\n2\n3\n"),
    ]
    for (rate, isPossible) in Self.rates {
      for (place, file) in files.enumerated() {
        let stated = StatedSignal(samplingFrequency: rate, unit: .millivolt)
        let reader = Result { () throws(InputError) in
          try ECGReader(path: file, stated: stated).recording.samplingFrequency
        }
        #expect((try? reader.get()) == (isPossible ? rate : nil), "\(place) at \(rate) Hz")
      }
      for perFrame in [1, 2] {
        let record = GeneratedWFDB(
          signals: [.init(samples: [1, 2], modifiers: "x\(perFrame)")],
          frequency: "\(rate / Double(perFrame))")
        let error = try WholeECG.error(record.write(to: scratch.folder))
        #expect(error?.reason == (isPossible ? nil : .malformed), "x\(perFrame) at \(rate) Hz")
      }
    }
    try "s/1 1 2000000 2\nr 2\n".write(
      to: scratch.folder.appending(path: "s.hea"), atomically: true, encoding: .utf8)
    let record = GeneratedWFDB(signals: [.init(samples: [1, 2])], frequency: "2000000")
    try record.write(to: scratch.folder)
    #expect(WholeECG.error(scratch.folder.path() + "/s")?.reason == .malformed)
  }

  @Test func `scales that would make infinite samples are errors`() throws {
    let signal = GeneratedEDF.Signal(samples: [1, 2])
    func edf(_ change: (inout GeneratedEDF.Signal) -> Void) -> [UInt8] {
      var signal = signal
      change(&signal)
      return GeneratedEDF(signals: [signal]).bytes
    }
    let files: [(String, [UInt8])] = [
      ("sensitivity", GeneratedDICOM(sensitivity: "1e300").bytes),
      ("small sensitivity", GeneratedDICOM(sensitivity: "1e-300").bytes),
      ("baseline", GeneratedDICOM(baseline: "-1e300").bytes),
      ("physical", edf { $0.physical = ("-1e300", "1e300") }),
      ("physical minimum", edf { $0.physical = ("1e30", "2e30") }),
      ("physical in V", edf { ($0.physical, $0.unit) = (("-1e9", "1e9"), "V") }),
      ("digital", edf { $0.digital = ("0", "1e-300") }),
      ("far digital", edf { $0.digital = ("-1e300", "1e300") }),
      // Each is a number, but not what III would be.
      ("cells", Array("# sampling_frequency=500\n# unit=mV\nI,II\n3e38,-3e38\n".utf8)),
    ]
    for (name, bytes) in files {
      #expect(try WholeECG.error(scratch.write(Data(bytes)))?.reason == .malformed, "\(name)")
    }
    #expect(SignalBounds.isSample(-1e9) && !SignalBounds.isSample(1.1e9))
    #expect(!SignalBounds.isSample(.nan) && !SignalBounds.isStep(.infinity))
  }
}
