import ChordaeCore
import ChordaeKernels

/// The sums of all samples for all scores, while the sites come by in the order of a call set.
///
/// Dosages of some hundred sites are gathered before they meet the weights; memory is 8 bytes a sample
/// and score, that block, and 4 bytes more a sample and score for each kind of gap that occurs.
struct ScoreTally: Sendable {
  let settings: ScoreSettings
  let sampleCount: Int
  private let sexes: [Sex?]
  private var rows: BundleRows
  private var block: DosageBlock
  private var gaps: ScoreGaps
  private var site = SiteDosages()
  /// The sites of the chromosome that was asked for last, and its number.
  private var chromosome: (sites: Range<Int>, number: UInt8) = (0..<0, 0)
  /// Made with the first sample's rows.
  var sameColumns: SameColumns?
  /// Whether a frequency of the samples themselves may stand in for a missing genotype.
  let takesOwnFrequencies: Bool

  /// A tally of the samples of one call set before the first site.
  init(_ settings: ScoreSettings, sampleCount: Int, sexes: [Sex?]) {
    self.init(
      settings, sampleCount: sampleCount, sexes: sexes, form: nil,
      takesOwnFrequencies: settings.frequencies == nil && settings.missingGenotypes == .plink2
        && sampleCount >= ScoreSettings.fewestSamples)
  }

  /// A tally of samples that each have a call set of their own, which says nothing of the others' alleles.
  init(ofCallSets settings: ScoreSettings, sexes: [Sex?]) {
    // The products of a BLAS may round by the place of a sample among the others.
    self.init(
      settings, sampleCount: sexes.count, sexes: sexes, form: .rows, takesOwnFrequencies: false)
  }

  private init(
    _ settings: ScoreSettings, sampleCount: Int, sexes: [Sex?], form: ScoreProduct.Form?,
    takesOwnFrequencies: Bool
  ) {
    self.settings = settings
    self.sampleCount = sampleCount
    self.sexes = sexes
    rows = BundleRows(settings.bundle.rows)
    let scoreCount = settings.bundle.scores.count
    block = DosageBlock(scoreCount: scoreCount, sampleCount: sampleCount, form: form)
    gaps = ScoreGaps(scoreCount: scoreCount, sampleCount: sampleCount)
    self.takesOwnFrequencies = takesOwnFrequencies
  }

  /// What is wrong with the bundle; the sums are then of no use.
  var fault: InputError? { rows.fault }

  /// Takes in what calls say of a site of the bundle whose alleles they match.
  mutating func take(_ place: Int, _ calls: borrowing SiteCalls) {
    guard let range = rows.range(of: place), !range.isEmpty else { return }
    if !chromosome.sites.contains(place) { enterChromosome(of: place) }
    site.read(
      calls, chromosome: chromosome.number, sexes: sexes, rounds: settings.roundsDosages)
    guard site.lost.count < sampleCount else { return }
    if site.isWithoutCopies {
      // Most sites of most patients who are scored alone: a row is met, and nothing is added.
      for row in range {
        gaps.take(
          site, score: ScoreRows.score(ofCode: rows.rows.codes[row]), isImputed: false)
      }
      return
    }
    let frequency = frequency(at: place)
    let isImputed = settings.missingGenotypes == .plink2 && frequency.isFinite
    var slots: (additive: Int, dominant: Int, recessive: Int) = (-1, -1, -1)
    for row in range {
      let code = rows.rows.codes[row]
      let score = ScoreRows.score(ofCode: code)
      let slot: Int
      switch ScoreRows.effect(ofCode: code) {
      case .additive:
        if slots.additive < 0 {
          slots.additive = block.append(site, .additive, imputed: isImputed ? frequency : nil)
        }
        slot = slots.additive
      case .dominant:
        if slots.dominant < 0 {
          slots.dominant = block.append(site, .dominant, imputed: isImputed ? frequency : nil)
        }
        slot = slots.dominant
      case .recessive:
        if slots.recessive < 0 {
          slots.recessive = block.append(site, .recessive, imputed: isImputed ? frequency : nil)
        }
        slot = slots.recessive
      }
      block.weigh(slot, score: score, weight: rows.rows.weights[row])
      gaps.take(site, score: score, isImputed: isImputed)
    }
    block.multiplyIfFull()
  }

  private mutating func enterChromosome(of place: Int) {
    let number = settings.bundle.sites.chromosome(of: place)
    let starts = settings.bundle.sites.chromosomeStarts
    chromosome = (starts[Int(number) - 1]..<starts[Int(number)], number)
  }

  /// The effect allele's frequency; not a number where it is not known.
  private func frequency(at place: Int) -> Double {
    if let frequencies = settings.frequencies { return frequencies.values[place] }
    return takesOwnFrequencies ? site.frequency : .nan
  }

  /// Ends the last block.
  mutating func finish() { block.multiply() }

  /// What a sample has of all scores.
  func results(sample: Int) -> ScoreResults {
    let scores = settings.bundle.scores
    var results = ScoreResults(count: scores.count)
    for score in scores.indices {
      results.append(
        ScoreResult(
          sum: block.sum(score: score, sample: sample),
          counts: gaps.counts(score: score, sample: sample),
          scorable: scores[score].rows.scorable))
    }
    return results
  }
}

/// What a sample has of a score.
struct ScoreResult: Sendable, Equatable {
  let sum: Double
  let counts: ScoreGaps.Counts
  /// Rows that could be scored if the genotypes said everything.
  let scorable: Int

  /// The sum; nil where no row adds to the denominator.
  var knownSum: Double? { counts.denominator > 0 ? sum : nil }
  /// The sum by allele.
  var average: Double? { counts.denominator > 0 ? sum / Double(counts.denominator) : nil }
  var matchedFraction: Double? { fraction(counts.matched) }
  var blockFraction: Double? { fraction(counts.byBlock) }
  var missingFraction: Double? { fraction(counts.missing) }

  private func fraction(_ count: Int) -> Double? {
    scorable > 0 ? Double(count) / Double(scorable) : nil
  }
}
