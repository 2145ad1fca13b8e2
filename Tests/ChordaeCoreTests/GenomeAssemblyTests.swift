import ChordaeCore
import Testing

@Test(arguments: [
  ("GRCh37", GenomeAssembly.grch37), ("grch37.p13", .grch37), ("hg19", .grch37), ("b37", .grch37),
  ("hs37d5", .grch37), ("GRCh38", .grch38), ("GRCh38.p14", .grch38), ("HG38", .grch38),
])
func `a build goes by several names`(name: String, assembly: GenomeAssembly) {
  #expect(GenomeAssembly(named: name) == assembly)
}

@Test(arguments: ["", "hg18", "GRCm38", "CHM13v2.0", "GRCh3", "38"])
func `other names are no build`(name: String) {
  #expect(GenomeAssembly(named: name) == nil)
}

@Test func `a header's build is told by lengths, and a mixed one by a contig of each`() {
  let (old, new) = (
    Contig(name: "chr1", length: 249_250_621), Contig(name: "2", length: 242_193_529)
  )
  let other = Contig(name: "3", length: 5)
  #expect(GenomeAssembly(contigs: [other, old]) == .grch37)
  #expect(GenomeAssembly(contigs: [other]) == nil && GenomeAssembly(contigs: [old, new]) == nil)
  #expect(GenomeAssembly.witnesses([other, old, new]) == [.grch37: old, .grch38: new])
  #expect(GenomeAssembly.grch38.length(ofChromosome: "chrY") == 57_227_415)
  #expect(GenomeAssembly.grch38.length(ofChromosome: "MT") == nil)
}
