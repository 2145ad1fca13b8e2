/// How marks of one kind agree with a cardiologist's.
///
/// Marks are paired as beats are (`BeatScore.matches`): each with at most one of the other side, at most
/// 150 ms away, the nearer one of two. Reference marks without one are missed, and ours without one
/// within the annotated span are extra. Errors are ours less the reference's, in milliseconds; scores of
/// leads and records are pooled by adding them.
public struct MarkScore: Sendable, Equatable {
  /// Errors in ms, in the order of the reference marks.
  public private(set) var errors: [Double] = []
  public private(set) var missed = 0
  public private(set) var extra = 0

  /// A score of nothing.
  public init() {}

  /// The score of a lead's marks, both in order of time.
  public init(
    reference: [Int], detected: [Int], samplingFrequency: Double, in span: ClosedRange<Int>,
    window seconds: Double = 0.15
  ) {
    let matches = BeatScore.matches(
      reference: reference, detected: detected, window: Int(seconds * samplingFrequency))
    for match in matches {
      switch (match.reference, match.detected) {
      case (let own?, let other?):
        errors.append(Double(detected[other] - reference[own]) * 1000 / samplingFrequency)
      case (_?, nil): missed += 1
      case (nil, let other?): extra += span.contains(detected[other]) ? 1 : 0
      case (nil, nil): break
      }
    }
  }

  /// Sensitivity in percent; NaN of nothing.
  public var sensitivity: Double { 100 * Double(errors.count) / Double(errors.count + missed) }

  /// Positive predictivity in percent; NaN of nothing.
  public var positivePredictivity: Double {
    100 * Double(errors.count) / Double(errors.count + extra)
  }

  /// The errors' mean in ms; NaN of nothing.
  public var mean: Double { errors.reduce(0, +) / Double(errors.count) }

  /// The errors' standard deviation (divided by their number) in ms; NaN of nothing.
  public var deviation: Double {
    let mean = mean
    return (errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(errors.count)).squareRoot()
  }

  /// Pools two scores.
  public static func += (sum: inout MarkScore, other: MarkScore) {
    sum.errors += other.errors
    sum.missed += other.missed
    sum.extra += other.extra
  }
}
