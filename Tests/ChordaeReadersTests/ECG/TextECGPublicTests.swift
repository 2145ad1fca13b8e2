import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct TextECGPublicTests {
  /// Files, their formats and what is known to be wrong with them.
  static let files: [(path: String, format: String, faults: [MissingReason])] = [
    ("aecg/hl7_example_aecg.xml", "HL7 aECG", []),
    ("aecg/minimum_aecg.xml", "HL7 aECG", []),
    ("aecg/minimum_aecg_effectiveTime_low.xml", "HL7 aECG", []),
    ("muse/ge_muse_sinus_scrubbed.xml", "GE MUSE XML", []),
    ("philips/129DYPRG_v1.03.xml", "Philips Sierra XML", [.calibrationPulse]),
    ("philips/ad4d3d80_v1.04.xml", "Philips Sierra XML", [.calibrationPulse]),
  ]

  @Test func `public files are sample-exact as other readers read them`() throws {
    let paths = Self.files.compactMap { Fixtures.publicRecord("ecg/formats/\($0.path)") }
    let scratch = ScratchFiles()
    guard paths.count == Self.files.count,
      let records = try TextECGOracle.records(paths, in: scratch.folder)
    else { return }
    for ((path, record), file) in zip(zip(paths, records), Self.files) {
      let ecg = try WholeECG(path)
      #expect(try ecg.equals(record), "\(file.path)")
      #expect(ecg.recording.samplingFrequency == record.frequency, "\(file.path)")
      let names = ECGLead.leads(named: record.names).map(\.name)
      #expect(ecg.recording.leads.map(\.name) == names, "\(file.path)")
      #expect(ecg.leads[0].count == record.count, "\(file.path)")
      #expect(ecg.faults.map(\.reason) == file.faults, "\(file.path)")
      #expect(ecg.summary.format == file.format)
      #expect(ecg.recording.leads.allSatisfy { $0.standard != nil })
    }
  }

  @Test func `the HL7 example has the recorder's figures, rate and band`() throws {
    guard let path = Fixtures.publicRecord("ecg/formats/aecg/hl7_example_aecg.xml") else { return }
    let recording = try WholeECG(path).recording
    let device = try #require(recording.device)
    #expect(device.pDuration == 102 && device.prInterval == 148 && device.qrsDuration == 120)
    #expect(device.qtInterval == 420 && device.qtCorrected == 443 && device.qtBazett == nil)
    #expect(device.pAxis == 44 && device.qrsAxis == -61 && device.tAxis == 86)
    #expect(device.statementCodes.first == "MDC:MDC_ECG_RHY_SINUS_RHY")
    #expect(recording.bandwidth == ECGBandwidth(lowPass: 150, notch: 60))
    #expect(recording.startSeconds == 1_037_956_200, "2002-11-22 09:10:00")
    #expect(recording.leads.allSatisfy { !$0.isDerived })
  }

  @Test func `the MUSE file has the recorder's figures and four derived leads`() throws {
    guard let path = Fixtures.publicRecord("ecg/formats/muse/ge_muse_sinus_scrubbed.xml") else {
      return
    }
    let ecg = try WholeECG(path)
    let device = try #require(ecg.recording.device)
    #expect(device.ventricularRate == 90 && device.atrialRate == 90)
    #expect(device.prInterval == 144 && device.qrsDuration == 86 && device.qtInterval == 402)
    #expect(device.qtCorrected == 491 && device.qtFridericia == 460 && device.qtBazett == nil)
    #expect(device.pAxis == 48 && device.qrsAxis == 0 && device.tAxis == 111)
    #expect(device.qrsCount == 15 && device.pDuration == 82, "(188 - 147) at 500 Hz")
    #expect(device.statementCodes.isEmpty, "The file has texts alone.")
    #expect(ecg.recording.bandwidth == ECGBandwidth(highPass: 0.56, lowPass: 150, notch: 60))
    #expect(
      ecg.recording.leads.map(\.isDerived) == [Bool](repeating: false, count: 8) + [
        true, true, true, true,
      ])
    #expect(ecg.summary.recording == ecg.recording)
  }

  @Test func `Philips files have the recorder's figures, and lose their calibration pulse`() throws
  {
    guard let old = Fixtures.publicRecord("ecg/formats/philips/129DYPRG_v1.03.xml"),
      let new = Fixtures.publicRecord("ecg/formats/philips/ad4d3d80_v1.04.xml")
    else { return }
    let first = try WholeECG(old)
    let device = try #require(first.recording.device)
    #expect(device.ventricularRate == 41 && device.atrialRate == 41 && device.prInterval == 151)
    #expect(device.qrsDuration == 135 && device.qtInterval == 476 && device.qtCorrected == 393)
    #expect(device.pAxis == 66 && device.qrsAxis == -21 && device.tAxis == 59)
    #expect(device.qrsCount == 6 && device.pDuration == nil)
    #expect(first.recording.bandwidth == ECGBandwidth(highPass: 0.05, lowPass: 150))
    #expect(first.recording.declaredSampleCount == 5500)
    #expect(first.leads[0].count == 5264 && first.faults[0].place == .sample(5264))
    #expect(first.recording.startSeconds == 1_322_724_454, "2011-12-01 07:27:34")
    let second = try WholeECG(new)
    #expect(second.recording.device?.qtInterval == 564)
    #expect(second.leads[0].count == 5300)
  }

  /// The conversion is another program's, and changed samples by up to four steps.
  @Test func `a Philips file and its conversion to HL7 hold one recording`() throws {
    guard let original = Fixtures.publicRecord("ecg/formats/philips/ad4d3d80_v1.04.xml"),
      let converted = Fixtures.publicRecord("ecg/formats/philips/ad4d3d80_v1.04_converted.xml")
    else { return }
    let (sierra, hl7) = (try WholeECG(original), try WholeECG(converted))
    #expect(sierra.recording.leads == hl7.recording.leads)
    #expect(hl7.faults.map(\.reason) == [.calibrationPulse])
    #expect(hl7.leads[0].count == sierra.leads[0].count)
    for (a, b) in zip(sierra.leads, hl7.leads) {
      #expect(zip(a, b).allSatisfy { abs($0 - $1) < 0.0201 })
    }
    #expect(hl7.recording.startSeconds == sierra.recording.startSeconds)
    // Figures without a unit are not taken over: PR, QRS and QT.
    #expect(hl7.recording.device?.ventricularRate == 41 && hl7.recording.device?.qtBazett == 466)
    #expect(hl7.recording.device?.qtInterval == nil)
    #expect(hl7.recording.bandwidth == ECGBandwidth(highPass: 0.05, lowPass: 150, notch: 60))
  }

  @Test func `published malformed files have their reasons`() throws {
    let cases: [(String, MissingReason)] = [
      ("aecg-empty", .noSignal), ("philips-invalid-doc-type", .unsupported),
    ]
    for (name, reason) in cases {
      guard let path = Fixtures.publicRecord("malformed/xml/\(name).xml") else { return }
      do throws(InputError) {
        _ = try WholeECG(path)
        Issue.record("\(name) is read")
      } catch { #expect(error.reason == reason, "\(name): \(error.detail)") }
    }
  }
}
