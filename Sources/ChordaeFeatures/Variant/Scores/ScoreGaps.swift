/// Rows of each score that were met, and what each sample lacks of them.
///
/// Nearly all samples have nearly all rows of a call set; so rows are counted once a score, and only
/// gaps once a sample. A kind of gap takes memory from its first on.
struct ScoreGaps: Sendable {
  private let scoreCount: Int
  private let sampleCount: Int
  /// Rows met, and alleles that a sample without gaps stands for in them.
  private var met: [Int]
  private var alleles: [Int]
  /// By score and sample: rows of which nothing is known, rows with a missing genotype, rows by a
  /// block, alleles that do not count.
  private var lost: [Int32] = []
  private var missing: [Int32] = []
  private var byBlock: [Int32] = []
  private var lostAlleles: [Int32] = []

  /// What a sample has of a score.
  struct Counts: Sendable, Equatable {
    /// Rows whose variant the calls name, genotypes that are missing included.
    let matched: Int
    let byBlock: Int
    let missing: Int
    /// Alleles that were counted, those included that a frequency stands in for.
    let denominator: Int
  }

  init(scoreCount: Int, sampleCount: Int) {
    self.scoreCount = scoreCount
    self.sampleCount = sampleCount
    met = [Int](repeating: 0, count: scoreCount)
    alleles = met
  }

  /// Takes in a row of a score at a site.
  mutating func take(_ site: borrowing SiteDosages, score: Int, isImputed: Bool) {
    met[score] += 1
    alleles[score] += site.scale
    let start = score * sampleCount
    if !site.lost.isEmpty {
      prepare(&lost)
      prepare(&lostAlleles)
      for sample in site.lost {
        lost[start + sample] += 1
        lostAlleles[start + sample] += Int32(site.scale)
      }
    }
    if !site.missing.isEmpty {
      prepare(&missing)
      prepare(&lostAlleles)
      for (sample, isImputable) in site.missing {
        missing[start + sample] += 1
        if !(isImputed && isImputable) { lostAlleles[start + sample] += Int32(site.scale) }
      }
    }
    if !site.byBlock.isEmpty {
      prepare(&byBlock)
      for sample in site.byBlock { byBlock[start + sample] += 1 }
    }
  }

  private func prepare(_ counts: inout [Int32]) {
    if counts.isEmpty { counts = [Int32](repeating: 0, count: scoreCount * sampleCount) }
  }

  /// What a sample has of a score.
  func counts(score: Int, sample: Int) -> Counts {
    let place = score * sampleCount + sample
    func count(_ counts: [Int32]) -> Int { counts.isEmpty ? 0 : Int(counts[place]) }
    return Counts(
      matched: met[score] - count(lost), byBlock: count(byBlock), missing: count(missing),
      denominator: alleles[score] - count(lostAlleles))
  }
}
