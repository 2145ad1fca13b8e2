import ChordaeCore

/// What a call set says of all samples at a site, as scores count it.
struct SiteDosages: Sendable {
  /// Copies of the effect allele, on the scale of the site: 0 to `scale`; 0 where not known.
  ///
  /// Left over from an earlier site where `planes` tell them.
  private(set) var copies: [Double] = []
  /// Alleles that a sample stands for in the denominator: 2, but 1 on Y and the mitochondrion.
  ///
  /// A male counts twice on X, as in plink2's default model of X.
  private(set) var scale = 2
  /// Samples whose genotype is missing, and whether a frequency may stand in.
  private(set) var missing: [(sample: Int, isImputable: Bool)] = []
  /// Samples of which nothing is known there.
  private(set) var lost: [Int] = []
  /// Samples that have the reference by a block record.
  private(set) var byBlock: [Int] = []
  /// Genotypes of a site where two bits a sample say all, as `SiteCalls` has them; else empty.
  private(set) var planes: [UInt64] = []
  private(set) var isEffectReference = false
  /// Whether no sample has a copy and none may be given one: the site adds nothing to any sum.
  ///
  /// By each sample, not by their sum: dosages of a file may be below zero and cancel each other.
  private(set) var isWithoutCopies = false
  private var hasCopies = false
  private var alleleSum = 0.0
  private var ploidySum = 0

  /// The effect allele's frequency among the samples that have a genotype; not a number without any.
  var frequency: Double { ploidySum > 0 ? alleleSum / Double(ploidySum) : .nan }

  /// Takes the place of another site's.
  mutating func read(
    _ site: borrowing SiteCalls, chromosome: UInt8, sexes: [Sex?], rounds: Bool
  ) {
    // Asked first: most sites leave most of them empty, and to empty an empty array costs a call.
    if !missing.isEmpty { missing.removeAll(keepingCapacity: true) }
    if !lost.isEmpty { lost.removeAll(keepingCapacity: true) }
    if !byBlock.isEmpty { byBlock.removeAll(keepingCapacity: true) }
    if !planes.isEmpty { planes.removeAll(keepingCapacity: true) }
    if site.planes.isEmpty {
      read(site.calls.span, chromosome: chromosome, sexes: sexes, rounds: rounds)
    } else {
      read(site.planes, isEffectReference: site.isEffectReference, count: site.calls.count)
    }
    isWithoutCopies = !hasCopies && missing.isEmpty
  }

  /// Takes genotypes of an autosome from planes.
  private mutating func read(_ planes: [UInt64], isEffectReference: Bool, count: Int) {
    self.planes += planes
    self.isEffectReference = isEffectReference
    scale = 2
    let words = planes.count / 2
    var alternates = 0
    for word in 0..<words {
      let (low, high) = (planes[word], planes[words + word])
      alternates += (low & ~high).nonzeroBitCount + 2 * (high & ~low).nonzeroBitCount
      var bits = low & high
      while bits != 0 {
        missing.append((64 * word + bits.trailingZeroBitCount, true))
        bits &= bits - 1
      }
    }
    ploidySum = 2 * (count - missing.count)
    alleleSum = Double(isEffectReference ? ploidySum - alternates : alternates)
    hasCopies = alleleSum != 0
  }

  private mutating func read(
    _ calls: Span<SiteCall>, chromosome: UInt8, sexes: [Sex?], rounds: Bool
  ) {
    if copies.count != calls.count { copies = [Double](repeating: 0, count: calls.count) }
    scale = chromosome >= ScoreSites.y ? 1 : 2
    (alleleSum, ploidySum, hasCopies) = (0, 0, false)
    let isY = chromosome == ScoreSites.y
    for sample in calls.indices {
      let call = calls[sample]
      let sex = isY && !sexes.isEmpty ? sexes[sample] : nil
      copies[sample] = 0
      // A woman has no Y that could be scored, whatever the file says.
      if isY, sex == .female {
        lost.append(sample)
      } else if !call.dosage.isNaN, call.ploidy > 0 {
        take(call, sample, rounds: rounds)
      } else if call.status == .noCall {
        missing.append((sample, !isY || sex == .male))
      } else {
        lost.append(sample)
      }
    }
  }

  private mutating func take(_ call: SiteCall, _ sample: Int, rounds: Bool) {
    var dosage = Double(call.dosage)
    if rounds {
      let steps = ScoreSettings.dosageSteps
      dosage = (dosage * steps).rounded(.toNearestOrAwayFromZero) / steps
    }
    alleleSum += dosage
    hasCopies = hasCopies || dosage != 0
    ploidySum += Int(call.ploidy)
    copies[sample] = dosage * Double(scale) / Double(call.ploidy)
    if call.status == .referenceBlock { byBlock.append(sample) }
  }
}
