/// How often the heart's rate turns from speeding up to slowing down and back.
///
/// Costa, Davis & Goldberger, Front Physiol 2017;8:255. All counts are of differences between adjacent
/// intervals of a run.
public struct RateFragmentation: Sendable, Equatable {
  private var differences = 0
  private var pairs = 0
  private var inflections = 0
  private var segments = 0
  private var inSegments = 0
  private var inLongSegments = 0
  private var inAlternation = 0

  /// The counts of all runs.
  public init(_ series: RRSeries) {
    for run in series.runs where run.count > 1 { count(series.milliseconds, run) }
  }

  /// Percentage of inflection points (PIP): of the places between two successive differences, those
  /// where their product is not positive and not both are the same.
  public var inflectionPercent: Double? {
    pairs > 0 ? 100 * Double(inflections) / Double(pairs) : nil
  }

  /// Inverse of the mean length of segments in which all differences have one sign (IALS).
  public var inverseSegmentLength: Double? {
    inSegments > 0 ? Double(segments) / Double(inSegments) : nil
  }

  /// Percentage of differences that are in no segment of at least three of one sign (PSS).
  public var shortSegmentPercent: Double? {
    differences > 0 ? 100 * (1 - Double(inLongSegments) / Double(differences)) : nil
  }

  /// Percentage of differences in stretches of at least three whose sign changes at every beat, so of
  /// at least four intervals (PAS).
  public var alternationPercent: Double? {
    differences > 0 ? 100 * Double(inAlternation) / Double(differences) : nil
  }

  private mutating func count(_ milliseconds: [Double], _ run: Range<Int>) {
    differences += run.count - 1
    pairs += run.count - 2
    var (segment, alternation) = (0, 0)
    var before = 0.0
    for place in run.dropFirst() {
      let difference = milliseconds[place] - milliseconds[place - 1]
      defer { before = difference }
      let isFirst = place == run.lowerBound + 1
      if !isFirst, difference * before <= 0, difference != before { inflections += 1 }
      if difference * before <= 0 {
        endSegment(&segment)
      }
      if difference != 0 { segment += 1 }
      if difference * before >= 0 { endAlternation(&alternation) }
      if difference != 0 { alternation += 1 }
    }
    endSegment(&segment)
    endAlternation(&alternation)
  }

  private mutating func endSegment(_ length: inout Int) {
    if length > 0 { segments += 1 }
    inSegments += length
    if length >= 3 { inLongSegments += length }
    length = 0
  }

  private mutating func endAlternation(_ length: inout Int) {
    if length >= 3 { inAlternation += length }
    length = 0
  }
}
