public import ChordaeCore

/// A score bundle on disk: its sites are read when it is opened, its rows a block at a time.
public final class ScoreBundleFile: ScoreRowSource {
  public let blockStarts: [Int]
  public var path: String { file.path }
  private let file: ByteFile
  private let entries: [ScoreBundleLayout.Entry]

  /// Opens a bundle; every part that is read is held to its checksum.
  ///
  /// Takes 16 bytes of memory a site, whatever the number of rows.
  ///
  /// - Throws: what is wrong with the file, and where.
  public static func open(_ path: String) throws(InputError) -> ScoreBundle {
    let file = try ByteFile(path: path)
    let head = try head(of: file)
    let tail = try bytes(head.alleles..<head.length, of: file)
    guard ScoreBundleLayout.checksum(tail[...]) == head.tailChecksum else {
      throw damaged(path, "its last part has another checksum", at: head.alleles)
    }
    let directory = tail[(head.directory - head.alleles)..<(head.description - head.alleles)]
    let entries = try entries(Array(directory), before: head.alleles, path)
    let description = try ScoreBundleDescription(
      Array(tail[(head.description - head.alleles)...]), path: path)
    let alleles = tail[..<(head.directory - head.alleles)]
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
    guard alleles.first == "" else { throw damaged(path, "it has no alleles", at: head.alleles) }
    let sites = try sites(entries, ScoreSites(alleles: alleles), of: file)
    return ScoreBundle(
      digest: SHA256.hex(tail), assembly: description.assembly, scores: description.scores,
      sites: sites, rows: ScoreBundleFile(file, entries, scoreCount: description.scores.count))
  }

  private let scoreCount: Int

  private init(
    _ file: consuming ByteFile, _ entries: [ScoreBundleLayout.Entry], scoreCount: Int
  ) {
    self.file = file
    self.entries = entries
    self.scoreCount = scoreCount
    var starts = [0]
    for entry in entries { starts.append(starts[starts.count - 1] + entry.siteCount) }
    blockStarts = starts
  }

  /// Reads the rows of a block's sites.
  public func read(block: Int, into rows: inout ScoreRows) throws(InputError) {
    let entry = entries[block]
    let start = entry.offset + entry.siteBytes
    let bytes = try Self.bytes(start..<start + entry.rowBytes, of: file)
    guard ScoreBundleLayout.checksum(bytes[...]) == entry.rowChecksum else {
      throw Self.damaged(file.path, "a block of rows has another checksum", at: start)
    }
    rows.starts = [0]
    rows.starts.reserveCapacity(entry.siteCount + 1)
    for site in 0..<entry.siteCount {
      rows.starts.append(rows.starts[site] + Int(bytes.little(UInt32.self, at: 4 * site)))
    }
    let weights = 4 * entry.siteCount
    rows.weights = (0..<entry.rowCount).map {
      Double(bitPattern: bytes.little(UInt64.self, at: weights + 8 * $0))
    }
    let codes = weights + 8 * entry.rowCount
    rows.codes = (0..<entry.rowCount).map { bytes.little(UInt32.self, at: codes + 4 * $0) }
    guard rows.starts[entry.siteCount] == entry.rowCount,
      rows.codes.allSatisfy({ ScoreRows.score(ofCode: $0) < scoreCount && $0 & 3 < 3 })
    else { throw Self.damaged(file.path, "a block's rows are not those of its sites", at: start) }
  }

  private static func head(
    of file: borrowing ByteFile
  ) throws(InputError) -> ScoreBundleLayout.Head {
    var bytes: [UInt8] = []
    try file.read(ScoreBundleLayout.headLength, at: 0, into: &bytes)
    guard bytes.starts(with: ScoreBundleLayout.magic) else {
      throw InputError(
        .malformed, path: file.path, at: .byte(0),
        "no score bundle: make one with chordae scores compile")
    }
    guard bytes.count == ScoreBundleLayout.headLength else {
      throw damaged(file.path, "it ends early", at: bytes.count)
    }
    guard bytes.little(UInt32.self, at: 8) == ScoreBundleLayout.version else {
      throw InputError(
        .unsupported, path: file.path, at: .byte(8),
        "the bundle is of another version of the format: compile it again")
    }
    var head = ScoreBundleLayout.Head()
    head.alleles = Int(truncatingIfNeeded: bytes.little(UInt64.self, at: 16))
    head.directory = Int(truncatingIfNeeded: bytes.little(UInt64.self, at: 24))
    head.description = Int(truncatingIfNeeded: bytes.little(UInt64.self, at: 32))
    head.length = Int(truncatingIfNeeded: bytes.little(UInt64.self, at: 40))
    head.tailChecksum = bytes.little(UInt32.self, at: 48)
    let places = [64, head.alleles, head.directory, head.description, head.length]
    guard head.bytes == bytes, zip(places, places.dropFirst()).allSatisfy(<=) else {
      throw damaged(file.path, "its head has another checksum", at: 0)
    }
    guard file.size == head.length else {
      throw damaged(file.path, "it has \(file.size) of \(head.length) bytes", at: file.size)
    }
    return head
  }

  private static func entries(
    _ bytes: [UInt8], before end: Int, _ path: String
  ) throws(InputError) -> [ScoreBundleLayout.Entry] {
    var entries: [ScoreBundleLayout.Entry] = []
    var offset = ScoreBundleLayout.headLength
    for start in stride(from: 0, to: bytes.count, by: ScoreBundleLayout.entryLength) {
      guard start + ScoreBundleLayout.entryLength <= bytes.count else { break }
      var entry = ScoreBundleLayout.Entry()
      entry.offset = Int(truncatingIfNeeded: bytes.little(UInt64.self, at: start))
      entry.chromosome = UInt8(truncatingIfNeeded: bytes.little(UInt32.self, at: start + 8))
      entry.siteCount = Int(bytes.little(UInt32.self, at: start + 12))
      entry.rowCount = Int(bytes.little(UInt32.self, at: start + 16))
      entry.siteChecksum = bytes.little(UInt32.self, at: start + 20)
      entry.rowChecksum = bytes.little(UInt32.self, at: start + 24)
      guard entry.offset == offset, 1...ScoreSites.chromosomeCount ~= Int(entry.chromosome),
        entry.chromosome >= entries.last?.chromosome ?? 1
      else { throw damaged(path, "its directory is out of order", at: offset) }
      offset += entry.siteBytes + entry.rowBytes
      entries.append(entry)
    }
    guard offset == end else {
      throw damaged(path, "its directory is not that of its blocks", at: end)
    }
    return entries
  }

  private static func sites(
    _ entries: [ScoreBundleLayout.Entry], _ empty: ScoreSites, of file: borrowing ByteFile
  ) throws(InputError) -> ScoreSites {
    var sites = empty
    let alleleCount = empty.alleles.count
    for entry in entries {
      let bytes = try bytes(entry.offset..<entry.offset + entry.siteBytes, of: file)
      guard ScoreBundleLayout.checksum(bytes[...]) == entry.siteChecksum else {
        throw damaged(file.path, "a block of sites has another checksum", at: entry.offset)
      }
      let count = entry.siteCount
      func column(_ number: Int) -> [UInt32] {
        (0..<count).map { bytes.little(UInt32.self, at: 4 * (number * count + $0)) }
      }
      let (effects, others, references) = (column(1), column(2), column(3))
      guard [effects, others, references].allSatisfy({ $0.allSatisfy { $0 < alleleCount } }) else {
        throw damaged(file.path, "a site has alleles that are not there", at: entry.offset)
      }
      sites.append(
        chromosome: entry.chromosome, positions: column(0).map { Int32(bitPattern: $0) },
        effects: effects, others: others, references: references)
    }
    return sites
  }

  private static func bytes(
    _ range: Range<Int>, of file: borrowing ByteFile
  ) throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    try file.read(range.count, at: range.lowerBound, into: &bytes)
    guard bytes.count == range.count else {
      throw damaged(file.path, "it ends early", at: range.lowerBound + bytes.count)
    }
    return bytes
  }

  private static func damaged(_ path: String, _ detail: String, at byte: Int) -> InputError {
    InputError(
      .checksumMismatch, path: path, at: .byte(byte),
      "the bundle is damaged (\(detail)): compile it again")
  }
}
