import ChordaeCore

/// What the columns of a group that follows from intervals share.
struct IntervalColumns {
  /// The ids' common beginning.
  let prefix: String
  /// The source of the definitions.
  let citation: String
  /// Parameters of all the group's methods.
  let parameters: [Field.Pair]

  /// How NN intervals are made.
  static let nn = [
    Field.Pair("nn", "between adjacent beats typed N, none with a gap in it"),
    // A difference of exactly 50 ms falls to either side by this rounding: at 360 Hz that moves
    // pNN50 by some tenths of a percent, and the peers' figures are those of this order.
    Field.Pair("milliseconds", "samples / sampling frequency * 1000, each step in float64"),
    Field.Pair("differences", "only between NN intervals that share a beat"),
    Field.Pair("beats", "detected and typed by shape and time, or by --annotator"),
    Field.Pair("--nn-filter", "leaves out NN more than 20 % off the last accepted one"),
  ]

  /// Where series are cut.
  static let stretches = Field.Pair(
    "stretches", "cut at missing samples and where intervals of more than 4 s are left out")
  /// Which windows of time count.
  static let windows = Field.Pair(
    "windows", "from the recording's start, those of which NN cover at least 85 %")

  /// Why nothing may be known of any beat, and the reason of too few of them.
  static let faults: [MissingReason] = [
    .noSignal, .tooShort, .tooFewBeats, .noLead, .bandAboveNyquist, .unsupported,
  ]

  /// A column of a float64.
  func number(
    _ word: String, _ label: String, _ definition: String, _ unit: Unit, _ figure: String,
    codes: [StandardCode] = [], bounds: Bounds? = .nonNegative, citation: String? = nil,
    or missing: [MissingReason] = [], _ more: [Field.Pair] = []
  ) -> FeatureColumn {
    column(
      word, label, definition, .float64, unit, figure, codes: codes, bounds: bounds,
      citation: citation, or: missing, more)
  }

  /// A column of a count.
  func count(
    _ word: String, _ label: String, _ definition: String, _ figure: String,
    citation: String? = nil, _ more: [Field.Pair] = []
  ) -> FeatureColumn {
    column(
      word, label, definition, .int32, .count, figure, codes: [], bounds: .nonNegative,
      citation: citation, or: [], more)
  }

  /// A column of any type.
  func column(
    _ word: String, _ label: String, _ definition: String, _ type: ColumnType, _ unit: Unit,
    _ figure: String, codes: [StandardCode] = [], bounds: Bounds? = nil, citation: String? = nil,
    or missing: [MissingReason] = [], _ more: [Field.Pair] = []
  ) -> FeatureColumn {
    FeatureColumn(
      "\(prefix).\(word)", label, definition, type: type, unit: unit, codes: codes,
      method: Method(
        figure, parameters: parameters + more, citation: citation ?? self.citation),
      bounds: bounds, missing: Self.faults + missing)
  }
}
