import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// `var.roh` against a recomputation by the words of its definition, and against known runs.
@Suite struct RunsOfHomozygosityTests {
  @Test(arguments: [
    "vcf/hail_sample_chr20.vcf.gz", "truth/PG_NA12878_hg38_chr21.vcf.gz",
    "vcf/hail_small-gt.vcf", "gvcf/HG00187.hg38.g.vcf.gz", "vcf/chrX_phased_26.vcf.gz",
  ])
  func `public call sets give the runs of the recomputation`(_ file: String) throws {
    guard let path = Fixtures.publicRecord("genomics/" + file) else { return }
    try expectEqual(path, file)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `generated call sets give the runs of the recomputation`(seed: UInt64) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = [3, 1, 64, 65, 5, 20, 2, 7, 33, 4][Int(seed - 1)]
    let path = try SmallCallSet.write(Self.generated(seed, samples), in: folder)
    let found = try expectEqual(path, "seed \(seed)")
    #expect(found > 0, "the generated runs are found: seed \(seed)")
  }

  // MARK: Known runs. A SNV each 5 kb: `o` homozygous, `h` heterozygous, `.` missing.

  /// So many SNVs of a kind one after another.
  private static func calls(_ parts: (Int, Character)...) -> String {
    parts.map { String(repeating: $0.1, count: $0.0) }.joined()
  }

  @Test func `a run needs its length and its sites`() throws {
    // 200 steps of 5 kb and the base of the last SNV are just more than 1 Mb, 199 are not.
    try expect(Self.calls((400, "h")) + Self.calls((201, "o"), (50, "h")), runs: [1_000_001])
    try expect(Self.calls((400, "h")) + Self.calls((200, "o"), (50, "h")), runs: [])
    // With 99 homozygous calls in 1.5 Mb it has too few sites, with 100 enough.
    for (count, runs) in [(99, []), (100, [298 * 5_000 + 1])] {
      let sparse = Self.calls((count - 1, "o"), (199, "."), (1, "o"))
      try expect(Self.calls((400, "h")) + sparse + Self.calls((50, "h")), runs: runs)
    }
  }

  @Test func `a heterozygote alone is passed over and two near each other end a run`() throws {
    let flank = Self.calls((300, "h"))
    try expect(
      flank + Self.calls((250, "o"), (1, "h"), (250, "o")) + flank, runs: [500 * 5_000 + 1])
    // The second comes within 100 SNVs of the first: 101 apart it is passed over, 100 apart not.
    try expect(
      flank + Self.calls((250, "o"), (1, "h"), (100, "o"), (1, "h"), (250, "o")) + flank,
      runs: [601 * 5_000 + 1])
    try expect(
      flank + Self.calls((250, "o"), (1, "h"), (99, "o"), (1, "h"), (250, "o")) + flank,
      runs: [249 * 5_000 + 1, 249 * 5_000 + 1])
    // What lies behind the last heterozygote of a run does not reach the first one.
    try expect(Self.calls((300, "o"), (1, "h"), (300, "o")), runs: [600 * 5_000 + 1])
  }

  @Test func `missing calls are passed over up to the largest gap`() throws {
    let flank = Self.calls((300, "h"))
    try expect(
      flank + Self.calls((210, "o"), (199, "."), (210, "o")) + flank, runs: [618 * 5_000 + 1])
    try expect(
      flank + Self.calls((210, "o"), (200, "."), (210, "o")) + flank,
      runs: [209 * 5_000 + 1, 209 * 5_000 + 1])
    try expect(
      flank + Self.calls((210, "o"), (50, "."), (1, "h"), (199, "."), (210, "o")) + flank,
      runs: [669 * 5_000 + 1])
    // A run ends with its last homozygous call, whatever is missing behind it.
    try expect(Self.calls((150, "."), (210, "o"), (150, ".")), runs: [209 * 5_000 + 1])
  }

  @Test func `runs end with their chromosome and at its gaps, and cover what could hold one`()
    throws
  {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var records: [(String, Int, String, String, [String])] = []
    for (contig, start) in [("chr1", 1), ("chr1", 2_500_003), ("chr2", 1), ("chrX", 1)] {
      records += (0..<301).map { (contig, start + $0 * 5_000, "A", "C", ["0/0", "1|1"]) }
    }
    // A SNV alone and an indel cover nothing.
    records.append(("chr9", 5, "A", "C", ["0/0", "0/0"]))
    records += (0..<301).map { ("chr10", 1 + $0 * 5_000, "A", "AC", ["0/0", "1|1"]) }
    let path = try SmallCallSet.write(
      SmallCallSet.text(
        samples: 2,
        records: records.sorted { a, b in
          let order = ["chr1", "chr2", "chr9", "chr10", "chrX"]
          let (x, y) = (order.firstIndex(of: a.0) ?? 0, order.firstIndex(of: b.0) ?? 0)
          return (x, a.1) < (y, b.1)
        }), in: folder)
    let length: Int64 = 1_500_001
    let expected: [FeatureValue] = [
      .integer(3), .integer(3 * length), .integer(length), .number(1), .integer(3 * length),
    ]
    #expect(try VariantRun(RunsOfHomozygosity.self, path).values == [expected, expected])
    try expectEqual(path, "gaps")
  }

  @Test func `what cannot show a run is null with its reason`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let none = { [FeatureValue](repeating: .missing($0), count: 5) }
    let few = SmallCallSet.text(
      samples: 1, records: (0..<99).map { ("chr1", 1 + $0 * 50_000, "A", "C", ["1/1"]) })
    let path = try SmallCallSet.write(few, in: folder)
    #expect(try VariantRun(RunsOfHomozygosity.self, path).values == [none(.tooFewSites)])
    let bare = try SmallCallSet.write(few.replacing("GT\t1/1", with: "DP\t3"), in: folder, "b.vcf")
    #expect(try VariantRun(RunsOfHomozygosity.self, bare).values == [none(.noGenotypes)])
    // What failed a filter is no site; what has none or passed is.
    let records = (0..<301).map { ("chr1", 1 + $0 * 5_000, "A", "C", ["1/1"]) }
    for (filter, expected) in [("q10", MissingReason.tooFewSites), ("PASS", nil), (".", nil)] {
      let text = SmallCallSet.text(samples: 1, records: records, filter: filter)
      let path = try SmallCallSet.write(text, in: folder, "c.vcf")
      let value = try #require(try VariantRun(RunsOfHomozygosity.self, path).values.first?.first)
      #expect(value == (expected.map { .missing($0) } ?? .integer(1)), "\(filter)")
    }
    // A sample without calls is not without runs.
    let missing = SmallCallSet.text(
      samples: 2, records: (0..<301).map { ("chr1", 1 + $0 * 5_000, "A", "C", ["1/1", "./."]) })
    let run = try VariantRun(
      RunsOfHomozygosity.self, SmallCallSet.write(missing, in: folder, "d.vcf"))
    #expect(run.values[0][0] == .integer(1) && run.values[1] == none(.tooFewSites))
  }

  @Test func `a gVCF's variant sites are SNVs and its blocks are none`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var records: [(String, Int, String, String, [String])] = []
    for place in 0..<301 {
      records.append(("chr1", 1 + place * 5_000, "A", "C,<NON_REF>", ["1/1"]))
      records.append(("chr1", 2 + place * 5_000, "A", "<NON_REF>", ["0/0"]))
    }
    let path = try SmallCallSet.write(SmallCallSet.text(samples: 1, records: records), in: folder)
    let values = try VariantRun(RunsOfHomozygosity.self, path).values
    #expect(values[0][0] == .integer(1) && values[0][1] == .integer(1_500_001))
    try expectEqual(path, "gVCF")
  }

  // MARK: Making and comparing

  /// Holds one sample's runs to known lengths; beside it a sample that is homozygous everywhere.
  private func expect(_ calls: String, runs: [Int]) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let genotype: [Character: String] = ["o": "1/1", "h": "0/1", ".": "./."]
    let records = calls.enumerated().map { place, call in
      ("chr3", 1_000 + place * 5_000, "A", "C", [genotype[call] ?? "", "0/0"])
    }
    let path = try SmallCallSet.write(SmallCallSet.text(samples: 2, records: records), in: folder)
    let values = try VariantRun(RunsOfHomozygosity.self, path).values
    let all = (calls.count - 1) * 5_000 + 1
    #expect(
      Array(values[0].prefix(3))
        == [runs.count, runs.reduce(0, +), runs.max() ?? 0].map {
          FeatureValue.integer(Int64($0))
        })
    #expect(values[1][1] == .integer(Int64(all)) && values[1][4] == .integer(Int64(all)))
    try expectEqual(path, "known runs")
  }

  /// Chromosomes on which each sample has homozygous stretches with errors and missing calls.
  private static func generated(_ seed: UInt64, _ samples: Int) -> String {
    var random = SeededGenerator(seed: seed)
    var records: [(String, Int, String, String, [String])] = []
    let alternates = ["C", "C", "C", "C", "C", "C", "C", "C", "G,<NON_REF>", "AT", "C,G", "."]
    for contig in ["chr2", "chr4", "chrX"] {
      var position = 0
      var modes = [Int](repeating: 0, count: samples)
      for _ in 0..<1_500 {
        position += Int.random(in: 0...12_000, using: &random)
        if Int.random(in: 0..<400, using: &random) == 0 {
          position += Int.random(in: 400_000...1_600_000, using: &random)
        }
        let alternate = alternates.randomElement(using: &random) ?? "C"
        let isCoded = Int.random(in: 0..<5, using: &random) == 0
        let genotypes = (0..<samples).map { sample in
          if Int.random(in: 0..<250, using: &random) == 0 {
            modes[sample] = Int.random(in: 0...3, using: &random)
          }
          let draw = Int.random(in: 0..<1_000, using: &random)
          let odd =
            isCoded && draw % 9 == 0
            ? ["1", "0/.", "0/0/0", "0/1/1"].randomElement(using: &random) : nil
          if let odd, alternate != "." { return odd }
          if draw < 10 { return "./." }
          let homozygous = draw % 2 == 0 || alternate == "." ? "0/0" : "1|1"
          return switch modes[sample] {
          case 0: draw < 300 && alternate != "." ? "0/1" : homozygous
          case 1: draw < 13 && alternate != "." ? "1/0" : homozygous
          case 2: draw < 700 ? "./." : homozygous
          default: homozygous
          }
        }
        records.append((contig, position, "A", alternate, genotypes))
      }
    }
    return SmallCallSet.text(samples: samples, records: records)
  }

  /// Holds all samples of a file to the oracle; gives the number of runs.
  @discardableResult
  private func expectEqual(_ path: String, _ note: String) throws -> Int {
    guard let python = Oracle.python else { return 1 }
    let script = Fixtures.root.appending(path: "Tests/Oracles/roh.py").path(percentEncoded: false)
    let peer = Oracle.run(python, [script, path])
    #expect(peer.status == 0, "\(note): \(peer.errors.suffix(300))")
    let rows = peer.text.split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { Int($0) }
    }
    let ours = try VariantRun(RunsOfHomozygosity.self, path).values
    var count = 0
    for (sample, values) in ours.enumerated() {
      let row = rows.indices.contains(sample) ? rows[sample] : [0, 0, 0, 0, 0]
      guard row[3] > 0, row[4] >= 100 else {
        #expect(values.allSatisfy { $0 == .missing(.tooFewSites) }, "\(note), \(sample)")
        continue
      }
      count += row[0]
      #expect(
        values == [
          .integer(Int64(row[0])), .integer(Int64(row[1])), .integer(Int64(row[2])),
          .number(Double(row[1]) / Double(row[3])), .integer(Int64(row[3])),
        ], "\(note), sample \(sample)")
    }
    return count
  }
}
