extension Column {
  /// Appends a list of float32, as long as the column's type says.
  public mutating func append(_ list: [Float]) { append(list, of: .float32) }

  /// Appends a list of float64, as long as the column's type says.
  public mutating func append(_ list: [Double]) { append(list, of: .float64) }

  /// Appends a list of int32, as long as the column's type says.
  public mutating func append(_ list: [Int32]) { append(list, of: .int32) }

  /// Appends a list of int64, as long as the column's type says.
  public mutating func append(_ list: [Int64]) { append(list, of: .int64) }

  /// Appends a list, its numbers converted to the column's type.
  mutating func append(numbers list: [Double]) {
    switch type.storage {
    case .list(.float32, _): append(list.map { Float($0) })
    case .list(.float64, _): append(list)
    default: preconditionFailure("a list of numbers that does not fit a column of type \(type)")
    }
  }

  /// Appends a list, its integers converted to the column's type.
  mutating func append(integers list: [Int64]) {
    switch type.storage {
    case .list(.float32, _): append(list.map { Float($0) })
    case .list(.float64, _): append(list.map { Double($0) })
    case .list(.int32, _): append(list.map { Int32($0) })
    case .list(.int64, _): append(list)
    default: preconditionFailure("a list of integers that does not fit a column of type \(type)")
    }
  }

  /// The list at a place, which is not null.
  func list(_ element: ColumnType.Element, count: Int, at index: Int) -> FeatureValue {
    let places = index * count..<(index + 1) * count
    return switch element {
    case .float32: .numbers(places.map { Double(Float(bitPattern: bits($0))) })
    case .float64: .numbers(places.map { Double(bitPattern: bits($0)) })
    case .int32: .integers(places.map { Int64(Int32(bitPattern: bits($0))) })
    case .int64: .integers(places.map { Int64(bitPattern: bits($0)) })
    }
  }

  private mutating func append<Number: BitwiseCopyable>(
    _ list: [Number], of element: ColumnType.Element
  ) {
    precondition(
      type.storage == .list(element, count: list.count),
      "a list of \(list.count) in a column of \(type)")
    // An array's numbers stand in memory as they stand in the buffer.
    unsafe list.withUnsafeBytes { unsafe values.append(contentsOf: $0) }
    mark(valid: true)
  }
}
