public import ChordaeCore

/// Reads a BED file: text, plain, gzip or BGZF.
///
/// Taken are contig, start, end and, where it is there and not empty, the name; columns are parted
/// by tabs, or by blanks in a line without tabs. The comment `##assembly=` names the build; empty
/// lines, other comments (`#`), `track` and `browser` lines are skipped.
public enum BEDReader {
  /// Gives the intervals in the order of the file.
  ///
  /// - Throws: The first fault with its line; its text counts and places the further ones.
  public static func read(path: String) throws(InputError) -> [GenomicInterval] {
    try file(path: path).intervals
  }

  /// Gives the intervals in the order of the file, and the build that the file says it is of.
  ///
  /// - Throws: As `read`.
  public static func file(path: String) throws(InputError) -> BEDFile {
    var file = try TextLines(path: path)
    var lines = BEDLines()
    while let line = try file.next() { lines.take(line) }
    return try lines.finish(path: path)
  }
}

/// The intervals and the faults of lines seen so far.
struct BEDLines {
  private(set) var count = 0
  private var intervals: [GenomicInterval] = []
  private var assembly: BEDFile.Assembly?
  private var faults: [(line: Int, detail: String)] = []

  mutating func take(_ line: String) {
    count += 1
    let text = line[...]
    guard !text.allSatisfy({ $0 == " " || $0 == "\t" }) else { return }
    do throws(BEDFault) {
      if text.hasPrefix(Self.assemblyKey) {
        let words = text.dropFirst(Self.assemblyKey.count).split(separator: " ")
        try note(assembly: words.joined(separator: " "))
      } else if !Self.isSkipped(text) {
        intervals.append(try Self.interval(text))
      }
    } catch {
      faults.append((count, error.detail))
    }
  }

  func finish(path: String) throws(InputError) -> BEDFile {
    guard let first = faults.first else {
      guard !intervals.isEmpty else {
        throw InputError(.malformed, path: path, "the file holds no interval")
      }
      return BEDFile(intervals: intervals, assembly: assembly)
    }
    var detail = first.detail
    if faults.count > 1 {
      let others = faults.dropFirst().prefix(20).map { "\($0.line)" }.joined(separator: ", ")
      detail += "; \(faults.count - 1) more at line \(others)\(faults.count > 21 ? ", ..." : "")"
    }
    throw InputError(.malformed, path: path, at: .line(first.line), detail)
  }

  private static let assemblyKey = "##assembly="

  private mutating func note(assembly name: String) throws(BEDFault) {
    if let first = assembly, first.name != name {
      throw BEDFault(
        detail: "the assembly is \(name) here and \(first.name) at line \(first.line)")
    }
    if assembly == nil { assembly = BEDFile.Assembly(name: name, line: count) }
  }

  private static func isSkipped(_ line: Substring) -> Bool {
    line.hasPrefix("#")
      || ["track", "browser"].contains { word in
        line.hasPrefix(word)
          && line.dropFirst(word.count).first.map { $0 == " " || $0 == "\t" } ?? true
      }
  }

  private static func interval(_ line: Substring) throws(BEDFault) -> GenomicInterval {
    let separator: Character = line.contains("\t") ? "\t" : " "
    let columns = line.split(
      separator: separator, maxSplits: 4, omittingEmptySubsequences: separator == " ")
    guard columns.count >= 3, !columns[0].isEmpty else {
      throw BEDFault(detail: "a line needs contig, start and end, with tabs between")
    }
    let start = try position(columns[1], "start")
    let end = try position(columns[2], "end")
    guard start <= end else { throw BEDFault(detail: "start \(start) lies past end \(end)") }
    let name = columns.count > 3 && !columns[3].isEmpty ? String(columns[3]) : nil
    return GenomicInterval(contig: String(columns[0]), start: start, end: end, name: name)
  }

  private static func position(_ text: Substring, _ column: String) throws(BEDFault) -> Int {
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let value = Int(text)
    else { throw BEDFault(detail: "\(column) is not a whole number of 0 or more") }
    return value
  }
}

/// What is wrong with one line.
private struct BEDFault: Error {
  let detail: String
}
