/// Values of one type, some of them null, laid out as the Arrow columnar format lays them out.
///
/// Numbers stand in `values` in the machine's (little-endian) byte order, booleans one bit a value
/// from the lowest bit up, text as UTF-8 bytes with `offsets.count == count + 1`, the numbers of a
/// list or a tensor one after the other. A null takes the place of a zero (of an empty text, of a list of
/// zeros), its validity bit is 0. Writers copy these buffers as they are.
public struct Column: Sendable, Equatable {
  public let type: ColumnType
  /// Bytes of the values; see the type's description.
  public internal(set) var values: [UInt8] = []
  /// Start of each text in `values` and, last, the end; empty for the other types.
  public internal(set) var offsets: [Int32]
  /// One bit a value, lowest bit first: 1 where there is a value, 0 past `count`.
  public internal(set) var validity: [UInt8] = []
  public internal(set) var count = 0
  public internal(set) var nullCount = 0

  /// An empty column.
  public init(_ type: ColumnType) {
    precondition((1...ColumnType.longestList).contains(type.valuesPerRow), "\(type) is no type")
    self.type = type
    offsets = type == .text ? [0] : []
  }

  /// Makes room for more values, so that appending them does not allocate.
  public mutating func reserve(_ more: Int) {
    values.reserveCapacity(values.count + more * (type.byteWidth ?? 1))
    validity.reserveCapacity((count + more + 7) / 8)
    if type == .text { offsets.reserveCapacity(count + more + 1) }
  }

  /// Empties the column and keeps its memory.
  public mutating func removeAll() {
    values.removeAll(keepingCapacity: true)
    validity.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    if type == .text { offsets.append(0) }
    count = 0
    nullCount = 0
  }

  /// Appends a float32.
  public mutating func append(_ value: Float) {
    precondition(type == .float32)
    appendBits(value.bitPattern)
    mark(valid: true)
  }

  /// Appends a float64.
  public mutating func append(_ value: Double) {
    precondition(type == .float64)
    appendBits(value.bitPattern)
    mark(valid: true)
  }

  /// Appends an int32.
  public mutating func append(_ value: Int32) {
    precondition(type == .int32)
    appendBits(UInt32(bitPattern: value))
    mark(valid: true)
  }

  /// Appends an int64.
  public mutating func append(_ value: Int64) {
    precondition(type == .int64)
    appendBits(UInt64(bitPattern: value))
    mark(valid: true)
  }

  /// Appends a boolean.
  public mutating func append(_ value: Bool) {
    precondition(type == .bool)
    appendBit(value)
    mark(valid: true)
  }

  /// Appends a text.
  public mutating func append(_ value: String) {
    precondition(type == .text)
    values.append(contentsOf: value.utf8)
    offsets.append(Int32(values.count))
    mark(valid: true)
  }

  /// Appends a null.
  public mutating func appendNull() {
    switch type {
    case .float32, .int32: appendBits(UInt32(0))
    case .float64, .int64: appendBits(UInt64(0))
    case .bool: appendBit(false)
    case .text: offsets.append(Int32(values.count))
    case .list, .tensor:
      values.append(contentsOf: repeatElement(0, count: type.byteWidth ?? 0))
    }
    nullCount += 1
    mark(valid: false)
  }

  private mutating func appendBits<Bits: FixedWidthInteger>(_ bits: Bits) {
    unsafe withUnsafeBytes(of: bits.littleEndian) { unsafe values.append(contentsOf: $0) }
  }

  private mutating func appendBit(_ bit: Bool) {
    if count % 8 == 0 { values.append(0) }
    if bit { values[count / 8] |= 1 << UInt8(count % 8) }
  }

  mutating func mark(valid: Bool) {
    if count % 8 == 0 { validity.append(0) }
    if valid { validity[count / 8] |= 1 << UInt8(count % 8) }
    count += 1
  }
}
