import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct DICOMFaultTests {
  private func read(_ bytes: [UInt8]) throws -> WholeECG {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "r")
    try Data(bytes).write(to: file)
    return try WholeECG(file.path()).stored
  }

  private func error(_ file: GeneratedDICOM) -> InputError? { error(file.bytes) }

  private func error(_ bytes: [UInt8]) -> InputError? {
    do { _ = try read(bytes) } catch { return error as? InputError }
    return nil
  }

  @Test func `the generated file is sound`() throws {
    let ecg = try read(GeneratedDICOM().bytes)
    #expect(ecg.leads == [[1, 2, 3, 4, 5, 6], [-1, -2, -3, -4, -5, -6]])
    #expect(ecg.recording.leads.map(\.name) == ["I", "II"])
    #expect(ecg.faults.isEmpty)
  }

  @Test func `a missing rate, sensitivity or unit is an error and no guess`() throws {
    #expect(error(GeneratedDICOM(frequency: nil))?.detail.contains("sampling frequency") == true)
    #expect(error(GeneratedDICOM(frequency: "0"))?.reason == .malformed)
    #expect(error(GeneratedDICOM(frequency: "nan"))?.reason == .malformed)
    #expect(error(GeneratedDICOM(sensitivity: nil))?.detail.contains("sensitivity") == true)
    #expect(error(GeneratedDICOM(unit: nil))?.detail.contains("unit") == true)
    #expect(error(GeneratedDICOM(sensitivity: "0"))?.detail.contains("zero") == true)
    #expect(error(GeneratedDICOM(unit: "mm[Hg]"))?.reason == .unsupported)
  }

  @Test func `what is not read is refused with its reason`() throws {
    let deflated = error(GeneratedDICOM(syntax: "1.2.840.10008.1.2.1.99"))
    #expect(deflated?.reason == .unsupported)
    #expect(deflated?.detail.contains("deflated") == true)
    #expect(error(GeneratedDICOM(syntax: "1.2.840.10008.1.2.4.50"))?.reason == .unsupported)
    #expect(
      error(GeneratedDICOM(sopClass: "1.2.840.10008.5.1.4.1.1.2"))?.reason == .unsupported)
    #expect(error(GeneratedDICOM(interpretation: "MB"))?.reason == .unsupported)
    #expect(error(GeneratedDICOM(bits: 12))?.reason == .unsupported)
    #expect(error(GeneratedDICOM(bits: 8))?.reason == .unsupported)
    #expect(error(GeneratedDICOM(channelCount: 3))?.reason == .malformed)
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
    #expect(error(GeneratedDICOM(declaredCount: 0))?.reason == .malformed)
    #expect(error(GeneratedDICOM(samples: [[], []], declaredCount: 9))?.reason == .truncated)
    // Every shorter file is read with a fault or refused.
    for count in stride(from: 0, to: whole.count, by: 11) {
      if let short = try? read(Array(whole[..<count])) { #expect(!short.faults.isEmpty) }
    }
  }

  @Test func `sequences that are nested without end or hold no items are refused`() throws {
    // Explicit sequences of undefined length, each with an item of undefined length.
    let opening =
      GeneratedDICOM.u16(0x0040) + GeneratedDICOM.u16(0xB020) + Array("SQ".utf8) + [0, 0]
      + GeneratedDICOM.u32(0xFFFF_FFFF) + GeneratedDICOM.u16(0xFFFE)
      + GeneratedDICOM.u16(0xE000) + GeneratedDICOM.u32(0xFFFF_FFFF)
    let nested = (0..<100_000).flatMap { _ in opening }
    #expect(error(GeneratedDICOM(preface: nested))?.detail.contains("nested") == true)
    let noItem = GeneratedDICOM.element(0x0040, 0xB020, "SQ", [UInt8](repeating: 7, count: 16))
    #expect(error(GeneratedDICOM(preface: noItem))?.detail.contains("no item") == true)
    let noKind = GeneratedDICOM.u16(0x0040) + GeneratedDICOM.u16(1) + [1, 2, 0, 0]
    #expect(error(GeneratedDICOM(preface: noKind))?.reason == .malformed)
  }

  @Test func `a sequence that is not asked for is stepped over whatever it holds`() throws {
    var inner = GeneratedDICOM.text(0x0008, 0x0100, "SH", "x")
    for _ in 0..<3 { inner = GeneratedDICOM.sequence(0x0040, 0x0555, [inner, inner]) }
    let open =
      GeneratedDICOM.u16(0x0040) + GeneratedDICOM.u16(0x0556) + Array("SQ".utf8) + [0, 0]
      + GeneratedDICOM.u32(0xFFFF_FFFF) + GeneratedDICOM.u16(0xFFFE)
      + GeneratedDICOM.u16(0xE000) + GeneratedDICOM.u32(0xFFFF_FFFF) + inner
      + GeneratedDICOM.u16(0xFFFE) + GeneratedDICOM.u16(0xE00D) + GeneratedDICOM.u32(0)
      + GeneratedDICOM.u16(0xFFFE) + GeneratedDICOM.u16(0xE0DD) + GeneratedDICOM.u32(0)
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
