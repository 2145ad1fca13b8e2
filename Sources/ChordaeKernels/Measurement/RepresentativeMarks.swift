/// Where the waves of a representative beat begin and end, in samples from its first; nil where most
/// beats do not have the mark.
public struct RepresentativeMarks: Sendable, Equatable {
  public var pOnset: Int?
  public var pOffset: Int?
  public var qrsOnset: Int?
  /// The J point.
  public var qrsOffset: Int?
  public var tOnset: Int?
  public var tPeak: Int?
  public var tOffset: Int?

  /// No marks.
  public init() {}

  /// The median of the marks of some `beats` over their `fiducials`, which come to lie at `center`.
  ///
  /// A mark is there if at least half of the beats have it.
  public init(_ marks: [BeatMarks], beats: [Int], fiducials: [Int], center: Int) {
    var places: [Float] = []
    func median(_ mark: (BeatMarks) -> Int?) -> Int? {
      places.removeAll(keepingCapacity: true)
      for (place, beat) in beats.enumerated() {
        if let sample = mark(marks[beat]) { places.append(Float(sample - fiducials[place])) }
      }
      guard 2 * places.count >= beats.count, let middle = Median.of(&places) else { return nil }
      return center + Int(middle.rounded())
    }
    pOnset = median { $0.p?.onset }
    pOffset = median { $0.p?.offset }
    qrsOnset = median { $0.qrs?.onset }
    qrsOffset = median { $0.qrs?.offset }
    tOnset = median { $0.t?.onset }
    tPeak = median { $0.t?.peak }
    tOffset = median { $0.t?.offset }
  }
}
