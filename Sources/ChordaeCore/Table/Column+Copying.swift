extension Column {
  /// Appends all values of a column of the same type.
  public mutating func append(contentsOf other: Column) {
    append(contentsOf: other, rows: 0..<other.count)
  }

  /// Appends some rows of a column of the same type.
  ///
  /// Costs a copy of their bytes; bits are copied as bytes where both places are a multiple of 8.
  public mutating func append(contentsOf other: Column, rows: Range<Int>) {
    precondition(other.type == type && rows.upperBound <= other.count)
    if let width = type.byteWidth {
      values += other.values[rows.lowerBound * width..<rows.upperBound * width]
    } else if type == .bool {
      Self.copyBits(rows, of: other.values, to: &values, at: count)
    } else {
      appendTexts(of: other, rows: rows)
    }
    Self.copyBits(rows, of: other.validity, to: &validity, at: count)
    nullCount += other.nullCount(in: rows)
    count += rows.count
  }

  /// How many of some rows are null.
  public func nullCount(in rows: Range<Int>) -> Int {
    if nullCount == 0 { return 0 }
    if rows == 0..<count { return nullCount }
    var valid = 0
    var row = rows.lowerBound
    while row < rows.upperBound {
      let end = min(rows.upperBound, (row / 8 + 1) * 8)
      let mask = UInt8((1 << (end - row)) - 1)
      valid += (validity[row / 8] >> UInt8(row % 8) & mask).nonzeroBitCount
      row = end
    }
    return rows.count - valid
  }

  private mutating func appendTexts(of other: Column, rows: Range<Int>) {
    let first = other.offsets[rows.lowerBound]
    let shift = Int32(values.count) - first
    values += other.values[Int(first)..<Int(other.offsets[rows.upperBound])]
    precondition(values.count <= Int32.max, "a column holds at most 2 GiB of text")
    // Grows by more than is asked for: few rows come at a time.
    offsets.append(addingCapacity: rows.count) { offsets in
      for row in rows { offsets.append(other.offsets[row + 1] + shift) }
    }
  }

  /// Appends the bits of `range` to a bitmap that holds `end` bits so far, zeros past them.
  private static func copyBits(
    _ range: Range<Int>, of source: [UInt8], to target: inout [UInt8], at end: Int
  ) {
    let head = range.lowerBound..<min(range.upperBound, range.lowerBound + (8 - end % 8) % 8)
    copyBitByBit(head, of: source, to: &target, at: end)
    let tail = head.upperBound + (range.upperBound - head.upperBound) / 8 * 8
    let shift = head.upperBound % 8
    let bytes = head.upperBound / 8..<tail / 8
    if shift == 0 {
      target += source[bytes]
    } else {
      for byte in bytes { target.append(source[byte] >> shift | source[byte + 1] << (8 - shift)) }
    }
    let rest = tail..<range.upperBound
    copyBitByBit(rest, of: source, to: &target, at: end + tail - range.lowerBound)
  }

  private static func copyBitByBit(
    _ range: Range<Int>, of source: [UInt8], to target: inout [UInt8], at end: Int
  ) {
    for (place, bit) in zip(end..., range) {
      if place % 8 == 0 { target.append(0) }
      target[place / 8] |= (source[bit / 8] >> UInt8(bit % 8) & 1) << UInt8(place % 8)
    }
  }
}
