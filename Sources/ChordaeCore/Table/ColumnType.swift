/// The physical type of a column, the same in Arrow, Parquet and the dictionary.
public enum ColumnType: String, Sendable, Hashable, CaseIterable {
  case float32, float64, int32, int64, bool, text

  /// Bytes one value takes in a column's value buffer; nil for text and for bit-packed booleans.
  public var byteWidth: Int? {
    switch self {
    case .float32, .int32: 4
    case .float64, .int64: 8
    case .bool, .text: nil
    }
  }
}
