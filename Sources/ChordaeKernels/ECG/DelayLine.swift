/// Gives back each sample a fixed number of samples later.
struct DelayLine {
  let length: Int
  private var ring: [Double]
  private var place = 0

  /// A delay of `length` samples (at least one).
  init(length: Int) {
    self.length = max(1, length)
    ring = Array(repeating: 0, count: self.length)
  }

  /// Behaves from now on as if the signal had always been `value`.
  mutating func fill(_ value: Double) {
    for index in ring.indices { ring[index] = value }
    place = 0
  }

  /// Puts in each sample's place the one of `length` samples ago.
  mutating func apply(to values: inout [Double]) {
    var place = place
    let length = length
    var ring = ring.mutableSpan
    var samples = values.mutableSpan
    for index in samples.indices {
      let delayed = ring[place]
      ring[place] = samples[index]
      place += 1
      if place == length { place = 0 }
      samples[index] = delayed
    }
    self.place = place
  }
}
