import ChordaeCore
import ChordaeTestSupport
import Testing

/// Genes of the table whose transcripts lie on the reverse strand.
private let reverse: Set = [
  "GNB1", "NRAS", "DNMT3A", "SF3B1", "IDH1", "KRAS", "IDH2", "TP53", "SRSF2", "U2AF1",
]

/// What no file read gives for GRCh37, and two independent files give for GRCh38.
private let onlyGRCh38: Set = ["GNB1 K57E", "CBL C404Y", "CBL R420Q", "U2AF1 R156H"]

private struct Change: Hashable {
  let name: String
  let chromosome: String
  let reference: String
  let alternate: String

  init(_ hotspot: Hotspot) {
    name = "\(hotspot.gene) \(hotspot.proteinChange)"
    chromosome = hotspot.chromosome
    reference = hotspot.reference
    alternate = hotspot.alternate
  }
}

/// Where a codon may begin, and its bases, so that every change gives its amino acid.
private struct Reading: Hashable {
  /// The codon's first base relative to the leftmost change.
  let offset: Int
  let codon: Codon
}

private func readings(_ changes: [Hotspot], reverse: Bool) -> Set<Reading> {
  guard let leftmost = changes.map(\.start).min() else { return [] }
  var fits: Set<Reading> = []
  for offset in -2...4 {
    for codon in Codon.all {
      let all = changes.allSatisfy { change in
        let place = (change.start - leftmost - offset) * (reverse ? -1 : 1)
        let bases = (Character(change.reference), Character(change.alternate))
        let (old, new) =
          reverse ? (Codon.complement(bases.0), Codon.complement(bases.1)) : bases
        guard (0..<3).contains(place), codon.letters[place] == old else { return false }
        var changed = codon
        changed.letters[place] = new
        return codon.aminoAcid == change.proteinChange.first
          && changed.aminoAcid == change.proteinChange.last
      }
      if all { fits.insert(Reading(offset: offset, codon: codon)) }
    }
  }
  return fits
}

private func codons(_ table: HotspotTable) -> [String: [Hotspot]] {
  Dictionary(grouping: table.hotspots) { "\($0.gene) \($0.proteinChange.dropLast())" }
}

@Test(arguments: GenomeAssembly.allCases)
func `hotspots lie in order on their chromosomes and change one base`(assembly: GenomeAssembly)
  throws
{
  let table = HotspotTable.clonalHaematopoiesis(assembly)
  let keys = try table.hotspots.map { hotspot in
    (
      try #require(GenomeAssembly.chromosomes.firstIndex(of: hotspot.chromosome)),
      hotspot.start, hotspot.alternate
    )
  }
  #expect(table.assembly == assembly)
  #expect(zip(keys, keys.dropFirst()).allSatisfy(<))
  for hotspot in table.hotspots {
    let length = try #require(assembly.length(ofChromosome: hotspot.chromosome))
    #expect((0..<length).contains(hotspot.start), "\(hotspot)")
    #expect(["A", "C", "G", "T"].contains(hotspot.reference), "\(hotspot)")
    #expect(["A", "C", "G", "T"].contains(hotspot.alternate), "\(hotspot)")
    #expect(hotspot.reference != hotspot.alternate, "\(hotspot)")
    #expect(hotspot.interval.length == 1)
    #expect(!hotspot.sources.isEmpty, "\(hotspot)")
    #expect(Set(hotspot.sources).count == hotspot.sources.count, "\(hotspot)")
  }
  for (place, changes) in Dictionary(grouping: table.hotspots, by: \.start) {
    #expect(Set(changes.map(\.reference)).count == 1, "\(place)")
  }
}

@Test(arguments: GenomeAssembly.allCases)
func `base changes give the amino acids that hotspots are named for`(assembly: GenomeAssembly) {
  let groups = codons(.clonalHaematopoiesis(assembly))
  #expect(groups.count == (assembly == .grch37 ? 28 : 32))
  for (name, changes) in groups {
    #expect(!readings(changes, reverse: reverse.contains(changes[0].gene)).isEmpty, "\(name)")
  }
}

@Test func `the two builds hold the same changes but for four that no file gives for GRCh37`() {
  let old = HotspotTable.clonalHaematopoiesis(.grch37)
  let new = HotspotTable.clonalHaematopoiesis(.grch38)
  let (before, after) = (Set(old.hotspots.map(Change.init)), Set(new.hotspots.map(Change.init)))
  #expect(before.isSubset(of: after))
  #expect(Set(after.subtracting(before).map(\.name)) == onlyGRCh38)
  for hotspot in new.hotspots where onlyGRCh38.contains(Change(hotspot).name) {
    #expect(hotspot.sources.count >= 2, "\(hotspot)")
  }
  let groups = codons(new)
  for (name, changes) in codons(old) {
    let isReverse = reverse.contains(changes[0].gene)
    let others = (groups[name] ?? []).filter { before.contains(Change($0)) }
    #expect(
      readings(changes, reverse: isReverse) == readings(others, reverse: isReverse), "\(name)")
  }
}

@Test func `a gene's hotspots lie as far from one another in one build as in the other`() {
  let new = Dictionary(
    HotspotTable.clonalHaematopoiesis(.grch38).hotspots.map { (Change($0), $0.start) }
  ) { first, _ in first }
  var shifts: [String: Set<Int>] = [:]
  for hotspot in HotspotTable.clonalHaematopoiesis(.grch37).hotspots {
    guard let start = new[Change(hotspot)] else { continue }
    shifts[hotspot.gene, default: []].insert(hotspot.start - start)
  }
  #expect(shifts.count == 14)
  for (gene, distances) in shifts { #expect(distances.count == 1, "\(gene): \(distances)") }
}

@Test func `a strand that is not the gene's reads no hotspot's codon`() throws {
  let table = HotspotTable.clonalHaematopoiesis(.grch38)
  let jak2 = table.hotspots.filter { $0.gene == "JAK2" }
  #expect(jak2.map(\.interval.start) == [5_073_769])
  #expect(!readings(jak2, reverse: false).isEmpty)
  #expect(readings(jak2, reverse: true).isEmpty)
}

@Test func `places hold every changed base once, and the false second copy of U2AF1`() {
  let old = HotspotTable.clonalHaematopoiesis(.grch37)
  let new = HotspotTable.clonalHaematopoiesis(.grch38)
  #expect(old.hotspots.allSatisfy { $0.copyStart == nil })
  let changed = Set(new.hotspots.map(\.start))
  #expect(new.hotspots.allSatisfy { ($0.gene == "U2AF1") == ($0.copyStart != nil) })
  #expect(new.places.count == changed.count + 3)
  #expect(
    new.places.filter { $0.name == "U2AF1" }.map(\.start) == [
      6_486_333, 6_486_336, 6_496_023, 43_094_666, 43_094_669, 43_104_345,
    ])
  #expect(Set(old.places.map(\.start)) == Set(old.hotspots.map(\.start)))
  #expect(new.sources.count == 4)
  #expect(old.sources.count == 2)
}
