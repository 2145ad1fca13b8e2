internal import Glibc

/// How irregular a window of intervals is: what tells atrial fibrillation by the rhythm alone.
///
/// Intervals in ms and, for each, whether it begins with the beat with which the one before ended; only
/// then do differences and templates take both.
public struct RRIrregularity: Sendable, Equatable {
  /// Root of the mean square of successive differences over the mean interval; nil without one.
  public let normalizedRMSSD: Double?
  /// Median size of successive differences over the mean interval; nil without one.
  public let normalizedMedianDifference: Double?
  /// Coefficient of sample entropy; nil where fewer than five pairs can be alike.
  public let sampleEntropyCoefficient: Double?
  /// Evidence by the Lorenz plot of differences; nil with fewer than two successive differences.
  public let lorenzEvidence: Double?
  /// Shannon's entropy of sixteen bins from the shortest to the longest interval, over ln 16.
  public let entropy: Double?
  /// Share of turning points among intervals with two neighbours; nil without one.
  public let turningPointRatio: Double?

  /// Least coefficient of sample entropy and median relative difference of fibrillation.
  public static let leastCoefficient = -1.3
  public static let leastMedianDifference = 0.05

  /// Whether the window's rhythm is taken for atrial fibrillation.
  public var isFibrillation: Bool {
    guard let coefficient = sampleEntropyCoefficient, let median = normalizedMedianDifference else {
      return false
    }
    return coefficient > Self.leastCoefficient && median > Self.leastMedianDifference
  }

  /// The measures of a window.
  public init(_ intervals: [Double], isAdjacent: [Bool]) {
    precondition(intervals.count == isAdjacent.count)
    let pairs = intervals.indices.dropFirst().filter { isAdjacent[$0] }
    let triples = pairs.filter { $0 >= 2 && isAdjacent[$0 - 1] }
    let differences = pairs.map { intervals[$0] - intervals[$0 - 1] }
    let mean = intervals.reduce(0, +) / Double(max(1, intervals.count))
    let squares = differences.reduce(0) { $0 + $1 * $1 }
    normalizedRMSSD =
      differences.isEmpty ? nil : (squares / Double(differences.count)).squareRoot() / mean
    normalizedMedianDifference = OrderStatistics(differences.map { abs($0) }).median.map {
      $0 / mean
    }
    sampleEntropyCoefficient = Self.coefficient(
      pairs.map { (intervals[$0 - 1], intervals[$0]) }, mean: mean)
    lorenzEvidence =
      triples.isEmpty
      ? nil
      : LorenzEvidence(
        triples.map {
          (intervals[$0] - intervals[$0 - 1], intervals[$0 - 1] - intervals[$0 - 2])
        }
      ).value
    entropy = Self.entropy(intervals)
    let turns = triples.count {
      (intervals[$0 - 1] - intervals[$0 - 2]) * (intervals[$0 - 1] - intervals[$0]) > 0
    }
    turningPointRatio = triples.isEmpty ? nil : Double(turns) / Double(triples.count)
  }

  /// Lake & Moorman, Am J Physiol 2011;300:H319: sample entropy of templates of one and two intervals plus
  /// ln(2 r) less the logarithm of the mean interval; r is 30 ms, or what makes five pairs alike.
  private static func coefficient(_ templates: [(Double, Double)], mean: Double) -> Double? {
    // The distances of the five pairs that are most alike.
    var nearest = [Double](repeating: .infinity, count: 5)
    for (place, one) in templates.enumerated() {
      for other in templates[..<place] {
        let distance = max(abs(one.0 - other.0), abs(one.1 - other.1))
        guard distance < nearest[4] else { continue }
        let rank = nearest.firstIndex { distance < $0 } ?? 4
        nearest.removeLast()
        nearest.insert(distance, at: rank)
      }
    }
    guard nearest[4] < .infinity else { return nil }
    let tolerance = max(30, nearest[4])
    var (alike, alikeBoth) = (0, 0)
    for (place, one) in templates.enumerated() {
      for other in templates[..<place] where abs(one.0 - other.0) <= tolerance {
        alike += 1
        if abs(one.1 - other.1) <= tolerance { alikeBoth += 1 }
      }
    }
    return log(Double(alike) / Double(alikeBoth)) + log(2 * tolerance) - log(mean)
  }

  private static func entropy(_ intervals: [Double]) -> Double? {
    guard let low = intervals.min(), let high = intervals.max() else { return nil }
    guard high > low else { return 0 }
    let binCount = 16
    var counts = [Int](repeating: 0, count: binCount)
    for interval in intervals {
      let bin = Int((interval - low) / (high - low) * Double(binCount))
      counts[min(bin, binCount - 1)] += 1
    }
    let sum = counts.reduce(0.0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / Double(intervals.count)
      return sum - share * log(share)
    }
    return sum / log(Double(binCount))
  }
}
