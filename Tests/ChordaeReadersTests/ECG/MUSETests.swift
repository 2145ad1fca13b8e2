import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct MUSETests {
  private let scratch = ScratchFiles()

  /// A `LeadData` of samples with their checksum, and fields in place of the usual ones.
  private func lead(
    _ name: String, _ samples: [Int16], _ fields: [String: String] = [:], more: String = ""
  ) -> String {
    let data = samples.reduce(into: Data()) { data, sample in
      data.append(UInt8(truncatingIfNeeded: sample))
      data.append(UInt8(truncatingIfNeeded: sample >> 8))
    }
    let usual = [
      "LeadID": name, "LeadSampleCountTotal": "\(samples.count)", "LeadOff": "FALSE",
      "LeadAmplitudeUnitsPerBit": "4.88", "LeadAmplitudeUnits": "MICROVOLTS",
      "LeadSampleSize": "2", "LeadDataCRC32": "\(Self.crc(data))",
      "WaveFormData": data.base64EncodedString(options: .lineLength64Characters),
    ]
    let all = usual.merging(fields) { $1 }.filter { $0.value != "-" }
    let text = all.sorted { $0.key < $1.key }.map { "<\($0.key)>\($0.value)</\($0.key)>" }
    return "<LeadData>\(text.joined(separator: "\n"))\(more)</LeadData>"
  }

  /// Bit by bit, apart from zlib.
  private static func crc(_ data: Data) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in data {
      sum ^= UInt32(byte)
      for _ in 0..<8 {
        let isOdd = sum & 1 == 1
        sum >>= 1
        if isOdd { sum ^= 0xEDB8_8320 }
      }
    }
    return ~sum
  }

  private func file(
    _ leads: String..., type: String = "Rhythm", rate: String = "<SampleBase>500</SampleBase>",
    rest: String = ""
  ) -> String {
    """
    <?xml version="1.0" encoding="ISO-8859-1"?>
    <!DOCTYPE RestingECG SYSTEM "restecg.dtd">
    <RestingECG><Waveform><WaveformType>\(type)</WaveformType>\(rate)\(leads.joined())</Waveform>\
    \(rest)</RestingECG>
    """
  }

  @Test func `samples are little-endian steps, and I and II give four more leads`() throws {
    let ecg = try scratch.read(
      file(lead("I", [1, -300]), lead("II", [1000, 2]), lead("V1", [-32768, 7])))
    let (i, ii): ([Float], [Float]) = ([0.00488, -1.464], [4.88, 0.00976])
    #expect(ecg.leads[0] == i && ecg.leads[1] == ii && ecg.leads[2] == [-159.90784, 0.03416])
    #expect(ecg.recording.leads.map(\.name) == ["I", "II", "V1", "III", "aVR", "aVL", "aVF"])
    #expect(ecg.recording.samplingFrequency == 500 && ecg.faults.isEmpty)
    #expect(ecg.recording.declaredSampleCount == 2 && ecg.recording.startSeconds == nil)
  }

  @Test func `rates have an exponent`() throws {
    func rate(_ text: String) throws -> Double {
      try scratch.read(file(lead("V1", [1]), rate: text)).recording.samplingFrequency
    }
    let exponents = [("25", "1", 250.0), ("5000", "-1", 500), ("1", "3", 1000)]
    for (base, exponent, expected) in exponents {
      #expect(
        try rate("<SampleBase>\(base)</SampleBase><SampleExponent>\(exponent)</SampleExponent>")
          == expected)
    }
    for text in [
      "", "<SampleBase>0</SampleBase>", "<SampleBase>-5</SampleBase>", "<SampleBase>x</SampleBase>",
      "<SampleBase>5</SampleBase><SampleExponent>99999</SampleExponent>",
      "<SampleBase>5</SampleBase><SampleExponent>9</SampleExponent>",
      "<SampleBase>5</SampleBase><SampleExponent>x</SampleExponent>",
    ] {
      #expect(try scratch.error(file(lead("V1", [1]), rate: text))?.reason == .malformed, "\(text)")
    }
  }

  @Test func `what is wrong with a lead is told, and the others are read`() throws {
    let good = lead("V1", [1000, 2000])
    let cases: [(String, [String: String], [MissingReason], [Float])] = [
      ("checksum", ["LeadDataCRC32": "1"], [.checksumMismatch], [4.88, 9.76]),
      ("no checksum", ["LeadDataCRC32": "-"], [], [4.88, 9.76]),
      ("off", ["LeadOff": "TRUE"], [.leadOff], [.nan, .nan]),
      ("no gain", ["LeadAmplitudeUnitsPerBit": "0"], [.uncalibrated], [.nan, .nan]),
      ("no base64", ["WaveFormData": "#!"], [.malformed], [.nan, .nan]),
      ("short", ["LeadSampleCountTotal": "9"], [.truncated], [4.88, 9.76]),
      ("long", ["LeadSampleCountTotal": "1"], [.longerThanDeclared], [4.88, .nan]),
      ("absurd", ["LeadSampleCountTotal": "1099511627776"], [.truncated], [4.88, 9.76]),
      ("most", ["LeadSampleCountTotal": "9223372036854775807"], [.truncated], [4.88, 9.76]),
      ("absurd gain", ["LeadAmplitudeUnitsPerBit": "1e300"], [.uncalibrated], [.nan, .nan]),
      (
        "mV", ["LeadAmplitudeUnits": "MILLIVOLTS", "LeadAmplitudeUnitsPerBit": "0.001"], [], [1, 2]
      ),
    ]
    for (name, fields, reasons, values) in cases {
      let ecg = try scratch.read(file(good, lead("V2", [1000, 2000], fields)))
      #expect(ecg.leads[0] == [4.88, 9.76] && areEqual(ecg.leads[1], values), "\(name)")
      #expect(ecg.faults.map(\.reason) == reasons, "\(name)")
    }
    let errors: [([String: String], MissingReason)] = [
      (["LeadAmplitudeUnits": "-"], .malformed), (["LeadAmplitudeUnits": "PASCAL"], .unsupported),
      (["LeadSampleSize": "4"], .unsupported), (["LeadTimeOffset": "1e9"], .unsupported),
      (["LeadOffsetFirstSample": "-1"], .unsupported),
    ]
    for (fields, reason) in errors {
      #expect(try scratch.error(file(good, lead("V2", [1], fields)))?.reason == reason, "\(fields)")
    }
    // With nothing else to read, the fault is the file's.
    #expect(try scratch.error(file(lead("I", [1], ["LeadOff": "TRUE"])))?.reason == .leadOff)
    #expect(try scratch.error(file(lead("I", [1], ["WaveFormData": "-"])))?.reason == .malformed)
    #expect(try scratch.error(file(lead("I", [])))?.reason == .noSignal)
  }

  @Test func `a lead that starts later misses its first samples`() throws {
    let late = lead("V2", [1000], ["LeadTimeOffset": "2", "LeadOffsetFirstSample": "1"])
    let ecg = try scratch.read(file(lead("V1", [0, 0, 0]), late))
    #expect(areEqual(ecg.leads[1], [.nan, .nan, 4.88]))
  }

  @Test func `medians are no rhythm, and only the first rhythm is read`() throws {
    let leads = lead("V1", [1000])
    #expect(try scratch.error(file(leads, type: "Median"))?.reason == .noSignal)
    #expect(try scratch.error(file())?.reason == .noSignal)
    #expect(try scratch.error("<RestingECG></RestingECG>")?.reason == .noSignal)
    let second = "<Waveform><WaveformType>Rhythm</WaveformType></Waveform>"
    let ecg = try scratch.read(file(leads, rest: second))
    #expect(ecg.leads == [[4.88]] && ecg.faults.map(\.reason) == [.furtherRecordings])
  }

  @Test func `header values that stand for nothing give no figure`() throws {
    let rest = """
      <TestDemographics><AcquisitionDate>01-31-2020</AcquisitionDate>\
      <AcquisitionTime>23:59:58</AcquisitionTime></TestDemographics><RestingECGMeasurements>\
      <VentricularRate>0</VentricularRate><PRInterval>-1</PRInterval><QTInterval>32767</QTInterval>\
      <RAxis>270</RAxis><PAxis></PAxis><TAxis>x</TAxis><QRSDuration>90</QRSDuration>\
      </RestingECGMeasurements>
      """
    let recording = try scratch.read(file(lead("V1", [1]), rest: rest)).recording
    var expected = DeviceMeasurements()
    (expected.qrsAxis, expected.qrsDuration) = (-90, 90)
    #expect(recording.device == expected)
    #expect(recording.startSeconds == 1_580_515_198, "2020-01-31 23:59:58")
  }

  @Test func `names in other encodings do no harm`() throws {
    let text = file(lead("V1", [1000]), rest: "<Name>M\u{FC}ller</Name>")
    #expect(try WholeECG(scratch.write(text, encoding: .isoLatin1)).leads == [[4.88]])
    // Said to be Latin-1 but cut inside a lead: nothing is complete.
    let cut = try scratch.write(Data(text.utf8.prefix(400)))
    do throws(InputError) {
      _ = try WholeECG(cut)
      Issue.record("read")
    } catch { #expect(error.reason == .truncated) }
  }

  @Test func `a stated number of samples is held against those that are decoded`() throws {
    let good = lead("V1", [1000, 2000])
    let cases: [([String: String], [MissingReason], [Float])] = [
      (["LeadSampleCountTotal": "2"], [], [4.88, 9.76]),
      (["LeadSampleCountTotal": "0"], [.longerThanDeclared], [.nan, .nan]),
      (["LeadSampleCountTotal": "-2"], [.malformed], [4.88, 9.76]),
      (["LeadSampleCountTotal": "two"], [.malformed], [4.88, 9.76]),
      (["LeadSampleCountTotal": "-"], [], [4.88, 9.76]),
      // Three bytes are a sample and a half.
      (
        ["LeadSampleCountTotal": "1", "WaveFormData": "6APQ", "LeadDataCRC32": "-"], [.truncated],
        [4.88, .nan]
      ),
    ]
    for (fields, reasons, values) in cases {
      let ecg = try scratch.read(file(good, lead("V2", [1000, 2000], fields)))
      #expect(areEqual(ecg.leads[1], values) && ecg.faults.map(\.reason) == reasons, "\(fields)")
    }
  }

  @Test func `leads and samples are bounded before anything is set aside for them`() throws {
    let leads = (0..<65).map { lead("L\($0)", [1]) }
    #expect(try scratch.read(file(leads.dropLast().joined())).leads.count == 64)
    let many = try scratch.error(file(leads.joined()))
    #expect(many?.reason == .unsupported && many?.place != nil)
    // 2^21 samples of each lead are too many for 64: 16 times those of the first are before it.
    let count = 1 << 17
    let long = lead(
      "L0", [Int16](repeating: 0, count: count),
      ["LeadOffsetFirstSample": "\(16 * count)", "LeadDataCRC32": "-"])
    let far = try scratch.error(file(long + leads[1..<64].joined()))
    #expect(far?.reason == .unsupported && far?.place != nil)
  }
}
