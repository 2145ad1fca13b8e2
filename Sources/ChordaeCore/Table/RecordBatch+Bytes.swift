extension RecordBatch {
  /// The columns' buffers one after the other, for a file that this process reads again.
  ///
  /// Of each column its validity bits, of a text the ends of the values as Int32, then the values, all
  /// as they stand in memory. Neither the types nor the number of rows are among them.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      columns.reduce(0) { $0 + $1.validity.count + 4 * $1.offsets.count + $1.values.count })
    for column in columns {
      bytes += column.validity
      // An array's numbers stand in memory as they stand in the buffer.
      unsafe column.offsets.dropFirst().withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
      bytes += column.values
    }
    return bytes
  }

  /// A batch of so many rows from its `bytes`; nil where they are not those of such a batch.
  package init?(_ schema: TableSchema, rowCount: Int, bytes: [UInt8]) {
    self.init(schema)
    var rest = bytes[...]
    for (place, field) in schema.fields.enumerated() {
      guard let column = Column(field.type, count: rowCount, takenFrom: &rest) else { return nil }
      columns[place] = column
    }
    guard rest.isEmpty else { return nil }
  }
}

extension Column {
  /// A column of so many values from the start of some bytes, which are taken off them.
  fileprivate init?(_ type: ColumnType, count: Int, takenFrom bytes: inout ArraySlice<UInt8>) {
    func take(_ length: Int) -> ArraySlice<UInt8>? {
      guard length >= 0, length <= bytes.count else { return nil }
      defer { bytes = bytes.dropFirst(length) }
      return bytes.prefix(length)
    }
    self.init(type)
    guard count >= 0, count <= 8 * bytes.count, let bits = take((count + 7) / 8) else { return nil }
    validity = Array(bits)
    nullCount = count - validity.reduce(0) { $0 + $1.nonzeroBitCount }
    self.count = count
    guard nullCount >= 0 else { return nil }
    var length = type == .bool ? bits.count : count * (type.byteWidth ?? 0)
    if type == .text {
      guard let ends = take(4 * count) else { return nil }
      offsets += Self.offsets(ends)
      guard zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
      length = Int(offsets[count])
    }
    guard let found = take(length) else { return nil }
    values = Array(found)
  }

  private static func offsets(_ bytes: ArraySlice<UInt8>) -> [Int32] {
    unsafe [Int32](unsafeUninitializedCapacity: bytes.count / 4) { buffer, count in
      unsafe UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes)
      count = bytes.count / 4
    }
  }
}
