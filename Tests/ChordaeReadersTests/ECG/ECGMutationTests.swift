import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// The fuzzer's seeds of ECG formats, changed by chance in a few bytes.
@Suite struct ECGMutationTests {
  private static let seeds = Fixtures.root.appending(path: "Tests/Fuzz/seeds")

  private static func bytes(_ seed: String) throws -> [UInt8] {
    Array(try Data(contentsOf: seeds.appending(path: seed)))
  }

  private static let words = ["\u{FF}\u{FF}", "EDF+D", "+9e9\u{14}", "~"].map { Array($0.utf8) }

  /// Reads a recording to its end, or to its first million samples; nil where it is refused, -1
  /// where a value is an infinity, a lead too short or a reason no sentence.
  private func count(_ path: String) -> Int? {
    do throws(InputError) {
      var reader = try ECGReader(path: path)
      var batch = ECGBatch(leadCount: reader.recording.leads.count)
      var count = 0
      while count < 1_000_000, try reader.read(into: &batch) {
        count += batch.sampleCount
        let isSound = batch.leads.allSatisfy { lead in
          lead.count == batch.sampleCount && lead.allSatisfy { !$0.isInfinite }
        }
        guard isSound else { return -1 }
      }
      _ = (reader.faults, reader.summary)
      return count
    } catch {
      return error.detail.hasSuffix(".") ? nil : -1
    }
  }

  @Test(arguments: ["plain.edf", "ones.edf", "gaps.edf", "plain.bdf", "holter.ecg"])
  func `damaged files are read or refused and never crash`(seed: String) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "input")
    var files = DamagedFiles([try Self.bytes(seed)], words: Self.words, seed: 21)
    var readings = 0
    for round in 0..<150 {
      try Data(files.next()).write(to: file)
      let count = count(file.path())
      #expect(count.map { $0 >= 0 } ?? true, "round \(round) of \(seed)")
      if count != nil { readings += 1 }
    }
    #expect((10...145).contains(readings), "\(readings) of \(seed)")
  }

  @Test func `damaged compressed files, segments and annotations are read or refused`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: folder.appending(path: name))
    }
    let line = "f.dat 516 200/mV 16 0 0 0 0"
    try write(Array("f 2 360\n\(line) I\n\(line) II\n".utf8), "f.hea")
    try write((0..<1000).map { UInt8($0 & 0xFF) }, "r.dat")
    for (name, frames) in [("a", 100), ("b", 50)] {
      try write(
        Array("\(name) 1 360 \(frames)\nr.dat 16 200/mV 16 0 0 0 0 I\n".utf8), "\(name).hea")
    }
    try write(
      Array("layout 2 360 0\n~ 0 0/mV 0 0 0 0 0 I\n~ 0 0/mV 0 0 0 0 0 V\n".utf8), "layout.hea")
    try write(Self.bytes("holter.ecg"), "h.ecg")
    let header = folder.appending(path: "a.hea").path()
    let holter = folder.appending(path: "h.ecg").path()
    var files = DamagedFiles([], words: Self.words, seed: 22)
    var readings = [0, 0, 0, 0]
    for round in 0..<150 {
      try write(files.damaged(Self.bytes("compressed.flac")), "f.dat")
      let segments = round % 2 == 0 ? "segments.hea" : "changing.hea"
      try write(files.damaged(Self.bytes(segments)), "m.hea")
      try write(files.damaged(Self.bytes("beats.atr")), "a.atr")
      try write(files.damaged(Self.bytes("holter.ann")), "h.ann")
      for (place, name) in ["f.hea", "m.hea"].enumerated() {
        let count = count(folder.appending(path: name).path())
        #expect(count.map { $0 >= 0 } ?? true, "round \(round) of \(name)")
        if count != nil { readings[place] += 1 }
      }
      if (try? ECGReader(path: header).annotations("atr")) != nil { readings[2] += 1 }
      if (try? ECGReader(path: holter).annotations("ann")) != nil { readings[3] += 1 }
    }
    #expect(readings.allSatisfy { $0 > 10 }, "\(readings)")
  }

  /// Where numbers stand in a file, with the blanks behind them, which are theirs in fixed fields.
  private static func numbers(in bytes: [UInt8]) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var place = 0
    while place < bytes.count {
      let digits = bytes[place...].prefix { (0x30...0x39).contains($0) || "+-.".utf8.contains($0) }
      let end = bytes[digits.endIndex...].prefix { $0 == 0x20 }.endIndex
      if !digits.isEmpty { places.append(place..<end) }
      place = max(place + 1, end)
    }
    return places
  }

  @Test(
    arguments: [
      "plain.edf", "gaps.edf", "plain.bdf", "explicit.dcm", "implicit.dcm", "table.csv",
      "decimals.csv", "aecg.xml", "muse.xml", "sierra.xml", "observation.json",
    ])
  func `no number of a file makes a sample infinite`(seed: String) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "input")
    let whole = try Self.bytes(seed)
    let isText = ["csv", "xml", "json"].contains { seed.hasSuffix($0) }
    var readings = [0, 0]
    for place in Self.numbers(in: whole) where isText || place.count >= 4 {
      for word in ["9e99", "-9e37", "9e-99"] where isText || word.utf8.count <= place.count {
        var bytes = whole
        let blanks = [UInt8](repeating: 0x20, count: max(0, place.count - word.utf8.count))
        bytes.replaceSubrange(place, with: Array(word.utf8) + blanks)
        try Data(bytes).write(to: file)
        let count = count(file.path())
        #expect(count.map { $0 >= 0 } ?? true, "\(word) at byte \(place.lowerBound)")
        readings[count == nil ? 0 : 1] += 1
      }
    }
    #expect(readings[0] > 0 && readings[1] > 0, "\(readings)")
  }
}
