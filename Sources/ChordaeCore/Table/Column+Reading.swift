extension Column {
  /// Whether the value at a place is there.
  public func isValid(_ index: Int) -> Bool {
    precondition(index < count)
    return validity[index / 8] >> UInt8(index % 8) & 1 == 1
  }

  /// The value at a place; `.missing(nil)` for a null.
  public subscript(index: Int) -> FeatureValue {
    guard isValid(index) else { return .missing(nil) }
    switch type {
    case .float32: return .number(Double(Float(bitPattern: bits(index))))
    case .float64: return .number(Double(bitPattern: bits(index)))
    case .int32: return .integer(Int64(Int32(bitPattern: bits(index))))
    case .int64: return .integer(Int64(bitPattern: bits(index)))
    case .bool: return .flag(values[index / 8] >> UInt8(index % 8) & 1 == 1)
    case .list(let element, _), .tensor(let element, _):
      return list(element, count: type.valuesPerRow, at: index)
    case .text:
      let range = Int(offsets[index])..<Int(offsets[index + 1])
      return .text(String(decoding: values[range], as: UTF8.self))
    }
  }

  /// Appends a value, converted to the column's type.
  ///
  /// A number becomes an integer only where it is one; any other mismatch is the caller's mistake.
  public mutating func append(_ value: FeatureValue) {
    switch (value, type) {
    case (.missing, _): appendNull()
    case (.number(let x), .float32): append(Float(x))
    case (.number(let x), .float64): append(x)
    case (.integer(let n), .float32): append(Float(n))
    case (.integer(let n), .float64): append(Double(n))
    case (.integer(let n), .int32): append(Int32(n))
    case (.integer(let n), .int64): append(n)
    case (.text(let text), .text): append(text)
    case (.flag(let flag), .bool): append(flag)
    case (.numbers(let list), _): append(numbers: list)
    case (.integers(let list), _): append(integers: list)
    default: preconditionFailure("a value that does not fit a column of type \(type)")
    }
  }

  /// The bits of the number at a place among all numbers of the column.
  func bits<Bits: FixedWidthInteger>(_ index: Int) -> Bits {
    let width = MemoryLayout<Bits>.size
    return (0..<width).reversed().reduce(0) {
      $0 << 8 | Bits(truncatingIfNeeded: values[index * width + $1])
    }
  }
}
