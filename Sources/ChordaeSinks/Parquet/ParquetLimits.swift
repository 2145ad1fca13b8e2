import ChordaeCore

/// How large the pieces of a Parquet file may become.
///
/// They decide about the file's bytes, so that parts of one dataset are written with the same ones.
public struct ParquetLimits: Sendable, Hashable {
  /// Rows of a row group, at most.
  public var rowGroupRows = 65_536
  /// Bytes of a row group's values in memory, at most, but for a single row that is longer.
  public var rowGroupBytes = 64 << 20
  /// Bytes of a page's values, about.
  public var pageBytes = 1 << 20
  /// Bytes of a column chunk's dictionary, at most; with more, texts are written as they are.
  public var dictionaryBytes = 1 << 20
  /// Zstandard's level, 1 to 19.
  public var compressionLevel = 3

  /// The defaults: small enough to shuffle and to stream, large enough to compress.
  public init() {}

  /// The end of the rows, from `start` on, that still fit into a row group of `rows` and `bytes`.
  func rowGroupEnd(_ batch: RecordBatch, from start: Int, rows: Int, bytes: Int) -> Int {
    let most = min(batch.rowCount, start + rowGroupRows - rows)
    // Nearly always: the rows of one patient.
    if most > start, bytes + batch.byteCount(of: start..<most) <= rowGroupBytes { return most }
    var (fits, tooMany) = (start, max(start + 1, most))
    while fits + 1 < tooMany {
      let middle = (fits + tooMany) / 2
      if bytes + batch.byteCount(of: start..<middle) <= rowGroupBytes {
        fits = middle
      } else {
        tooMany = middle
      }
    }
    return rows == 0 ? max(fits, start + 1) : fits
  }

  /// The end of the page that starts at a row, a multiple of 8; `bitWidth` is of a dictionary.
  func pageEnd(of column: Column, from start: Int, bitWidth: Int?) -> Int {
    let bits = bitWidth ?? (column.type == .bool ? 1 : column.type.byteWidth.map { 8 * $0 })
    if let bits { return min(column.count, start + max(8, pageBytes * 8 / bits / 8 * 8)) }
    var end = start
    while end < column.count, Int(column.offsets[end] - column.offsets[start]) < pageBytes {
      end = min(column.count, end + 8)
    }
    return end
  }
}

extension RecordBatch {
  /// Bytes that the values of some rows take in memory, bitmaps left out.
  func byteCount(of rows: Range<Int>) -> Int {
    columns.reduce(0) { sum, column in
      let fixed = rows.count * column.type.rowByteCount
      guard column.type == .text else { return sum + fixed }
      return sum + fixed + Int(column.offsets[rows.upperBound] - column.offsets[rows.lowerBound])
    }
  }
}

extension ColumnType {
  /// Bytes that a row takes in memory, bitmaps and the bytes of a text left out.
  var rowByteCount: Int { self == .text ? 4 : byteWidth ?? 1 }
}
