internal import CKernels

/// Samples of a lead that stand still: those in a stretch of a given length, all present, whose
/// extremes lie no further apart than a tolerance.
public enum FlatRuns {
  /// How many samples of a range lie in such a stretch, which may not reach beyond the range.
  ///
  /// Cost: a pass by vectors over blocks of which every such stretch holds at least one whole; only
  /// where one is flat are samples looked at one by one.
  public static func count(
    _ samples: [Float], in range: Range<Int>, length: Int, tolerance: Float,
    form: SampleForm = .vectors
  ) -> Int {
    precondition(length > 0 && range.lowerBound >= 0 && range.upperBound <= samples.count)
    let lanes = Int(CHORDAE_SAMPLE_LANES)
    let block = (length + 1) / 2 / lanes * lanes
    if form == .reference || block == 0 {
      return exactCount(samples, range, length, tolerance)
    }
    var count = 0
    var place = 0
    let flat = flatBlocks(samples, range, block, tolerance)
    // Stretches that hold any of the neighbouring flat blocks lie around them.
    while let first = flat[place...].firstIndex(of: true) {
      var last = first
      while let next = flat[(last + 1)...].prefix(2 * length / block + 2).firstIndex(of: true) {
        last = next
      }
      let start = range.lowerBound + first * block - length
      let end = range.lowerBound + (last + 1) * block + length
      count += exactCount(
        samples, max(start, range.lowerBound)..<min(end, range.upperBound), length, tolerance)
      place = last + 1
    }
    return count
  }

  private static func flatBlocks(
    _ samples: [Float], _ range: Range<Int>, _ block: Int, _ tolerance: Float
  ) -> [Bool] {
    var low = [Float](repeating: 0, count: range.count / block)
    var high = low
    // The kernel reads whole blocks of the range and writes one number for each.
    unsafe samples.withUnsafeBufferPointer { samples in
      unsafe low.withUnsafeMutableBufferPointer { low in
        unsafe high.withUnsafeMutableBufferPointer { high in
          unsafe chordae_block_extremes(
            samples.baseAddress.map { unsafe $0 + range.lowerBound }, range.count, block,
            low.baseAddress, high.baseAddress)
        }
      }
    }
    return zip(low, high).map { $1 - $0 <= tolerance }
  }

  /// Slides a window of `length` over the samples with the places of its extremes in two queues.
  private static func exactCount(
    _ samples: [Float], _ range: Range<Int>, _ length: Int, _ tolerance: Float
  ) -> Int {
    var (lows, highs) = (ExtremeQueue(), ExtremeQueue())
    var runStart = range.lowerBound
    var counted = range.lowerBound
    var count = 0
    for place in range {
      let sample = samples[place]
      guard sample.isPresent else {
        lows.removeAll()
        highs.removeAll()
        runStart = place + 1
        continue
      }
      lows.append(place, samples) { $0 >= $1 }
      highs.append(place, samples) { $0 <= $1 }
      let start = place - length + 1
      guard start >= runStart else { continue }
      lows.drop(before: start)
      highs.drop(before: start)
      if samples[highs.first] - samples[lows.first] <= tolerance {
        count += place + 1 - max(counted, start)
        counted = place + 1
      }
    }
    return count
  }

  /// Places whose samples come nearer to the extreme from back to front.
  private struct ExtremeQueue {
    private var places: [Int] = []
    private var head = 0
    var first: Int { places[head] }

    mutating func append(_ place: Int, _ samples: [Float], _ yields: (Float, Float) -> Bool) {
      while places.count > head, yields(samples[places[places.count - 1]], samples[place]) {
        places.removeLast()
      }
      places.append(place)
    }

    mutating func drop(before start: Int) {
      while places[head] < start { head += 1 }
      if head > 4_096 {
        places.removeFirst(head)
        head = 0
      }
    }

    mutating func removeAll() {
      places.removeAll(keepingCapacity: true)
      head = 0
    }
  }
}
