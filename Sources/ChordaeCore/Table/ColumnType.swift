/// The physical type of a column, the same in Arrow, Parquet and the dictionary.
public enum ColumnType: Sendable, Hashable {
  case float32, float64, int32, int64, bool, text
  /// A row is null or holds `count` numbers, none of them null by itself.
  case list(Element, count: Int)
  /// A list whose numbers are a tensor's in row-major order: readers that know Arrow's extension type
  /// give it its shape, others a list.
  case tensor(Element, TensorShape)

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
    case .list(let element, _), .tensor(let element, _): element
    }
  }

  /// Numbers that a row of a list or a tensor holds; nil for the types that hold one value a row.
  public var listCount: Int? {
    switch self {
    case .float32, .float64, .int32, .int64, .bool, .text: nil
    case .list(_, let count): count
    case .tensor(_, let shape): shape.count
    }
  }

  /// Values that a row holds: those of a list, else 1.
  public var valuesPerRow: Int { listCount ?? 1 }

  /// The type as which a row's values are stored: a tensor is a list.
  public var storage: ColumnType {
    if case .tensor(let element, let shape) = self {
      .list(element, count: shape.count)
    } else {
      self
    }
  }

  /// Bytes that a row takes in a column's value buffer; nil for text and for bit-packed booleans.
  public var byteWidth: Int? { element.map { $0.byteWidth * valuesPerRow } }
}

extension ColumnType: LosslessStringConvertible {
  /// The type's name in the dictionary, such as `int64`, `list<int64>[256]` or
  /// `tensor<float32>[lead=12,sample=5000]`.
  public var description: String {
    switch self {
    case .float32: "float32"
    case .float64: "float64"
    case .int32: "int32"
    case .int64: "int64"
    case .bool: "bool"
    case .text: "text"
    case .list(let element, let count): "list<\(element.rawValue)>[\(count)]"
    case .tensor(let element, let shape): "tensor<\(element.rawValue)>[\(shape)]"
    }
  }

  /// The type of a name; nil where no type is called so.
  public init?(_ description: String) {
    let scalar = Self.scalars.first { $0.description == description }
    guard let type = scalar ?? Self.listed(description) else { return nil }
    self = type
  }

  private static func listed(_ name: String) -> ColumnType? {
    let words = name.split(omittingEmptySubsequences: false) { "<>[]".contains($0) }
    guard words.count == 5, let element = Element(rawValue: String(words[1])) else { return nil }
    let count = Int(words[3]).flatMap { (1...longestList).contains($0) ? $0 : nil }
    let list = count.map { ColumnType.list(element, count: $0) }
    let tensor = TensorShape(String(words[3])).map { ColumnType.tensor(element, $0) }
    guard let type = list ?? tensor, type.description == name else { return nil }
    return type
  }
}
