import ChordaeCore

extension HRVTime {
  private static let describe = IntervalColumns(
    prefix: "hrv.time", citation: "Task Force of the ESC and NASPE, Circulation 1996;93:1043",
    parameters: IntervalColumns.nn)

  static let columns: [FeatureColumn] = basic + ordered + segments + geometry + turns + counts

  private static let basic = [
    describe.number(
      "mean_rr", "Mean NN interval", "Mean of the NN intervals; null with fewer than two.",
      .millisecond, "arithmetic mean of NN",
      codes: [StandardCode(.loinc, "8637-1", "R-R interval by EKG", .broader)]),
    describe.number(
      "sdnn", "SDNN",
      "Standard deviation of the NN intervals, n - 1 in its denominator; null with fewer than two.",
      .millisecond, "standard deviation of NN, ddof 1",
      codes: [
        StandardCode(
          .loinc, "80404-7", "R-R interval.standard deviation (Heart rate variability)", .exact)
      ]),
    describe.number(
      "rmssd", "RMSSD",
      "Root of the mean square of the differences between adjacent NN intervals.", .millisecond,
      "root mean square of successive differences"),
    describe.number(
      "pnn50", "pNN50",
      "Differences between adjacent NN intervals of more than 50 ms, in percent of all such "
        + "differences.", .percent, "share of |difference| > 50 ms", bounds: Bounds(0, 100)),
    describe.number(
      "pnn20", "pNN20",
      "Differences between adjacent NN intervals of more than 20 ms, in percent of all such "
        + "differences.", .percent, "share of |difference| > 20 ms", bounds: Bounds(0, 100)),
    describe.number(
      "sdsd", "SDSD",
      "Standard deviation of the differences between adjacent NN intervals, n - 1 in its "
        + "denominator.", .millisecond, "standard deviation of successive differences, ddof 1"),
    describe.number(
      "cvnn", "CVNN", "SDNN over the mean NN interval.", .one, "sdnn / mean_rr"),
    describe.number(
      "cvsd", "CVSD", "RMSSD over the mean NN interval.", .one, "rmssd / mean_rr"),
  ]

  private static let ordered = [
    describe.number(
      "median", "Median NN interval", "Median of the NN intervals; null with fewer than two.",
      .millisecond, "median of NN"),
    describe.number(
      "iqr", "Interquartile range of NN", "Third less first quartile of the NN intervals.",
      .millisecond, "quantiles 0.75 and 0.25 with linear interpolation (type 7)"),
    describe.number(
      "mad", "Median absolute deviation of NN",
      "Median distance of the NN intervals from their median, not scaled to a standard deviation.",
      .millisecond, "median |NN - median|"),
    describe.number(
      "skewness", "Skewness of NN", "Third standardised moment of the NN intervals.", .one,
      "m3 / m2^1.5, n in the denominators", bounds: nil, or: [.zeroDenominator]),
    describe.number(
      "kurtosis", "Excess kurtosis of NN", "Fourth standardised moment of the NN intervals less 3.",
      .one, "m4 / m2^2 - 3, n in the denominators", bounds: Bounds(-2, nil),
      or: [.zeroDenominator]),
  ]

  private static let segments = [
    describe.number(
      "sdann", "SDANN",
      "Standard deviation of the mean NN of five-minute windows, n - 1 in its denominator; null with "
        + "fewer than three windows.", .millisecond, "standard deviation of 300 s means, ddof 1",
      or: [.tooManyGaps], [IntervalColumns.windows]),
    describe.number(
      "sdnn_index", "SDNN index",
      "Mean of the standard deviations of the NN in five-minute windows; null with fewer than three "
        + "windows.", .millisecond, "mean of 300 s standard deviations, ddof 1",
      or: [.tooManyGaps], [IntervalColumns.windows]),
  ]

  private static let geometry = [
    describe.number(
      "hti", "HRV triangular index",
      "NN intervals over those in the fullest bin of their histogram.", .one,
      "count / count of the fullest bin", or: [.outOfRange],
      [Field.Pair("bin", "7.8125 ms, from 0")]),
    describe.number(
      "tinn", "TINN",
      "Base of the triangle that fits the histogram of the NN intervals best, its top the fullest "
        + "bin.", .millisecond,
      "least sum of squares over feet on bins, on either side by itself, up to one bin beyond the "
        + "histogram", or: [.outOfRange], [Field.Pair("bin", "7.8125 ms, from 0")]),
  ]

  private static let fragmentation =
    "Costa, Davis & Goldberger, Front Physiol 2017;8:255"
  private static let asymmetry = "Karmakar et al., Physiol Meas 2009;30:1227"

  private static let turns = [
    describe.number(
      "pip", "Percentage of inflection points",
      "Places between two successive differences at which the heart's rate turns, in percent of all.",
      .percent, "share of product <= 0 with unequal differences", bounds: Bounds(0, 100),
      citation: fragmentation),
    describe.number(
      "ials", "Inverse of the mean segment length",
      "One over the mean number of differences in segments that have one sign.", .one,
      "segments / differences in them", bounds: .fraction, citation: fragmentation,
      or: [.zeroDenominator]),
    describe.number(
      "pss", "Percentage of short segments",
      "Differences that are in no segment of at least three of one sign, in percent of all.",
      .percent, "100 less the share in segments of 3 and more", bounds: Bounds(0, 100),
      citation: fragmentation),
    describe.number(
      "pas", "Percentage in alternation",
      "Differences in stretches of at least three whose sign changes at every beat, in percent of all.",
      .percent, "share in alternations over at least four NN", bounds: Bounds(0, 100),
      citation: fragmentation),
    describe.number(
      "gi", "Guzik's index",
      "Distance from the line of identity of the Poincaré points above it, in percent of that of all.",
      .percent, "sum of |NN' - NN| where NN' > NN over the sum of all", bounds: Bounds(0, 100),
      citation: "Guzik et al., Biomed Tech 2006;51:272; \(asymmetry)", or: [.zeroDenominator]),
    describe.number(
      "si", "Slope index",
      "Angle to the line of identity of the Poincaré points above it, in percent of that of all.",
      .percent, "sum of |atan(NN' / NN) - pi / 4| where NN' > NN over the sum of all",
      bounds: Bounds(0, 100), citation: "Yan et al., Entropy 2017;19:1", or: [.zeroDenominator]),
    describe.number(
      "pi", "Porta's index",
      "Poincaré points below the line of identity in percent of those not on it.", .percent,
      "count of NN' < NN over the count of NN' != NN", bounds: Bounds(0, 100),
      citation: "Porta et al., Am J Physiol 2008;295:R550; \(asymmetry)", or: [.zeroDenominator]),
  ]

  private static let counts = [
    describe.count(
      "nn_count", "NN intervals", "Number of the NN intervals; null with fewer than two.",
      "count of NN"),
    describe.number(
      "nn_fraction", "Fraction of NN",
      "NN intervals over all intervals between beats that hold no gap.", .one,
      "count of NN / count of RR", bounds: .fraction),
  ]
}
