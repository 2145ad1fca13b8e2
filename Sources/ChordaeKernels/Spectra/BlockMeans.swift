/// The means of successive blocks of a lead: a slower series for what is slow in the signal.
///
/// A block in which a sample is missing is NaN. A frequency f loses the factor
/// (sin(pi f L / fs) / (L sin(pi f / fs)))^2 of its power, L being the block's length.
public struct BlockMeans: Sendable {
  /// Samples of a block.
  public let length: Int
  private var sum = 0.0
  private var filled = 0

  /// Blocks of a length, before the first sample.
  public init(length: Int) {
    precondition(length > 0)
    self.length = length
  }

  /// Takes in the next `count` samples and appends the means of the blocks that they complete.
  public mutating func consume(_ samples: [Float], count: Int, into means: inout [Float]) {
    precondition(count <= samples.count)
    var place = 0
    while place < count {
      let end = min(count, place + length - filled)
      filled += end - place
      // Two sums at a time, since each waits for the one before.
      var (part, other) = (0.0, 0.0)
      // Infinity stands for a missing sample as NaN does, and 1e9 mV and more for no signal.
      while place + 1 < end {
        let (sample, next) = (samples[place], samples[place + 1])
        part += sample.isPresent ? Double(sample) : .nan
        other += next.isPresent ? Double(next) : .nan
        place += 2
      }
      if place < end {
        let sample = samples[place]
        part += sample.isPresent ? Double(sample) : .nan
        place += 1
      }
      sum += part + other
      guard filled == length else { return }
      means.append(Float(sum / Double(length)))
      (sum, filled) = (0, 0)
    }
  }

  /// Begins anew behind samples that the recording does not hold.
  public mutating func skip() { (sum, filled) = (0, 0) }
}
