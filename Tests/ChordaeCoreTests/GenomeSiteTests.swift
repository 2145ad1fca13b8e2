import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@Test(arguments: GenomeAssembly.allCases)
func `chromosomes tell their build by their lengths`(assembly: GenomeAssembly) {
  let contigs = GenomeAssembly.chromosomes.map {
    Contig(name: "chr\($0)", length: assembly.length(ofChromosome: $0) ?? 0)
  }
  #expect(GenomeAssembly(contigs: contigs) == assembly)
  #expect(contigs.count == 24)
  #expect(assembly.length(ofChromosome: "chrX") == assembly.length(ofChromosome: "X"))
  #expect(assembly.length(ofChromosome: "chrMT") == nil)
  #expect(assembly.length(ofChromosome: "MT") == nil)
}

@Test(arguments: GenomeAssembly.allCases)
func `pseudoautosomal regions are as long on X as on Y`(assembly: GenomeAssembly) throws {
  let regions = PseudoautosomalRegions(of: assembly)
  #expect(regions.x.map(\.name) == ["PAR1", "PAR2"])
  #expect(regions.y.map(\.name) == ["PAR1", "PAR2"])
  #expect(regions.x.map(\.length) == regions.y.map(\.length))
  for pair in [regions.x, regions.y] {
    let end = try #require(assembly.length(ofChromosome: pair[0].contig))
    #expect(pair[0].end < pair[1].start)
    #expect(end - pair[1].end == 10_000, "telomere of \(pair[0].contig)")
  }
}

/// The stretches of X that `bcftools call` takes for haploid in males, 1-based and closed.
private func haploid(_ assembly: GenomeAssembly) -> [[Int]]? {
  guard Oracle.has("bcftools") else { return nil }
  let output = Oracle.run("bcftools", ["call", "--ploidy", "\(assembly.rawValue)?"])
  return (output.text + output.errors).split(separator: "\n").compactMap { line in
    let words = line.split(separator: " ")
    guard words.count == 5, words[0] == "X", words[3] == "M" else { return nil }
    return words[1...2].compactMap { Int($0) }
  }
}

@Test func `bcftools makes males haploid between the pseudoautosomal regions`() throws {
  guard let old = haploid(.grch37), let new = haploid(.grch38) else { return }
  let grch37 = PseudoautosomalRegions(of: .grch37).x
  let grch38 = PseudoautosomalRegions(of: .grch38).x
  #expect(old == [[1, grch37[0].start], [grch37[0].end + 1, grch37[1].start]])
  // bcftools counts one base less before PAR1 and PAR2 of GRCh38.
  #expect(new == [[1, grch38[0].start - 1], [grch38[0].end + 1, grch38[1].start - 1]])
}

@Test func `the repeat of LPA is the same in both builds, six periods of about 5.5 kb`() {
  let old = KringleRepeat(of: .grch37)
  let new = KringleRepeat(of: .grch38)
  #expect(
    new.region
      == GenomicInterval(
        contig: "6", start: 160_611_560, end: 160_644_845, name: "LPA KIV-2"))
  #expect(old.region.start - new.region.start == 421_032)
  #expect(old.periodStarts == new.periodStarts.map { $0 + 421_032 })
  for repetition in [old, new] {
    let borders = repetition.periodStarts + [repetition.region.end]
    #expect(borders.first == repetition.region.start)
    #expect(repetition.periodStarts.count == KringleRepeat.referenceCopies)
    #expect(zip(borders, borders.dropFirst()).allSatisfy { (5_544...5_555).contains($1 - $0) })
  }
}

@Test func `mitochondrial artefacts are positions of the reference sequence, one of them an N`()
  throws
{
  let positions = MitochondrialArtefacts.positions
  #expect(positions.map { $0 + 1 } == [301, 302, 310, 316, 3_107, 16_182])
  guard let path = Fixtures.publicRecord("genomics/mt/rCRS.fasta") else { return }
  let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
  let sequence = Array(lines.filter { !$0.hasPrefix(">") }.joined())
  #expect(sequence.count == MitochondrialArtefacts.sequenceLength)
  #expect(String(positions.map { sequence[$0] }) == "AATGNA")
  #expect(sequence.indices.filter { sequence[$0] == "N" } == [3_106])
}

@Test func `every source names a version or commit, and its digest where the bytes were had`() {
  let files =
    GenomeAssembly.allCases.flatMap { HotspotTable.clonalHaematopoiesis($0).sources } + [
      PseudoautosomalRegions.source, KringleRepeat.source, KringleRepeat.agreeing,
      MitochondrialArtefacts.source,
    ]
  for file in files {
    #expect(!file.path.isEmpty && !file.content.isEmpty)
    #expect(file.version.count == 40 || file.sha256 != nil, "\(file)")
    #expect(file.sha256.map { $0.count == 64 } ?? true)
    #expect(file.citation.contains(file.version))
  }
}
