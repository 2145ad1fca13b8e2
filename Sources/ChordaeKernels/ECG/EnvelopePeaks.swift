/// Finds the peaks of an envelope that no higher one follows within a set distance.
struct EnvelopePeaks {
  /// A peak's place in the envelope and its height.
  struct Peak {
    let place: Int
    let height: Float
  }

  private let distance: Int
  private var previous = Float.infinity
  private var highest: Peak?

  /// Peaks that stand at least `distance` samples apart.
  init(distance: Int) { self.distance = distance }

  /// Takes in the sample at `place` and gives the peak that it proves to be one.
  @inline(__always)
  mutating func push(_ value: Float, at place: Int) -> Peak? {
    defer { previous = value }
    if value > previous, value > (highest?.height ?? 0) {
      highest = Peak(place: place, height: value)
    }
    guard let found = highest, place - found.place > distance else { return nil }
    highest = nil
    return found
  }

  /// Gives the peak that was still in doubt at the end.
  mutating func finish() -> Peak? {
    defer { highest = nil }
    return highest
  }
}
