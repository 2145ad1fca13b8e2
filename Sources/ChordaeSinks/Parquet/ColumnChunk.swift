import ChordaeCore

/// Where one column of one row group stands in the file, and what is known about it.
struct ColumnChunk {
  let field: Field
  /// Values, counted with the nulls: a list has as many as numbers, a null one.
  let valueCount: Int
  let statistics: ColumnStatistics
  var encodings: [ParquetEncoding] = []
  var dictionaryOffset: Int?
  var dataOffset = 0
  /// Bytes of the pages with their headers, before and after compression.
  var uncompressedSize = 0
  var compressedSize = 0

  /// A chunk without pages; `distinct` are rows that have all texts of the column.
  init(_ column: Column, field: Field, distinct: [Int]? = nil) {
    self.field = field
    valueCount = ParquetLevels.valueCount(column, rows: 0..<column.count)
    statistics = ColumnStatistics(column, distinct: distinct)
  }

  /// Writes the fields of `ColumnChunk`.
  func write(to thrift: inout ThriftCompact) {
    thrift.i64(2, 0)  // no metadata outside the footer
    thrift.structure(3) { thrift in
      thrift.i32(1, ParquetType(field.type).rawValue)
      thrift.list(2, of: .i32, count: encodings.count)
      for encoding in encodings { thrift.element(encoding.rawValue) }
      let path = ParquetLevels.path(of: field)
      thrift.list(3, of: .binary, count: path.count)
      for name in path { thrift.element(Array(name.utf8)) }
      thrift.i32(4, ParquetCodec.zstd.rawValue)
      thrift.i64(5, valueCount)
      thrift.i64(6, uncompressedSize)
      thrift.i64(7, compressedSize)
      thrift.i64(9, dataOffset)
      thrift.i64(11, dictionaryOffset)
      thrift.structure(12) { statistics.write(to: &$0) }
    }
  }
}
