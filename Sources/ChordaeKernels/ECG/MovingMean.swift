/// The mean of the last samples, at a cost that does not depend on how many they are.
struct MovingMean {
  let length: Int
  private let scale: Double
  private var ring: [Double]
  private var place = 0
  private var sum = 0.0

  /// A mean of `length` samples (at least one), all of them zero.
  init(length: Int) {
    self.length = max(1, length)
    scale = 1 / Double(self.length)
    ring = Array(repeating: 0, count: self.length)
  }

  /// Behaves from now on as if the signal had always been `value`.
  mutating func fill(_ value: Double) {
    for index in ring.indices { ring[index] = value }
    sum = value * Double(length)
    place = 0
  }

  /// Puts each sample's mean in its place; it belongs to the time `(length - 1) / 2` samples ago.
  mutating func apply(to values: inout [Double]) {
    var sum = sum
    var place = place
    let length = length
    let scale = scale
    var ring = ring.mutableSpan
    var samples = values.mutableSpan
    for index in samples.indices {
      let value = samples[index]
      sum += value - ring[place]
      ring[place] = value
      place += 1
      if place == length { place = 0 }
      samples[index] = sum * scale
    }
    self.sum = sum
    self.place = place
  }

  /// Appends the mean at each `step`-th sample, the first `untilNext` samples on.
  mutating func thin(
    _ samples: ArraySlice<Float>, every step: Int, untilNext: inout Int, into output: inout [Double]
  ) {
    var sum = sum
    var place = place
    var wait = untilNext
    let length = length
    let scale = scale
    var ring = ring.mutableSpan
    for sample in samples {
      let value = Double(sample)
      sum += value - ring[place]
      ring[place] = value
      place += 1
      if place == length { place = 0 }
      wait -= 1
      if wait == 0 {
        wait = step
        output.append(sum * scale)
      }
    }
    self.sum = sum
    self.place = place
    untilNext = wait
  }
}
