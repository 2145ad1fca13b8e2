public import ChordaeCore

/// A manifest whose text was checked, and whose entries are read from the file when asked for.
///
/// It holds 24 bytes a patient. It may be used by several threads at a time.
public struct Manifest: Sendable {
  /// SHA-256 of the file, as 64 hexadecimal digits.
  public let digest: String
  let file: ManifestFile
  let parser: ManifestLineParser
  /// The line of row 0.
  let firstLine: Int
  /// Where each row's line begins, and at last where the file ends.
  let offsets: [Int]
  let index: PatientIndex

  /// The manifest's path as it was given.
  public var path: String { file.path }

  /// How many patients there are; rows are `0..<count`.
  public var count: Int { offsets.count - 1 }

  /// Whether a row may have something in a column: false where the header does not name it.
  package func mayName(_ column: ManifestColumn) -> Bool {
    !parser.needsHeader || parser.hasColumn(column)
  }

  /// The line of a row, from 1.
  public func line(ofRow row: Int) -> Int { firstLine + row }

  /// The entry of a row, by one read of its line.
  ///
  /// A `ManifestCursor` is faster for many rows.
  public func entry(at row: Int) throws(ManifestError) -> ManifestEntry {
    var cursor = ManifestCursor(self, window: 0)
    return try cursor.entry(at: row)
  }

  /// The row of a patient; nil where the manifest has no such id.
  public func row(of patient: PatientID) throws(ManifestError) -> Int? {
    for row in index.rows(of: patient) where try entry(at: row).patient == patient { return row }
    return nil
  }
}

/// Reads entries of a manifest through a buffer of its own: one for each thread, and rows in
/// ascending order cost one read a window.
public struct ManifestCursor: Sendable {
  private let manifest: Manifest
  private let window: Int
  private var buffer: [UInt8] = []
  /// File offset of the buffer's first byte.
  private var base = 0

  /// A cursor that reads so many bytes at a time, or one line where a line is longer.
  public init(_ manifest: Manifest, window: Int = 1 << 16) {
    self.manifest = manifest
    self.window = window
  }

  /// The entry of a row.
  public mutating func entry(at row: Int) throws(ManifestError) -> ManifestEntry {
    precondition(0..<manifest.count ~= row, "a row of the manifest")
    let bytes = try line(at: row)
    // The text was without fault when it was checked.
    guard let entry = manifest.parser.entry(bytes, row: row, line: manifest.line(ofRow: row))
    else { throw .changed(path: manifest.path) }
    return entry
  }

  /// The call sets of a row, in a third of the time of a whole entry.
  mutating func callSets(
    at row: Int
  ) throws(ManifestError) -> (variants: [String], gvcf: [String]) {
    let bytes = try line(at: row)
    guard let callSets = manifest.parser.callSets(bytes) else {
      throw .changed(path: manifest.path)
    }
    return callSets
  }

  /// The id in a row of a text that may be at fault elsewhere; nil where the line has none.
  mutating func patient(at row: Int) throws(ManifestError) -> PatientID? {
    manifest.parser.patient(try line(at: row))
  }

  private mutating func line(at row: Int) throws(ManifestError) -> ArraySlice<UInt8> {
    let (start, next) = (manifest.offsets[row], manifest.offsets[row + 1])
    if start < base || next > base + buffer.count { try fill(from: start, to: next) }
    var line = buffer[(start - base)..<(next - base)]
    // The last line may be followed by empty ones.
    while let last = line.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
      line.removeLast()
    }
    return line
  }

  private mutating func fill(from start: Int, to next: Int) throws(ManifestError) {
    let file = manifest.file
    let end = min(max(next, start + window), file.size)
    guard file.isUnchanged else { throw .changed(path: file.path) }
    do throws(InputError) {
      try file.read(end - start, at: start, into: &buffer)
    } catch {
      buffer = []
      throw .unreadable(error)
    }
    guard buffer.count == end - start else {
      buffer = []
      throw .changed(path: file.path)
    }
    base = start
  }
}
