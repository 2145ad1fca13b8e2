/// Which values of a row are null, and why: most patients of a cohort have the same.
public struct ReasonPattern: Sendable, Equatable {
  /// The reasons in the order in which they came first.
  public private(set) var reasons: [MissingReason] = []
  /// By column the number of its reason, 0 for a value: a row has over a thousand columns and a handful
  /// of reasons.
  public private(set) var numbers: [UInt16] = []

  /// The pattern of a row's values; `left` is the place of one that takes no part.
  public init(_ values: ArraySlice<FeatureValue>, leavingOut left: Int? = nil) {
    numbers.reserveCapacity(values.count)
    for place in values.indices where place != left {
      if case .missing(let stated) = values[place] {
        numbers.append(number(of: stated ?? MissingReason("unknown")))
      } else {
        numbers.append(0)
      }
    }
  }

  private mutating func number(of reason: MissingReason) -> UInt16 {
    // Nulls of a group, which stand together, have one reason.
    if let last = numbers.last, last > 0, reasons[Int(last) - 1] == reason { return last }
    if let known = reasons.firstIndex(of: reason) { return UInt16(known + 1) }
    reasons.append(reason)
    return UInt16(reasons.count)
  }
}
