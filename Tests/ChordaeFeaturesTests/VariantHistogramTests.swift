import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// The lists of `variant_distributions`, and the bases of a gVCF's blocks.
@Suite struct VariantHistogramTests {
  private static let files = [
    "vcf/bio2zarr/sample.vcf.gz", "vcf/1kg_phase3_chr21_start.vcf.gz",
    "vcf/hail_x-chromosome.vcf",
    "vcf/bio2zarr/mixed_ploidy.vcf.gz", "truth/nist_NA12878.chr20_10M.vcf.gz",
    "gvcf/HG00187.hg38.g.vcf.gz",
  ]

  @Test(arguments: files)
  func `indel lengths of public call sets equal those of each sample's own file`(
    _ file: String
  ) throws {
    guard let path = Fixtures.publicRecord("genomics/" + file), Oracle.has("bcftools") else {
      return
    }
    try expectLengths(path, samples: 4)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `indel lengths of generated call sets equal those of each sample's own file`(
    seed: UInt64
  ) throws {
    guard Oracle.has("bcftools") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var mixed = GeneratedCallSet(seed: seed, sampleCount: 3, recordCount: 120)
    try expectLengths(write(mixed.text(), folder), samples: 3)
    var diploid = DiploidCallSet(seed: seed, sampleCount: 70)
    try expectLengths(write(diploid.text(records: 120), folder), samples: 3)
  }

  @Test(arguments: files)
  func `frequencies of public call sets are those of their genotypes`(_ file: String) throws {
    guard let path = Fixtures.publicRecord("genomics/" + file), Oracle.has("bcftools") else {
      return
    }
    try expectFrequencies(path)
  }

  @Test(arguments: [3, 64, 600])
  func `frequencies of generated call sets are those of their genotypes`(samples: Int) throws {
    guard Oracle.has("bcftools") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var diploid = DiploidCallSet(seed: 9, sampleCount: samples)
    try expectFrequencies(write(diploid.text(records: 150), folder))
  }

  @Test
  func `a frequency on an edge is in the bin below, and lengths past the ends in the outer bins`()
    throws
  {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let reference = repeatElement("0/0", count: 499).joined(separator: "\t")
    let long = String(repeating: "C", count: 70)
    let names = (0..<500).map { "S\($0)" }.joined(separator: "\t")
    let path = try write(
      """
      \(GeneratedCallSet.header)\tFORMAT\t\(names)
      1\t5\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\t\(reference)
      1\t6\t.\tA\tG\t.\t.\t.\tGT\t1/1\t\(reference)
      1\t7\t.\tA\tA\(long)\t.\t.\t.\tGT\t1/1\t\(reference)
      1\t8\t.\tA\(long)\tA\t.\t.\t.\tGT\t0/1\t\(reference)
      1\t9\t.\tA\t*,ACC\t.\t.\t.\tGT\t1/2\t\(reference)
      1\t9\t.\tA\tG\t.\t.\t.\tGT\t0/0\t\(reference)

      """, folder)
    let (frequencies, lengths) = try lists(path)[0]
    #expect(frequencies == [3, 2, 0, 0, 0, 0, 0, 0, 0, 0])
    var expected = [Int64](repeating: 0, count: 121)
    for bin in [0, 62, 120] { expected[bin] = 1 }
    #expect(lengths == expected)
    let passing = try lists(path, passing: true)[0]
    #expect(passing.frequencies == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(passing.lengths == [Int64](repeating: 0, count: 121))
  }

  // MARK: Blocks

  @Test(arguments: [
    "gvcf/HG00187.hg38.g.vcf.gz", "gvcf/HG00320.hg38.g.vcf.gz",
    "mt/strelka_NA12878_chrM/expected.genome.vcf.gz", "vcf/hail_sample_chr20.vcf.gz",
    "vcf/bio2zarr/CEUTrio.20.21.gatk3.4.g.bcf",
  ])
  func `blocks of public call sets count their bases by genotype`(_ file: String) throws {
    guard let path = Fixtures.publicRecord("genomics/" + file), Oracle.has("bcftools") else {
      return
    }
    let ours = try VariantRows(VariantStatistics.self, [path])
    for passing in [false, true] {
      let peer = Oracle.run(
        "bcftools",
        ["query", "-f", "%FILTER\t%POS\t%REF\t%ALT\t%INFO/END[\t%GT]\n", path])
      #expect(peer.status == 0, "\(peer.errors)")
      var expected = [(reference: Int64, noCall: Int64)](
        repeating: (0, 0), count: ours.names.count)
      for line in peer.text.split(separator: "\n") {
        let field = line.split(separator: "\t").map(String.init)
        guard !passing || field[0] == "PASS", [".", "<NON_REF>", "<*>"].contains(field[3]) else {
          continue
        }
        let start = try #require(Int64(field[1]))
        let length = Int64(field[4]).map { $0 - start + 1 } ?? Int64(field[2].count)
        for (sample, genotype) in field[5...].enumerated() {
          let alleles = Set(genotype.split { "/|".contains($0) })
          if alleles.contains(".") { expected[sample].noCall += length }
          if alleles == ["0"] { expected[sample].reference += length }
        }
      }
      for (values, expected) in zip(ours.values, expected) {
        let own = VariantRows.named(values, VariantStatistics.group)
        let prefix = passing ? "pass." : ""
        #expect(own[prefix + "reference_block_bases"] == .integer(expected.reference))
        #expect(own[prefix + "no_call_block_bases"] == .integer(expected.noCall))
      }
    }
  }

  @Test func `blocks of several samples count for each by its genotype`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try write(
      """
      \(GeneratedCallSet.header)\tFORMAT\tA\tB\tC
      1\t5\t.\tA\t<NON_REF>\t.\tPASS\tEND=14\tGT\t0/0\t./.\t0/1
      1\t20\t.\tACG\t.\t.\t.\t.\tGT\t0\t0/.\t0/0
      1\t30\t.\tA\tG,<NON_REF>\t.\t.\t.\tGT\t0/0\t0/0\t./.

      """, folder)
    let rows = try VariantRows(VariantStatistics.self, [path]).values.map { values in
      let own = VariantRows.named(values, VariantStatistics.group)
      return ["", "pass."].flatMap { prefix in
        ["reference_block_bases", "no_call_block_bases"].map { own[prefix + $0] }
      }
    }
    #expect(rows[0] == [13, 0, 10, 0].map { FeatureValue.integer($0) })
    #expect(rows[1] == [0, 13, 0, 10].map { FeatureValue.integer($0) })
    #expect(rows[2] == [3, 0, 0, 0].map { FeatureValue.integer($0) })
  }

  // MARK: Reading and comparing

  private typealias Lists = (frequencies: [Int64], lengths: [Int64])

  private func write(_ text: String, _ folder: URL) throws -> String {
    let path = folder.appending(path: "made.vcf").path(percentEncoded: false)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func lists(_ path: String, passing: Bool = false) throws -> [Lists] {
    let rows = try VariantRows(VariantStatistics.self, [path], tables: [.variantDistributions])
    return try rows.outputs.map { output in
      let table = try #require(output.tables[.variantDistributions])
      #expect(table.rowCount == 1)
      let lists = table.columns.map { column in
        if case .integers(let list) = column[0] { list } else { [Int64]() }
      }
      return passing ? (lists[2], lists[3]) : (lists[0], lists[1])
    }
  }

  /// Holds the lengths of some samples to the table IDD of the sample's own alleles.
  private func expectLengths(_ path: String, samples: Int) throws {
    let names = try VariantReader.sampleNames(of: [path])
    for passing in [false, true] {
      let ours = try lists(path, passing: passing)
      for (name, own) in zip(names, ours).prefix(samples) {
        let filter = passing ? "-f PASS" : ""
        let peer = Oracle.run(
          "sh",
          [
            "-c",
            "bcftools view -s \"$2\" -a -c 1 \(filter) \"$1\" | bcftools stats -", "sh", path,
            name,
          ])
        #expect(peer.status == 0, "\(peer.errors)")
        var expected = [Int64](repeating: 0, count: 121)
        for line in peer.text.split(separator: "\n") where line.hasPrefix("IDD\t") {
          let field = line.split(separator: "\t")
          expected[try #require(Int(field[2])) + 60] = try #require(Int64(field[3]))
        }
        #expect(own.lengths == expected)
      }
    }
  }

  /// Holds the frequencies of all samples to what the genotypes' texts give.
  private func expectFrequencies(_ path: String) throws {
    let edges = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]
    let peer = Oracle.run("bcftools", ["query", "-f", "%FILTER\t%ALT[\t%GT]\n", path])
    #expect(peer.status == 0, "\(peer.errors)")
    for passing in [false, true] {
      let ours = try lists(path, passing: passing)
      var expected = ours.map { _ in [Int64](repeating: 0, count: 10) }
      for line in peer.text.split(separator: "\n") {
        let field = line.split(separator: "\t")
        guard !passing || field[0] == "PASS" else { continue }
        let alternates = field[1].split(separator: ",")
        let genotypes = field[2...].map { $0.split { "/|".contains($0) }.compactMap { Int($0) } }
        let called = genotypes.reduce(0) { $0 + $1.count }
        for (place, text) in alternates.enumerated()
        where !["*", "<*>", "<NON_REF>", "."].contains(text) {
          let copies = genotypes.reduce(0) { $0 + $1.count { $0 == place + 1 } }
          let bin = edges.firstIndex { Double(copies) / Double(called) <= $0 + 1e-12 }
          for (sample, alleles) in genotypes.enumerated() where alleles.contains(place + 1) {
            expected[sample][try #require(bin)] += 1
          }
        }
      }
      #expect(ours.map(\.frequencies) == expected)
    }
  }
}
