import ChordaeCore
import Testing

private let reference = ReferenceGaps([
  .init(name: "chr1", length: 100, gaps: [0..<10, 50..<51]),
  .init(name: "2", length: 40, gaps: []), .init(name: "chrX", length: 7, gaps: []),
])

@Test func `autosomes are the contigs 1 to 22, with or without chr, and nothing like them`() {
  let names = (1...22).flatMap { ["\($0)", "chr\($0)"] }
  for name in names { #expect(Contig(name: name, length: 1).isAutosome, "\(name)") }
  for name in [
    "", "chr", "0", "01", "23", "chr23", "222", "+1", "1 ", "X", "chrM", "1_alt", "CHR1",
    "chr1_random",
  ] {
    #expect(!Contig(name: name, length: 1).isAutosome, "\(name)")
  }
}

@Test func `a territory has the bases of all autosomes outside the gaps`() throws {
  let contigs = [
    Contig(name: "M", length: 5), Contig(name: "chr2", length: 40),
    Contig(name: "chr1", length: 100),
    Contig(name: "X", length: 9),
  ]
  let territory = try AutosomeTerritory(of: contigs, in: reference, path: "r.fa")
  #expect(territory.gaps == [1: [], 2: [0..<10, 50..<51]])
  #expect(territory.baseCount == 140 - 11)
}

@Test(arguments: [
  (
    "3", 40,
    "the reference has no sequence for the alignment's contig 3: is it the same assembly?"
  ),
  (
    "1", 101,
    "the reference's sequence chr1 has 100 bases, the alignment's contig 1 101: is it the same"
      + " assembly?"
  ),
])
func `a reference of another assembly is a mismatch`(name: String, length: Int, detail: String) {
  let error = #expect(throws: InputError.self) {
    _ = try AutosomeTerritory(
      of: [Contig(name: name, length: length)], in: reference, path: "/data/r.fa")
  }
  #expect(error == InputError(.contigMismatch, path: "/data/r.fa", detail))
}
