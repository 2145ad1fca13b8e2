import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct DICOMFaultTests {
  private let scratch = ScratchFiles()

  private func read(_ bytes: [UInt8]) throws -> WholeECG {
    try WholeECG(scratch.write(Data(bytes))).stored
  }

  private func error(_ file: GeneratedDICOM) throws -> InputError? {
    try error(file.bytes)
  }

  private func error(_ bytes: [UInt8]) throws -> InputError? {
    try WholeECG.error(scratch.write(Data(bytes)))
  }

  @Test func `the generated file is sound`() throws {
    let ecg = try read(GeneratedDICOM().bytes)
    #expect(ecg.leads == [[1, 2, 3, 4, 5, 6], [-1, -2, -3, -4, -5, -6]])
    #expect(ecg.recording.leads.map(\.name) == ["I", "II"])
    #expect(ecg.faults.isEmpty)
  }

  @Test func `a missing rate, sensitivity or unit is an error and no guess`() throws {
    #expect(
      try error(GeneratedDICOM(frequency: nil))?.detail.contains("sampling frequency") == true)
    #expect(try error(GeneratedDICOM(frequency: "0"))?.reason == .malformed)
    #expect(try error(GeneratedDICOM(frequency: "nan"))?.reason == .malformed)
    #expect(try error(GeneratedDICOM(sensitivity: nil))?.detail.contains("sensitivity") == true)
    #expect(try error(GeneratedDICOM(unit: nil))?.detail.contains("unit") == true)
    #expect(try error(GeneratedDICOM(sensitivity: "0"))?.detail.contains("zero") == true)
    #expect(try error(GeneratedDICOM(unit: "mm[Hg]"))?.reason == .unsupported)
  }

  @Test func `what is not read is refused with its reason`() throws {
    let deflated = try error(GeneratedDICOM(syntax: "1.2.840.10008.1.2.1.99"))
    #expect(deflated?.reason == .unsupported)
    #expect(deflated?.detail.contains("deflated") == true)
    #expect(try error(GeneratedDICOM(syntax: "1.2.840.10008.1.2.4.50"))?.reason == .unsupported)
    #expect(
      try error(GeneratedDICOM(sopClass: "1.2.840.10008.5.1.4.1.1.2"))?.reason == .unsupported)
    #expect(try error(GeneratedDICOM(interpretation: "MB"))?.reason == .unsupported)
    #expect(try error(GeneratedDICOM(bits: 12))?.reason == .unsupported)
    #expect(try error(GeneratedDICOM(bits: 8))?.reason == .unsupported)
    #expect(try error(GeneratedDICOM(channelCount: 3))?.reason == .malformed)
  }

  @Test func `fewer, more, none and absurdly many samples`() throws {
    let whole = GeneratedDICOM().bytes
    let cut = try read(Array(whole.dropLast(6)))
    #expect(cut.leads == [[1, 2, 3, 4], [-1, -2, -3, -4]])
    #expect(cut.faults.map(\.reason) == [.truncated])
    #expect(cut.faults[0].place == .sample(4))
    let absurd = try read(GeneratedDICOM(declaredCount: 0xFFFF_FFFF).bytes)
    #expect(absurd.leads[0] == [1, 2, 3, 4, 5, 6])
    #expect(absurd.recording.declaredSampleCount == 0xFFFF_FFFF)
    #expect(absurd.faults.map(\.reason) == [.truncated])
    let long = try read(GeneratedDICOM(declaredCount: 4).bytes)
    #expect(long.leads[1] == [-1, -2, -3, -4])
    #expect(long.faults.map(\.reason) == [.longerThanDeclared])
    #expect(try error(GeneratedDICOM(declaredCount: 0))?.reason == .malformed)
    #expect(try error(GeneratedDICOM(samples: [[], []], declaredCount: 9))?.reason == .truncated)
  }

  @Test func `every shorter file is read with its fault or refused with its reason`() throws {
    let whole = GeneratedDICOM().bytes
    var readings = 0
    for count in stride(from: 0, to: whole.count, by: 7) {
      do {
        let short = try read(Array(whole[..<count]))
        readings += 1
        #expect(short.faults.map(\.reason) == [.truncated], "\(count)")
        #expect(short.leads[0] == Array([1, 2, 3, 4, 5, 6].prefix(short.leads[0].count)))
      } catch let error as InputError {
        // Before its signature it is no DICOM file.
        #expect(error.reason == (count < 132 ? .unsupported : .truncated), "\(count)")
      }
    }
    // Of the data, the last 24 bytes, that many lengths leave a whole frame of four.
    #expect(readings == 2)
  }

  @Test func `the rhythm is read wherever it stands, and a median beat never`() throws {
    let beat = GeneratedDICOM(
      samples: [[7, 7, 7, 7, 7, 7, 7, 7], [8, 8, 8, 8, 8, 8, 8, 8]], originality: "DERIVED",
      label: "MEDIAN BEAT")
    let rhythm = [Float](arrayLiteral: 1, 2, 3, 4, 5, 6)
    let kinds: [(String, String?)] = [
      ("ORIGINAL", "RHYTHM"), ("ORIGINAL", nil), ("DERIVED", "Rhythm"), ("", "10 s"),
    ]
    for (originality, label) in kinds {
      var file = GeneratedDICOM(originality: originality, label: label, others: [beat])
      #expect(try read(file.bytes).leads[0] == rhythm, "\(originality) \(label ?? "")")
      file = beat
      file.others = [GeneratedDICOM(originality: originality, label: label)]
      let ecg = try read(file.bytes)
      #expect(ecg.leads[0] == rhythm && ecg.faults.isEmpty, "\(originality) \(label ?? "")")
    }
    for (originality, label) in [
      ("DERIVED", "MEDIAN BEAT"), ("ORIGINAL", "Median"), ("DERIVED", nil),
      ("ORIGINAL", "Representative beat"),
    ] {
      var file = beat
      (file.originality, file.label) = (originality, label)
      #expect(try error(file)?.reason == .noSignal, "\(originality) \(label ?? "")")
    }
    // A rhythm that cannot be used is not replaced by the beat.
    #expect(try error(GeneratedDICOM(frequency: nil, others: [beat]))?.reason == .malformed)
    // Beside one that can, it is told.
    let other = GeneratedDICOM(frequency: nil)
    let ecg = try read(GeneratedDICOM(others: [other]).bytes)
    #expect(ecg.leads[0] == rhythm && ecg.faults.map(\.reason) == [.malformed])
  }

  @Test func `sequences that are nested without end or hold no items are refused`() throws {
    // Explicit sequences of undefined length, each with an item of undefined length.
    let opening =
      LittleEndian.u16(0x0040) + LittleEndian.u16(0xB020) + Array("SQ".utf8) + [0, 0]
      + LittleEndian.u32(0xFFFF_FFFF) + LittleEndian.u16(0xFFFE)
      + LittleEndian.u16(0xE000) + LittleEndian.u32(0xFFFF_FFFF)
    let nested = (0..<100_000).flatMap { _ in opening }
    #expect(try error(GeneratedDICOM(preface: nested))?.detail.contains("nested") == true)
    let noItem = GeneratedDICOM.element(0x0040, 0xB020, "SQ", [UInt8](repeating: 7, count: 16))
    #expect(try error(GeneratedDICOM(preface: noItem))?.detail.contains("no item") == true)
    let noKind = LittleEndian.u16(0x0040) + LittleEndian.u16(1) + [1, 2, 0, 0]
    #expect(try error(GeneratedDICOM(preface: noKind))?.reason == .malformed)
  }

  @Test func `a sequence that is not asked for is stepped over whatever it holds`() throws {
    var inner = GeneratedDICOM.text(0x0008, 0x0100, "SH", "x")
    for _ in 0..<3 { inner = GeneratedDICOM.sequence(0x0040, 0x0555, [inner, inner]) }
    let open =
      LittleEndian.u16(0x0040) + LittleEndian.u16(0x0556) + Array("SQ".utf8) + [0, 0]
      + LittleEndian.u32(0xFFFF_FFFF) + LittleEndian.u16(0xFFFE)
      + LittleEndian.u16(0xE000) + LittleEndian.u32(0xFFFF_FFFF) + inner
      + LittleEndian.u16(0xFFFE) + LittleEndian.u16(0xE00D) + LittleEndian.u32(0)
      + LittleEndian.u16(0xFFFE) + LittleEndian.u16(0xE0DD) + LittleEndian.u32(0)
    #expect(try read(GeneratedDICOM(preface: inner + open).bytes).leads[0].count == 6)
  }

  @Test func `texts of annotations never become codes`() throws {
    let annotation = GeneratedDICOM.sequence(
      0x0040, 0xB020,
      [
        GeneratedDICOM.text(0x0070, 0x0006, "ST", "Not To Be Shown"),
        GeneratedDICOM.sequence(0x0040, 0xA168, [GeneratedDICOM.code("Not To Be", "SCPECG")]),
        GeneratedDICOM.sequence(0x0040, 0xA168, [GeneratedDICOM.code("NAME", "99LOCAL")]),
      ])
    #expect(try read(GeneratedDICOM(preface: annotation).bytes).recording.device == nil)
  }
}
