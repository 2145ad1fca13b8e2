public import ChordaeCore

/// What a call set says at each site of the run's own list (`--sites`).
///
/// A site is a reference and one alternate allele, and copies of the alternate are counted; places
/// without alleles, as of a BED file, are not looked for. Memory is some bytes a sample and site.
public struct ListedSiteCalls: OrderedVariantFeature {
  public static let fields: VariantFields = [.genotypes, .depth, .evidence, .dosages]

  private let list: SiteList?
  private let sampleCount: Int
  private var resolver: SiteResolver?
  /// For each wanted site its place in the list.
  private var places: [Int] = []
  /// Whether each site of the list is looked for.
  private var isLookedFor: [Bool] = []
  /// Calls of the list's sites, sample after sample.
  private var calls: [SiteCall] = []
  private var isFinished = false

  /// No site is told of.
  public init(_ context: VariantContext) {
    list = context.options.sites
    sampleCount = context.sampleCount
    guard let list else { return }
    let numbers = list.contigs.map { WantedSite.chromosome(named: $0) }
    var builder = WantedSitesBuilder()
    var given: [Int] = []
    for (place, site) in list.sites.enumerated() {
      guard !site.alternate.isEmpty, site.alternate != ".", let number = numbers[Int(site.contig)]
      else { continue }
      let reference = Array(site.reference.utf8)
      given.append(place)
      builder.append(
        chromosome: number, position: site.start, effect: Array(site.alternate.utf8).span,
        other: reference.span, reference: reference.span,
        base: context.base.map { base in { base(number, $0) } })
    }
    let wanted = builder.finish()
    places = wanted.givenPlaces.map { given[Int($0)] }
    isLookedFor = [Bool](repeating: false, count: list.sites.count)
    for place in places { isLookedFor[place] = true }
    calls = [SiteCall](repeating: .absent, count: sampleCount * list.sites.count)
    resolver = SiteResolver(
      wanted, sampleCount: sampleCount, sexes: context.sexes,
      rules: EvidenceRules(context.options))
  }

  /// Those of the list; none without it.
  public func wantedSites(_ contigs: [Contig]) -> WantedSites? {
    resolver?.wanted ?? WantedSites([])
  }

  /// Takes in the records of the batch.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    guard var resolver = resolver.take() else { return }
    resolver.consume(batch) { take($0, $1, $2.calls.span) }
    self.resolver = resolver
  }

  private mutating func take(
    _ site: Int, _ resolution: SiteResolver.Resolution, _ found: Span<SiteCall>
  ) {
    let width = calls.count / max(1, sampleCount)
    for sample in 0..<sampleCount { calls[sample * width + places[site]] = found[sample] }
  }

  /// Gives the number of sites whose alleles are known, and a row a site.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    if !isFinished {
      isFinished = true
      if var resolver = resolver.take() { resolver.finish { take($0, $1, $2.calls.span) } }
    }
    guard let list else { return output.append(.missing(.noSites)) }
    let width = list.sites.count
    let own = calls[sample * width..<(sample + 1) * width]
    output.append(own.count { !$0.dosage.isNaN })
    guard output.wants(.siteCalls) else { return }
    for (place, (site, call)) in zip(list.sites, own).enumerated() {
      output.appendRow(
        to: .siteCalls, row(site, isLookedFor[place] ? call : nil, list))
    }
  }

  private func row(
    _ site: SiteList.Site, _ call: SiteCall?, _ list: SiteList
  ) -> [FeatureValue] {
    [
      .text(list.contigs[Int(site.contig)]), .integer(Int64(site.start)),
      site.reference.isEmpty ? .missing(nil) : .text(site.reference),
      site.alternate.isEmpty ? .missing(nil) : .text(site.alternate),
      call.map { .text($0.status.word) } ?? .missing(nil),
      call.flatMap { $0.dosage.isNaN ? nil : .number(Double($0.dosage)) } ?? .missing(nil),
      call.flatMap { $0.ploidy == 0 ? nil : .integer(Int64($0.ploidy)) } ?? .missing(nil),
    ]
  }
}
