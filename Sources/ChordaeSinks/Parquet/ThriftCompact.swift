/// Writes structs in Thrift's compact protocol, in which Parquet's metadata is stored.
///
/// Source: thrift-compact-protocol.md of Apache Thrift. Fields are written in ascending order.
struct ThriftCompact {
  /// The protocol's types that Parquet's metadata needs.
  enum ElementType: UInt8 {
    case i32 = 5
    case i64 = 6
    case binary = 8
    case list = 9
    case structure = 12
  }

  private(set) var bytes: [UInt8] = []
  private var lastField = 0

  /// Appends a 32-bit field; nil leaves it out.
  mutating func i32(_ field: Int, _ value: Int?) {
    guard let value else { return }
    precondition(Int32(exactly: value) != nil)
    begin(field, .i32)
    append(zigzag: value)
  }

  /// Appends a 64-bit field; nil leaves it out.
  mutating func i64(_ field: Int, _ value: Int?) {
    guard let value else { return }
    begin(field, .i64)
    append(zigzag: value)
  }

  /// Appends a field of true (1) or false (2), which has no bytes but its header.
  mutating func bool(_ field: Int, _ value: Bool) {
    begin(field, tag: value ? 1 : 2)
  }

  /// Appends a field of bytes; nil leaves it out.
  mutating func binary(_ field: Int, _ value: [UInt8]?) {
    guard let value else { return }
    begin(field, .binary)
    element(value)
  }

  /// Appends a field of text.
  mutating func text(_ field: Int, _ value: String) { binary(field, Array(value.utf8)) }

  /// Appends a field that is a struct; `body` writes its fields.
  mutating func structure(_ field: Int, _ body: (inout ThriftCompact) -> Void = { _ in }) {
    begin(field, .structure)
    element(body)
  }

  /// Appends the head of a list; as many elements must follow.
  mutating func list(_ field: Int, of type: ElementType, count: Int) {
    begin(field, .list)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | type.rawValue)
    } else {
      bytes.append(0xF0 | type.rawValue)
      bytes.append(variableLength: UInt64(count))
    }
  }

  /// Appends a struct as an element of a list, or as a message of its own.
  mutating func element(_ body: (inout ThriftCompact) -> Void) {
    let outerField = lastField
    lastField = 0
    body(&self)
    bytes.append(0)
    lastField = outerField
  }

  /// Appends a number as an element of a list.
  mutating func element(_ value: Int) { append(zigzag: value) }

  /// Appends bytes as an element of a list.
  mutating func element(_ value: [UInt8]) {
    bytes.append(variableLength: UInt64(value.count))
    bytes += value
  }

  /// Appends elements of a list that were written before.
  mutating func append(encoded elements: [UInt8]) { bytes += elements }

  private mutating func begin(_ field: Int, _ type: ElementType) {
    begin(field, tag: type.rawValue)
  }

  private mutating func begin(_ field: Int, tag: UInt8) {
    let step = field - lastField
    if (1...15).contains(step) {
      bytes.append(UInt8(step) << 4 | tag)
    } else {
      bytes.append(tag)
      append(zigzag: field)
    }
    lastField = field
  }

  private mutating func append(zigzag value: Int) {
    bytes.append(variableLength: UInt64(bitPattern: Int64(value << 1 ^ value >> 63)))
  }
}

extension [UInt8] {
  /// Appends a number seven bits at a time, the lowest first (ULEB128).
  mutating func append(variableLength number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
