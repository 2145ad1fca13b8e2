public import ChordaeCore

/// What a call set says at the positions that pharmacogenes' alleles are defined by.
///
/// Genotypes alone are taken, never expected dosages. The build follows from the lengths of the
/// header's chromosomes. Memory is some bytes a sample and position.
///
/// With the table `pharmcat` the build must be GRCh38, and phases are taken too.
public struct Pharmacogenomics: OrderedVariantFeature {
  public static let fields: VariantFields = [.genotypes, .depth, .evidence]

  /// Phase sets too, where genotypes are written for PharmCAT.
  public static func fields(_ options: FeatureOptions) -> VariantFields {
    options.tables.contains(.pharmcat) ? fields.union(.phaseSets) : fields
  }

  private let sampleCount: Int
  private let rules: EvidenceRules
  private let base: (@Sendable (UInt8, Int) -> UInt8?)?
  private var sites: PharmacogenomicSites?
  /// Places in the table of the positions that have a column, and of the two of apolipoprotein E.
  private var shownPlaces: [Int] = []
  private var apolipoproteinPlaces: [Int] = []
  private var resolver: SiteResolver?
  private var isFinished = false
  /// Calls of all positions, sample after sample.
  private var calls: [PharmacogenomicCall] = []
  /// Whether genotypes are written for PharmCAT.
  private let writesGenotypes: Bool
  /// nil where no genotypes are written, or nothing is known yet.
  private var phases: PhasedAlleles?
  private var isAssemblyMissed = false
  /// Another build than PharmCAT takes.
  public private(set) var fault: InputError?

  /// Nothing known before the first record.
  public init(_ context: VariantContext) {
    sampleCount = context.sampleCount
    rules = EvidenceRules(context.options)
    base = context.base
    writesGenotypes = context.options.tables.contains(.pharmcat)
  }

  /// Says why a call set's samples have no genotypes for PharmCAT.
  public var warnings: [String] {
    guard writesGenotypes, isAssemblyMissed, sites == nil else { return [] }
    return [
      "the contigs' lengths are of no known build: its samples are left out of the table pharmcat"
    ]
  }

  /// The table's positions; none where the build is not known.
  public func wantedSites(_ contigs: [Contig]) -> WantedSites? {
    GenomeAssembly(contigs: contigs).map { PharmacogenomicSites($0, base: base).wanted }
      ?? WantedSites([])
  }

  /// Takes in the records of the batch.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    if resolver == nil { begin(batch.headerContigs) }
    guard var resolver = resolver.take() else { return }
    phases?.consume(batch)
    resolver.consume(batch) { take($0, $1, $2.calls.span) }
    phases?.forgetEnded()
    self.resolver = resolver
  }

  private mutating func begin(_ contigs: [Contig]) {
    guard let assembly = GenomeAssembly(contigs: contigs) else {
      isAssemblyMissed = true
      return
    }
    if writesGenotypes, assembly != .grch38 {
      fault = InputError(
        .assemblyMismatch, path: "",
        "the table pharmcat is for GRCh38, the only build that PharmCAT takes, and the contigs have the"
          + " lengths of \(assembly.rawValue): call or lift the genotypes on GRCh38, or leave the table"
          + " out")
      return
    }
    let sites = PharmacogenomicSites(assembly, base: base)
    self.sites = sites
    shownPlaces = Self.shownPositions.map { sites.position($0.rsID) }
    apolipoproteinPlaces = ["rs429358", "rs7412"].map { sites.position($0) }
    resolver = SiteResolver(
      sites.wanted, sampleCount: sampleCount, rules: rules, usesDosages: false)
    calls = Array(
      repeating: PharmacogenomicCall(), count: sampleCount * sites.table.positions.count)
    if writesGenotypes { phases = PhasedAlleles(sites.table, sampleCount: sampleCount) }
  }

  private mutating func take(
    _ site: Int, _ resolution: SiteResolver.Resolution, _ found: Span<SiteCall>
  ) {
    guard let sites else { return }
    let (position, allele) = sites.alleles[site]
    phases?.take(position, allele: allele, resolution, found)
    let width = sites.table.positions.count
    for sample in 0..<sampleCount {
      calls[sample * width + position].take(
        found[sample], allele, of: sites.table.positions[position].alternates.count + 1)
    }
  }

  private mutating func finishSites() {
    isFinished = true
    guard var resolver = resolver.take() else { return }
    resolver.finish { take($0, $1, $2.calls.span) }
  }

  /// Gives the sample's values and, where it is asked for, a row a position.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    if !isFinished { finishSites() }
    guard let sites else {
      return output.appendMissing(Self.group.columns.count, .unknownAssembly)
    }
    let width = sites.table.positions.count
    let own = calls[sample * width..<(sample + 1) * width].map { $0.settled }
    let table = sites.table
    for places in sites.positionsOfGenes {
      output.append(places.count { !own[$0].copies.isEmpty })
      output.append(places.count { own[$0].copies.dropFirst().contains { $0 > 0 } })
    }
    for place in shownPlaces {
      output.append(
        own[place].text(table.positions[place]).map { .text($0) } ?? .missing(own[place].reason))
    }
    output.append(Self.apolipoprotein(apolipoproteinPlaces.map { own[$0] }))
    if output.wants(.pgx) {
      for (position, call) in zip(table.positions, own) {
        output.appendRow(to: .pgx, Self.row(position, call))
      }
    }
    if output.wants(.pharmcat) { appendGenotypes(of: sample, own, table, to: &output) }
  }

  /// A row a position in the genome's order.
  private func appendGenotypes(
    of sample: Int, _ calls: [PharmacogenomicCall], _ table: PharmacogenomicTable,
    to output: inout FeatureOutput
  ) {
    guard let phases else { return }
    let genotypes = PharmacogenomicGenotype.all(calls, phases.pairs(of: sample), table)
    for place in table.genomeOrder {
      let set = genotypes[place].phaseSet.map { FeatureValue.integer(Int64($0)) }
      output.appendRow(to: .pharmcat, [.text(genotypes[place].text), set ?? .missing(nil)])
    }
  }

  private static func row(
    _ position: PharmacogenomicTable.Position, _ call: PharmacogenomicCall
  ) -> [FeatureValue] {
    [
      .text(position.gene), position.rsID.map { .text($0) } ?? .missing(nil),
      .text(position.chromosome), .integer(Int64(position.start)), .text(position.reference),
      .text(position.alternates.joined(separator: ",")), .text(call.status.word),
      call.text(position).map { .text($0) } ?? .missing(nil),
    ]
  }

  /// The two forms of apolipoprotein E, from C of rs429358 (Arg of codon 112) and T of rs7412 (Cys of
  /// codon 158).
  private static func apolipoprotein(_ calls: [PharmacogenomicCall]) -> FeatureValue {
    var counts: [Int] = []
    for call in calls {
      guard call.copies.count == 2, call.ploidy == 2, call.copies[0] + call.copies[1] == 2 else {
        return .missing(call.copies.isEmpty ? call.reason : .otherAlleles)
      }
      counts.append(call.copies[1])
    }
    let names = [
      ["e3/e3", "e2/e3", "e2/e2"], ["e3/e4", "e2/e4", "e1/e2"], ["e4/e4", "e1/e4", "e1/e1"],
    ]
    return .text(names[counts[0]][counts[1]])
  }
}

extension PharmacogenomicCall {
  /// Takes in what a site of the position says of one of its alleles.
  mutating func take(_ call: SiteCall, _ allele: Int, of alleleCount: Int) {
    if copies.isEmpty { copies = [Int](repeating: -1, count: alleleCount) }
    if Self.rank(call.status) > Self.rank(status) { status = call.status }
    ploidy = max(ploidy, Int(call.ploidy))
    copies[allele] = call.dosage.isNaN ? -1 : Int(call.dosage.rounded())
  }

  /// The call with all that is not known taken away: alleles only where each one's copies are known
  /// and they are not more than the sample has.
  ///
  /// Of a record that was split in rows, each row counts the others' alternates as it likes; what the
  /// alternates leave is the reference's.
  var settled: PharmacogenomicCall {
    var call = self
    let alternates = copies.dropFirst().reduce(0, +)
    guard !copies.isEmpty, copies.allSatisfy({ $0 >= 0 }), alternates <= ploidy else {
      call.copies = []
      return call
    }
    // Asked first: a write would copy the array.
    if copies[0] > ploidy - alternates { call.copies[0] = ploidy - alternates }
    return call
  }

  private static func rank(_ status: SiteStatus) -> Int {
    switch status {
    case .absent: 0
    case .lowEvidence: 1
    case .noCall: 2
    case .spanned: 3
    case .referenceBlock: 4
    case .called: 5
    }
  }
}
