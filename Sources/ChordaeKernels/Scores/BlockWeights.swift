/// The weights that some scores put on the rows of a block of dosages, gathered by score.
public struct BlockWeights: Sendable {
  public let scoreCount: Int
  /// Entries in the order in which they came.
  private var scores: [Int32] = []
  private var slots: [Int32] = []
  private var weights: [Double] = []
  /// Entries of each score, then the place behind its last; zero between blocks.
  private var ends: [Int32]

  /// No weights, of so many scores.
  public init(scoreCount: Int) {
    self.scoreCount = scoreCount
    ends = [Int32](repeating: 0, count: scoreCount)
  }

  public var count: Int { scores.count }
  public var isEmpty: Bool { scores.isEmpty }

  /// Appends a score's weight on a row of the block; one score may weigh a row more than once.
  @inline(__always)
  public mutating func append(score: Int, slot: Int, weight: Double) {
    scores.append(Int32(truncatingIfNeeded: score))
    slots.append(Int32(truncatingIfNeeded: slot))
    weights.append(weight)
  }

  /// Empties it and keeps its memory.
  public mutating func removeAll() {
    scores.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
  }

  /// The entries in the order in which they came.
  func forEach(_ body: (_ score: Int, _ slot: Int, _ weight: Double) -> Void) {
    for entry in scores.indices {
      body(Int(scores[entry]), Int(slots[entry]), weights[entry])
    }
  }

  /// The entries of one score after the other, each in the order in which they came.
  mutating func byScore() -> ByScore {
    var result = ByScore()
    for score in scores {
      if ends[Int(score)] == 0 { result.scores.append(score) }
      ends[Int(score)] += 1
    }
    result.scores.sort()
    var start: Int32 = 0
    for score in result.scores {
      let count = ends[Int(score)]
      ends[Int(score)] = start
      start += count
      result.starts.append(Int(start))
    }
    result.slots = [Int32](repeating: 0, count: slots.count)
    result.weights = [Double](repeating: 0, count: slots.count)
    for entry in scores.indices {
      let place = Int(ends[Int(scores[entry])])
      ends[Int(scores[entry])] += 1
      result.slots[place] = slots[entry]
      result.weights[place] = weights[entry]
    }
    for score in result.scores { ends[Int(score)] = 0 }
    return result
  }

  /// Weights by score.
  struct ByScore {
    /// Scores that weigh any row, ascending.
    var scores: [Int32] = []
    /// Where the entries of each start and, behind the last, their number.
    var starts = [0]
    var slots: [Int32] = []
    var weights: [Double] = []
  }
}
