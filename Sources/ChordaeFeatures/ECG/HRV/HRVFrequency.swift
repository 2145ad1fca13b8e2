public import ChordaeCore
internal import ChordaeKernels

/// Heart rate variability in the frequency domain, by Welch's method on the tachogram and, under names of
/// its own, by the Lomb-Scargle periodogram.
public struct HRVFrequency: ECGFeature {
  public static let group = FeatureGroup(
    "hrv.frequency", from: .ecg, columns, recording: .longest, settings: [.beats, .nnFilter])

  private let filters: Bool

  /// The feature, with the 20 % rule where the options ask for it.
  public init(_ context: ECGContext) { filters = context.options.filtersNN }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let nn = ecg.nn(filters: filters)
    let density = TachogramSpectrum.density(nn)
    appendWelch(density, Self.reason(ecg, nn, seconds: TachogramSpectrum.shortestSeconds), &output)
    let lomb = LombSpectrum.powers(nn)
    let reason = Self.reason(ecg, nn, seconds: LombSpectrum.windowSeconds)
    output.append(lomb?.veryLow, else: reason)
    output.append(lomb?.total, else: reason)
    append(lomb, reason, &output)
    output.append(
      LombSpectrum.ultraLow(nn), else: Self.reason(ecg, nn, seconds: LombSpectrum.daySeconds))
  }

  private func appendWelch(
    _ density: SpectralDensity?, _ reason: MissingReason, _ output: inout FeatureOutput
  ) {
    let powers = density.map { RRPowers(trapezoids: $0) }
    let isWhole = density.map(TachogramSpectrum.isOfWholeSegments) ?? false
    output.append(isWhole ? powers?.veryLow : nil, else: density == nil ? reason : .tooShort)
    output.append(isWhole ? powers?.total : nil, else: density == nil ? reason : .tooShort)
    append(powers, reason, &output)
  }

  private func append(
    _ powers: RRPowers?, _ reason: MissingReason, _ output: inout FeatureOutput
  ) {
    let still = powers == nil ? reason : .zeroDenominator
    output.append(powers?.low, else: reason)
    output.append(powers?.high, else: reason)
    output.append(powers?.lowPercent, else: still)
    output.append(powers?.highPercent, else: still)
    output.append(powers?.ratio, else: still)
    output.append(powers?.logHigh, else: still)
    output.append(powers?.highPeak, else: reason)
  }

  private static func reason(
    _ ecg: PreparedECG, _ nn: RRSeries, seconds: Double
  ) -> MissingReason {
    if let fault = ecg.beatFault { return fault }
    if nn.count < 2 { return .tooFewBeats }
    return ecg.duration < seconds ? .tooShort : .tooManyGaps
  }
}
