import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct WFDBAnnotationTests {
  /// One annotation of wfdb.rdann.
  private struct Annotation: Decodable, Equatable {
    let sample: Int
    let symbol: String
    let rhythm: String?
  }

  private static let beatSymbols = "NLRaVFJASEj/QB?enfr"

  private static let script = """
    import json, sys, wfdb
    answers = []
    for line in open(sys.argv[1]).read().split('\\n'):
      path, annotator = line.rsplit(' ', 1)
      a = wfdb.rdann(path, annotator)
      notes = [n.rstrip('\\x00') if s == '+' and n.startswith('(') else None
        for s, n in zip(a.symbol, a.aux_note)]
      answers.append([dict(sample=int(t), symbol=s, rhythm=n)
        for t, s, n in zip(a.sample, a.symbol, notes)])
    json.dump(answers, open(sys.argv[2], 'w'))
    """

  @Test func `public annotations are those that wfdb-python reads`() throws {
    let files = [
      ("ecg/mitdb/100", "atr"), ("ecg/mitdb/100", "qrs"), ("ecg/qtdb/sel100", "q1c"),
      ("ecg/qtdb/sel100", "pu0"), ("ecg/qtdb/sel230", "atr"), ("ecg/ludb/5", "ii"),
      ("ecg/wfdb-checkpkg/100s", "atr"), ("ecg/qtdb/sele0106", "man"),
    ].filter { Fixtures.publicRecord("\($0.0).hea") != nil }
    guard !files.isEmpty else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (list, output) = (folder.appending(path: "list"), folder.appending(path: "json"))
    let paths = files.map { String(Fixtures.publicRecord("\($0.0).hea")!.dropLast(4)) }
    try zip(paths, files).map { "\($0) \($1.1)" }.joined(separator: "\n")
      .write(to: list, atomically: true, encoding: .utf8)
    guard WFDBOracle.python(Self.script, [list.path(), output.path()]) else { return }
    let oracle = try JSONDecoder().decode([[Annotation]].self, from: Data(contentsOf: output))
    for (path, (file, expected)) in zip(paths, zip(files, oracle)) {
      let mine = try ECGReader(path: path).annotations(file.1)
      let (beats, marks) = (
        expected.filter { Self.beatSymbols.contains($0.symbol) },
        expected.filter { !Self.beatSymbols.contains($0.symbol) }
      )
      #expect(mine.beats.map(\.sample) == beats.map(\.sample), "\(file)")
      #expect(mine.beats.map { String($0.type) } == beats.map(\.symbol), "\(file)")
      #expect(mine.marks.map(\.sample) == marks.map(\.sample), "\(file)")
      #expect(mine.marks.map(\.rhythm) == marks.map(\.rhythm), "\(file)")
      #expect(mine.faults.isEmpty, "\(file)")
    }
    #expect(oracle[0].count == 2274)
  }

  private let folder = Fixtures.scratch()

  /// The annotations of these words beside a record of 125 frames and 500 samples a second, which
  /// declares 1,000,000 frames.
  private func read(_ bytes: [UInt8]) throws -> ECGAnnotations {
    let header = try GeneratedWFDB(
      signals: [.init(samples: [1, 2, 3, 4], modifiers: "x4")], frequency: "125",
      length: "1000000"
    ).write(to: folder)
    try Data(bytes).write(to: folder.appending(path: "r.atr"))
    return try ECGReader(path: header).annotations("atr")
  }

  private func words(_ words: (code: Int, value: Int)...) -> [UInt8] {
    words.flatMap { [UInt8($0.value & 0xFF), UInt8($0.code << 2 | $0.value >> 8)] }
  }

  @Test func `annotations count frames and come out in samples`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let annotations = try read(words((1, 100), (5, 1000), (14, 3), (0, 0)))
    #expect(annotations.beats == [Beat(sample: 400, type: "N"), Beat(sample: 4400, type: "V")])
    #expect(
      annotations.marks == [.init(sample: 4412, code: 14, textLength: 0, rhythm: nil)])
    #expect(annotations.faults.isEmpty)
  }

  @Test func `a file's own time resolution is kept`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = Array("## time resolution: 1000".utf8)
    let annotations = try read(
      words((22, 0), (63, text.count)) + text + words((1, 100), (1, 101), (0, 0)))
    #expect(annotations.beats.map(\.sample) == [50, 101], "100.5 is rounded up")
    #expect(annotations.marks.isEmpty)
  }

  @Test func `skips go far ahead, high word first`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let skip = words((59, 0)) + [0x01, 0x00, 0x02, 0x00]  // 0x10002
    let annotations = try read(
      skip + words((1, 1), (60, 3), (61, 1), (62, 1)) + skip + words((1, 0), (0, 0)))
    #expect(annotations.beats.map(\.sample) == [4 * 0x10003, 4 * 0x20005])
  }

  @Test func `texts are dropped and only a rhythm's code is kept`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let annotations = try read(
      words((28, 1), (63, 6)) + Array("(AFIB\0".utf8)
        + words((28, 1), (63, 9)) + Array("(Jane Doe\0".utf8)
        + words((22, 1), (63, 5)) + Array("(NOTE\0".utf8) + words((0, 0)))
    #expect(annotations.marks.map(\.rhythm) == ["(AFIB", nil, nil])
    #expect(annotations.marks.map(\.textLength) == [6, 9, 5])
    #expect(annotations.marks.map(\.sample) == [4, 8, 12])
  }

  @Test func `a file without its end mark keeps what it has and is told`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = words((1, 100), (5, 10), (63, 4)) + Array("text".utf8) + words((1, 3), (0, 0))
    #expect(try read(whole).beats.count == 3)
    for length in 0..<whole.count - 1 {
      let annotations = try read(Array(whole.prefix(length)))
      #expect(annotations.beats.count == (length < 2 ? 0 : length < 4 ? 1 : length < 12 ? 2 : 3))
      #expect(annotations.faults.map(\.reason) == [.truncated])
      #expect(annotations.faults[0].place == .byte(length))
    }
    guard let cut = Fixtures.publicRecord("malformed/wfdb/100_cut.atr") else { return }
    let annotations = try read(Array(Data(contentsOf: URL(filePath: cut))))
    #expect(annotations.faults.map(\.reason) == [.truncated])
    #expect(annotations.beats.count > 200)
  }

  @Test func `annotations out of order are sorted and told`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let back = words((59, 0)) + [0xFF, 0xFF, 0xCE, 0xFF]  // -50
    let before = words((59, 0)) + [0xFF, 0xFF, 0x00, 0x00]  // -65536
    let annotations = try read(
      words((1, 100)) + back + words((5, 0)) + before + words((1, 0), (0, 0)))
    #expect(annotations.beats == [Beat(sample: 200, type: "V"), Beat(sample: 400, type: "N")])
    #expect(annotations.faults.map(\.reason) == [.malformed, .notSorted])
  }

  @Test func `beats behind the recording's end are left out and told`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // 999,999 and 1,000,000 frames: the last one and the first behind the end.
    let skip = words((59, 0)) + [0x0F, 0x00, 0x3F, 0x42]
    let inside = try read(skip + words((1, 0), (0, 0)))
    #expect(inside.beats.map(\.sample) == [3_999_996] && inside.faults.isEmpty)
    let behind = try read(words((1, 5)) + skip + words((1, 0), (14, 0), (0, 0)))
    #expect(behind.beats.map(\.sample) == [20])
    #expect(behind.faults.map(\.reason) == [.malformed])
  }

  /// Entries of the AHA's database by their description: zero, letter, sample with its high word
  /// first, serial number, two codes, six bytes of text.
  private func aha(_ entries: (letter: Character, sample: Int, text: String)...) -> [UInt8] {
    var bytes: [UInt8] = []
    for (place, entry) in entries.enumerated() {
      bytes += [0, entry.letter.asciiValue ?? 0]
      for word in [entry.sample >> 16, entry.sample & 0xFFFF, place + 1, 256] {
        bytes += [UInt8(word & 0xFF), UInt8(word >> 8)]
      }
      bytes += (Array(entry.text.utf8) + [UInt8](repeating: 0, count: 6)).prefix(6)
    }
    return bytes
  }

  @Test func `a file of the AHA's format is read`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let entries = aha(
      ("N", 100, ""), ("V", 0x10002, ""), ("U", 0x10003, "noise"), ("P", 0x10009, ""))
    let end = [UInt8](repeating: 0xFF, count: 16)
    let annotations = try read(entries + end)
    #expect(annotations.beats.map(\.sample) == [400, 4 * 0x10002, 4 * 0x10009])
    #expect(annotations.beats.map(\.type) == ["N", "V", "/"])
    #expect(
      annotations.marks == [.init(sample: 4 * 0x10003, code: 14, textLength: 6, rhythm: nil)])
    #expect(annotations.faults.isEmpty)
    let cut = try read(entries)
    #expect(cut.beats.count == 3 && cut.faults.map(\.reason) == [.truncated])
    let unknown = try read(entries + aha(("%", 0x10010, "")) + end)
    #expect(unknown.beats.count == 3 && unknown.faults.map(\.reason) == [.malformed])
  }

  @Test func `an annotator that is not there is refused`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try read(words((0, 0)))
    let header = folder.appending(path: "r.hea").path()
    for annotator in ["qrs", "", "../r", "a b"] {
      do throws(InputError) {
        _ = try ECGReader(path: header).annotations(annotator)
        Issue.record("read")
      } catch { #expect(error.reason == .annotatorNotFound) }
    }
  }

  @Test func `1,000 random annotation files are read to their end`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try read(words((0, 0)))
    let reader = try ECGReader(path: folder.appending(path: "r.hea").path())
    let file = folder.appending(path: "r.atr")
    var generator = SeededGenerator(seed: 99)
    for _ in 0..<1000 {
      let count = Int.random(in: 0..<200, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      try Data(bytes).write(to: file)
      guard let annotations = try? reader.annotations("atr") else { continue }
      let samples = annotations.beats.map(\.sample)
      #expect(samples == samples.sorted() && samples.allSatisfy { $0 >= 0 }, "seed 99")
    }
  }
}
