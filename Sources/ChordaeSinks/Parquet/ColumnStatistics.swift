import ChordaeCore

/// What a reader needs in order to pass over a column chunk: its nulls, its extremes.
///
/// The extremes of lists are those of all their numbers. Extremes are left out where they could
/// mislead: with a NaN among the values (readers order it differently), and where a text is longer
/// than 64 bytes. A zero stands as -0 for the minimum and as +0 for the maximum, as the format
/// asks.
struct ColumnStatistics {
  let nullCount: Int
  /// The extremes in the plain encoding, a text without its length.
  var extremes: (minimum: [UInt8], maximum: [UInt8])?
  private static let longestText = 64

  /// The statistics of a column; `distinct` are rows that have all its texts, where such are known.
  init(_ column: Column, distinct: [Int]? = nil) {
    nullCount = column.nullCount
    extremes =
      switch column.type.element {
      case .float32: Self.bytes(of: Self.floats(column, Float.self), \.bitPattern)
      case .float64: Self.bytes(of: Self.floats(column, Double.self), \.bitPattern)
      case .int32: Self.bytes(of: Self.numbers(column, Int32.self), \.self)
      case .int64: Self.bytes(of: Self.numbers(column, Int64.self), \.self)
      case nil: column.type == .bool ? Self.flags(column) : Self.texts(column, distinct)
      }
  }

  /// Writes the fields of `Statistics`.
  func write(to thrift: inout ThriftCompact) {
    thrift.i64(3, nullCount)
    guard let extremes else { return }
    thrift.binary(5, extremes.maximum)
    thrift.binary(6, extremes.minimum)
    thrift.bool(7, true)  // the maximum is a value of the column
    thrift.bool(8, true)  // so is the minimum
  }

  private static func bytes<Number, Bits: FixedWidthInteger>(
    of extremes: (minimum: Number, maximum: Number)?, _ bits: (Number) -> Bits
  ) -> (minimum: [UInt8], maximum: [UInt8])? {
    guard let extremes else { return nil }
    var (minimum, maximum): ([UInt8], [UInt8]) = ([], [])
    minimum.append(littleEndian: bits(extremes.minimum))
    maximum.append(littleEndian: bits(extremes.maximum))
    return (minimum, maximum)
  }

  private static func floats<Number: BinaryFloatingPoint & BitwiseCopyable>(
    _ column: Column, _ type: Number.Type
  ) -> (minimum: Number, maximum: Number)? {
    guard let (minimum, maximum) = numbers(column, type) else { return nil }
    return (minimum == 0 ? -0.0 : minimum, maximum == 0 ? 0.0 : maximum)
  }

  /// The extremes; nil without a value or with one that differs from itself, a NaN.
  private static func numbers<Number: Comparable & BitwiseCopyable>(
    _ column: Column, _ type: Number.Type
  ) -> (minimum: Number, maximum: Number)? {
    var extremes: (minimum: Number, maximum: Number)?
    var hasNaN = false
    let values = unsafe column.values.span.bytes
    let perRow = column.type.valuesPerRow
    column.forEachValidRun(in: 0..<column.count) { rows in
      // Within `values`, which hold `perRow` numbers of this type for each row.
      func load(_ place: Int) -> Number {
        unsafe values.unsafeLoadUnaligned(
          fromByteOffset: place * MemoryLayout<Number>.size, as: Number.self)
      }
      let first = load(rows.lowerBound * perRow)
      var (low, high) = extremes ?? (first, first)
      for place in rows.lowerBound * perRow..<rows.upperBound * perRow {
        let value = load(place)
        if value < low { low = value }
        if value > high { high = value }
        if value != value { hasNaN = true }
      }
      extremes = (low, high)
    }
    return hasNaN ? nil : extremes
  }

  private static func flags(_ column: Column) -> (minimum: [UInt8], maximum: [UInt8])? {
    if column.nullCount == column.count { return nil }
    let set = column.values.reduce(0) { $0 + $1.nonzeroBitCount }  // a null's bit is 0
    let hasFalse = set < column.count - column.nullCount
    return ([hasFalse ? 0 : 1], [set > 0 ? 1 : 0])
  }

  /// The first and last text in the order of unsigned bytes.
  private static func texts(
    _ column: Column, _ distinct: [Int]?
  ) -> (minimum: [UInt8], maximum: [UInt8])? {
    var (low, high): (Int?, Int?)
    func take(_ row: Int) {
      if low.map({ column.orderOfTexts(row, $0) < 0 }) ?? true { low = row }
      if high.map({ column.orderOfTexts($0, row) < 0 }) ?? true { high = row }
    }
    if let distinct {
      for row in distinct { take(row) }
    } else {
      column.forEachValidRun(in: 0..<column.count) { for row in $0 { take(row) } }
    }
    guard let low, let high else { return nil }
    let (minimum, maximum) = (column.textRange(low), column.textRange(high))
    guard max(minimum.count, maximum.count) <= longestText else { return nil }
    return (Array(column.values[minimum]), Array(column.values[maximum]))
  }
}
