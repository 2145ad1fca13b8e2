/// What is left at the end of an averaged QRS complex above 40 Hz.
///
/// X, Y and Z are passed through 40 to 250 Hz, four poles each way, from both ends towards the middle of
/// QRS, so that the filter does not ring into what is looked at (Simson, Circulation 1981;64:235); the
/// vector's length is searched from the ST segment back for the first 5 ms whose mean is three standard
/// deviations above the noise (Breithardt et al., Circulation 1991;83:1481).
public struct LatePotentials: Sendable, Equatable {
  /// Root mean square of the vector in 40 ms of the ST segment, in uV.
  public let noise: Double
  /// Filtered QRS duration in ms; nil where its ends do not stand out.
  public var duration: Double?
  /// Root mean square of the last 40 ms of the filtered QRS complex, in uV.
  public var rms40: Double?
  /// How long the vector stays below 40 uV at the end of the filtered QRS complex, in ms.
  public var las40: Double?

  private static let segmentSeconds = 0.005

  /// The figures of an averaged beat, X, Y and Z in mV, whose marks are samples of it; nil where it is too
  /// short around them.
  public init?(
    _ axes: [[Double]], qrsOnset: Int, qrsOffset: Int, samplingFrequency: Double
  ) {
    let quiet =
      qrsOffset + Int(0.06 * samplingFrequency)..<qrsOffset
      + Int(0.1 * samplingFrequency)
    let before =
      qrsOnset - Int(0.06 * samplingFrequency)..<qrsOnset
      - Int(0.02 * samplingFrequency)
    guard let count = axes.first?.count, before.lowerBound >= 0, quiet.upperBound <= count,
      qrsOnset < qrsOffset
    else { return nil }
    let length = Self.vector(
      axes, middle: (qrsOnset + qrsOffset) / 2, samplingFrequency: samplingFrequency)
    noise = Self.rootMeanSquare(length[quiet])
    let step = max(1, Int((Self.segmentSeconds * samplingFrequency).rounded()))
    let middle = (qrsOnset + qrsOffset) / 2
    let end = Self.edge(length, quiet, from: quiet.lowerBound, to: middle, by: -step)
    let start = Self.edge(length, before, from: before.upperBound, to: middle, by: step)
    guard let end, let start, end > start else { return }
    duration = Double(end - start) * 1000 / samplingFrequency
    let last = max(start, end - Int((0.04 * samplingFrequency).rounded()))
    rms40 = Self.rootMeanSquare(length[last..<end])
    let loud = length[start..<end].lastIndex { $0 >= 40 } ?? start - 1
    las40 = Double(end - 1 - loud) * 1000 / samplingFrequency
  }

  /// The length of the filtered vector in uV.
  private static func vector(
    _ axes: [[Double]], middle: Int, samplingFrequency: Double
  ) -> [Double] {
    let sections =
      ButterworthSection.fourPoles(
        cutoff: 40, samplingFrequency: samplingFrequency, isHighPass: true)
      + ButterworthSection.fourPoles(
        cutoff: 250, samplingFrequency: samplingFrequency, isHighPass: false)
    var squares = [Double](repeating: 0, count: axes[0].count)
    for axis in axes {
      // From rest at the level of the beat's own ends.
      var forward = axis.map { $0 - axis[0] }
      var backward = axis.reversed().map { $0 - axis[axis.count - 1] }
      for section in sections {
        section.filter(&forward)
        section.filter(&backward)
      }
      for place in squares.indices {
        let value = place < middle ? forward[place] : backward[backward.count - 1 - place]
        squares[place] += value * value
      }
    }
    return squares.map { 1000 * $0.squareRoot() }
  }

  /// Where the vector first stands out of the noise: the far end of the segment.
  private static func edge(
    _ length: [Double], _ quiet: Range<Int>, from start: Int, to middle: Int, by step: Int
  ) -> Int? {
    let mean = length[quiet].reduce(0, +) / Double(quiet.count)
    let squares = length[quiet].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let limit = mean + 3 * (squares / Double(quiet.count - 1)).squareRoot()
    var place = start
    while step < 0 ? place + step > middle : place + step < middle {
      let segment = step < 0 ? place + step..<place : place..<place + step
      if length[segment].reduce(0, +) / Double(segment.count) > limit { return place }
      place += step
    }
    return nil
  }

  private static func rootMeanSquare(_ values: ArraySlice<Double>) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
  }
}
