/// A table of a FlatBuffers message, as a tree that ``FlatBuffer`` lays out.
///
/// Values stand in the order of the slots in Arrow's `.fbs` files; nil leaves a slot out.
struct FlatTable {
  enum Value {
    /// The lowest bytes of a whole number: 1, 2, 4 or 8 of them.
    case number(UInt64, width: Int)
    case text(String)
    case table(FlatTable)
    case tables([FlatTable])
    /// Structs whose largest member is 8 bytes wide, one after the other.
    case structs(bytes: [UInt8], count: Int)

    static func int8(_ value: Int) -> Value { fixed(Int8(value)) }
    static func int16(_ value: Int) -> Value { fixed(Int16(value)) }
    static func int32(_ value: Int) -> Value { fixed(Int32(value)) }
    static func int64(_ value: Int) -> Value { fixed(Int64(value)) }
    static func bool(_ value: Bool) -> Value { fixed(UInt8(value ? 1 : 0)) }

    private static func fixed<Number: FixedWidthInteger>(_ value: Number) -> Value {
      .number(UInt64(truncatingIfNeeded: value), width: MemoryLayout<Number>.size)
    }

    /// Bytes the slot takes in its table: the number, or an offset to what stands elsewhere.
    var width: Int {
      if case .number(_, let width) = self { width } else { 4 }
    }
  }

  let slots: [Value?]

  init(_ slots: Value?...) { self.slots = slots }
}

/// Lays out a tree of tables in the FlatBuffers format, front to back.
///
/// The format asks only that offsets to children point forwards, so each table is written before
/// what it refers to, and its offsets are filled in as the children come. Facts of the layout:
/// flatbuffers.dev, "FlatBuffer Internals".
struct FlatBuffer {
  private(set) var bytes: [UInt8] = []

  /// A message with its root table; the count of its bytes is a multiple of 8.
  init(_ root: FlatTable) {
    bytes.append(littleEndian: UInt32(0))
    append(root, referredFrom: 0)
    bytes.pad(to: 8)
  }

  /// Appends a table's vtable, the table at a multiple of 8 bytes, and then what it refers to.
  private mutating func append(_ table: FlatTable, referredFrom reference: Int) {
    let slots = table.slots
    bytes.pad(to: 2)
    let directory = bytes.count
    bytes.append(littleEndian: UInt16(4 + 2 * slots.count))
    bytes.append(littleEndian: UInt16(0))
    var size = 4
    for slot in slots.indices {
      let offset = Self.place(of: slots[slot], after: &size)
      bytes.append(littleEndian: UInt16(offset))
    }
    bytes.replace(at: directory + 2, littleEndian: UInt16(size))
    bytes.pad(to: 8)
    let start = bytes.count
    // The table begins with its way back to the vtable.
    bytes.append(littleEndian: Int32(start - directory))
    refer(from: reference, to: start)
    bytes.append(contentsOf: repeatElement(0, count: size - 4))
    size = 4
    for slot in slots.indices {
      guard let value = slots[slot] else { continue }
      let place = start + Self.place(of: value, after: &size)
      if case .number(let number, let width) = value {
        for byte in 0..<width {
          bytes[place + byte] = UInt8(truncatingIfNeeded: number >> UInt64(8 * byte))
        }
      } else {
        append(value, referredFrom: place)
      }
    }
  }

  /// Where a slot's value stands in its table, behind the slots before it (0: left out).
  private static func place(of value: FlatTable.Value?, after end: inout Int) -> Int {
    guard let width = value?.width else { return 0 }
    let place = (end + width - 1) / width * width
    end = place + width
    return place
  }

  private mutating func append(_ value: FlatTable.Value, referredFrom reference: Int) {
    switch value {
    case .number: break
    case .text(let text):
      startVector(text.utf8.count, alignment: 4, referredFrom: reference)
      bytes += text.utf8
      bytes.append(0)
    case .table(let table): append(table, referredFrom: reference)
    case .tables(let tables):
      let first = startVector(tables.count, alignment: 4, referredFrom: reference)
      bytes.append(contentsOf: repeatElement(0, count: 4 * tables.count))
      for (place, table) in tables.enumerated() {
        append(table, referredFrom: first + 4 * place)
      }
    case .structs(let structs, let count):
      startVector(count, alignment: 8, referredFrom: reference)
      bytes += structs
    }
  }

  /// Appends a vector's count so that its first element is aligned, and gives that one's place.
  @discardableResult
  private mutating func startVector(
    _ count: Int, alignment: Int, referredFrom reference: Int
  ) -> Int {
    while bytes.count % 4 != 0 || (bytes.count + 4) % alignment != 0 { bytes.append(0) }
    refer(from: reference, to: bytes.count)
    bytes.append(littleEndian: UInt32(count))
    return bytes.count
  }

  private mutating func refer(from reference: Int, to target: Int) {
    bytes.replace(at: reference, littleEndian: UInt32(target - reference))
  }
}
