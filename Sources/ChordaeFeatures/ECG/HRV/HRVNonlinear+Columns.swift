import ChordaeCore
import ChordaeKernels

extension HRVNonlinear {
  private static let describe = IntervalColumns(
    prefix: "hrv.nonlinear", citation: "Brennan et al., IEEE Trans Biomed Eng 2001;48:1342",
    parameters: IntervalColumns.nn)

  static let columns: [FeatureColumn] = poincare + entropies + fluctuation

  private static let poincare = [
    describe.number(
      "sd1", "SD1", "Spread of the Poincaré plot across the line of identity.", .millisecond,
      "SDSD / sqrt 2, ddof 1"),
    describe.number(
      "sd2", "SD2", "Spread of the Poincaré plot along the line of identity.", .millisecond,
      "sqrt(2 SDNN^2 - SD1^2), ddof 1", or: [.outOfRange]),
    describe.number(
      "sd1_sd2", "SD1/SD2", "Spread across over spread along the line of identity.", .one,
      "SD1 / SD2", or: [.zeroDenominator, .outOfRange]),
    describe.number(
      "ellipse_area", "Area of the Poincaré ellipse",
      "Area of the ellipse whose half-axes are SD1 and SD2.", .squareMillisecond, "pi SD1 SD2",
      or: [.outOfRange]),
    describe.number(
      "csi", "Cardiac sympathetic index", "SD2 over SD1 of the Poincaré plot.", .one, "SD2 / SD1",
      citation: "Toichi et al., J Auton Nerv Syst 1997;62:79", or: [.zeroDenominator, .outOfRange]),
    describe.number(
      "cvi", "Cardiac vagal index", "Decimal logarithm of the product of 4 SD1 and 4 SD2 in ms2.",
      .one, "log10(16 SD1 SD2)", bounds: nil,
      citation: "Toichi et al., J Auton Nerv Syst 1997;62:79", or: [.zeroDenominator, .outOfRange]),
  ]

  private static let entropyParameters = [
    Field.Pair("m", "2"),
    Field.Pair("r", "0.2 SD of the window's NN (ddof 1), alike where the distance is <= r"),
    Field.Pair("templates", "within stretches"), IntervalColumns.stretches,
  ]
  private static let longWindows = Field.Pair(
    "windows",
    "5,000 successive NN, the rest left out; a shorter series is one; median over the windows")
  private static let sampleCitation = "Richman & Moorman, Am J Physiol 2000;278:H2039"

  private static let entropies = [
    describe.number(
      "sampen", "Sample entropy",
      "-ln of the share of like pairs of two successive NN that stay alike at the third; null with fewer "
        + "than 100 NN.", .one, "-ln(A / B)", citation: sampleCitation, or: [.zeroDenominator],
      entropyParameters + [longWindows]),
    describe.number(
      "apen", "Approximate entropy",
      "Mean log likelihood that like pairs of successive NN stay alike at the third, each like itself; "
        + "null with fewer than 100 NN.", .one, "phi(2) - phi(3)", bounds: nil,
      citation: "Pincus, Proc Natl Acad Sci 1991;88:2297", or: [.zeroDenominator],
      entropyParameters + [longWindows]),
    describe.number(
      "sampen_5min", "Sample entropy of five minutes",
      "Median over five-minute windows of the sample entropy of each; null without a window.", .one,
      "-ln(A / B)", citation: sampleCitation, or: [.tooManyGaps],
      entropyParameters + [IntervalColumns.windows]),
    describe.column(
      "mse", "Multiscale entropy",
      "Sample entropy of the means of 1, 2, ... 20 successive NN; NaN at a scale without like "
        + "templates; null with fewer than 1,000 NN.",
      .list(.float64, count: RRComplexity.scales.count), .one,
      "-ln(A / B) of coarse-grained series, r of the series itself at all scales",
      citation: "Costa, Goldberger & Peng, Phys Rev Lett 2002;89:068102",
      entropyParameters + [longWindows]),
    describe.number(
      "mse_area", "Complexity index",
      "Sum of the multiscale entropy over scales 1 to 20; null where a scale has none.", .one,
      "sum of mse", citation: "Costa, Goldberger & Peng, Phys Rev Lett 2002;89:068102",
      or: [.zeroDenominator], entropyParameters + [longWindows]),
  ]

  private static let fluctuation = [
    dfa("dfa_alpha1", "DFA alpha 1", "short-term", "4, 5, ... 16"),
    dfa("dfa_alpha2", "DFA alpha 2", "long-term", "16, 17, ... 64"),
    describe.number(
      "rr_entropy", "Entropy of the NN histogram",
      "Shannon's entropy of the NN intervals' histogram, in nats.", .one, "-sum p ln p",
      citation: "Shannon, Bell Syst Tech J 1948;27:379", or: [.outOfRange],
      [Field.Pair("bin", "7.8125 ms, from 0")]),
  ]

  private static func dfa(
    _ word: String, _ label: String, _ term: String, _ boxes: String
  ) -> FeatureColumn {
    describe.number(
      word, label,
      "The \(term) exponent with which the fluctuation of the NN profile grows with its scale; null "
        + "where four of the longest boxes do not fit.", .one,
      "least-squares slope of ln F(n) over ln n",
      citation: "Peng et al., Chaos 1995;5:82", or: [.zeroDenominator],
      [
        Field.Pair("n", boxes), Field.Pair("detrend", "least-squares line in each box"),
        Field.Pair("boxes", "one behind the other from each stretch's begin"),
        IntervalColumns.stretches,
      ])
  }
}
