internal import CKernels

/// The weights that some scores put on the rows of a block of dosages, gathered by score.
public struct BlockWeights: Sendable {
  public let scoreCount: Int
  /// In the order in which they came.
  private var entries: [Entry] = []
  /// Entries of each score, then the place behind its last; zero between blocks.
  private var ends: [Int32]

  private struct Entry {
    let score: Int32
    let slot: Int32
    let weight: Double
  }

  /// No weights, of so many scores.
  public init(scoreCount: Int) {
    self.scoreCount = scoreCount
    ends = [Int32](repeating: 0, count: scoreCount)
  }

  public var count: Int { entries.count }
  public var isEmpty: Bool { entries.isEmpty }

  /// Appends a score's weight on a row of the block; one score may weigh a row more than once.
  @inline(__always)
  public mutating func append(score: Int, slot: Int, weight: Double) {
    entries.append(
      Entry(
        score: Int32(truncatingIfNeeded: score), slot: Int32(truncatingIfNeeded: slot),
        weight: weight))
  }

  /// Empties it and keeps its memory.
  public mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
  }

  /// The entries in the order in which they came.
  func forEach(_ body: (_ score: Int, _ slot: Int, _ weight: Double) -> Void) {
    for entry in entries { body(Int(entry.score), Int(entry.slot), entry.weight) }
  }

  /// The entries of one score after the other, each in the order in which they came.
  mutating func byScore() -> ByScore {
    var result = ByScore()
    for entry in entries {
      if ends[Int(entry.score)] == 0 { result.scores.append(entry.score) }
      ends[Int(entry.score)] += 1
    }
    result.scores.sort()
    var start: Int32 = 0
    for score in result.scores {
      let count = ends[Int(score)]
      ends[Int(score)] = start
      start += count
      result.starts.append(Int64(start))
    }
    result.slots = [Int32](repeating: 0, count: count)
    result.weights = [Double](repeating: 0, count: count)
    for entry in entries {
      let place = Int(ends[Int(entry.score)])
      ends[Int(entry.score)] += 1
      result.slots[place] = entry.slot
      result.weights[place] = entry.weight
    }
    for score in result.scores { ends[Int(score)] = 0 }
    return result
  }

  /// Weights by score.
  struct ByScore {
    /// Scores that weigh any row, ascending.
    var scores: [Int32] = []
    /// Where the entries of each start and, behind the last, their number.
    var starts: [Int64] = [0]
    var slots: [Int32] = []
    var weights: [Double] = []

    /// The entries of the score at a place among `scores`.
    func entries(_ place: Int) -> Range<Int> { Int(starts[place])..<Int(starts[place + 1]) }

    /// Appends a score of another one with its entries.
    mutating func append(_ other: ByScore, _ place: Int) {
      let entries = other.entries(place)
      scores.append(other.scores[place])
      slots += other.slots[entries]
      weights += other.weights[entries]
      starts.append(Int64(slots.count))
    }

    /// Lends the weights to a kernel, for the time of the call.
    func withWeights(_ body: (UnsafePointer<chordae_row_weights>) -> Void) {
      unsafe scores.withUnsafeBufferPointer { scores in
        unsafe starts.withUnsafeBufferPointer { starts in
          unsafe slots.withUnsafeBufferPointer { slots in
            unsafe weights.withUnsafeBufferPointer { weights in
              var lent = unsafe chordae_row_weights(
                scores: scores.baseAddress, score_count: scores.count, starts: starts.baseAddress,
                slots: slots.baseAddress, weights: weights.baseAddress)
              unsafe body(&lent)
            }
          }
        }
      }
    }
  }
}
