extension Column {
  /// A column of numbers or booleans whose buffers lie ready, as the type's description has them.
  ///
  /// Bits past `count` may be anything: they are cleared.
  public init(_ type: ColumnType, count: Int, values: [UInt8], validity: [UInt8]) {
    let bitmapLength = Self.bitmapLength(count)
    precondition(
      type != .text && validity.count == bitmapLength
        && values.count == type.byteWidth.map { $0 * count } ?? bitmapLength,
      "buffers are as long as their values")
    self.init(type)
    (self.values, self.validity) = (values, validity)
    Self.clearBits(from: count, of: &self.validity)
    if type == .bool { Self.clearBits(from: count, of: &self.values) }
    self.count = count
    nullCount = count - self.validity.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// A column of float64; a number that is not finite stands for a null.
  public init(finite numbers: [Double]) {
    let bitmapLength = Self.bitmapLength(numbers.count)
    self.init(.float64)
    // An array's numbers stand in memory as they stand in the buffer.
    values = unsafe numbers.withUnsafeBytes { unsafe Array($0) }
    validity = [UInt8](repeating: 0xFF, count: bitmapLength)
    Self.clearBits(from: numbers.count, of: &validity)
    count = numbers.count
    for (row, number) in numbers.enumerated() where !number.isFinite {
      values.replaceSubrange(8 * row..<8 * row + 8, with: repeatElement(0, count: 8))
      validity[row / 8] &= ~(1 << UInt8(row % 8))
      nullCount += 1
    }
  }

  /// A column of int64 without a null.
  public init(_ integers: [Int64]) {
    let values = unsafe integers.withUnsafeBytes { unsafe Array($0) }
    let validity = [UInt8](repeating: 0xFF, count: Self.bitmapLength(integers.count))
    self.init(.int64, count: integers.count, values: values, validity: validity)
  }

  /// Appends a value as often as it is asked for, converted to the column's type.
  public mutating func append(repeating value: FeatureValue, count copies: Int) {
    guard copies > 0 else { return }
    var one = Column(type)
    one.append(value)
    reserve(copies)
    if type != .bool { append(copies, times: one.values) }
    if type == .text {
      precondition(values.count <= Int32.max, "a column holds at most 2 GiB of text")
      let (first, length) = (offsets[count], Int32(one.values.count))
      for copy in 1...Int32(copies) { offsets.append(first + copy * length) }
    } else if type == .bool {
      Self.appendBits(one.values[0] & 1 == 1, copies, to: &values, at: count)
    }
    Self.appendBits(one.nullCount == 0, copies, to: &validity, at: count)
    nullCount += one.nullCount * copies
    count += copies
  }

  /// Appends the values of one column of some rows; nulls that follow each other come at once.
  mutating func append(column: Int, of rows: [[FeatureValue]]) {
    if type == .float64 { return append(doubles: column, of: rows) }
    var nulls = 0
    for row in rows {
      if case .missing = row[column] {
        nulls += 1
      } else {
        appendNulls(nulls)
        nulls = 0
        append(row[column])
      }
    }
    appendNulls(nulls)
  }

  /// The same for a column of float64: all are null, and then those are not that have a number.
  private mutating func append(doubles column: Int, of rows: [[FeatureValue]]) {
    let (first, nulls) = (count, nullCount)
    appendNulls(rows.count)
    var found = 0
    // An array's numbers stand in memory as they stand in the buffer.
    unsafe values.withUnsafeMutableBytes { bytes in
      for place in rows.indices {
        let number: Double
        switch rows[place][column] {
        case .number(let value): number = value
        case .integer(let value): number = Double(value)
        case .missing: continue
        default: preconditionFailure("a value that does not fit a column of type \(type)")
        }
        let row = first + place
        unsafe bytes.storeBytes(
          of: number.bitPattern.littleEndian, toByteOffset: 8 * row, as: UInt64.self)
        validity[row / 8] |= 1 << UInt8(row % 8)
        found += 1
      }
    }
    nullCount = nulls + rows.count - found
  }

  private mutating func appendNulls(_ copies: Int) {
    guard copies > 0 else { return }
    if let width = type.byteWidth {
      values.append(contentsOf: repeatElement(0, count: copies * width))
    } else if type == .text {
      offsets.append(contentsOf: repeatElement(Int32(values.count), count: copies))
    } else {
      Self.appendBits(false, copies, to: &values, at: count)
    }
    Self.appendBits(false, copies, to: &validity, at: count)
    nullCount += copies
    count += copies
  }

  /// Bytes that a bitmap of so many bits takes.
  public static func bitmapLength(_ count: Int) -> Int { (count + 7) / 8 }

  private mutating func append(_ copies: Int, times bytes: [UInt8]) {
    // Many short copies are appended some at a time.
    var (block, size) = (bytes, 1)
    while size < 64, 2 * size <= copies { (block, size) = (block + block, 2 * size) }
    for _ in 0..<copies / size { values += block }
    for _ in 0..<copies % size { values += bytes }
  }

  private static func appendBits(_ bit: Bool, _ copies: Int, to bitmap: inout [UInt8], at end: Int)
  {
    let byte: UInt8 = bit ? 0xFF : 0
    if end % 8 > 0 { bitmap[end / 8] |= byte << UInt8(end % 8) }
    let missing = bitmapLength(end + copies) - bitmap.count
    bitmap.append(contentsOf: repeatElement(byte, count: missing))
    clearBits(from: end + copies, of: &bitmap)
  }

  /// Clears the bits of the last byte from a place on.
  private static func clearBits(from end: Int, of bitmap: inout [UInt8]) {
    if end % 8 > 0 { bitmap[end / 8] &= 1 << UInt8(end % 8) - 1 }
  }
}
