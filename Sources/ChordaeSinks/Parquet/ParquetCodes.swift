import ChordaeCore

/// How often a field stands in its row, numbered as in `parquet.thrift`.
enum ParquetRepetition: Int {
  case required = 0
  case optional = 1
  case repeated = 2
}

/// Parquet's physical types, numbered as in `parquet.thrift`.
enum ParquetType: Int {
  case boolean = 0
  case int32 = 1
  case int64 = 2
  case float = 4
  case double = 5
  case byteArray = 6

  init(_ type: ColumnType) {
    self =
      switch type {
      case .bool: .boolean
      case .int32: .int32
      case .int64: .int64
      case .float32: .float
      case .float64: .double
      case .text: .byteArray
      case .list(let element, _), .tensor(let element, _): Self(ColumnType(element))
      }
  }
}

/// Parquet's encodings that are written, numbered as in `parquet.thrift`.
enum ParquetEncoding: Int {
  case plain = 0
  case rle = 3
  case rleDictionary = 8
  case byteStreamSplit = 9
}

/// Parquet's codecs that are used, numbered as in `parquet.thrift`.
enum ParquetCodec: Int {
  case zstd = 6
}
