import ChordaeCore
import ChordaeKernels

/// Dosages of some sites for all samples, and the scores' weights on them, before they are multiplied.
struct DosageBlock: Sendable {
  private let sampleCount: Int
  /// A row of samples a slot; those behind the slots in use are left over from an earlier block.
  private var dosages: [Double] = []
  private var slotCount = 0
  private var weights: BlockWeights
  private var sums: [Double]
  /// The form of the product; nil for the fastest.
  private let form: ScoreProduct.Form?

  /// Sites after which a block is multiplied; each takes at most a slot for each effect.
  private static let mostSlots = 256

  init(scoreCount: Int, sampleCount: Int, form: ScoreProduct.Form? = nil) {
    self.form = form
    self.sampleCount = sampleCount
    weights = BlockWeights(scoreCount: scoreCount)
    sums = [Double](repeating: 0, count: scoreCount * sampleCount)
  }

  /// Appends what the samples' copies are worth under an effect, and gives the slot; `imputed` is the
  /// frequency that stands in for missing genotypes, nil where nothing does.
  mutating func append(_ site: borrowing SiteDosages, _ effect: ScoreEffect, imputed: Double?)
    -> Int
  {
    // For dominant and recessive rows plink2 takes the frequency itself, half of an additive row's.
    let missing = imputed.map { effect == .additive ? Double(site.scale) * $0 : $0 }
    if dosages.count == slotCount * sampleCount {
      dosages.append(contentsOf: repeatElement(0, count: sampleCount))
    }
    if site.planes.isEmpty {
      append(site, effect, missing: missing)
    } else {
      appendPlanes(site, effect, missing: missing ?? 0)
    }
    slotCount += 1
    return slotCount - 1
  }

  private mutating func append(
    _ site: borrowing SiteDosages, _ effect: ScoreEffect, missing: Double?
  ) {
    let start = slotCount * sampleCount
    let copies = site.copies.span
    var target = dosages.mutableSpan
    switch effect {
    case .additive: for sample in copies.indices { target[start + sample] = copies[sample] }
    case .dominant:
      for sample in copies.indices { target[start + sample] = min(copies[sample], 1) }
    case .recessive:
      for sample in copies.indices { target[start + sample] = max(copies[sample] - 1, 0) }
    }
    // Copies of a missing genotype are 0 so far.
    guard let missing else { return }
    for (sample, isImputable) in site.missing where isImputable {
      target[start + sample] = missing
    }
  }

  /// Appends what genotypes of two alleles each are worth.
  private mutating func appendPlanes(
    _ site: borrowing SiteDosages, _ effect: ScoreEffect, missing: Double
  ) {
    let (start, count) = (slotCount * sampleCount, sampleCount)
    let (one, two): (Double, Double) =
      switch effect {
      case .additive: (1, 2)
      case .dominant: (1, 1)
      case .recessive: (0, 1)
      }
    let values: GenotypeValues.Table =
      site.isEffectReference ? [two, one, 0, missing] : [0, one, two, missing]
    var target = dosages.mutableSpan
    GenotypeValues.write(
      site.planes.span, count: count, values, to: &target, at: start)
  }

  /// Puts a score's weight on a slot.
  mutating func weigh(_ slot: Int, score: Int, weight: Double) {
    weights.append(score: score, slot: slot, weight: weight)
  }

  /// Multiplies what is there where no further site would fit.
  mutating func multiplyIfFull() {
    if slotCount > Self.mostSlots - ScoreEffect.allCases.count { multiply() }
  }

  /// Adds what is there to the sums.
  mutating func multiply() {
    ScoreProduct.add(
      dosages, slotCount: slotCount, samples: sampleCount, &weights, to: &sums, form: form)
    weights.removeAll()
    slotCount = 0
  }

  /// A sample's sum for a score, without what is not multiplied yet.
  func sum(score: Int, sample: Int) -> Double { sums[score * sampleCount + sample] }
}
