public import ChordaeCore

/// Polygenic scores of a call set's samples, all of a bundle in one pass (`--scores`).
///
/// Rows meet the calls as the PGS Catalog's calculator matches alleles; the arithmetic is that of
/// `plink2 --score` in float64. Of what a call set does not speak nothing is added, and no allele
/// counts.
public struct PolygenicScores: OrderedVariantFeature {
  private var resolver: SiteResolver?
  private var tally: ScoreTally?
  private var contigCount = -1
  /// Whether the build of the calls is known, by the lengths of their contigs.
  private var isAssemblyKnown = false
  private var assemblyFault: InputError?
  /// Made with the first sample's rows.
  private var sameColumns: SameColumns?

  public static let fields: VariantFields = [.genotypes, .depth, .evidence, .dosages]

  /// Sums at zero.
  public init(_ context: VariantContext) {
    guard let settings = context.options.scores else { return }
    let wanted = WantedSites(of: settings.bundle)
    tally = ScoreTally(
      settings, sampleCount: context.sampleCount, sexes: context.sexes,
      places: wanted.givenPlaces)
    resolver = SiteResolver(
      wanted, sampleCount: context.sampleCount, sexes: context.sexes,
      rules: EvidenceRules(context.options),
      matching: Self.matching)
  }

  /// The catalogue's own rules: neither ambiguous nor multiallelic variants.
  static let matching = AlleleMatching.catalogue(keepsAmbiguous: false)

  /// Takes in the calls of the batch's records.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    guard var tally = self.tally.take() else { return }
    defer { self.tally = tally }
    checkAssembly(batch.headerContigs, tally.settings.bundle)
    resolver?.consume(batch) { tally.take($0, $1, $2) }
  }

  /// Takes in what is left after the last record.
  public mutating func end() {
    guard var tally = self.tally.take() else { return }
    defer { self.tally = tally }
    resolver?.finish { tally.take($0, $1, $2) }
    tally.finish()
  }

  /// Another build than the calls', or a bundle that cannot be read on.
  public var fault: InputError? { assemblyFault ?? tally?.fault }

  /// Says where nobody could check the build.
  public var warnings: [String] {
    guard let tally, contigCount >= 0, !isAssemblyKnown else { return [] }
    return [
      "the contigs' lengths are of no known build: that the calls are of "
        + "\(tally.settings.bundle.assembly.rawValue), as the scores are, was not checked"
    ]
  }

  private mutating func checkAssembly(_ contigs: [Contig], _ bundle: ScoreBundle) {
    guard contigs.count != contigCount else { return }
    contigCount = contigs.count
    let witnesses = GenomeAssembly.witnesses(contigs)
    isAssemblyKnown = !witnesses.isEmpty
    for assembly in GenomeAssembly.allCases where assembly != bundle.assembly {
      guard let witness = witnesses[assembly] else { continue }
      assemblyFault = InputError(
        .assemblyMismatch, path: bundle.rows.path,
        "the scores are of \(bundle.assembly.rawValue) and the calls' contig \(witness.name) has the"
          + " length of \(assembly.rawValue): take the catalogue's files of that build")
    }
  }

  /// Gives a sample's scores, and a row of the table for each.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    guard let tally else { return }
    let results = tally.results(sample: sample)
    if results.sums.count <= tally.settings.wideScores {
      for (sum, matched) in zip(results.sums, results.matched) {
        output.append(sum, else: .zeroDenominator)
        output.append(matched, else: .zeroDenominator)
      }
    } else {
      output.append(.numbers(results.sums))
    }
    guard output.wants(.scores) else { return }
    let same = sameColumns ?? SameColumns(tally.settings, missingRule(tally), isAssemblyKnown)
    sameColumns = same
    output.appendRows(
      to: .scores,
      [
        same.ids, Column(finite: results.sums), Column(finite: results.averages),
        Column(results.denominators), Column(finite: results.matched),
        Column(finite: results.byBlock), Column(finite: results.missing), same.rule,
        same.assembly, same.isChecked,
      ])
  }

  /// What the table says of the scores, which is the same of each sample.
  private struct SameColumns {
    var ids = Column(.text)
    var rule = Column(.text)
    var assembly = Column(.text)
    var isChecked = Column(.bool)

    init(_ settings: ScoreSettings, _ missingRule: String, _ isAssemblyKnown: Bool) {
      let bundle = settings.bundle
      for score in bundle.scores { ids.append(score.id) }
      rule.append(repeating: .text(missingRule), count: bundle.scores.count)
      assembly.append(repeating: .text(bundle.assembly.rawValue), count: bundle.scores.count)
      isChecked.append(repeating: .flag(isAssemblyKnown), count: bundle.scores.count)
    }
  }

  /// The rule that missing genotypes followed, and where the frequencies came from.
  private func missingRule(_ tally: ScoreTally) -> String {
    if tally.settings.missingGenotypes == .none { return "none" }
    if tally.settings.frequencies != nil { return "plink2, frequencies of the file" }
    return tally.takesOwnFrequencies
      ? "plink2, frequencies of the samples"
      : "none, fewer than \(ScoreSettings.fewestSamples) samples and no frequencies"
  }
}
