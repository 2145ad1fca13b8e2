/// One value of a feature, or why it is missing.
public enum FeatureValue: Sendable, Equatable {
  case number(Double)
  case integer(Int64)
  case text(String)
  case flag(Bool)
  /// A list of numbers, as long as its column's type says; a NaN in it stands for itself.
  case numbers([Double])
  /// A list of integers, as long as its column's type says.
  case integers([Int64])
  /// The value cannot be known; nil where the reason stands elsewhere (a column read back).
  case missing(MissingReason?)

  /// Whether there is no value.
  public var isMissing: Bool {
    if case .missing = self { true } else { false }
  }

  /// A number, or the reason for its absence.
  public init(_ number: Double?, else reason: MissingReason) {
    self = if let number, number.isFinite { .number(number) } else { .missing(reason) }
  }

  /// An integer, or the reason for its absence.
  public init(_ integer: Int?, else reason: MissingReason) {
    self = if let integer { .integer(Int64(integer)) } else { .missing(reason) }
  }
}
