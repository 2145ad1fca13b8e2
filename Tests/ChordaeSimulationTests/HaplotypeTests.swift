import Testing

@testable import ChordaeSimulation

struct HaplotypeTests {
  //                           0123456789
  let reference = Array("ACGTACGTACGTTGCA".utf8)

  private func site(_ position: Int, _ reference: String, _ alternate: String) -> VariantSite {
    VariantSite(
      position: position, reference: Array(reference.utf8), alternates: [Array(alternate.utf8)],
      frequency: 0.5, isPhased: true)
  }

  private func text(_ stretch: Haplotype.Stretch) -> String {
    let cigar = stretch.cigar.map { "\($0 >> 4)\(Array("MIDNSH")[Int($0 & 0xF)])" }.joined()
    return
      "\(stretch.start)-\(stretch.end) \(cigar) \(String(decoding: stretch.bases, as: UTF8.self))"
  }

  @Test func `Without alleles a read is the reference, shorter at the contig's end`() {
    let haplotype = Haplotype(reference: reference)
    #expect(text(haplotype.read(from: 2, length: 5)) == "2-7 5M GTACG")
    #expect(text(haplotype.read(from: 12, length: 9)) == "12-16 4M TGCA")
  }

  @Test func `A substitution changes one base`() {
    var haplotype = Haplotype(reference: reference)
    haplotype.put(1, at: site(4, "A", "T"))
    haplotype.put(0, at: site(6, "G", "T"))
    #expect(text(haplotype.read(from: 2, length: 6)) == "2-8 6M GTTCGT")
  }

  @Test func `An insertion stands inside a read and is clipped at its end`() {
    var haplotype = Haplotype(reference: reference)
    haplotype.put(1, at: site(4, "A", "AGG"))
    #expect(text(haplotype.read(from: 2, length: 8)) == "2-8 3M2I3M GTAGGCGT")
    #expect(text(haplotype.read(from: 2, length: 5)) == "2-5 3M2S GTAGG")
    #expect(text(haplotype.read(from: 2, length: 4)) == "2-5 3M1S GTAG")
    #expect(text(haplotype.read(from: 2, length: 3)) == "2-5 3M GTA")
    #expect(text(haplotype.read(from: 5, length: 3)) == "5-8 3M CGT")
  }

  @Test func `A deletion is stepped over, also by a read that would start in it`() {
    var haplotype = Haplotype(reference: reference)
    haplotype.put(1, at: site(4, "ACG", "A"))
    #expect(text(haplotype.read(from: 2, length: 6)) == "2-10 3M2D3M GTATAC")
    #expect(text(haplotype.read(from: 2, length: 3)) == "2-5 3M GTA")
    #expect(text(haplotype.read(from: 5, length: 3)) == "7-10 3M TAC")
    #expect(text(haplotype.read(from: 4, length: 3)) == "4-9 1M2D2M ATA")
  }

  @Test func `The queue gives reads by place and never one that others may precede`() {
    var queue = ReadQueue()
    var random = SimulationRandom(3, .noise)
    var given: [Int] = []
    for start in stride(from: 0, to: 4_000, by: 10) {
      while let read = queue.pop(before: start) { given.append(read.position) }
      for _ in 0..<2 {
        let place = start + random.below(700)
        queue.push(SimulatedRead(name: "", flags: [], contig: 0, position: place))
      }
    }
    while let read = queue.pop(before: .max) { given.append(read.position) }
    #expect(given.count == 800 && given == given.sorted())
  }
}
