import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// `var.stats` against `bcftools stats -s -` of the same samples.
@Suite struct VariantStatisticsTests {
  static let publicFiles = [
    "vcf/1kg_phase1_chr1_dosage_A.vcf.gz", "vcf/hail_small-gt.vcf",
    "vcf/1kg_phase3_chr21_start.vcf.gz", "vcf/hail_x-chromosome.vcf",
    "vcf/hail_sample_chr20.vcf.gz", "vcf/1kg_phase1_chr1_GP_A.vcf.gz",
    "vcf/bio2zarr/1kg_2020_chrM.vcf.gz", "vcf/bio2zarr/1kg_2020_chrM.bcf",
    "vcf/bio2zarr/mixed_ploidy.vcf.gz", "vcf/bio2zarr/sample.vcf.gz", "vcf/bio2zarr/sample.bcf",
    "gvcf/HG00187.hg38.g.vcf.gz", "gvcf/HG00190.hg38.g.vcf.gz", "gvcf/HG00308.hg38.g.vcf.gz",
    "gvcf/HG00313.hg38.g.vcf.gz", "gvcf/HG00320.hg38.g.vcf.gz", "gvcf/HG00323.hg38.g.vcf.gz",
    "truth/nist_NA12878.chr20_10M.vcf.gz", "annotated/split-vep/split-vep.3.vcf",
    "annotated/split-vep/split-vep.7.vcf", "mt/strelka_NA12878_chrM/expected.genome.vcf.gz",
    "mt/contaminated91.mt.vcf.gz",
  ]

  @Test(arguments: publicFiles)
  func `statistics of public call sets equal bcftools`(_ file: String) throws {
    guard let path = Fixtures.publicRecord("genomics/" + file), Oracle.has("bcftools") else {
      return
    }
    try expectEqual(path, nil)
    let names = try VariantReader.sampleNames(of: [path])
    // Every other sample, the last first: the counts of singletons change with the choice.
    let some = Array(stride(from: 0, to: names.count, by: 2).map { names[$0] }.reversed())
    try expectEqual(path, some)
  }

  @Test func `the largest public call sets equal bcftools`() throws {
    for file in [
      "vcf/chrX_phased_26.vcf.gz", "truth/PG_NA12878_hg38_chr21.vcf.gz",
      "vcf/bio2zarr/CEUTrio.20.21.gatk3.4.g.bcf",
    ] {
      guard let path = Fixtures.publicRecord("genomics/" + file), Oracle.has("bcftools") else {
        return
      }
      try expectEqual(path, nil)
    }
  }

  @Test(arguments: 1...24 as ClosedRange<UInt64>)
  func `statistics of generated call sets equal bcftools`(seed: UInt64) throws {
    guard Oracle.has("bcftools") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = GeneratedCallSet(seed: seed, sampleCount: Int(1 + seed % 9), recordCount: 120)
    let plain = folder.appending(path: "made.vcf").path(percentEncoded: false)
    try made.text().write(toFile: plain, atomically: true, encoding: .utf8)
    try expectEqual(plain, nil, "seed \(seed)")
    let names = try VariantReader.sampleNames(of: [plain])
    try expectEqual(plain, Array(names.shuffled(using: &made.random).prefix(3)), "seed \(seed)")
    let binary = plain.replacingOccurrences(of: ".vcf", with: ".bcf")
    #expect(Oracle.run("bcftools", ["view", "-Ob", "-o", binary, plain]).status == 0)
    try expectEqual(binary, nil, "seed \(seed), BCF")
    try expectEqual(binary, Array(names.suffix(2)), "seed \(seed), BCF")
  }

  /// Enough samples and records for every level of the counters, in the forms that they take.
  @Test(arguments: [1, 63, 64, 65, 130, 600])
  func `statistics of diploid call sets of many samples equal bcftools`(samples: Int) throws {
    guard Oracle.has("bcftools") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = DiploidCallSet(seed: UInt64(samples), sampleCount: samples)
    let path = folder.appending(path: "made.vcf").path(percentEncoded: false)
    try made.text(records: 300).write(toFile: path, atomically: true, encoding: .utf8)
    try expectEqual(path, nil, "\(samples) samples")
    let names = try VariantReader.sampleNames(of: [path])
    let some = Array(names.shuffled(using: &made.random).prefix(70))
    try expectEqual(path, some, "\(some.count) of \(samples) samples")
  }

  @Test func `parts of a call set merge to what the whole gives`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = DiploidCallSet(seed: 5, sampleCount: 150)
    var mixed = GeneratedCallSet(seed: 5, sampleCount: 150, recordCount: 60)
    let diploid = made.text(records: 200).split(separator: "\n")
    let (head, body) = (diploid.filter { $0.hasPrefix("#") }, diploid.filter { !$0.hasPrefix("#") })
    let other = mixed.text().split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
    let parts = [Array(body.prefix(7)), Array(body.dropFirst(7)), other]
    func write(_ lines: [Substring], _ name: String) throws -> String {
      let path = folder.appending(path: name).path(percentEncoded: false)
      try ((head + lines).joined(separator: "\n") + "\n").write(
        toFile: path, atomically: true, encoding: .utf8)
      return path
    }
    let files = try parts.enumerated().map { try write($1, "\($0).vcf") }
    let tables: Set<TableName> = [.variantDistributions]
    let merged = try VariantRows(VariantStatistics.self, files, tables: tables)
    // The contigs of the two are not the same, so that the whole is sorted.
    let whole = try VariantRows(
      VariantStatistics.self, [try write(parts.joined().map { $0 }, "whole.vcf")], tables: tables)
    #expect(merged.values == whole.values && merged.values.count == 150)
    for (one, other) in zip(merged.outputs, whole.outputs) { #expect(one.tables == other.tables) }
  }

  private static let alleles = [
    "A G", "A C,G", "A G,C", "A AT", "AT A", "A C,AT", "A AT,C", "AC AT", "AC TG", "A N", "N C",
    "N G", "A N,AT", "A *", "A G,*", "A <DEL>", "A <NON_REF>", "A G,<NON_REF>", "A A[1:5[",
    "A ]1:5]A", "a g", "A X", "A A", "A <*>", "AT A,G", "AT A,<DEL>", "A <INS>", "ACG ATT",
    "ACGT AGT,ATTT", "AT ATT,A", "R G", "A R", "A <DEL>,AT", "A <X>", "AA A,AAA", "A GT",
  ]
  private static let genotypes = [
    "0/0", "0/1", "1/1", "0|1", "1|0", ".", "./.", "./1", "0/.", "0", "1", "0/0/1", "1/1/1",
    "0/0/0", ".|.", "1/.", "0/0/0/1",
  ]
  private static let ofTwoAlternates = [
    "1/2", "2/1", "2/2", "0/2", "2/0", "1/1/2", "2", "0/1/2", "2/2/1",
  ]

  @Test func `genotypes at the corners count as the peer counts them`() throws {
    guard Oracle.has("bcftools") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    for allele in Self.alleles {
      let parts = allele.split(separator: " ")
      let all = Self.genotypes + (parts[1].contains(",") ? Self.ofTwoAlternates : [])
      let path = folder.appending(path: "one.vcf").path(percentEncoded: false)
      let names = all.indices.map { "S\($0)" }.joined(separator: "\t")
      let text = """
        \(GeneratedCallSet.header)\tFORMAT\t\(names)
        1\t5\t.\t\(parts[0])\t\(parts[1])\t.\t.\t.\tGT\t\(all.joined(separator: "\t"))

        """
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      try expectEqual(path, nil, allele)
    }
  }

  /// Many samples of at most two alleles, of which each genotype is sorted once a record.
  @Test func `genotypes of many samples at the corners count as the peer counts them`() throws {
    guard Oracle.has("bcftools") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "many.vcf").path(percentEncoded: false)
    let names = (0..<130).map { "S\($0)" }.joined(separator: "\t")
    var lines = [GeneratedCallSet.header + "\tFORMAT\t" + names]
    for (record, allele) in Self.alleles.enumerated() {
      let parts = allele.split(separator: " ")
      let all = Self.genotypes + (parts[1].contains(",") ? Self.ofTwoAlternates : [])
      let pairs = all.filter { $0.count { "/|".contains($0) } < 2 }
      // All genotypes in turn, and each alone among the reference's.
      let rows =
        [(0..<130).map { pairs[$0 % pairs.count] }]
        + pairs.indices.map { pair in
          (0..<130).map { $0 == 5 * pair ? pairs[pair] : "0/0" }
        }
      for (place, row) in rows.enumerated() {
        let fixed = "1\t\(1 + 50 * record + place)\t.\t\(parts[0])\t\(parts[1])\t.\t.\t.\tGT\t"
        lines.append(fixed + row.joined(separator: "\t"))
      }
    }
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    try expectEqual(path, nil)
  }

  @Test func `a call set without genotypes gives nulls and one without records zeros`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    let head = GeneratedCallSet.header + "\tFORMAT\tS\n"
    try (head + "1\t5\t.\tA\tG\t.\t.\t.\tDP\t7\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    var values = try #require(rows(path, nil).values.first)
    #expect(values[0..<8].allSatisfy { $0 == .missing(.noGenotypes) })
    #expect(values[8..<11] == [.number(7), .missing(.noGenotypes), .missing(.noGenotypes)])
    try head.write(toFile: path, atomically: true, encoding: .utf8)
    values = try #require(rows(path, nil).values.first)
    #expect(values[0..<8].allSatisfy { $0 == .integer(0) })
    #expect(
      values[8..<11] == [
        .missing(.noDepthField), .missing(.zeroDenominator), .missing(.zeroDenominator),
      ])
  }

  @Test func `ratios divide the counts`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    let records = ["G\t0/1", "G\t1/1", "C\t0/1", "C\t0/1", "G\t0/1", "G\t0/1"].enumerated().map {
      let (alternate, genotype) = ($1.split(separator: "\t")[0], $1.split(separator: "\t")[1])
      return "1\t\($0 + 1)\t.\tA\t\(alternate)\t.\t.\t.\tGT\t\(genotype)\n"
    }
    try (GeneratedCallSet.header + "\tFORMAT\tS\n" + records.joined()).write(
      toFile: path, atomically: true, encoding: .utf8)
    let values = try #require(rows(path, nil).values.first)
    #expect(values[9] == .number(2) && values[10] == .number(5))
  }

  // MARK: Reading and comparing

  private func rows(
    _ path: String, _ samples: [String]?
  ) throws -> (names: [String], values: [[FeatureValue]]) {
    let rows = try VariantRows(VariantStatistics.self, [path], samples: samples)
    return (rows.names, rows.values)
  }

  /// Holds the counts to those of the peer for the same samples, and the depth as it prints it, over
  /// all records and over those that pass.
  ///
  /// With a list of samples the peer 1.16 gives them the depths of the file's first samples, so the
  /// depth of a choice is compared with the run over all of them.
  private func expectEqual(
    _ path: String, _ samples: [String]?, _ note: String = ""
  ) throws {
    let ours = try rows(path, samples)
    for passing in [false, true] {
      let all = PeerStatistics.rows(path, nil, passing: passing)
      let chosen =
        samples.map { PeerStatistics.rows(path, $0, passing: passing) } ?? all
      #expect(ours.names.count == chosen.count, "\(note)")
      for (name, values) in zip(ours.names, ours.values) {
        let own = VariantRows.named(values, VariantStatistics.group)
        let prefix = passing ? "pass." : ""
        let counts = chosen[name]?.counts ?? [:]
        #expect(counts.count == 14, "\(note)")
        for (column, count) in counts {
          #expect(
            own[prefix + column] == .integer(Int64(count) ?? -1), "\(note) \(prefix)\(column)")
        }
        let depth =
          if case .number(let depth) = own[prefix + "average_depth"] {
            String(format: "%.1f", depth)
          } else { "0.0" }
        #expect(depth == all[name]?.depth, "\(note) \(prefix)depth")
      }
    }
  }
}
