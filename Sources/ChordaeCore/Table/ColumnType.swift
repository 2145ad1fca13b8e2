/// The physical type of a column, the same in Arrow, Parquet and the dictionary.
public enum ColumnType: Sendable, Hashable {
  case float32, float64, int32, int64, bool, text
  /// A row is null or holds `count` numbers, none of them null by itself.
  case list(Element, count: Int)

  /// The numbers that a list may hold.
  public enum Element: String, Sendable, Hashable, CaseIterable {
    case float32, float64, int32, int64

    /// Bytes that one number takes.
    public var byteWidth: Int {
      switch self {
      case .float32, .int32: 4
      case .float64, .int64: 8
      }
    }
  }

  /// The type of a column with one such number a row.
  public init(_ element: Element) {
    self =
      switch element {
      case .float32: .float32
      case .float64: .float64
      case .int32: .int32
      case .int64: .int64
      }
  }

  /// The types whose rows hold one value.
  public static let scalars: [ColumnType] = [.float32, .float64, .int32, .int64, .bool, .text]
  /// Numbers that a list may hold: Arrow counts them in 32 bits.
  public static let longestList = Int(Int32.max)

  /// The type of the column's numbers, in lists or not; nil for text and booleans.
  public var element: Element? {
    switch self {
    case .float32: .float32
    case .float64: .float64
    case .int32: .int32
    case .int64: .int64
    case .bool, .text: nil
    case .list(let element, _): element
    }
  }

  /// Values that a row holds: a list's count, else 1.
  public var valuesPerRow: Int {
    if case .list(_, let count) = self { count } else { 1 }
  }

  /// Bytes that a row takes in a column's value buffer; nil for text and for bit-packed booleans.
  public var byteWidth: Int? { element.map { $0.byteWidth * valuesPerRow } }
}

extension ColumnType: LosslessStringConvertible {
  /// The type's name in the dictionary, such as `int64` or `list<int64>[256]`.
  public var description: String {
    switch self {
    case .float32: "float32"
    case .float64: "float64"
    case .int32: "int32"
    case .int64: "int64"
    case .bool: "bool"
    case .text: "text"
    case .list(let element, let count): "list<\(element.rawValue)>[\(count)]"
    }
  }

  /// The type of a name; nil where no type is called so.
  public init?(_ description: String) {
    let scalar = Self.scalars.first { $0.description == description }
    guard let type = scalar ?? Self.list(named: description) else { return nil }
    self = type
  }

  private static func list(named name: String) -> ColumnType? {
    let words = name.split(omittingEmptySubsequences: false) { "<>[]".contains($0) }
    guard words.count == 5, let element = Element(rawValue: String(words[1])),
      let count = Int(words[3]), (1...longestList).contains(count)
    else { return nil }
    let list = ColumnType.list(element, count: count)
    return list.description == name ? list : nil
  }
}
