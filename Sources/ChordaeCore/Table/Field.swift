/// A column's name, type and the metadata that travels with it in Arrow and Parquet.
public struct Field: Sendable, Hashable {
  public let name: String
  public let type: ColumnType
  /// Pairs in the order in which they are written.
  public let metadata: [Pair]

  /// One key and its value.
  public struct Pair: Sendable, Hashable {
    public let key: String
    public let value: String

    /// A pair.
    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  /// A field; every field of the project is nullable.
  public init(_ name: String, _ type: ColumnType, metadata: [Pair] = []) {
    self.name = name
    self.type = type
    self.metadata = metadata
  }
}
