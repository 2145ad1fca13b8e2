import ChordaeCore
import Testing

private let chr1 = Contig(name: "chr1", length: 249_250_621)
private let bare1 = Contig(name: "1", length: 249_250_621)

private func place(
  _ name: String, among header: [Contig], _ assembly: GenomeAssembly? = nil, end: Int = 9
) -> Result<String, InputError> {
  let placement = ContigPlacement(
    among: header, assembly: assembly, of: "site list", path: "a.bam")
  do throws(InputError) {
    let intervals = [GenomicInterval(contig: name, start: 0, end: end)]
    return .success(header[try placement.place(intervals)[0]].name)
  } catch { return .failure(error) }
}

private func fault(_ result: Result<String, InputError>) -> InputError? {
  if case .failure(let error) = result { error } else { nil }
}

@Test(arguments: [nil, GenomeAssembly.grch37])
func `a name stands for the contig of that name, or with the other prefix`(
  assembly: GenomeAssembly?
) throws {
  #expect(try place("1", among: [chr1], assembly).get() == "chr1")
  #expect(try place("chr1", among: [bare1], assembly).get() == "1")
  #expect(try place("chr1", among: [chr1], assembly).get() == "chr1")
  let scaffold = Contig(name: "GL000191.1", length: 106_433)
  #expect(try place("GL000191.1", among: [chr1, scaffold], assembly).get() == "GL000191.1")
  #expect(
    fault(place("2", among: [chr1], assembly))
      == InputError(
        .contigMismatch, path: "a.bam",
        "the site list's interval 1 (2:0-9): the contig 2 is not in the alignment's header: "
          + "is it the same assembly?"))
}

@Test func `a name that could be two contigs is refused, unless the build's length tells`() throws {
  let ambiguous = InputError(
    .contigMismatch, path: "a.bam",
    "the site list's contig 1 could be 1 or chr1 of the header: keep one of them")
  #expect(fault(place("1", among: [chr1, bare1])) == ambiguous)
  #expect(fault(place("1", among: [chr1, bare1], .grch37)) == ambiguous)
  let mouse = Contig(name: "1", length: 195_471_971)
  #expect(fault(place("1", among: [chr1, mouse]))?.reason == .contigMismatch)
  #expect(try place("1", among: [chr1, mouse], .grch37).get() == "chr1")
}

@Test func `two names for one contig are refused`() throws {
  let placement = ContigPlacement(among: [chr1], of: "panel", path: "a.bam")
  let both = ["1", "chr1"].map { GenomicInterval(contig: $0, start: 0, end: 1) }
  #expect(
    throws: InputError(
      .contigMismatch, path: "a.bam",
      "two contig names of the panel both stand for chr1: use one of them")
  ) { try placement.place(both) }
}

@Test func `a chromosome of another length than the build's is refused`() throws {
  #expect(
    fault(place("chr1", among: [bare1], .grch38))
      == InputError(
        .assemblyMismatch, path: "a.bam",
        "the site list is of GRCh38, where 1 has 248956422 bases; in the header it has 249250621: "
          + "take a site list of the alignment's build"))
  #expect(
    fault(place("chr1", among: [chr1], end: 249_250_622))
      == InputError(
        .contigMismatch, path: "a.bam",
        "the site list's interval 1 (chr1:0-249250622): it ends past the contig's 249250621 bases: "
          + "is it the same assembly?"))
  // VCF headers need not say lengths.
  #expect(try place("1", among: [Contig(name: "1", length: 0)], .grch38).get() == "1")
}

@Test(arguments: [
  // In hg19 chrM is another sequence than MT of GRCh37, in hg38 it is the same.
  ("MT", "chrM", 16_569, GenomeAssembly.grch37, true),
  ("MT", "chrM", 16_571, .grch37, false), ("chrM", "MT", 16_569, .grch37, false),
  ("chrM", "MT", 16_569, .grch38, true), ("MT", "chrM", 16_569, .grch38, true),
  ("MT", "chrM", 16_569, nil, false), ("chrM", "MT", 16_569, nil, false),
  ("chrM", "chrM", 16_571, .grch37, true), ("MT", "MT", 16_569, nil, true),
])
func `the mitochondrion's two names are one only where the sequence is`(
  name: String, contig: String, length: Int, assembly: GenomeAssembly?, isPlaced: Bool
) {
  let header = [Contig(name: contig, length: length)]
  let error = fault(place(name, among: header, assembly))
  #expect(isPlaced ? error == nil : error?.reason == .contigMismatch)
}
