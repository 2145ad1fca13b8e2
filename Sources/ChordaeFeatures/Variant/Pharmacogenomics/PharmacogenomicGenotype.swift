import ChordaeCore

/// A sample's genotype at a position, as the VCF for PharmCAT has it.
///
/// It is given only where every allele is known and listed: what was called, what a block of enough
/// evidence says to be the reference, and what nothing speaks of where a run takes that for the
/// reference. All else is no call, never the reference.
struct PharmacogenomicGenotype: Sendable, Equatable {
  /// Numbers of the position's alleles, 0 for the reference; empty for no call.
  private(set) var alleles: [Int] = []
  private(set) var isPhased = false
  /// The phase set of two different alleles, where the call set names it.
  private(set) var phaseSet: Int32?

  /// FORMAT/GT.
  var text: String {
    alleles.isEmpty
      ? "./." : alleles.map(String.init).joined(separator: isPhased ? "|" : "/")
  }

  private var isHeterozygous: Bool { alleles.contains { $0 != alleles[0] } }

  /// The genotypes of a sample at all positions of a table.
  ///
  /// PharmCAT takes all `|` of a gene for one phase set and knows no PS. So they stay only where the
  /// gene's heterozygotes are of one set; where all of them are, its homozygotes, which are in phase
  /// with anything, have `|` too, since PharmCAT takes no gene for phased that has another mark.
  static func all(
    _ calls: [PharmacogenomicCall], _ pairs: ArraySlice<PhasedAlleles.Pair>,
    _ table: PharmacogenomicTable
  ) -> [Self] {
    let pairs = Array(pairs)
    var genotypes = calls.indices.map { Self(calls[$0], pairs[$0]) }
    for gene in PharmacogenomicTable.genes {
      let places = genotypes.indices.filter { table.positions[$0].gene == gene }
      let heterozygotes = places.filter { genotypes[$0].isHeterozygous }
      let phased = heterozygotes.filter { genotypes[$0].isPhased }
      let isOneSet = Set(phased.map { pairs[$0].phaseSet }).count == 1
      if !isOneSet { for place in phased { genotypes[place].forgetPhase() } }
      if isOneSet, phased.count == heterozygotes.count {
        for place in places where genotypes[place].alleles.count == 2 {
          genotypes[place].isPhased = true
        }
      }
    }
    return genotypes
  }

  private init(_ call: PharmacogenomicCall, _ pair: PhasedAlleles.Pair) {
    switch call.status {
    case .called, .referenceBlock, .absent: break
    case .lowEvidence, .noCall, .spanned: return
    }
    let listed = call.copies.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
    guard !listed.isEmpty, listed.count == call.ploidy else { return }
    alleles = listed
    guard listed.count == 2 else { return }
    guard isHeterozygous else {
      isPhased = pair.isPhasedHomozygote
      return
    }
    let ordered = [Int(pair.first), Int(pair.second)]
    guard pair.isPhasedHeterozygote, ordered.sorted() == listed else { return }
    alleles = ordered
    isPhased = true
    phaseSet = pair.phaseSet == VariantBatch.noPhaseSet ? nil : pair.phaseSet
  }

  private mutating func forgetPhase() {
    alleles.sort()
    isPhased = false
    phaseSet = nil
  }
}
