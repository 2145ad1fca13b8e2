import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeReaders

@Suite struct SierraTests {
  private let scratch = ScratchFiles()

  /// Twelve leads of which the limb leads are only near what they should be.
  private static func leads(_ count: Int) -> [[Int]] {
    var generator = SeededGenerator(seed: 7)
    return (0..<12).map { lead in
      var value = 0
      return (0..<count).map { _ in
        value += Int.random(in: -40...40, using: &generator)
        return value + 10 * lead
      }
    }
  }

  private static func millivolts(_ leads: [[Int]]) -> [[Float]] {
    leads.map { $0.map { Float(Double(5 * $0) / 1000) } }
  }

  @Test func `packed samples come back as they were`() throws {
    for count in [1, 2, 3, 400] {
      let leads = Self.leads(count)
      let ecg = try scratch.read(GeneratedSierra(leads: leads).text)
      #expect(ecg.leads == Self.millivolts(leads), "\(count)")
      #expect(ecg.faults.isEmpty && ecg.recording.samplingFrequency == 500)
      #expect(ecg.recording.leads.map(\.name) == StandardLead.allCases.map(\.name))
      #expect(ecg.recording.startSeconds == 1_577_934_245, "2020-01-02 03:04:05")
    }
  }

  @Test func `the unpacker and a packer of strings agree, over the table's end too`() {
    var generator = SeededGenerator(seed: 3)
    for (length, kinds) in [(0, 1), (1, 1), (50, 1), (900, 2), (5000, 3), (3000, 200)] {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0..<UInt8(kinds), using: &generator) }
      let packed = GeneratedSierra.lzw(bytes)
      #expect(LZW.unpacked(packed[...], atMost: length) == bytes, "\(length) of \(kinds)")
      if length > 0 { #expect(LZW.unpacked(packed[...], atMost: length - 1) == nil) }
    }
    // Ten bits of a code that was never made.
    #expect(LZW.unpacked([0x00, 0x40 | 0x2C, 0x80], atMost: 9) == nil)
  }

  @Test(arguments: ["1.03", "1.04", "1.04.01", "1.04.02"])
  func `both spellings and all versions are read`(version: String) throws {
    var file = GeneratedSierra(leads: Self.leads(20))
    file.version = version
    if version == "1.03" {
      file.type = "SierraECG"
      file.compression = "compressflag='True' compressmethod='XLI'"
    }
    #expect(try scratch.read(file.text).leads == Self.millivolts(file.leads))
    // What the attributes leave out stands in elements.
    file.attributes = ""
    file.rest = ""
    #expect(try scratch.error(file.text)?.reason == .uncalibrated)
    let text = file.text.replacingOccurrences(
      of: "time=\"03:04:05\"/>",
      with: """
        time="03:04:05"><signalcharacteristics><samplingrate>250</samplingrate>\
        <signalresolution>5</signalresolution><signalbandwidth>0.05-100</signalbandwidth>\
        <notchfiltered>True</notchfiltered><notchfilterfreqs>50</notchfilterfreqs>\
        </signalcharacteristics></dataacquisition>
        """)
    let ecg = try scratch.read(text)
    #expect(ecg.recording.samplingFrequency == 250)
    #expect(ecg.recording.bandwidth == ECGBandwidth(highPass: 0.05, lowPass: 100, notch: 50))
  }

  @Test func `plain base64 holds the leads as they are`() throws {
    var file = GeneratedSierra(leads: [[1, -2, 300], [4, 5, 6]])
    file.compression = ""
    #expect(
      try scratch.read(file.text).leads.prefix(2) == [[0.005, -0.01, 1.5], [0.02, 0.025, 0.03]])
    file.milliseconds = "4000"
    let short = try scratch.read(file.text)
    #expect(short.leads[0].count == 6, "All that is there is the first lead's.")
    #expect(short.faults.map(\.reason) == [.truncated, .malformed])
    file.milliseconds = nil
    file.damage = { $0.removeLast(3) }
    #expect(try scratch.read(file.text).faults.map(\.reason) == [.truncated])
  }

  @Test func `damaged chunks cost the leads that need them`() throws {
    var file = GeneratedSierra(leads: Self.leads(60))
    let whole = Self.millivolts(file.leads)
    let chunk = { (bytes: [UInt8], place: Int) in
      (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) } + 8
    }
    // The first code of II becomes one that was never made.
    file.damage = { bytes in bytes[chunk(bytes, 0) + 8] = 0xC0 }
    var ecg = try scratch.read(file.text)
    let missing = ecg.leads.map { $0.allSatisfy { $0.isNaN } }
    #expect(missing == [false, true, true, true, true, true] + [Bool](repeating: false, count: 6))
    #expect(
      ecg.leads[11] == whole[11]
        && ecg.faults.map(\.reason) == [MissingReason](repeating: .malformed, count: 5))
    // A chunk that claims more than there is ends the reading.
    file.damage = { bytes in
      let third = chunk(bytes, 0) + chunk(bytes, chunk(bytes, 0))
      bytes[third + 3] = 0x7F
    }
    ecg = try scratch.read(file.text)
    #expect(
      ecg.leads[0] == whole[0] && ecg.leads[1] == whole[1] && ecg.leads[2].allSatisfy { $0.isNaN })
    file.damage = { $0 = Array("garbage that is no chunk of any kind".utf8) }
    #expect(try scratch.error(file.text)?.reason == .malformed)
    file.damage = { $0 = [] }
    #expect(try scratch.error(file.text)?.reason == .noSignal)
  }

  @Test func `lengths other than stated are told`() throws {
    var file = GeneratedSierra(leads: Self.leads(20))
    file.milliseconds = "60"
    var ecg = try scratch.read(file.text)
    #expect(ecg.leads[0].count == 20 && Set(ecg.faults.map(\.reason)) == [.truncated])
    file.milliseconds = "20"
    ecg = try scratch.read(file.text)
    #expect(ecg.leads[0].count == 10 && Set(ecg.faults.map(\.reason)) == [.longerThanDeclared])
    file.milliseconds = "1e300"
    #expect(try scratch.error(file.text)?.reason == .malformed)
    file.milliseconds = "0"
    #expect(try scratch.read(file.text).leads[0].count == 20)
  }

  @Test func `what cannot be read is refused by its reason`() throws {
    let sound = GeneratedSierra(leads: Self.leads(5))
    let changes: [(String, (inout GeneratedSierra) -> Void, MissingReason)] = [
      ("type", { $0.type = "MortaraECG" }, .unsupported),
      ("version", { $0.version = "2.0" }, .unsupported),
      ("compression", { $0.compression = "compression='LZMA'" }, .unsupported),
      ("encoding", { $0.encoding = "Hex" }, .unsupported),
      ("no rate", { $0.attributes = "resolution='5'" }, .malformed),
      ("zero gain", { $0.attributes = "samplespersecond='500' resolution='0'" }, .uncalibrated),
      (
        "absurd gain", { $0.attributes = "samplespersecond='500' resolution='1e300'" },
        .uncalibrated
      ),
      ("absurd rate", { $0.attributes = "samplespersecond='1e-9' resolution='5'" }, .malformed),
      ("labels", { $0.labels[0] = String(repeating: "X ", count: 99) }, .unsupported),
      ("offset", { $0.attributes += " signaloffset='3'" }, .unsupported),
      ("bits", { $0.attributes += " bitspersample='12'" }, .unsupported),
      ("sign", { $0.attributes += " signalsigned='False'" }, .unsupported),
    ]
    for (name, change, reason) in changes {
      var file = sound
      change(&file)
      #expect(try scratch.error(file.text)?.reason == reason, "\(name)")
    }
    let unlabelled = sound.text.replacingOccurrences(of: "leadlabels", with: "x")
    #expect(try scratch.error(unlabelled)?.reason == .unsupported)
    let letters = sound.text.replacingOccurrences(
      of: "</parsedwaveforms>", with: "*</parsedwaveforms>")
    #expect(try scratch.error(letters)?.reason == .malformed)
    let cut = String(sound.text.prefix(sound.text.count - 80))
    #expect(try scratch.error(cut)?.reason == .truncated)
  }

  @Test func `a pulse of 1 mV in which all leads agree is cut off`() throws {
    let pulse =
      [Int](repeating: 0, count: 50) + [Int](repeating: 200, count: 100)
      + [Int](repeating: 0, count: 50)
    let leads = Self.leads(300)
    let ecg = try scratch.read(GeneratedSierra(leads: leads.map { $0 + pulse }).text)
    #expect(ecg.leads == Self.millivolts(leads))
    #expect(ecg.faults.map(\.reason) == [.calibrationPulse] && ecg.faults[0].place == .sample(300))
    // Half of it, a slope, and leads that differ are no pulse.
    let others: [[Int]] = [
      pulse.map { $0 / 2 }, (0..<200).map { $0 }, [Int](repeating: 0, count: 200),
    ]
    for tail in others {
      #expect(try scratch.read(GeneratedSierra(leads: leads.map { $0 + tail }).text).faults.isEmpty)
    }
    let apart = leads.enumerated().map { lead, samples in samples + pulse.map { $0 + 10 * lead } }
    #expect(try scratch.read(GeneratedSierra(leads: apart).text).faults.isEmpty)
    let flat = [[Int]](repeating: [Int](repeating: 0, count: 300), count: 12)
    #expect(try scratch.read(GeneratedSierra(leads: flat).text).leads[0].count == 300)
  }

  @Test func `statements give codes and no text`() throws {
    var file = GeneratedSierra(leads: Self.leads(5))
    file.rest = """
      <interpretations><interpretation><statement><statementcode>SB</statementcode>\
      <leftstatement>Sinus bradycardia</leftstatement></statement>\
      <statement><statementcode>Jane Doe was here</statementcode></statement>\
      <statement><statementcode/></statement></interpretation></interpretations>\
      <internalmeasurements><crossleadmeasurements><pfrontaxis>Failed</pfrontaxis>\
      <meanqtc>401</meanqtc></crossleadmeasurements></internalmeasurements>
      """
    let device = try #require(try scratch.read(file.text).recording.device)
    #expect(device.statementCodes == ["PHILIPS:SB"] && device.qtCorrected == 401)
    #expect(device.pAxis == nil)
  }
}
