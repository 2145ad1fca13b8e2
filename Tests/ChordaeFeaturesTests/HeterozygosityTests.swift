import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// `var.het` against `plink2 --het` of the same samples.
@Suite struct HeterozygosityTests {
  static let publicFiles = [
    "vcf/1kg_phase1_chr1_dosage_A.vcf.gz", "vcf/1kg_phase1_chr1_GP_A.vcf.gz",
    "vcf/hail_small-gt.vcf", "vcf/hail_sample_chr20.vcf.gz", "vcf/1kg_phase3_chr21_start.vcf.gz",
  ]

  @Test(arguments: publicFiles)
  func `public call sets equal plink2`(_ file: String) throws {
    guard let path = Fixtures.publicRecord("genomics/" + file), Oracle.has("plink2") else { return }
    try expectEqual(path, nil, file)
    let names = try VariantReader.sampleNames(of: [path])
    try expectEqual(path, stride(from: 0, to: names.count, by: 3).map { names[$0] }, file)
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `generated call sets equal plink2, and however they are cut the bits are the same`(
    seed: UInt64
  ) throws {
    guard Oracle.has("plink2") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = [2, 3, 63, 64, 65, 9, 17, 130, 2, 5, 70, 8][Int(seed - 1)]
    let path = try SmallCallSet.write(Self.generated(seed, samples), in: folder)
    try expectEqual(path, nil, "seed \(seed)")
    let whole = try VariantRun(Heterozygosity.self, path)
    let parts = try VariantRun(Heterozygosity.self, path, parts: true)
    #expect(whole.values == parts.values, "seed \(seed)")
    if samples > 4 { try expectEqual(path, ["S4", "S0", "S3", "S1"], "seed \(seed)") }
  }

  @Test func `a site counts by its frequencies, as computed by hand`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    // Frequencies 1/4 at the first site; at the second 1/3 each; the third is all alike, the fourth
    // not on an autosome; at the fifth single alleles count as two: 3/4.
    let text = SmallCallSet.text(
      samples: 4,
      records: [
        ("chr1", 10, "A", "G", ["0/1", "0/1", "0/0", "0|0"]),
        ("chr1", 20, "A", "G,T", ["0/1", "1/2", "0/2", "./."]),
        ("chr2", 10, "A", "G", ["1/1", "1/1", "1/1", "1/1"]),
        ("chrX", 10, "A", "G", ["0/1", "1/1", "0/0", "0/1"]),
        ("chr22", 10, "A", "G", ["1", "1/1", "0/1", "0/."]),
      ])
    let run = try VariantRun(Heterozygosity.self, SmallCallSet.write(text, in: folder))
    let (first, second, fifth) = (0.375, 2.0 / 3, 2 * (5.0 / 6) * (1.0 / 6))
    let expected: [(observed: Int, heterozygous: Double, sites: Int)] = [
      (1, first + second + fifth, 3), (1, first + second + fifth, 3),
      (1, first + second + fifth, 3), (1, first, 1),
    ]
    for (values, row) in zip(run.values, expected) {
      let f = 1 - Double(row.sites - row.observed) / row.heterozygous
      guard case .number(let ours) = values[0], case .number(let homozygous) = values[2] else {
        Issue.record("a number")
        continue
      }
      #expect(abs(ours - f) < 1e-12)
      #expect(values[1] == .integer(Int64(row.observed)))
      #expect(abs(homozygous - (Double(row.sites) - row.heterozygous)) < 1e-12)
      #expect(values[3] == .integer(Int64(row.sites)))
    }
  }

  @Test func `one sample, no genotypes and no sites have their reasons`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = SmallCallSet.text(samples: 2, records: [("chr1", 1, "A", "C", ["0/0", "0/0"])])
    let path = try SmallCallSet.write(text, in: folder)
    let alone = try VariantRun(Heterozygosity.self, path, samples: ["S1"])
    #expect(alone.values == [[FeatureValue](repeating: .missing(.tooFewSamples), count: 4)])
    let alike = try VariantRun(Heterozygosity.self, path)
    #expect(alike.values[0] == [.missing(.zeroDenominator), .integer(0), .number(0), .integer(0)])
    let bare = try SmallCallSet.write(
      text.replacing("\tGT\t0/0\t0/0", with: "\tDP\t3\t4"), in: folder, "b.vcf")
    let without = try VariantRun(Heterozygosity.self, bare)
    #expect(without.values[1] == [FeatureValue](repeating: .missing(.noGenotypes), count: 4))
  }

  // MARK: Making and comparing

  /// Records of all kinds that plink2 reads; more than a batch holds.
  private static func generated(_ seed: UInt64, _ samples: Int) -> String {
    var random = SeededGenerator(seed: seed)
    let alternates = ["C", "C", "C", "C", "C,G", "C,T,G", "AT", "<DEL>", "*", "."]
    let contigs = ["chr1", "chr7", "chr22", "chrX"]
    var records: [(String, Int, String, String, [String])] = []
    for contig in contigs {
      for place in 1...400 {
        let alternate = alternates.randomElement(using: &random) ?? "C"
        let alleles = alternate == "." ? 1 : alternate.split(separator: ",").count + 1
        let rare = Int.random(in: 0...3, using: &random) == 0
        let awkward = Int.random(in: 0...3, using: &random) == 0
        func allele() -> String {
          if rare, Int.random(in: 0...20, using: &random) > 0 { return "0" }
          return String(Int.random(in: 0..<alleles, using: &random))
        }
        let genotypes = (0..<samples).map { _ in
          switch Int.random(in: 0..<(awkward ? 24 : 20), using: &random) {
          case 0: "./."
          case 20: allele()
          case 21: allele() + "/."
          case 22: allele() + "/" + allele() + "/" + allele()
          case 23: "."
          default: allele() + "/" + allele()
          }
        }
        records.append((contig, place * 5, "A", alternate, genotypes))
      }
    }
    return SmallCallSet.text(samples: samples, records: records)
  }

  private func expectEqual(_ path: String, _ samples: [String]?, _ note: String) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let prefix = folder.appending(path: "peer").path(percentEncoded: false)
    var arguments = [
      "--vcf", path, "--double-id", "--vcf-half-call", "missing", "--allow-extra-chr", "--chr",
      "1-22", "--bad-freqs", "--het", "cols=hom,nobs,f", "--threads", "1", "--out", prefix,
    ]
    if let samples {
      let list = folder.appending(path: "keep").path(percentEncoded: false)
      let lines = samples.map { "\($0)\t\($0)\n" }.joined()
      try lines.write(toFile: list, atomically: true, encoding: .utf8)
      arguments += ["--keep", list]
    }
    let peer = Oracle.run("plink2", arguments)
    #expect(peer.status == 0, "\(note): \(peer.errors.suffix(300))")
    let text = try String(contentsOfFile: prefix + ".het", encoding: .utf8)
    var rows: [String: [String]] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let field = line.split(separator: "\t").map(String.init)
      rows[field[field.count - 5]] = Array(field.suffix(4))
    }
    let ours = try VariantRun(Heterozygosity.self, path, samples: samples)
    #expect(ours.names.count == rows.count, "\(note)")
    for (name, values) in zip(ours.names, ours.values) {
      let printed = [values[1], values[2], values[3], values[0]].map(Self.printed)
      #expect(printed == rows[name], "\(note)")
    }
  }

  private static func printed(_ value: FeatureValue) -> String {
    switch value {
    case .integer(let count): String(count)
    case .number(let number): String(format: "%.6g", number)
    default: "nan"
    }
  }
}
