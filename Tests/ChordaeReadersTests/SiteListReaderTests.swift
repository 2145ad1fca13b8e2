import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct `The reader of site lists` {
  private func write(_ text: String, _ name: String) throws -> String {
    let path = Fixtures.scratch().appending(path: name).path(percentEncoded: false)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private static let vcf = """
    ##fileformat=VCFv4.2
    ##contig=<ID=1,length=1000>
    ##contig=<ID=X,length=1000>
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\tS2
    X\t10\trs1\tA\tG,T\t.\tPASS\t.\tGT\t0/1\t1/2
    1\t5\t.\tCTT\tC\t.\t.\t.\tGT\t0/0\t./.
    1\t9\t.\tT\t.\t.\t.\t.\tGT\t0/0\t0/0

    """

  private func rows(_ list: SiteList) -> [String] {
    list.sites.map {
      "\(list.contigs[Int($0.contig)]) \($0.start) \($0.reference)>\($0.alternate)"
    }
  }

  @Test func `takes a VCF or BCF in its order, a site for each alternate, samples unseen`() throws {
    let path = try write(Self.vcf, "sites.vcf")
    let expected = ["X 9 A>G", "X 9 A>T", "1 4 CTT>C", "1 8 T>"]
    #expect(try rows(SiteListReader.read(path: path)) == expected)
    guard Oracle.has("bcftools") else { return }
    for (options, name) in [(["-Ob"], "a.bcf"), (["-Oz"], "a.vcf.gz"), (["-G", "-Ou"], "b.bcf")] {
      let other = Fixtures.scratch().appending(path: name).path(percentEncoded: false)
      #expect(Oracle.run("bcftools", ["view", "-o", other] + options + [path]).status == 0)
      #expect(try rows(SiteListReader.read(path: other)) == expected, "\(name)")
    }
  }

  @Test func `takes a BED of single bases`() throws {
    let path = try write("#sites\n1\t4\t5\trs1\nX\t9\t10\n", "sites.bed")
    #expect(try rows(SiteListReader.read(path: path)) == ["1 4 >", "X 9 >"])
  }

  @Test func `refuses what is no list of sites`() throws {
    func fault(_ text: String, _ name: String) throws -> InputError? {
      let path = try write(text, name)
      return #expect(throws: InputError.self) { try SiteListReader.read(path: path) }
    }
    let wide = try fault("1\t4\t5\n1\t7\t9\n", "a.bed")
    #expect(
      wide?.detail
        == "interval 2 (1:7-9) has 2 bases: a site is one base, whose end is its start + 1")
    #expect(try fault("1\tx\t5\n", "a.bed")?.place == .line(1))
    let head = Self.vcf.split(separator: "\n").filter { $0.hasPrefix("#") }.joined(separator: "\n")
    #expect(try fault(head + "\n", "a.vcf")?.detail == "the file holds no site")
    #expect(try fault(head + "\n1\tfive\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/0\n", "a.vcf") != nil)
    let missing = #expect(throws: InputError.self) { try SiteListReader.read(path: "no/such.vcf") }
    #expect(missing?.reason == .fileNotFound)
  }
}

@Suite struct `The reference's bases` {
  @Test func `are those of samtools faidx, wherever the positions lie`() throws {
    guard Oracle.has("samtools") else { return }
    var generator = SeededGenerator(seed: 8)
    let lengths = [("chr1", 200_000), ("MT", 16_569), ("7", 60)]
    let letters = Array("ACGTNacgt".utf8)
    var text = ""
    for (name, length) in lengths {
      text += ">\(name)\n"
      let bases = (0..<length).map { _ in letters[Int.random(in: 0..<9, using: &generator)] }
      for start in stride(from: 0, to: length, by: 70) {
        text += String(decoding: bases[start..<min(start + 70, length)], as: UTF8.self) + "\n"
      }
    }
    let folder = Fixtures.scratch()
    let path = folder.appending(path: "r.fa").path(percentEncoded: false)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(Oracle.run("samtools", ["faidx", path]).status == 0)
    let contigs = [
      Contig(name: "chrM", length: 16_569), Contig(name: "1", length: 200_000),
      Contig(name: "chr7", length: 60),
    ]
    let names = ["MT", "chr1", "7"]
    var keys = [0, 1, 16_568].map { SitePositions.key(contig: 0, position: $0) }
    keys += (0..<300).map { _ in
      SitePositions.key(contig: 1, position: Int.random(in: 0..<200_000, using: &generator))
    }
    keys += [SitePositions.key(contig: 1, position: 199_999)]
    keys += (0..<60).map { SitePositions.key(contig: 2, position: $0) }
    let positions = SitePositions(keys)
    let bases = try ReferenceFASTA(path: path).bases(at: positions, of: contigs)
    let regions = positions.keys.dropLast().map { key in
      let (contig, position) = SitePositions.place(of: key)
      return "\(names[contig]):\(position + 1)-\(position + 1)"
    }
    let lines = Oracle.run("samtools", ["faidx", path] + regions).text.split(separator: "\n")
    let expected = lines.filter { !$0.hasPrefix(">") }
    try #require(expected.count == positions.count)
    let codes = expected.map { NucleotideCode.code(of: $0.utf8.first ?? 0) }
    #expect(bases.codes(at: positions) == codes)
    #expect(bases.code(contig: 2, position: 59) == codes.last)
    #expect(bases.code(contig: 1, position: 200_001) == NucleotideCode.other)
  }

  @Test func `are refused where the file has no such sequence, or no index`() throws {
    guard Oracle.has("samtools") else { return }
    let path = Fixtures.scratch().appending(path: "r.fa").path(percentEncoded: false)
    try ">1\nACGT\n".write(toFile: path, atomically: true, encoding: .utf8)
    func fault(_ contig: Contig) -> InputError? {
      #expect(throws: InputError.self) {
        try ReferenceFASTA(path: path).bases(at: SitePositions([0]), of: [contig])
      }
    }
    let unindexed = fault(Contig(name: "1", length: 4))
    #expect(unindexed?.reason == .referenceNotFound)
    #expect(unindexed?.detail.hasPrefix("the reference cannot be used: it needs its .fai") == true)
    #expect(Oracle.run("samtools", ["faidx", path]).status == 0)
    #expect(
      fault(Contig(name: "chr1", length: 5))?.detail
        == "the reference has no sequence chr1 of 5 bases: is it the alignment's?")
  }
}
