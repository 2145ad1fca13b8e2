public import ChordaeCore
internal import ChordaeKernels

/// Heart rate variability in the time domain, from normal-to-normal intervals.
public struct HRVTime: ECGFeature {
  public static let group = FeatureGroup(
    "hrv.time", from: .ecg, columns, recording: .longest, settings: [.beats, .nnFilter])

  private let filters: Bool

  /// The feature, with the 20 % rule where the options ask for it.
  public init(_ context: ECGContext) { filters = context.options.filtersNN }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let nn = ecg.nn(filters: filters)
    let reason = ecg.beatFault ?? .tooFewBeats
    let moments = RRMoments(nn.milliseconds)
    let differences = SuccessiveDifferences(nn)
    let segments = SegmentStatistics(nn)
    let histogram = moments.count >= 2 ? RRHistogram(nn.milliseconds) : nil
    let (fragmentation, asymmetry) = (RateFragmentation(nn), RateAsymmetry(nn))
    // Last, for it sorts the intervals where they are: days of them are not held twice.
    let order = OrderStatistics(moments.count >= 2 ? (consume nn).takeMilliseconds() : [])
    appendBasic(moments, differences, reason, &output)
    appendOrdered(order, moments, reason, &output)
    appendSegments(segments, moments.count, ecg, &output)
    let noShape = moments.count >= 2 ? .outOfRange : reason
    output.append(histogram?.triangularIndex, else: noShape)
    output.append(histogram?.triangleBase, else: noShape)
    let still = differences.count > 0 ? .zeroDenominator : reason
    appendTurns(fragmentation, asymmetry, still, reason, &output)
    let intervals = ecg.beats.indices.count { !ecg.beats.followsGap($0) }
    let isEnough = moments.count >= 2
    output.append(FeatureValue(isEnough ? moments.count : nil, else: reason))
    output.append(isEnough ? Double(moments.count) / Double(intervals) : nil, else: reason)
  }

  private func appendBasic(
    _ moments: RRMoments, _ differences: SuccessiveDifferences, _ reason: MissingReason,
    _ output: inout FeatureOutput
  ) {
    let mean = moments.count >= 2 ? moments.mean : nil
    func relative(_ figure: Double?) -> Double? {
      guard let figure, let mean else { return nil }
      return figure / mean
    }
    output.append(mean, else: reason)
    output.append(moments.deviation, else: reason)
    output.append(differences.rootMeanSquare, else: reason)
    output.append(differences.percentAbove50, else: reason)
    output.append(differences.percentAbove20, else: reason)
    output.append(differences.deviation, else: reason)
    output.append(relative(moments.deviation), else: reason)
    output.append(relative(differences.rootMeanSquare), else: reason)
  }

  private func appendOrdered(
    _ order: OrderStatistics, _ moments: RRMoments, _ reason: MissingReason,
    _ output: inout FeatureOutput
  ) {
    let isEnough = moments.count >= 2
    output.append(order.median, else: reason)
    output.append(order.interquartileRange, else: reason)
    output.append(order.medianAbsoluteDeviation, else: reason)
    output.append(moments.skewness, else: isEnough ? .zeroDenominator : reason)
    output.append(moments.excessKurtosis, else: isEnough ? .zeroDenominator : reason)
  }

  private func appendSegments(
    _ segments: SegmentStatistics, _ count: Int, _ ecg: PreparedECG, _ output: inout FeatureOutput
  ) {
    let needed = SegmentStatistics.windowSeconds * Double(SegmentStatistics.leastWindows)
    let reason =
      ecg.beatFault
      ?? (count < 2 ? .tooFewBeats : ecg.duration < needed ? .tooShort : .tooManyGaps)
    output.append(segments.deviationOfMeans, else: reason)
    output.append(segments.meanOfDeviations, else: reason)
  }

  private func appendTurns(
    _ fragmentation: RateFragmentation, _ asymmetry: RateAsymmetry, _ still: MissingReason,
    _ reason: MissingReason, _ output: inout FeatureOutput
  ) {
    output.append(fragmentation.inflectionPercent, else: reason)
    output.append(fragmentation.inverseSegmentLength, else: still)
    output.append(fragmentation.shortSegmentPercent, else: reason)
    output.append(fragmentation.alternationPercent, else: reason)
    output.append(asymmetry.guzikPercent, else: still)
    output.append(asymmetry.slopePercent, else: still)
    output.append(asymmetry.portaPercent, else: still)
  }
}
