internal import Glibc

/// Counts of intervals in bins of 1/128 s, and what is read from their shape.
///
/// Task Force of the ESC and NASPE, Circulation 1996;93:1043, geometrical methods.
public struct RRHistogram: Sendable {
  /// Width of a bin in ms.
  public static let binWidth = 1000.0 / 128
  /// Bins that a histogram may span: sixteen seconds.
  private static let mostBins = 2048

  /// Counts from the lowest bin that holds an interval to the highest.
  private let counts: [Int]
  private let total: Int
  private let mode: Int

  /// The histogram of intervals, bins counted from zero.
  ///
  /// Nil without intervals, or where they differ by more than sixteen seconds.
  public init?(_ milliseconds: [Double]) {
    guard let low = milliseconds.min(), let high = milliseconds.max(), low >= 0, high < 1e12 else {
      return nil
    }
    let first = Int(low / Self.binWidth)
    let count = Int(high / Self.binWidth) - first + 1
    guard count <= Self.mostBins else { return nil }
    var counts = [Int](repeating: 0, count: count)
    for value in milliseconds { counts[Int(value / Self.binWidth) - first] += 1 }
    self.counts = counts
    total = milliseconds.count
    mode = counts.indices.max { counts[$0] < counts[$1] } ?? 0
  }

  /// The number of intervals over that of the fullest bin.
  public var triangularIndex: Double { Double(total) / Double(counts[mode]) }

  /// Shannon's entropy of the bins' shares in nats.
  public var entropy: Double {
    counts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / Double(total)
      return sum - share * log(share)
    }
  }

  /// The base of the triangle that fits the counts best, in ms (TINN).
  ///
  /// Its top is the fullest bin (the first of equals); its feet are the bins, up to one beyond the
  /// counts, for which the squares of the distances between counts and triangle (zero beyond the feet)
  /// sum up to least; of equal sums the narrower one.
  public var triangleBase: Double {
    let rising = Array(counts[...mode].reversed())
    let falling = Array(counts[mode...])
    return Double(Self.foot(rising) + Self.foot(falling)) * Self.binWidth
  }

  /// Bins from the top to the foot on one side.
  private static func foot(_ side: [Int]) -> Int {
    let top = Double(side[0])
    var (best, least) = (1, Double.infinity)
    for foot in 1...side.count {
      var error = 0.0
      for (bin, count) in side.enumerated() {
        let height = bin < foot ? top * (1 - Double(bin) / Double(foot)) : 0
        error += (Double(count) - height) * (Double(count) - height)
      }
      if error < least { (best, least) = (foot, error) }
    }
    return best
  }
}
