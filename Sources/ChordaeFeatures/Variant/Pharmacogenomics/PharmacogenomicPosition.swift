import ChordaeCore

/// What is known of one sample at one position: how it is known, and how many copies of each allele
/// there are.
struct PharmacogenomicCall: Sendable, Equatable {
  var status = SiteStatus.absent
  /// Alleles that the sample has there; 0 where unknown.
  var ploidy = 0
  /// Copies of the reference allele, then of each alternate; empty where unknown.
  var copies: [Int] = []

  /// The alleles by their letters, the reference first, parted by `/`; nil where they are not known.
  ///
  /// `N` stands for an allele that the table does not list, `*` for one that a deletion takes away.
  func text(_ position: PharmacogenomicTable.Position) -> String? {
    guard !copies.isEmpty else { return nil }
    var words: [String] = []
    for (allele, count) in zip([position.reference] + position.alternates, copies) {
      words += repeatElement(allele, count: count)
    }
    let rest = status == .spanned ? "*" : "N"
    words += repeatElement(rest, count: max(0, ploidy - words.count))
    return words.joined(separator: "/")
  }

  /// Why the alleles are not known.
  var reason: MissingReason {
    switch status {
    case .absent: .siteAbsent
    case .lowEvidence: .lowEvidence
    case .noCall: .noCall
    case .spanned: .siteSpanned
    case .called, .referenceBlock: .otherAlleles
    }
  }
}

/// The wanted sites of a table's positions: for each the reference beside its first alternate, then
/// each alternate beside the reference.
struct PharmacogenomicSites: Sendable {
  let table: PharmacogenomicTable
  let wanted: WantedSites
  /// For each site by its index in `wanted`, its position and its allele, 0 for the reference.
  let alleles: [(position: Int, allele: Int)]
  /// The positions of each gene, in the order of `PharmacogenomicTable.genes`.
  let positionsOfGenes: [[Int]]

  /// The position with a number of dbSNP, which the table of each build has.
  func position(_ rsID: String?) -> Int {
    guard let place = table.positions.firstIndex(where: { $0.rsID == rsID }) else {
      preconditionFailure("the table lacks \(rsID ?? "")")
    }
    return place
  }

  /// The sites of a build; `base` gives the reference's letters where they are known.
  init(_ assembly: GenomeAssembly, base: ((UInt8, Int) -> UInt8?)? = nil) {
    let table = PharmacogenomicTable(of: assembly)
    self.table = table
    positionsOfGenes = PharmacogenomicTable.genes.map { gene in
      table.positions.indices.filter { table.positions[$0].gene == gene }
    }
    var sites: [WantedSite] = []
    var places: [(position: Int, allele: Int)] = []
    for (index, position) in table.positions.enumerated() {
      let all = [position.reference] + position.alternates
      for allele in all.indices {
        places.append((index, allele))
        sites.append(
          WantedSite(
            chromosome: WantedSite.chromosome(named: position.chromosome) ?? 0,
            position: position.start, effect: all[allele],
            other: allele == 0 ? all[1] : position.reference, reference: position.reference))
      }
    }
    let wanted = WantedSites(sites, base: base)
    self.wanted = wanted
    alleles = wanted.givenPlaces.map { places[Int($0)] }
  }
}
