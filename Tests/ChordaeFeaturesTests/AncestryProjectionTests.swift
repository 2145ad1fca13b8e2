import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// `anc` against plink2's own projection of the same samples on its own loadings.
@Suite struct AncestryProjectionTests {
  private let folder = Fixtures.scratch("ancestry")

  private func path(_ name: String) -> String {
    folder.appending(path: name).path(percentEncoded: false)
  }

  /// Genotypes of two populations at 12 variants of each autosome, a thirtieth of them missing.
  private func write(_ name: String, samples: Int, seed: UInt64) throws {
    var sites = SeededGenerator(seed: 7)
    var random = SeededGenerator(seed: seed)
    var lines = ["##fileformat=VCFv4.2"]
    lines += (1...22).map { "##contig=<ID=\($0)>" }
    lines.append("##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">")
    let names = (0..<samples).map { "S\($0)" }.joined(separator: "\t")
    lines.append("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + names)
    for chromosome in 1...22 {
      for place in 1...12 {
        let frequencies = [0, 1].map { _ in Double.random(in: 0.1...0.9, using: &sites) }
        let alleles = ["A", "C", "G", "T", "GT", "TAA"].shuffled(using: &sites).prefix(2)
        let calls = (0..<samples).map { sample in
          if Int.random(in: 0..<30, using: &random) == 0 { return "./." }
          let copies = [0, 1].map { _ in
            Double.random(in: 0...1, using: &random) < frequencies[sample % 2] ? "1" : "0"
          }
          return copies.joined(separator: "/")
        }
        lines.append(
          "\(chromosome)\t\(1_000 * place)\t.\t\(alleles.joined(separator: "\t"))\t.\t.\t.\tGT\t"
            + calls.joined(separator: "\t"))
      }
    }
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: path(name), atomically: true, encoding: .utf8)
  }

  private func plink(_ arguments: [String]) {
    let output = Oracle.run("plink2", arguments)
    #expect(output.status == 0, "\(output.errors)")
  }

  private func rows(_ path: String, _ loadings: AncestryLoadings) throws -> [[FeatureValue]] {
    var reader = try VariantReader(
      paths: [path], samples: nil, fields: AncestryProjection.fields)
    let context = VariantContext(
      sampleCount: reader.samples.count, options: FeatureOptions(ancestry: loadings))
    var feature = AncestryProjection(context)
    var batch = reader.emptyBatch()
    while try reader.read(into: &batch) { feature.consume(batch) }
    return reader.samples.indices.map { sample in
      var output = FeatureOutput()
      feature.finish(sample: sample, into: &output)
      return output.values
    }
  }

  @Test(arguments: [["vcols=chrom,pos,ref,alt"], []])
  func `components equal plink2's projection after six digits`(columns: [String]) throws {
    guard Oracle.has("plink2") else { return }
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("panel.vcf", samples: 60, seed: 1)
    try write("own.vcf", samples: 9, seed: 2)
    let ids = ["--set-all-var-ids", "@:#:$r:$a"]
    plink(
      ["--vcf", path("panel.vcf")] + ids + ["--freq", "counts", "--pca", "allele-wts", "5"]
        + columns + ["--out", path("panel")])
    let (id, allele, first) = columns.isEmpty ? ("2", "5", 6) : ("3", "6", 7)
    plink(
      ["--vcf", path("own.vcf")] + ids + [
        "--read-freq", path("panel.acount"), "--score", path("panel.eigenvec.allele"), id, allele,
        "header-read", "no-mean-imputation", "variance-standardize", "cols=+scoresums",
        "--score-col-nums", "\(first)-\(first + 4)", "--out", path("own"),
      ])
    let text = try String(contentsOfFile: path("own.sscore"), encoding: .utf8)
    let peer = text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    let alleleCount = try #require(peer[0].firstIndex(of: "ALLELE_CT"))
    let sums = try (1...5).map { try #require(peer[0].firstIndex(of: "PC\($0)_SUM")) }
    let loadings = try AncestryLoadingsReader.read(path: path("panel.eigenvec.allele"))
    #expect(loadings.componentCount == 5 && loadings.variants.count == 264)
    let ours = try rows(path("own.vcf"), loadings)
    #expect(ours.count == 9 && peer.count == 10)
    for (own, line) in zip(ours, peer.dropFirst()) {
      guard case .integer(let used) = own[0] else {
        Issue.record("no count of sites")
        return
      }
      #expect("\(2 * used)" == line[alleleCount])
      #expect(used < 264, "some genotypes are missing")
      for component in 0..<5 {
        guard case .number(let sum) = own[component + 1] else {
          Issue.record("no value")
          return
        }
        #expect(String(format: "%.6g", sum) == line[sums[component]])
      }
    }
  }

  @Test func `columns follow from the loadings, and nothing used is no coordinate`() throws {
    let variant = AncestryLoadings.Variant(
      chromosome: 1, position: 99, reference: "A", alternate: "G", frequency: 0.25)
    let loadings = AncestryLoadings(componentCount: 2, variants: [variant], weights: [1, -2])
    let group = AncestryProjection.group(FeatureOptions(ancestry: loadings))
    #expect(group.columns.map(\.id) == ["anc.sites_used", "anc.pc1", "anc.pc2"])
    let head = """
      ##fileformat=VCFv4.2
      ##contig=<ID=chr1>
      ##FORMAT=<ID=GT,Number=1,Type=String,Description="x">
      #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\tT

      """
    defer { try? FileManager.default.removeItem(at: folder) }
    try (head + "chr1\t100\t.\tA\tG\t.\t.\t.\tGT\t1/1\t./.\n").write(
      toFile: path("a.vcf"), atomically: true, encoding: .utf8)
    let values = try rows(path("a.vcf"), loadings)
    // (2 - 0.5) / sqrt(0.375)
    let one = 1.5 / (0.375 as Double).squareRoot()
    #expect(values[0] == [.integer(1), .number(one), .number(-2 * one)])
    #expect(
      values[1] == [.integer(0), .missing(.noUsableSites), .missing(.noUsableSites)])
  }

  @Test func `loadings that say too little are refused with the line`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    func fault(_ rows: String, _ frequencies: String) throws -> InputError? {
      try rows.write(toFile: path("a.eigenvec.allele"), atomically: true, encoding: .utf8)
      try frequencies.write(toFile: path("a.acount"), atomically: true, encoding: .utf8)
      do throws(InputError) {
        _ = try AncestryLoadingsReader.read(path: path("a.eigenvec.allele"))
        return nil
      } catch { return error }
    }
    let head = "#CHROM\tID\tREF\tALT\tA1\tPC1\n"
    let counts =
      "#CHROM\tID\tREF\tALT\tALT_CTS\tOBS_CT\n1\t1:5:A:G\tA\tG\t3\t10\n1\trs1\tA\tG\t3\t10\n"
    let good = head + "1\t1:5:A:G\tA\tG\tA\t-0.5\n1\t1:5:A:G\tA\tG\tG\t0.5\n"
    #expect(try fault(good, counts) == nil)
    #expect(try fault(good + "1\t1:5:A:G\tA\tG\tG\t0.5\n", counts)?.place == .line(4))
    #expect(try fault(head + "1\trs1\tA\tG\tA\t0.5\n", counts)?.place == .line(2))
    #expect(try fault(head + "1\t1:6:A:G\tA\tG\tA\t0.5\n", counts)?.place == .line(2))
    #expect(try fault(head + "X\t1:5:A:G\tA\tG\tA\t0.5\n", counts)?.place == .line(2))
    #expect(try fault(head + "1\t1:5:A:G\tA\tG,T\tA\t0.5\n", counts)?.place == .line(2))
    #expect(try fault(head + "1\t1:5:A:G\tA\tG\tA\tx\n", counts)?.place == .line(2))
    #expect(try fault(head + "1\t1:5:A:G\tA\tG\n", counts)?.place == .line(2))
    #expect(try fault("#CHROM\tID\tREF\tALT\tPC1\n", counts)?.place == .line(1))
    #expect(try fault(head, counts)?.reason == .malformed)
  }
}
