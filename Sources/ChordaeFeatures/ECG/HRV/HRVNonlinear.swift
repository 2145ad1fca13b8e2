public import ChordaeCore
internal import ChordaeKernels
internal import Glibc

/// Heart rate variability by measures that are no spectrum: Poincaré plot, entropies, fluctuation.
public struct HRVNonlinear: ECGFeature {
  public static let group = FeatureGroup(
    "hrv.nonlinear", from: .ecg, columns, recording: .longest, settings: [.beats, .nnFilter])

  /// NN intervals that entropies take at least.
  static let leastCount = 100

  private let filters: Bool

  /// The feature, with the 20 % rule where the options ask for it.
  public init(_ context: ECGContext) { filters = context.options.filtersNN }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let nn = ecg.nn(filters: filters)
    let reason = ecg.beatFault ?? .tooFewBeats
    appendPoincare(nn, reason, &output)
    appendEntropies(nn, ecg, reason, &output)
    let fluctuation = DetrendedFluctuation(nn)
    // Intervals that are all the same do not fluctuate, and the logarithm of nothing is not there.
    let isConstant = RRMoments(nn.milliseconds).deviation == 0
    let noFluctuation = isConstant ? .zeroDenominator : reason
    output.append(fluctuation.exponent(DetrendedFluctuation.shortBoxes), else: noFluctuation)
    output.append(fluctuation.exponent(DetrendedFluctuation.longBoxes), else: noFluctuation)
    let histogram = nn.count >= 2 ? RRHistogram(nn.milliseconds) : nil
    output.append(histogram?.entropy, else: nn.count >= 2 ? .outOfRange : reason)
  }

  private func appendPoincare(
    _ nn: RRSeries, _ reason: MissingReason, _ output: inout FeatureOutput
  ) {
    let sd1 = SuccessiveDifferences(nn).deviation.map { $0 / 2.0.squareRoot() }
    let sdnn = RRMoments(nn.milliseconds).deviation
    // Beside many holes the differences may vary more than the intervals: then there is no SD2.
    let square = sd1.flatMap { sd1 in sdnn.map { 2 * $0 * $0 - sd1 * sd1 } }
    let sd2 = square.flatMap { $0 >= 0 ? $0.squareRoot() : nil }
    let ratio = sd1.flatMap { sd1 in sd2.map { sd1 / $0 } }
    let product = sd1.flatMap { sd1 in sd2.map { sd1 * $0 } }
    let noRatio = sd1 == nil ? reason : sd2 == nil ? .outOfRange : .zeroDenominator
    output.append(sd1, else: reason)
    output.append(sd2, else: square == nil ? reason : .outOfRange)
    output.append(ratio, else: noRatio)
    output.append(product.map { Double.pi * $0 }, else: sd1 == nil ? reason : .outOfRange)
    output.append(ratio.map { 1 / $0 }, else: noRatio)
    output.append(product.map { log10(16 * $0) }, else: noRatio)
  }

  private func appendEntropies(
    _ nn: RRSeries, _ ecg: PreparedECG, _ reason: MissingReason, _ output: inout FeatureOutput
  ) {
    let isEnough = nn.count >= Self.leastCount
    let complexity = isEnough ? RRComplexity(nn) : nil
    let noMatch = isEnough ? .zeroDenominator : reason
    output.append(complexity?.sample, else: noMatch)
    output.append(complexity?.approximate, else: noMatch)
    let windows = RRComplexity.sampleOfFiveMinutes(nn)
    let isShort = ecg.duration < SegmentStatistics.windowSeconds
    output.append(
      windows, else: ecg.beatFault ?? (isEnough ? isShort ? .tooShort : .tooManyGaps : .tooFewBeats)
    )
    guard let scales = complexity?.multiscale else { return output.appendMissing(2, reason) }
    output.append(.numbers(scales))
    output.append(scales.reduce(0, +), else: .zeroDenominator)
  }
}
