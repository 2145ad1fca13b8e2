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

  /// Takes in values from `index` on until one proves a peak, which it gives; nil with all taken in.
  ///
  /// The first of the values stands at `start` of the envelope; `index` is moved behind the last one taken.
  mutating func next(in values: Span<Float>, at index: inout Int, from start: Int) -> Peak? {
    var (last, top, height) = (previous, highest?.place ?? -1, highest?.height ?? 0)
    defer {
      previous = last
      highest = top < 0 ? nil : Peak(place: top, height: height)
    }
    while index < values.count {
      let (value, place) = (values[index], start + index)
      let isHigher = value > height && value > last
      last = value
      index += 1
      if isHigher {
        (top, height) = (place, value)
      } else if top >= 0, place - top > distance {
        let found = Peak(place: top, height: height)
        (top, height) = (-1, 0)
        return found
      }
    }
    return nil
  }

  /// Takes in the sample at `place` and gives the peak that it proves to be one: the plain form of
  /// `next`.
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
