/// The heart's capacity to slow down and to speed up, by phase-rectified signal averaging.
///
/// Bauer et al., Lancet 2006;367:1674. An anchor is an interval longer (shorter) than the one before it by
/// less than 20 %; capacity is (X0 + X1 - X-1 - X-2) / 4 of the mean around all anchors, where X0 is the
/// anchor. The four intervals must follow each other beat by beat.
public struct PhaseRectifiedAveraging: Sendable, Equatable {
  /// Greatest relative change at an anchor, itself left out.
  public static let largestChange = 0.2

  /// Anchors at which the heart slows down, and those at which it speeds up.
  public private(set) var decelerationCount = 0
  public private(set) var accelerationCount = 0
  private var deceleration = 0.0
  private var acceleration = 0.0

  /// The averages over all runs of a series.
  public init(_ series: RRSeries) {
    let x = series.milliseconds
    for run in series.runs where run.count >= 4 {
      for place in run.lowerBound + 2..<run.upperBound - 1 {
        let change = x[place] - x[place - 1]
        guard change != 0, abs(change) < Self.largestChange * x[place - 1] else { continue }
        let contrast = (x[place] + x[place + 1] - x[place - 1] - x[place - 2]) / 4
        if change > 0 {
          decelerationCount += 1
          deceleration += contrast
        } else {
          accelerationCount += 1
          acceleration += contrast
        }
      }
    }
  }

  /// Deceleration capacity in ms; nil without an anchor.
  public var decelerationCapacity: Double? {
    decelerationCount > 0 ? deceleration / Double(decelerationCount) : nil
  }

  /// Acceleration capacity in ms, below zero as a rule; nil without an anchor.
  public var accelerationCapacity: Double? {
    accelerationCount > 0 ? acceleration / Double(accelerationCount) : nil
  }
}
