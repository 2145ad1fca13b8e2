internal import Glibc

/// How unlike slowing down and speeding up are, by the points (RR, next RR) beside the line of identity.
///
/// Guzik, Biomed Tech 2006;51:272; Porta, Am J Physiol 2008;295:R550; Yan, Entropy 2017;19:1.
public struct RateAsymmetry: Sendable, Equatable {
  private var slower = (count: 0, distance: 0.0, angle: 0.0)
  private var faster = (count: 0, distance: 0.0, angle: 0.0)

  /// The points of all runs.
  public init(_ series: RRSeries) {
    for run in series.runs {
      for place in run.dropFirst() {
        add(series.milliseconds[place - 1], series.milliseconds[place])
      }
    }
  }

  public static func == (a: RateAsymmetry, b: RateAsymmetry) -> Bool {
    a.slower == b.slower && a.faster == b.faster
  }

  private mutating func add(_ interval: Double, _ next: Double) {
    let angle = abs(atan2(next, interval) - Double.pi / 4)
    if next > interval {
      slower = (slower.count + 1, slower.distance + next - interval, slower.angle + angle)
    } else if next < interval {
      faster = (faster.count + 1, faster.distance + interval - next, faster.angle + angle)
    }
  }

  /// Guzik's index: distance from the line of the points above it (the rate falls), in percent of the
  /// distance of all.
  public var guzikPercent: Double? { Self.percent(slower.distance, faster.distance) }

  /// Slope index: the same with each point's angle to the line.
  public var slopePercent: Double? { Self.percent(slower.angle, faster.angle) }

  /// Porta's index: points below the line (the rate rises) in percent of those not on it.
  public var portaPercent: Double? { Self.percent(Double(faster.count), Double(slower.count)) }

  private static func percent(_ part: Double, _ rest: Double) -> Double? {
    part + rest > 0 ? 100 * part / (part + rest) : nil
  }
}
