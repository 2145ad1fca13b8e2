/// Means and deviations of five-minute windows.
///
/// A window counts where intervals cover at least 85 % of it; windows are counted from the
/// recording's start.
public struct SegmentStatistics: Sendable {
  /// Windows that must count.
  public static let leastWindows = 3
  /// A window's length.
  public static let windowSeconds = 300.0

  /// Windows that count.
  public let windowCount: Int
  /// Standard deviation of their means in ms, n - 1 in its denominator (SDANN).
  public let deviationOfMeans: Double?
  /// Mean of their standard deviations in ms, n - 1 in each denominator (SDNN index).
  public let meanOfDeviations: Double?

  /// The statistics; nil each with fewer than three windows.
  public init(_ series: RRSeries) {
    let moments = series.windows(seconds: Self.windowSeconds).filter(\.isValid)
      .map { RRMoments(series.milliseconds[$0.places]) }
    windowCount = moments.count
    let isEnough = windowCount >= Self.leastWindows
    deviationOfMeans = isEnough ? RRMoments(moments.compactMap(\.mean)).deviation : nil
    meanOfDeviations = isEnough ? RRMoments(moments.compactMap(\.deviation)).mean : nil
  }
}
