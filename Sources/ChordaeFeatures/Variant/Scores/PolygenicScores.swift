public import ChordaeCore

/// Polygenic scores of a call set's samples, all of a bundle in one pass (`--scores`).
///
/// Rows meet the calls as the PGS Catalog's calculator matches alleles; the arithmetic is that of
/// `plink2 --score` in float64. Of what a call set does not speak nothing is added, and no allele
/// counts.
public struct PolygenicScores: OrderedVariantFeature {
  private var resolver: SiteResolver?
  private let settings: ScoreSettings?
  private var tally: ScoreTally?
  /// What the calls say of the bundle's sites, where scores are computed later; whole after `end`.
  public private(set) var scoredSites: ScoredSites?
  private var contigCount = -1
  /// Whether the build of the calls is known, by the lengths of their contigs.
  private var isAssemblyKnown = false
  private var assemblyFault: InputError?

  public static let fields: VariantFields = [.genotypes, .depth, .evidence, .dosages]

  /// Sums at zero.
  public init(_ context: VariantContext) {
    settings = context.options.scores
    guard let settings else { return }
    let wanted = WantedSites(of: settings.bundle)
    if context.scoresLater {
      precondition(context.sampleCount == 1, "the sites of one sample are kept")
      scoredSites = ScoredSites(
        siteCount: settings.bundle.sites.count, sex: context.sexes.first ?? nil)
    } else {
      tally = ScoreTally(settings, sampleCount: context.sampleCount, sexes: context.sexes)
    }
    resolver = SiteResolver(
      wanted, sampleCount: context.sampleCount, sexes: context.sexes,
      rules: EvidenceRules(context.options),
      matching: Self.matching, lendsPlanes: !context.scoresLater)
  }

  /// The catalogue's own rules: neither ambiguous nor multiallelic variants.
  static let matching = AlleleMatching.catalogue(keepsAmbiguous: false)

  /// Those of the bundle; none without it.
  public func wantedSites(_ contigs: [Contig]) -> WantedSites? {
    resolver?.wanted ?? WantedSites([])
  }

  /// Takes in the calls of the batch's records.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    guard let settings, var resolver = resolver.take() else { return }
    checkAssembly(batch.headerContigs, settings.bundle)
    let places = resolver.wanted.givenPlaces
    resolver.consume(batch) { take(Int(places[$0]), $1, $2) }
    self.resolver = resolver
  }

  /// Takes in what is left after the last record.
  public mutating func end() {
    guard var resolver = resolver.take() else { return }
    let places = resolver.wanted.givenPlaces
    resolver.finish { take(Int(places[$0]), $1, $2) }
    tally?.finish()
    scoredSites?.finish()
  }

  /// Takes in what the call set says of a site of the bundle.
  private mutating func take(
    _ site: Int, _ resolution: SiteResolver.Resolution, _ lent: borrowing SiteCalls
  ) {
    guard resolution.match.isMatched else { return }
    tally?.take(site, lent)
    scoredSites?.take(site, lent.calls[0])
  }

  /// Another build than the calls', or a bundle that cannot be read on.
  public var fault: InputError? { assemblyFault ?? tally?.fault }

  /// Says where nobody could check the build.
  public var warnings: [String] {
    guard let settings, contigCount >= 0, !isAssemblyKnown else { return [] }
    return [
      "the contigs' lengths are of no known build: that the calls are of "
        + "\(settings.bundle.assembly.rawValue), as the scores are, was not checked"
    ]
  }

  private mutating func checkAssembly(_ contigs: [Contig], _ bundle: ScoreBundle) {
    guard contigs.count != contigCount else { return }
    contigCount = contigs.count
    let witnesses = GenomeAssembly.witnesses(contigs)
    isAssemblyKnown = !witnesses.isEmpty
    scoredSites?.isAssemblyKnown = isAssemblyKnown
    for assembly in GenomeAssembly.allCases where assembly != bundle.assembly {
      guard let witness = witnesses[assembly] else { continue }
      assemblyFault = InputError(
        .assemblyMismatch, path: bundle.rows.path,
        "the scores are of \(bundle.assembly.rawValue) and the calls' contig \(witness.name) has the"
          + " length of \(assembly.rawValue): take the catalogue's files of that build")
    }
  }

  /// Gives a sample's scores, and a row of the table for each; where the sites are kept, nulls in the
  /// place of the scores, which come later.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    if tally != nil {
      tally?.give(sample, isAssemblyKnown: isAssemblyKnown, into: &output)
    } else if let settings {
      output.appendMissing(Self.columnCount(settings), .zeroDenominator)
    }
  }
}
