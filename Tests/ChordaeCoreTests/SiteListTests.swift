import ChordaeCore
import Testing

@Suite struct `A list of sites` {
  private func change(_ reference: String, _ alternate: String) -> (SiteChange, shift: Int) {
    var list = SiteList()
    list.append(contig: "1", start: 100, reference: reference, alternate: alternate)
    return (list.sites[0].change, list.sites[0].position - 100)
  }

  @Test func `tells what its alleles change, and where a pileup shows it`() {
    #expect(change("A", "G") == (.base(reference: 0, alternate: 2), shift: 0))
    #expect(change("a", "t") == (.base(reference: 0, alternate: 3), shift: 0))
    #expect(change("CAG", "CTG") == (.base(reference: 0, alternate: 3), shift: 1))
    #expect(change("C", "CAG") == (.insertion(reference: 1, Array("AG".utf8)), shift: 0))
    #expect(change("CAG", "C") == (.deletion(reference: 1, 2), shift: 0))
    #expect(change("CTT", "CT") == (.deletion(reference: 1, 1), shift: 0))
    #expect(change("GCT", "GCTT") == (.insertion(reference: 1, Array("T".utf8)), shift: 1))
    #expect(change("", "") == (.place, shift: 0))
    #expect(change("T", "") == (.base(reference: 3, alternate: nil), shift: 0))
    #expect(change("T", ".") == (.base(reference: 3, alternate: nil), shift: 0))
    for alternate in ["GT", "<DEL>", "*", "A[2:30[", "GTT"] {
      #expect(change("AC", alternate).0 == .other, "\(alternate)")
    }
    #expect(change("AC", "AC").0 == .base(reference: 0, alternate: 0))
  }

  @Test func `lies among contigs with or without chr, in their order, each place once`() throws {
    var list = SiteList()
    for (contig, start) in [("2", 7), ("1", 9), ("1", 3), ("2", 7)] {
      list.append(contig: contig, start: start, reference: "A", alternate: "G")
    }
    list.append(contig: "1", start: 3, reference: "AC", alternate: "A")
    let header = [Contig(name: "chr1", length: 10), Contig(name: "chr2", length: 8)]
    let placement = try SitePlacement(list, among: header, path: "a.bam")
    #expect(
      placement.positions
        == SitePositions([
          SitePositions.key(contig: 0, position: 3), SitePositions.key(contig: 0, position: 9),
          SitePositions.key(contig: 1, position: 7),
        ]))
    #expect(placement.places == [2, 1, 0, 2, 0])
    #expect(placement.references == [0, 0, 0])
    #expect(placement.indels == [IndelAllele(place: 0, deletedCount: 1)])
    #expect(placement.indelIndexes == [4: 0])
  }

  @Test func `has faults with words of their own`() throws {
    func fault(_ sites: [(String, Int)], _ header: [Contig]) -> InputError? {
      var list = SiteList()
      for (contig, start) in sites { list.append(contig: contig, start: start, reference: "AC") }
      do throws(InputError) {
        _ = try SitePlacement(list, among: header, path: "a.bam")
        return nil
      } catch { return error }
    }
    let header = [Contig(name: "1", length: 10), Contig(name: "chrX", length: 5)]
    #expect(fault([("1", 8), ("X", 3)], header) == nil)
    #expect(
      fault([("1", 1), ("1", 9)], header)
        == InputError(
          .contigMismatch, path: "a.bam",
          "site 2 (1:10) of the site list lies past the contig's 10 bases: is it the same assembly?"
        ))
    #expect(
      fault([("1", 1), ("7", 99)], header)
        == InputError(
          .contigMismatch, path: "a.bam",
          "the contig of site 2 (7:100) of the site list is not in the alignment's header: is it the"
            + " same assembly?"))
    #expect(
      fault([("X", 1), ("chrX", 2)], header)?.detail
        == "two contig names of the site list, X and chrX, both stand for chrX: use one of them")
  }

  @Test func `is held to the reference, whose bases it takes where it has none`() throws {
    var list = SiteList()
    list.append(contig: "1", start: 2)
    list.append(contig: "1", start: 4, reference: "G", alternate: "A")
    list.append(contig: "1", start: 6, reference: "T", alternate: "A")
    let contigs = [Contig(name: "1", length: 10)]
    var placement = try SitePlacement(list, among: contigs, path: "a.bam")
    let sound = ReferenceBases(placement.positions, letters: Array("cGN".utf8))
    try placement.take(sound, list, path: "r.fa")
    #expect(placement.references == [1, 2, 3])
    let other = ReferenceBases(placement.positions, letters: Array("CGA".utf8))
    #expect(
      throws: InputError(
        .assemblyMismatch, path: "r.fa",
        "site 3 (1:7) of the site list has the reference base T where the reference has A: is it the"
          + " same assembly?")
    ) { try placement.take(other, list, path: "r.fa") }
  }

  @Test func `has a digest of what it says`() {
    func digest(_ alternate: String, _ start: Int = 5) -> String {
      var list = SiteList()
      list.append(contig: "1", start: start, reference: "A", alternate: alternate)
      return list.digest
    }
    #expect(digest("G") == digest("G") && digest("G") != digest("C"))
    #expect(digest("G") != digest("G", 6))
  }
}

@Test func `positions are found by their keys, and come ascending and once`() {
  let keys = [9, 3, 3, 70, 9].map { SitePositions.key(contig: 2, position: $0) }
  let positions = SitePositions(keys)
  #expect(positions.count == 3 && !positions.isEmpty && SitePositions().isEmpty)
  #expect(positions.index(of: keys[3]) == 2 && positions.index(of: keys[3] + 1) == nil)
  #expect(positions.firstIndex(from: keys[1] + 1) == 1)
  #expect(positions.firstIndex(from: keys[3] + 1) == 3)
  #expect(SitePositions.place(of: keys[3]) == (contig: 2, position: 70))
  #expect(SitePositions.key(contig: -1, position: 5) < SitePositions.key(contig: 0, position: 0))
}

@Test func `a call comes back from its number`() {
  for chromosome in [1, 9, 22] {
    for position in [0, 1, 248_956_421] {
      for bases in 0..<16 {
        for count in 0...2 {
          let call = CalledSite(
            chromosome: chromosome, position: position, reference: UInt8(bases / 4),
            alternate: UInt8(bases % 4), alternateCount: count)
          #expect(CalledSite(packed: call.packed) == call)
        }
      }
    }
  }
  #expect(CalledSite(packed: -1) == nil && CalledSite(packed: 0) == nil)
}
