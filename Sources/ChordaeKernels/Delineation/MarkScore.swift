/// How marks of one kind agree with a cardiologist's.
///
/// Each reference mark takes the nearest of ours within 150 ms that no other took; what it does not
/// find is missed, and ours that are left within the annotated span are extra. Errors are ours less
/// the reference's, in milliseconds; scores of leads and records are pooled by adding them.
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
    var isTaken = Array(repeating: false, count: detected.count)
    let window = seconds * samplingFrequency
    for mark in reference {
      let nearest = detected.indices.min { abs(detected[$0] - mark) < abs(detected[$1] - mark) }
      guard let nearest, !isTaken[nearest], Double(abs(detected[nearest] - mark)) <= window else {
        missed += 1
        continue
      }
      isTaken[nearest] = true
      errors.append(Double(detected[nearest] - mark) * 1000 / samplingFrequency)
    }
    extra = detected.indices.count { !isTaken[$0] && span.contains(detected[$0]) }
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
