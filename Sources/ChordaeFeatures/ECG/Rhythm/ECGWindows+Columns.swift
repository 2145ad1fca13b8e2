import ChordaeCore

extension ECGWindows {
  private static let parameters =
    IntervalColumns.nn + [
      Field.Pair("windows", "from the recording's start, those that hold a beat"),
      Field.Pair("missing", "what no interval between two beats without a gap covers"),
      Field.Pair("valid", "at most 15 % missing; else variability is null"),
    ]
  private static let describe = IntervalColumns(
    prefix: "ecg.windows", citation: "Task Force of the ESC and NASPE, Circulation 1996;93:1043",
    parameters: parameters)

  static let columns = [
    describe.count(
      "hour_count", "Hours", "Hours of the recording that hold a beat; null for an hour and less.",
      "count of rows of kind hour"),
    describe.count(
      "valid_hour_count", "Valid hours",
      "Hours of which at most 15 % is missing; null for an hour and less.",
      "count of hours with missing_fraction <= 0.15"),
  ]

  static let tableColumns: [FeatureColumn] = names + rates + variability + rhythm

  private static let names = [
    own("kind", "Kind", "hour or day: 3,600 or 86,400 seconds.", .text, .none, "name"),
    own(
      "start", "Start", "Seconds from the recording's first sample to the window's begin.",
      .float64, .second, "multiple of the window's length", .nonNegative),
    own(
      "beat_count", "Beats", "All beats of the window that are no artefacts.", .int32, .count,
      "count", .nonNegative),
  ]

  private static let rates = [
    number(
      "mean_heart_rate", "Mean heart rate", "60 over the mean RR in s.", .perMinute, "60 n / sum"),
    number(
      "min_heart_rate", "Least heart rate", "Least rate over eight successive RR.", .perMinute,
      "60 * 8 / the sum of eight RR, minimum"),
    number(
      "max_heart_rate", "Greatest heart rate", "Greatest rate over eight successive RR.",
      .perMinute, "60 * 8 / the sum of eight RR, maximum"),
  ]

  private static let variability = [
    number("sdnn", "SDNN", "Standard deviation of the NN.", .millisecond, "ddof 1"),
    number(
      "rmssd", "RMSSD", "Root of the mean square of successive differences.", .millisecond,
      "as hrv.time.rmssd"),
    number(
      "pnn50", "pNN50", "Successive differences of more than 50 ms in percent.", .percent,
      "as hrv.time.pnn50"),
    number(
      "lf", "LF power", "Power at 0.04 <= f < 0.15 Hz.", .squareMillisecond, "as hrv.frequency.lf"),
    number(
      "hf", "HF power", "Power at 0.15 <= f < 0.4 Hz.", .squareMillisecond, "as hrv.frequency.hf"),
    number(
      "lf_hf", "LF/HF", "Power LF over power HF of the window.", .one, "as hrv.frequency.lf_hf"),
  ]

  private static let rhythm = [
    own(
      "vpb_count", "Ventricular premature beats", "Beats of types V, E, r.", .int32, .count,
      "count", .nonNegative),
    own(
      "svpb_count", "Supraventricular premature beats", "Beats of types A, a, J, S.", .int32,
      .count, "count", .nonNegative),
    own(
      "af_fraction", "Fraction of atrial fibrillation",
      "Time taken for atrial fibrillation over that looked at, by windows whose middle lies in this.",
      .float64, .one, "as af.burden", .fraction),
    own(
      "missing_fraction", "Missing fraction",
      "Part of the window, as far as the recording goes, that no interval covers.", .float64, .one,
      "1 - sum of RR / length", .fraction),
  ]

  private static func number(
    _ id: String, _ label: String, _ definition: String, _ unit: Unit, _ figure: String
  ) -> FeatureColumn {
    own(id, label, definition, .float64, unit, figure, .nonNegative)
  }

  private static func own(
    _ id: String, _ label: String, _ definition: String, _ type: ColumnType, _ unit: Unit,
    _ figure: String, _ bounds: Bounds? = nil
  ) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, type: type, unit: unit,
      method: Method(
        figure, parameters: parameters,
        citation: "Task Force of the ESC and NASPE, Circulation 1996;93:1043"),
      bounds: bounds, missing: [.tooFewBeats, .tooManyGaps])
  }
}
