/// How the sinus rhythm answers to single ventricular premature beats.
///
/// Schmidt et al., Lancet 1999;353:1390; filters as in Bauer et al., J Am Coll Cardiol 2008;52:1353.
public struct RateTurbulence: Sendable, Equatable {
  /// Sinus intervals needed before the coupling interval and after the pause.
  public static let before = 5
  public static let after = 15
  /// Premature beats from which on the figures are given.
  public static let leastCount = 5

  /// Premature beats that passed the filters.
  public private(set) var count = 0
  private var onsets = 0.0
  private var tachogram = [Double](repeating: 0, count: after)

  /// No premature beats.
  public init() {}

  /// Takes in a premature beat, and tells whether it passed.
  ///
  /// The intervals are RR in ms: the five before, the coupling interval, the pause, the fifteen after.
  @discardableResult public mutating func add(_ intervals: ArraySlice<Double>) -> Bool {
    precondition(intervals.count == Self.before + 2 + Self.after)
    let base = intervals.startIndex
    let preceding = intervals[base..<base + Self.before]
    let coupling = intervals[base + Self.before]
    let pause = intervals[base + Self.before + 1]
    let following = intervals[(base + Self.before + 2)...]
    let reference = preceding.reduce(0, +) / Double(Self.before)
    guard coupling <= 0.8 * reference, pause >= 1.2 * reference,
      Self.isSinus(preceding, reference), Self.isSinus(following, reference)
    else { return false }
    let last = intervals[base + Self.before - 2] + intervals[base + Self.before - 1]
    let next = intervals[base + Self.before + 2] + intervals[base + Self.before + 3]
    onsets += 100 * (next - last) / last
    for (place, interval) in following.enumerated() { tachogram[place] += interval }
    count += 1
    return true
  }

  /// Turbulence onset in percent: the mean over the beats of the two intervals after the pause against
  /// the two before the coupling interval; nil of fewer than five beats.
  public var onset: Double? { count >= Self.leastCount ? onsets / Double(count) : nil }

  /// Turbulence slope in ms per RR: the steepest rise of a straight line through five successive of the
  /// fifteen intervals after the pause, in their mean over the beats; nil of fewer than five beats.
  public var slope: Double? {
    guard count >= Self.leastCount else { return nil }
    let means = tachogram.map { $0 / Double(count) }
    let weights = [-0.2, -0.1, 0, 0.1, 0.2]
    return (0...means.count - weights.count).map { start in
      zip(weights, means[start...]).reduce(0.0) { sum, pair in sum + pair.0 * pair.1 }
    }.max()
  }

  /// Intervals of 300 to 2,000 ms, each less than 200 ms from the one before and at most 20 % off the
  /// reference.
  private static func isSinus(_ intervals: ArraySlice<Double>, _ reference: Double) -> Bool {
    let steps = zip(intervals, intervals.dropFirst()).allSatisfy { abs($1 - $0) < 200 }
    return steps
      && intervals.allSatisfy {
        (300...2000).contains($0) && abs($0 - reference) <= 0.2 * reference
      }
  }
}
