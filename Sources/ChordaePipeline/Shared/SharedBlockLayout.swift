import ChordaeCore

/// How the block of a shared source lies in its file.
///
/// All numbers are little-endian:
/// - 8 bytes `chordblk`, version (UInt32), length of the header (UInt32), the header as JSON;
/// - a digest of 16 bytes for each sample's name, in the order of the rows;
/// - chunks of rows, each column after column: a byte a row, 0 for a value, else the number of its
///   reason; then 8 bytes a row (of a list, 8 bytes a number), a float64 or an int64, 0 for a null, of
///   a text its number;
/// - in the block of a table, where a row is a sample and stands for all its rows of the table, chunks
///   of sample after sample: for each column a byte that is 1 where the column is that of the sample
///   before in the chunk, else 0, the bits of what is there, and the values as `Column` has them, of a
///   text its number (UInt32);
/// - the trailer as JSON: the reasons by number, the texts by number, of each chunk the CRC-32 and the
///   length;
/// - length of the trailer, CRC-32 of the header, CRC-32 of the trailer (UInt32 each), 8 bytes
///   `chordend`.
struct SharedBlockLayout: Equatable {
  /// What the block was made from and with: another identity is another block.
  let identity: String
  let columns: [Column]
  let sampleCount: Int
  /// Rows of the table that each sample has; nil where a row is a sample's values.
  let tableRows: Int?
  /// Rows of a chunk; the last has what is left.
  let chunkRows: Int
  /// Bytes that a row takes in the columns before each one and, last, in all of them.
  private let rowBytes: [Int]

  struct Column: Equatable {
    let id: String
    let type: ColumnType
    let tableRows: Int?

    /// Whether values are integers rather than float64.
    var isInteger: Bool {
      type.element.map { $0 == .int32 || $0 == .int64 } ?? (type == .bool || type == .text)
    }

    /// Bytes of a row's value; of a list, those of all its numbers.
    var valueLength: Int {
      guard let tableRows else { return type.valuesPerRow * SharedBlockLayout.numberLength }
      return ChordaeCore.Column.bitmapLength(tableRows) + buffersLength(tableRows)
    }

    /// Bytes of the values of a table's rows.
    private func buffersLength(_ rows: Int) -> Int {
      if let width = type.byteWidth { return width * rows }
      return type == .bool
        ? ChordaeCore.Column.bitmapLength(rows) : rows * SharedBlockLayout.textNumberLength
    }
  }

  /// A chunk as the trailer tells of it.
  struct Chunk: Equatable {
    let length: Int
    let checksum: UInt32
  }

  static let start = Array("chordblk".utf8)
  static let end = Array("chordend".utf8)
  static let version = 4
  static let digestLength = 16
  static let tailLength = 20
  static let numberLength = 8
  static let textNumberLength = 4
  /// What a chunk may weigh: rows of thousands of columns come in smaller chunks.
  private static let chunkBytes = 4 << 20
  private static let mostChunkRows = 4_096
  /// The same of a table: a sample's columns are found from the chunk's start on.
  private static let mostTableRows = 64

  /// The layout of a new block; with `tableRows` of a table of which every sample has so many rows.
  init(identity: String, columns: [Field], sampleCount: Int, tableRows: Int? = nil) {
    self.identity = identity
    self.columns = columns.map { Column(id: $0.name, type: $0.type, tableRows: tableRows) }
    self.sampleCount = sampleCount
    self.tableRows = tableRows
    rowBytes = Self.rowBytes(self.columns)
    let allBytes = max(1, rowBytes[columns.count])
    let mostRows = tableRows == nil ? Self.mostChunkRows : Self.mostTableRows
    chunkRows = min(mostRows, max(1, Self.chunkBytes / allBytes))
  }

  /// The layout that a header tells of; nil where it is none.
  init?(header: JSONValue) {
    guard let identity = header["identity"]?.text, let samples = header["samples"]?.int,
      let rows = header["chunk_rows"]?.int, let listed = header["columns"]?.elements,
      samples >= 0, rows > 0
    else { return nil }
    let tableRows = header["table_rows"]?.int
    var columns: [Column] = []
    for entry in listed {
      guard let id = entry["id"]?.text, let type = entry["type"]?.text.flatMap(ColumnType.init),
        // The header's checksum is not known yet: no length may overflow.
        0...ColumnType.longestList / type.valuesPerRow ~= tableRows ?? 0
      else { return nil }
      columns.append(Column(id: id, type: type, tableRows: tableRows))
    }
    self.identity = identity
    self.columns = columns
    self.tableRows = tableRows
    sampleCount = samples
    chunkRows = rows
    rowBytes = Self.rowBytes(columns)
  }

  private static func rowBytes(_ columns: [Column]) -> [Int] {
    columns.reduce(into: [0]) { $0.append($0[$0.count - 1] + 1 + $1.valueLength) }
  }

  /// The header's text.
  var header: JSONValue {
    .object([
      ("identity", .string(identity)), ("samples", .integer(Int64(sampleCount))),
      ("chunk_rows", .integer(Int64(chunkRows))),
      ("table_rows", tableRows.map { .integer(Int64($0)) } ?? .null),
      (
        "columns",
        .array(
          columns.map { .object([("id", .string($0.id)), ("type", .string($0.type.description))]) })
      ),
    ])
  }

  var chunkCount: Int { (sampleCount + chunkRows - 1) / chunkRows }

  /// Rows of one chunk.
  func rows(ofChunk chunk: Int) -> Int { min(chunkRows, sampleCount - chunk * chunkRows) }

  /// Bytes of a chunk with so many rows; of a table's the most that they can be.
  func chunkLength(rows: Int) -> Int { rows * rowBytes[columns.count] }

  /// Whether a chunk may have so many bytes.
  func mayHave(_ bytes: Int, inChunk chunk: Int) -> Bool {
    let most = chunkLength(rows: rows(ofChunk: chunk))
    return tableRows == nil ? bytes == most : 0...most ~= bytes
  }

  /// Where a column starts in a chunk with so many rows.
  func columnStart(_ column: Int, rows: Int) -> Int { rows * rowBytes[column] }

  /// The digest that stands for a sample's name.
  static func digest(of sample: String) -> [UInt8] {
    Array(SHA256.digest(sample.utf8).prefix(digestLength))
  }

  /// A number as bytes.
  static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<MemoryLayout<Number>.size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// The number that stands in some bytes.
  static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var number: UInt64 = 0
    for index in bytes.indices.reversed() { number = number << 8 | UInt64(bytes[index]) }
    return number
  }
}
