import ChordaeCore

extension HRVFrequency {
  static let columns: [FeatureColumn] = welch + lomb + [ultraLow]

  private static let welch = columns(
    "", "", "Welch's method on the tachogram",
    "; null where no stretch lasts two minutes or no window counts",
    [
      Field.Pair("tachogram", "4 Hz, NN at their ends, cubic spline (not-a-knot) in each stretch"),
      IntervalColumns.stretches,
      Field.Pair("window", "Hann, periodic, 300 s; a single one of the longest stretch if shorter"),
      Field.Pair("overlap", "half a window"), Field.Pair("detrend", "constant"),
      Field.Pair("windows", "those of which the NN that end in them cover at least 85 %"),
      Field.Pair("power", "trapezoids between the frequencies in the band"),
    ],
    citation: "Task Force of the ESC and NASPE, Circulation 1996;93:1043; Welch, IEEE Trans Audio "
      + "Electroacoust 1967;15:70",
    slow: "; null where no stretch lasts five minutes")

  private static let lombParameters = [
    IntervalColumns.windows,
    Field.Pair("detrend", "constant, each window"),
    Field.Pair("frequencies", "k / 300 Hz"),
    Field.Pair("density", "2 P times the mean distance of the NN's ends; P as scipy's lombscargle"),
    Field.Pair("power", "sum of density times 1/300 Hz"),
  ]
  private static let lombCitation =
    "Scargle, Astrophys J 1982;263:835; Clifford & Tarassenko, IEEE Trans Biomed Eng 2005;52:630"

  private static let lomb = columns(
    "lomb_", ", Lomb-Scargle", "the Lomb-Scargle periodogram, mean over five-minute windows",
    "; null without a window", lombParameters, citation: lombCitation,
    slow: "; null without a window")

  private static let ultraLow = IntervalColumns(
    prefix: "hrv.frequency", citation: lombCitation, parameters: IntervalColumns.nn
  ).number(
    "lomb_ulf", "ULF power, Lomb-Scargle",
    "Power below 0.0033 Hz by the Lomb-Scargle periodogram of whole days; null without a day of "
      + "which at least 85 % is covered.", .squareMillisecond, "power at k / 86400 Hz < 0.0033 Hz",
    or: [.tooManyGaps],
    [
      IntervalColumns.windows, Field.Pair("window", "86,400 s"),
      Field.Pair("detrend", "constant, each window"),
      Field.Pair("density", "2 P times the mean distance of the NN's ends"),
      Field.Pair("power", "sum of density times 1/86400 Hz"),
    ])

  /// The columns of one estimate, in the order in which they are measured.
  private static func columns(
    _ word: String, _ label: String, _ method: String, _ null: String, _ parameters: [Field.Pair],
    citation: String, slow: String
  ) -> [FeatureColumn] {
    let describe = IntervalColumns(
      prefix: "hrv.frequency", citation: citation, parameters: IntervalColumns.nn + parameters)
    let gaps: [MissingReason] = [.tooManyGaps]
    let still: [MissingReason] = [.tooManyGaps, .zeroDenominator]
    func power(_ id: String, _ name: String, _ range: String, _ null: String) -> FeatureColumn {
      describe.number(
        word + id, name + " power" + label,
        "Power of the NN intervals at \(range) by \(method)\(null).",
        .squareMillisecond, "band power", or: gaps)
    }
    return [
      power("vlf", "VLF", "0.0033 <= f < 0.04 Hz", slow),
      power("total", "Total", "0.0033 <= f < 0.4 Hz, the sum of VLF, LF and HF", slow),
      power("lf", "LF", "0.04 <= f < 0.15 Hz", null),
      power("hf", "HF", "0.15 <= f < 0.4 Hz", null),
      describe.number(
        word + "lf_nu", "LF in normalised units" + label,
        "LF in percent of LF and HF, by \(method).",
        .percent, "100 LF / (total - VLF)", bounds: Bounds(0, 100), or: still),
      describe.number(
        word + "hf_nu", "HF in normalised units" + label,
        "HF in percent of LF and HF, by \(method).",
        .percent, "100 HF / (total - VLF)", bounds: Bounds(0, 100), or: still),
      describe.number(
        word + "lf_hf", "LF/HF" + label, "LF over HF, by \(method).", .one, "LF / HF", or: still),
      describe.number(
        word + "ln_hf", "ln HF" + label, "Natural logarithm of HF in ms2, by \(method).", .one,
        "ln HF", bounds: nil, or: still),
      describe.number(
        word + "hf_peak", "HF peak frequency" + label,
        "Frequency of the highest density in the HF band, by \(method); that of breathing at rest.",
        .hertz, "argmax in 0.15 <= f < 0.4 Hz, the lowest of equals", bounds: Bounds(0.15, 0.4),
        or: gaps),
    ]
  }
}
