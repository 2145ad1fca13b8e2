public import ChordaeCore

/// Coordinates of a sample on the principal components of a reference panel.
///
/// PC_k is the sum over the loadings' sites of w_k (d - 2p) / sqrt(2p(1 - p)), d being the copies of
/// the alternate allele and p the panel's frequency of it; a site that is not resolved adds nothing.
/// Double precision; memory is the loadings' and the components of each sample.
public struct AncestryProjection: OrderedVariantFeature {
  public static let fields: VariantFields = [.genotypes, .depth, .evidence, .dosages]

  private let loadings: AncestryLoadings?
  private var resolver: SiteResolver?
  /// Sums of all components, sample after sample.
  private var sums: [Double] = []
  /// Sites that added to the sums of each sample.
  private var usedCounts: [Int]
  private var isFinished = false

  /// Sums of nothing.
  public init(_ context: VariantContext) {
    loadings = context.options.ancestry
    usedCounts = [Int](repeating: 0, count: context.sampleCount)
    guard let loadings else { return }
    sums = [Double](repeating: 0, count: context.sampleCount * loadings.componentCount)
    resolver = SiteResolver(
      WantedSites(
        loadings.variants.lazy.map {
          WantedSite(
            chromosome: $0.chromosome, position: $0.position, effect: $0.alternate,
            other: $0.reference, reference: $0.reference)
        }, base: context.base), sampleCount: context.sampleCount, sexes: context.sexes,
      rules: EvidenceRules(context.options))
  }

  /// Those of the loadings; none without them.
  public func wantedSites(_ contigs: [Contig]) -> WantedSites? {
    resolver?.wanted ?? WantedSites([])
  }

  /// Takes in the records of the batch.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    guard var resolver = resolver.take() else { return }
    let wanted = resolver.wanted
    resolver.consume(batch) { take(Int(wanted.givenPlaces[$0]), $1, $2.calls.span) }
    self.resolver = resolver
  }

  private mutating func take(
    _ variant: Int, _ resolution: SiteResolver.Resolution, _ calls: Span<SiteCall>
  ) {
    guard let loadings, resolution.match.isMatched else { return }
    let frequency = loadings.variants[variant].frequency
    let variance = 2 * frequency * (1 - frequency)
    // Where the panel does not vary nothing can be standardised.
    guard variance > 0 else { return }
    let (scale, count) = (1 / variance.squareRoot(), loadings.componentCount)
    // A loop with `where` over two reads of the span stops Swift 6.3.1's optimiser.
    for sample in 0..<usedCounts.count {
      let call = calls[sample]
      guard !call.dosage.isNaN, call.ploidy == 2 else { continue }
      usedCounts[sample] += 1
      let standardised = (Double(call.dosage) - 2 * frequency) * scale
      for component in 0..<count {
        sums[sample * count + component] +=
          loadings.weights[variant * count + component] * standardised
      }
    }
  }

  /// Gives the sites used, then the components, which are null where no site was.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    finishSites()
    guard let loadings else { return output.appendMissing(1, .noUsableSites) }
    output.append(usedCounts[sample])
    for component in 0..<loadings.componentCount {
      let sum = sums[sample * loadings.componentCount + component]
      output.append(usedCounts[sample] > 0 ? sum : nil, else: .noUsableSites)
    }
  }

  private mutating func finishSites() {
    guard !isFinished else { return }
    isFinished = true
    guard var resolver = resolver.take() else { return }
    let wanted = resolver.wanted
    resolver.finish { take(Int(wanted.givenPlaces[$0]), $1, $2.calls.span) }
  }
}
