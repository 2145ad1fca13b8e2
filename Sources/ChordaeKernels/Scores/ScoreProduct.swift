internal import CBLAS
internal import CKernels

/// Adds what a block of dosages is worth to the scores of many samples.
///
/// Sums are rows of samples, a row a score; dosages are rows of samples, a row (slot) a variant. So
/// both are added along the samples, and no score is ever transposed.
public enum ScoreProduct {
  /// The way it is computed; the order of the additions, and so the last bits, differ.
  public enum Form: Sendable, CaseIterable {
    /// A plain loop over the weights in the order in which they came.
    case reference
    /// Some samples of all rows at a time, score by score, so that they stay in the cache.
    case rows
    /// Scores that weigh most of the rows as products of matrices by the BLAS that is installed, the
    /// others as in `rows`.
    case matrices
  }

  /// Rows of weights that a product of matrices takes at a time.
  private static let matrixScores = 64

  /// `sums[score * samples + s] += weight * dosages[slot * samples + s]` over all weights and samples.
  ///
  /// - Precondition: Slots lie within `dosages`, scores within `sums`.
  public static func add(
    _ dosages: [Double], slotCount: Int, samples: Int, _ weights: inout BlockWeights,
    to sums: inout [Double], form: Form? = nil
  ) {
    precondition(dosages.count >= slotCount * samples)
    precondition(sums.count >= weights.scoreCount * samples)
    guard samples > 0, !weights.isEmpty else { return }
    switch form ?? (samples < 8 ? .reference : .matrices) {
    case .reference: addPlainly(dosages, samples, weights, to: &sums)
    case .rows: addRows(dosages, slotCount, samples, weights.byScore(), to: &sums)
    case .matrices:
      addMatrices(dosages, slotCount, samples, weights.byScore(), to: &sums)
    }
  }

  private static func addPlainly(
    _ dosages: [Double], _ samples: Int, _ weights: BlockWeights, to sums: inout [Double]
  ) {
    weights.forEach { score, slot, weight in
      for sample in 0..<samples {
        sums[score * samples + sample] += weight * dosages[slot * samples + sample]
      }
    }
  }

  private static func addRows(
    _ dosages: [Double], _ slotCount: Int, _ samples: Int, _ byScore: BlockWeights.ByScore,
    to sums: inout [Double]
  ) {
    guard let last = byScore.scores.max() else { return }
    precondition((Int(last) + 1) * samples <= sums.count)
    precondition(byScore.slots.allSatisfy { 0..<slotCount ~= Int($0) })
    // Safe: scores and slots were checked against the arrays, which live as long as the call.
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe dosages.withUnsafeBufferPointer { dosages in
        unsafe byScore.withWeights { weights in
          unsafe withUnsafeTemporaryAllocation(
            of: Double.self, capacity: chordae_score_memory(slotCount, samples)
          ) { memory in
            guard let sums = sums.baseAddress, let rows = dosages.baseAddress,
              let memory = memory.baseAddress
            else { return }
            unsafe chordae_add_weighted_rows(sums, rows, slotCount, samples, weights, memory)
          }
        }
      }
    }
  }

  private static func addMatrices(
    _ dosages: [Double], _ slotCount: Int, _ samples: Int, _ byScore: BlockWeights.ByScore,
    to sums: inout [Double]
  ) {
    var place = 0
    var matrix: [Double] = []
    var sparse = BlockWeights.ByScore()
    while place < byScore.scores.count {
      let count = denseCount(byScore, from: place, slotCount)
      guard count >= 8, let rows = Int32(exactly: count), let columns = Int32(exactly: samples),
        let depth = Int32(exactly: slotCount)
      else {
        sparse.append(byScore, place)
        place += 1
        continue
      }
      fill(&matrix, byScore, place..<place + count, slotCount)
      let row = Int(byScore.scores[place]) * samples
      precondition(row + count * samples <= sums.count)
      // Safe: the matrices lie within their arrays, which live as long as the call.
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        unsafe matrix.withUnsafeBufferPointer { matrix in
          unsafe dosages.withUnsafeBufferPointer { dosages in
            unsafe cblas_dgemm(
              CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, columns, depth, 1,
              matrix.baseAddress, depth, dosages.baseAddress, columns, 1,
              sums.baseAddress.map { unsafe $0 + row }, columns)
          }
        }
      }
      place += count
    }
    addRows(dosages, slotCount, samples, sparse, to: &sums)
  }

  /// Scores from a place on that follow each other without a gap and weigh a good part of the rows: what
  /// a product of matrices is faster for, though it multiplies zeros too (from about a half on, by OpenBLAS).
  private static func denseCount(
    _ byScore: BlockWeights.ByScore, from place: Int, _ slotCount: Int
  ) -> Int {
    var count = 0
    while count < matrixScores, place + count < byScore.scores.count,
      byScore.scores[place + count] == byScore.scores[place] + Int32(count),
      2 * byScore.entries(place + count).count >= slotCount
    {
      count += 1
    }
    return count
  }

  private static func fill(
    _ matrix: inout [Double], _ byScore: BlockWeights.ByScore, _ places: Range<Int>,
    _ slotCount: Int
  ) {
    matrix.removeAll(keepingCapacity: true)
    matrix.append(contentsOf: repeatElement(0, count: places.count * slotCount))
    for place in places {
      let row = (place - places.lowerBound) * slotCount
      for entry in byScore.entries(place) {
        matrix[row + Int(byScore.slots[entry])] += byScore.weights[entry]
      }
    }
  }
}
