internal import ChordaeCore

/// One sample's genotypes in some records, as the tables PSC and PSI of `bcftools stats -s -` count
/// them.
struct SampleCounts {
  /// Genotypes that are not hom-ref; all others of the records with genotypes are.
  var notReferenceHomozygous = 0
  var missing = 0
  var heterozygous = 0
  var alternateHomozygous = 0
  var transitions = 0
  var transversions = 0
  var indels = 0
  var singletons = 0
  var haploidReference = 0
  var haploidAlternate = 0
  var insertionHeterozygous = 0
  var deletionHeterozygous = 0
  var insertionHomozygous = 0
  var deletionHomozygous = 0

  /// Adds another's counts; none is ever more than there are records.
  mutating func add(_ other: Self) {
    notReferenceHomozygous &+= other.notReferenceHomozygous
    missing &+= other.missing
    heterozygous &+= other.heterozygous
    alternateHomozygous &+= other.alternateHomozygous
    transitions &+= other.transitions
    transversions &+= other.transversions
    indels &+= other.indels
    singletons &+= other.singletons
    haploidReference &+= other.haploidReference
    haploidAlternate &+= other.haploidAlternate
    insertionHeterozygous &+= other.insertionHeterozygous
    deletionHeterozygous &+= other.deletionHeterozygous
    insertionHomozygous &+= other.insertionHomozygous
    deletionHomozygous &+= other.deletionHomozygous
  }

  /// Adds heterozygotes and alternate homozygotes of one alternate allele.
  mutating func add(_ change: AlternateClass, heterozygous hets: Int, homozygous homs: Int) {
    notReferenceHomozygous += hets + homs
    if change.countsAsSubstitution {
      heterozygous += hets
      alternateHomozygous += homs
    }
    switch change {
    case .transition: transitions += hets + homs
    case .transversion: transversions += hets + homs
    case .insertion:
      indels += hets + homs
      insertionHeterozygous += hets
      insertionHomozygous += homs
    case .deletion:
      indels += hets + homs
      deletionHeterozygous += hets
      deletionHomozygous += homs
    case .unnamedSubstitution, .reference, .other: break
    }
  }

  /// Counts one genotype and says whether it carries an alternate allele and is not haploid.
  mutating func count(
    _ genotype: Genotype, _ record: Int, in batch: borrowing VariantBatch
  ) -> Bool {
    switch genotype {
    case .referenceHomozygous: return false
    case .missing:
      notReferenceHomozygous += 1
      missing += 1
      return false
    case .haploid(let allele):
      notReferenceHomozygous += 1
      if allele == 0 { haploidReference += 1 } else { haploidAlternate += 1 }
      return false
    case .alternateHomozygous(let allele):
      add(AlternateClass(batch, record, allele: allele), heterozygous: 0, homozygous: 1)
    case .heterozygous(let allele, nil):
      add(AlternateClass(batch, record, allele: allele), heterozygous: 1, homozygous: 0)
    case .heterozygous(let first, let second?):
      countTwoAlternates(
        AlternateClass(batch, record, allele: first), AlternateClass(batch, record, allele: second))
    }
    return true
  }

  /// Counts a heterozygote of two alternates: transition or transversion by the first of them alone,
  /// all else by both; an insertion and a deletion count as both.
  private mutating func countTwoAlternates(_ first: AlternateClass, _ second: AlternateClass) {
    notReferenceHomozygous += 1
    if first.isSubstitution || second.isSubstitution || (first == .reference && second == first) {
      heterozygous += 1
      if first == .transition { transitions += 1 }
      if first == .transversion { transversions += 1 }
    }
    // As with the peer, a first alternate that is no base ends the counting of the genotype.
    guard first != .unnamedSubstitution, first.isIndel || second.isIndel else { return }
    indels += 1
    if first == .insertion || second == .insertion { insertionHeterozygous += 1 }
    if first == .deletion || second == .deletion { deletionHeterozygous += 1 }
  }
}
