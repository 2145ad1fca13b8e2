import ChordaeCore
import ChordaeTestSupport
import Testing

private func contigs(_ assembly: GenomeAssembly, prefix: String) -> [Contig] {
  (GenomeAssembly.chromosomes + ["MT", "Un"]).map { name in
    Contig(
      name: prefix + (prefix.isEmpty || name != "MT" ? name : "M"),
      length: assembly.length(ofChromosome: name) ?? 16_569)
  }
}

/// The peer draws the same borders but for the last ten thousand bases of X, which it gives men two of,
/// and one base before PAR2 of GRCh38.
@Test(arguments: GenomeAssembly.allCases, ["", "chr"])
func `copies are those of bcftools by sex`(assembly: GenomeAssembly, prefix: String) throws {
  guard Oracle.has("bcftools") else { return }
  let rules = Oracle.run("bcftools", ["call", "--ploidy", assembly.rawValue + "?"])
  let lines = (rules.text + rules.errors).split(separator: "\n").map { $0.split(separator: " ") }
  let table = lines.filter { $0.count == 5 }
  #expect(table.count > 8)
  func peer(_ contig: String, _ position: Int, _ sex: String) -> Int {
    let row = table.first { row in
      row[0] == contig[...] && row[3] == sex[...]
        && (Int(row[1]) ?? 0)...(Int(row[2]) ?? 0) ~= position + 1
    }
    return row.flatMap { Int($0[4]) } ?? 2
  }
  let contigs = contigs(assembly, prefix: prefix)
  let regions = ChromosomeRegions(of: contigs)
  #expect(regions.assembly == assembly && regions.count == contigs.count)
  let par = PseudoautosomalRegions(of: assembly).x
  let ends = par.flatMap { [$0.start - 2, $0.start, $0.start + 1, $0.end - 1, $0.end, $0.end + 1] }
  for (index, contig) in contigs.enumerated() where !contig.name.hasSuffix("Un") {
    for position in ends + [0, 9_998, 5_000_000] where position < contig.length {
      let isLastOfX = contig.name.hasSuffix("X") && position >= par[1].end
      guard !isLastOfX else { continue }
      let region = regions.region(ofContig: index, position: position)
      #expect(region.copies(of: .male) == peer(contig.name, position, "M"), "\(contig.name)")
      #expect(region.copies(of: .female) == peer(contig.name, position, "F"), "\(contig.name)")
    }
  }
}

@Test func `borders of X count from the first base, and what is not known gives no copies`() {
  let regions = ChromosomeRegions(of: contigs(.grch38, prefix: "chr"))
  func x(_ position: Int) -> ChromosomeRegion { regions.region(ofContig: 22, position: position) }
  #expect(x(9_999) == .x && x(10_000) == .pseudoautosomal && x(2_781_478) == .pseudoautosomal)
  #expect(x(2_781_479) == .x && x(155_701_381) == .x && x(155_701_382) == .pseudoautosomal)
  #expect(x(156_030_894) == .pseudoautosomal && x(156_030_895) == .x)
  #expect(x(5_000_000).copies(of: nil) == nil && x(20_000).copies(of: nil) == 2)
  #expect(regions.region(ofContig: 25, position: 0) == .other)
  #expect(ChromosomeRegion.other.copies(of: .male) == nil)
  let unknown = ChromosomeRegions(of: [Contig(name: "X", length: 0), Contig(name: "Y", length: 0)])
  #expect(unknown.assembly == nil)
  let place = unknown.region(ofContig: 0, position: 20_000)
  #expect(place == .xOfUnknownBuild && place.copies(of: .male) == nil)
  #expect(place.copies(of: .female) == 2)
  #expect(unknown.region(ofContig: 1, position: 5).copies(of: .female) == 0)
}
