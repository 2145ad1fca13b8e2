import Foundation

/// What `samtools mpileup` says of one file, parsed from its text.
public struct Mpileup {
  /// One position.
  public struct Column: Sendable, Equatable {
    /// Forward and reverse reads of each letter: bases in upper case, `N` for whatever is none of the
    /// four, `*` for a deletion, `>` for a skip.
    public var reads: [Character: [Int]] = [:]
    /// Forward and reverse reads of each insertion (`+AC`) and deletion (`-2`) after a base.
    public var changes: [String: [Int]] = [:]
    /// Reads with an insertion after whatever they show here.
    public var insertions = 0
    /// Reads with the reference's base and an insertion or a deletion after it.
    public var changedReference = 0

    /// Reads of a letter on both strands.
    public func count(_ letter: Character) -> Int { (reads[letter] ?? []).reduce(0, +) }

    /// Bases of any kind.
    public var depth: Int { "ACGTN".reduce(0) { $0 + count($1) } }
  }

  /// By contig and 0-based position.
  public private(set) var columns: [String: [Int: Column]] = [:]

  /// Runs it with the flags that the project's counts are held to; nil where it is absent or fails.
  public init?(_ path: String, fasta: String? = nil, minimumMappingQuality: Int = 20) {
    guard Oracle.has("samtools") else { return nil }
    let flags = ["-B", "-A", "-x", "-Q", "20", "-d", "1000000", "--reverse-del"]
    let ended = Oracle.run(
      "samtools",
      ["mpileup", "-q", "\(minimumMappingQuality)"] + flags + (fasta.map { ["-f", $0] } ?? [])
        + [path])
    guard ended.status == 0 else { return nil }
    for line in ended.text.split(separator: "\n") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard let position = Int(cells[1]) else { return nil }
      columns[String(cells[0]), default: [:]][position - 1] = Self.column(
        Array(cells[4]), reference: cells[2].first ?? "N", depth: Int(cells[3]) ?? 0)
    }
  }

  /// A position; nothing where no line is.
  public func column(_ contig: String, _ position: Int) -> Column {
    columns[contig]?[position] ?? Column()
  }

  private static func column(
    _ text: [Character], reference: Character, depth: Int
  ) -> Column {
    var column = Column()
    var place = 0
    // A position that only filtered reads cover has a lone star.
    if depth == 0 { return column }
    while place < text.count {
      if text[place] == "^" {
        place += 2
      } else if text[place] == "$" {
        place += 1
      } else {
        place += take(text, from: place, reference, &column)
      }
    }
    return column
  }

  /// Takes one read and the changes behind it; gives how many characters they are.
  private static func take(
    _ text: [Character], from start: Int, _ reference: Character, _ column: inout Column
  ) -> Int {
    let (letter, isReverse) = kind(text[start], reference)
    column.reads[letter, default: [0, 0]][isReverse ? 1 : 0] += 1
    var place = start + 1
    var changes: [String] = []
    while place < text.count, text[place] == "+" || text[place] == "-" {
      var end = place + 1
      while text[end].isNumber { end += 1 }
      let length = Int(String(text[place + 1..<end])) ?? 0
      let bases = text[end..<end + length].filter { $0 != "*" && $0 != "#" }
      changes.append(
        text[place] == "+" ? "+" + String(bases).uppercased() : "-\(length)")
      place = end + length
    }
    if changes.first?.hasPrefix("+") == true { column.insertions += 1 }
    if "ACGTN".contains(letter), !changes.isEmpty {
      column.changes[changes.joined(), default: [0, 0]][isReverse ? 1 : 0] += 1
      if letter == Character(reference.uppercased()) { column.changedReference += 1 }
    }
    return place - start
  }

  private static func kind(
    _ character: Character, _ reference: Character
  ) -> (letter: Character, isReverse: Bool) {
    switch character {
    case ".", ",":
      let base = Character(reference.uppercased())
      return ("ACGT".contains(base) ? base : "N", character == ",")
    case "*", "#": return ("*", character == "#")
    case ">", "<": return (">", character == "<")
    default:
      let base = Character(character.uppercased())
      return ("ACGT".contains(base) ? base : "N", character.isLowercase)
    }
  }
}
