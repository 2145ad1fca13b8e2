internal import CKernels

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
  public mutating func consume(
    _ samples: [Float], count: Int, into means: inout [Float], form: SampleForm = .vectors
  ) {
    precondition(count <= samples.count)
    var place = filled == 0 ? 0 : min(count, length - filled)
    add(samples, 0..<place, &means)
    let blocks = form == .vectors ? (count - place) / length : 0
    if blocks > 0 {
      let held = means.count
      means.append(contentsOf: repeatElement(0, count: blocks))
      // The blocks end before `count`, and there is room for a mean of each.
      unsafe samples.withUnsafeBufferPointer { samples in
        unsafe means.withUnsafeMutableBufferPointer { means in
          guard let samples = samples.baseAddress, let means = means.baseAddress else { return }
          unsafe chordae_block_means(samples + place, blocks, length, means + held)
        }
      }
      place += blocks * length
    }
    add(samples, place..<count, &means)
  }

  /// Adds samples one after the other.
  private mutating func add(_ samples: [Float], _ range: Range<Int>, _ means: inout [Float]) {
    for place in range {
      // Infinity stands for a missing sample as NaN does, and 1e9 mV and more for no signal.
      sum += samples[place].isPresent ? Double(samples[place]) : .nan
      filled += 1
      guard filled == length else { continue }
      means.append(Float(sum / Double(length)))
      (sum, filled) = (0, 0)
    }
  }

  /// Begins anew behind samples that the recording does not hold.
  public mutating func skip() { (sum, filled) = (0, 0) }
}
