import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct `The comparison of alignment and calls` {
  /// SAM text of reads of one base: position, reference and alternate bases.
  private func text(_ columns: [(position: Int, reference: Int, alternate: Int)]) -> String {
    var text = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:7\tLN:1000\n"
    for column in columns {
      for number in 0..<column.reference + column.alternate {
        let base = number < column.reference ? "A" : "G"
        text += "r\t0\t7\t\(column.position + 1)\t60\t1M\t*\t0\t0\t\(base)\tI\n"
      }
    }
    return text
  }

  private func call(_ position: Int, _ count: Int, chromosome: Int = 7) -> CalledSite {
    CalledSite(
      chromosome: chromosome, position: position, reference: 0, alternate: 2,
      alternateCount: count)
  }

  @Test func `counts the sites whose genotypes the bases show, and those that agree`() throws {
    let path = try SAMFile(
      text([
        (10, 10, 0), (20, 5, 5), (30, 0, 9), (40, 9, 1), (50, 4, 3), (60, 6, 2), (70, 8, 2),
        (80, 1, 9),
      ])
    ).path
    let calls = [
      call(10, 0), call(20, 1), call(30, 1), call(40, 0), call(50, 1), call(60, 1), call(70, 1),
      call(80, 2), call(90, 2), call(5, 2, chromosome: 8), call(2_000, 2),
    ]
    let pass = try SitePass(
      path, [Concordance.self], calls: .sites(calls, assembly: nil), inParts: false)
    // Not in the alignment: another chromosome, past the end.
    #expect(pass.integer("aln.concordance.sites") == 9)
    // Compared: 10, 20, 30, 60. One in ten is neither, 7 bases are too few, 2 of 10 say nothing, 9 of
    // 10 are not above 0.9.
    #expect(pass.integer("aln.concordance.compared") == 4)
    #expect(pass.number("aln.concordance.fraction") == 3.0 / 4)
  }

  @Test func `is null with its reason where there is nothing to compare`() throws {
    let path = try SAMFile(text([])).path
    func fraction(_ calls: CalledSites) throws -> FeatureValue? {
      try SitePass(path, [Concordance.self], calls: calls).values["aln.concordance.fraction"]
    }
    #expect(try fraction(.missing(.truncated)) == .missing(.truncated))
    #expect(try fraction(.sites([], assembly: nil)) == .missing(.noVariant))
    #expect(try fraction(.sites([call(10, 1)], assembly: nil)) == .missing(.tooShallow))
    let length = try #require(GenomeAssembly.grch37.length(ofChromosome: "7"))
    let other = try SAMFile("@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:7\tLN:\(length)\n").path
    let pass = try SitePass(
      other, [Concordance.self], calls: .sites([call(10, 1)], assembly: .grch38))
    #expect(pass.values["aln.concordance.compared"] == .missing(.assemblyMismatch))
  }
}

@Suite struct `The calls to be compared` {
  private static let head = """
    ##fileformat=VCFv4.2
    ##contig=<ID=chr1,length=1000000>
    ##contig=<ID=chrX,length=1000000>
    ##FILTER=<ID=q10,Description="Quality below 10">
    ##FILTER=<ID=s50,Description="Half of the samples">
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
    ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Quality">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\tS2
    """

  private func calls(_ rows: [String], sites: SiteList? = nil) throws -> [[CalledSite]] {
    let path = try written(
      Self.head + "\n" + rows.map { $0 + "\n" }.joined(), as: "calls.vcf")
    var reader = try VariantReader(
      paths: [path], samples: nil, fields: CalledSiteCollection.fields)
    var collection = CalledSiteCollection(
      VariantContext(sampleCount: 2, options: FeatureOptions(sites: sites)))
    var batch = reader.emptyBatch()
    while try reader.read(into: &batch) { collection.consume(batch) }
    return try (0..<2).map { sample in
      var output = FeatureOutput()
      collection.finish(sample: sample, into: &output)
      guard case .sites(let sites, nil) = CalledSiteCollection.calls(of: output.values[0]) else {
        throw InputError(.malformed, path: path, "no calls")
      }
      return sites
    }
  }

  private func row(
    _ contig: String, _ position: Int, _ alleles: String, _ first: String, _ second: String
  ) -> String {
    "\(contig)\t\(position)\t.\t\(alleles)\t.\t.\t.\tGT\t\(first)\t\(second)"
  }

  private func call(_ position: Int, _ count: Int) -> CalledSite {
    CalledSite(
      chromosome: 1, position: position, reference: 0, alternate: 2, alternateCount: count)
  }

  @Test func `are each sample's alternates of one base into one other on an autosome`() throws {
    let found = try calls(
      [
        row("chr1", 11, "A\tG", "0/1", "0/0"), row("chr1", 12, "A\tG", "1|1", "./1"),
        row("chr1", 13, "A\tG,T", "0/1", "0/1"), row("chr1", 14, "AC\tA", "0/1", "0/1"),
        row("chr1", 15, "A\t<DEL>", "0/1", "0/1"), row("chr1", 16, "A\tG", "1", "1|0"),
        row("chrX", 17, "A\tG", "0/1", "0/1"), row("chr1", 18, "A\t.", "0/0", "0/0"),
      ].sorted { $0.hasPrefix("chr1") && !$1.hasPrefix("chr1") })
    #expect(found == [[call(10, 1), call(11, 2)], [call(15, 1)]])
  }

  @Test func `are those that passed the filters, of a genotype quality of 20 or none`() throws {
    func row(_ position: Int, _ filter: String, _ format: String, _ calls: String) -> String {
      "chr1\t\(position)\t.\tA\tG\t.\t\(filter)\t.\t\(format)\t\(calls)"
    }
    let rows = [
      row(11, "PASS", "GT:GQ", "0/1:20\t1/1:19"), row(12, ".", "GT:GQ", "1/1:99\t0/1:."),
      row(13, "q10", "GT:GQ", "0/1:99\t0/1:99"), row(14, "PASS", "GT", "0/1\t1/1"),
      row(15, "PASS", "GT:GQ", "0/1:0\t0/0:99"), row(16, "q10;s50", "GT", "1/1\t1/1"),
    ]
    #expect(
      try calls(rows) == [[call(10, 1), call(11, 2), call(13, 1)], [call(11, 1), call(13, 2)]])
    var list = SiteList()
    for start in 10..<16 {
      list.append(contig: "1", start: start, reference: "A", alternate: "G")
    }
    #expect(
      try calls(rows, sites: list) == [
        [call(10, 1), call(11, 2), call(13, 1)], [call(11, 1), call(13, 2), call(14, 0)],
      ])
  }

  @Test func `are thinned evenly and the same every time`() throws {
    let rows = (0..<1_700).map {
      row("chr1", 10 * $0 + 1, "A\tG", "0/1", $0 % 5 == 0 ? "1/1" : "0/0")
    }
    let found = try calls(rows)
    #expect(try calls(rows) == found)
    // 1,700 calls, one in four of them; the other sample's 340 are all kept.
    #expect(found[0].map(\.position) == stride(from: 0, to: 17_000, by: 40).map { $0 })
    #expect(found[1].count == 340)
  }

  @Test func `are those at the sites of a list, reference genotypes among them`() throws {
    var list = SiteList()
    for (contig, start, alternate) in [
      ("1", 10, "G"), ("1", 11, "T"), ("1", 12, "G"), ("1", 12, "C"), ("X", 16, "G"),
      ("1", 19, "G"),
    ] {
      list.append(contig: contig, start: start, reference: "A", alternate: alternate)
    }
    let found = try calls(
      [
        row("chr1", 11, "A\tG", "0/0", "1/1"), row("chr1", 12, "A\tG", "0/1", "0/1"),
        row("chr1", 13, "A\tG", "0/1", "0/1"), row("chr1", 20, "A\tG", "./.", "0/1"),
        row("chrX", 17, "A\tG", "0/1", "0/1"),
      ], sites: list)
    #expect(found == [[call(10, 0)], [call(10, 2), call(19, 1)]])
  }
}
