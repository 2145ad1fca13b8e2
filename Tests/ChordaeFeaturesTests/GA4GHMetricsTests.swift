import ChordaeCore
import ChordaeKernels
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeFeatures

/// What Picard's definition gives, counted the plain way over SAM lines: a set of names a position.
private struct PlainQualityDepth {
  private(set) var depths: [Int] = []
  private(set) var goodBases = 0

  init(_ sam: String) {
    var names: [String: [Int: Set<Substring>]] = [:]
    for line in sam.split(separator: "\n") where !line.hasPrefix("@") {
      let columns = line.split(separator: "\t")
      guard let flags = Int(columns[1]) else { continue }
      goodBases += Self.goodBases(columns, flags)
      guard flags & 0x70D == 1, Int(columns[4]) ?? 0 >= 20, columns[9] != "*", columns[10] != "*"
      else { continue }
      let (bases, qualities) = (Array(columns[9].utf8), Array(columns[10].utf8))
      var (position, base) = ((Int(columns[3]) ?? 0) - 1, 0)
      for operation in columns[5].matches(of: /([0-9]+)([A-Z=])/) {
        let (length, code) = (Int(operation.output.1) ?? 0, operation.output.2)
        if "M=X".contains(code) {
          for step in 0..<length
          where qualities[base + step] >= 33 + 20 && bases[base + step] != UInt8(ascii: "N") {
            names[String(columns[2]), default: [:]][position + step, default: []].insert(columns[0])
          }
        }
        if "MDN=X".contains(code) { position += length }
        if "MIS=X".contains(code) { base += length }
      }
    }
    for (contig, length) in QualityReads.contigs
    where ["chr1", "2", "chr22", "chr3"].contains(contig) {
      let gaps = Set((QualityReads.gaps[contig] ?? []).joined())
      depths += (0..<length).filter { !gaps.contains($0) }.map {
        min(250, names[contig]?[$0]?.count ?? 0)
      }
    }
  }

  private static func goodBases(_ columns: [Substring], _ flags: Int) -> Int {
    guard flags & 0xB00 == 0 else { return 0 }
    let original = columns.first { $0.hasPrefix("OQ:Z:") }?.dropFirst(5)
    let qualities = original ?? (columns[10] == "*" ? "" : columns[10])
    return qualities.utf8.count { $0 >= 33 + 30 }
  }

  var mean: Double { Double(depths.reduce(0, +)) / Double(depths.count) }
  var percentAt15: Double { 100 * (Double(depths.count { $0 >= 15 }) / Double(depths.count)) }
  var deviation: Double {
    let middle = Self.middle(depths.map(Double.init))
    return Self.middle(depths.map { abs(Double($0) - middle) })
  }

  private static func middle(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

@Test(arguments: Picard.golden)
private func `depth of good bases of public reads equals that of Picard`(golden: Picard) throws {
  guard let reads = Fixtures.publicRecord("genomics/bam/" + golden.reads),
    let reference = Fixtures.publicRecord("genomics/bam/" + golden.reference),
    Oracle.has("samtools")
  else { return }
  // The sequence demo20 is a piece of chromosome 20 that is named like no autosome.
  let folder = Fixtures.scratch().path(percentEncoded: false)
  let renamed = [
    "sh", "-c",
    "samtools view -h \(reads) | sed 's/demo20/20/g' | samtools view -b -o \(folder)/a.bam"
      + " && gzip -dcf \(reference) | sed 's/demo20/20/' > \(folder)/r.fa",
  ]
  try #require(Oracle.run("/usr/bin/env", renamed).status == 0)
  let pass = try AlignmentPass(folder + "/a.bam", reference: folder + "/r.fa")
  let mean = try #require(pass.number("ga4gh.mean_autosome_coverage"))
  #expect(abs(mean - golden.mean) <= 5e-7)
  let fraction = try #require(pass.number("ga4gh.pct_autosomes_15x")) / 100
  #expect(abs(fraction - golden.fractionAt15) <= 5e-7)
  #expect(pass.number("ga4gh.mad_autosome_coverage") == golden.deviation)
  #expect(pass.integer("ga4gh.yield_bp_q30") == golden.yield)
  let counts = try #require(pass.prepared.qualityDepth)
    .filled(to: golden.histogram.values.reduce(0, +))
  let histogram = Dictionary(
    uniqueKeysWithValues: counts.entries.map { (Int($0.depth), $0.bases) })
  #expect(histogram == golden.histogram)
}

/// What Picard 2.27.5 of Debian 12 prints of public reads.
///
///     PicardCommandLine CollectWgsMetrics I=READS R=REFERENCE O=x    (the FASTA of na unpacked)
///     PicardCommandLine CollectQualityYieldMetrics I=READS O=y
private struct Picard: Sendable {
  let reads: String
  let reference: String
  /// MEAN_COVERAGE, PCT_15X, MAD_COVERAGE and PF_Q30_BASES.
  let mean: Double
  let fractionAt15: Double
  let deviation: Double
  let yield: Int64
  /// high_quality_coverage_count by coverage, where it is not 0.
  let histogram: [Int: Int]

  static let golden = [
    Picard(
      reads: "strelka_demo20/NA12891_demo20.bam", reference: "strelka_demo20/demo20.fa",
      mean: 15.7286, fractionAt15: 0.5848, deviation: 12.5, yield: 73_887,
      histogram: [
        0: 1799, 1: 6, 2: 10, 3: 12, 4: 3, 5: 29, 6: 21, 7: 28, 8: 8, 9: 18, 10: 55, 11: 23,
        12: 17, 13: 20, 14: 27, 15: 57, 16: 56, 17: 90, 18: 104, 19: 162, 20: 190, 21: 150,
        22: 156, 23: 171, 24: 176, 25: 152, 26: 97, 27: 126, 28: 161, 29: 167, 30: 152, 31: 137,
        32: 135, 33: 135, 34: 98, 35: 66, 36: 56, 37: 31, 38: 21, 39: 15, 40: 23, 41: 18, 42: 8,
        43: 4, 44: 4, 45: 3, 46: 2, 47: 1,
      ]),
    Picard(
      reads: "strelka_demo20/NA12892_demo20.bam", reference: "strelka_demo20/demo20.fa",
      mean: 15.4108, fractionAt15: 0.5804, deviation: 11, yield: 71_768,
      histogram: [
        0: 1801, 1: 28, 2: 7, 3: 9, 4: 3, 5: 13, 6: 2, 7: 15, 8: 24, 9: 11, 10: 21, 11: 44,
        12: 40, 13: 41, 14: 39, 15: 37, 16: 57, 17: 104, 18: 120, 19: 132, 20: 138, 21: 172,
        22: 152, 23: 133, 24: 187, 25: 197, 26: 243, 27: 237, 28: 198, 29: 152, 30: 115, 31: 103,
        32: 108, 33: 96, 34: 44, 35: 37, 36: 31, 37: 31, 38: 17, 39: 11, 40: 13, 41: 10, 42: 11,
        43: 7, 44: 7, 45: 2,
      ]),
    Picard(
      reads: "NA12878.b37.20-21.10M.bam", reference: "human_g1k_v37.20-21.padded.fa.gz",
      mean: 0.933123, fractionAt15: 0.013934, deviation: 0, yield: 949_564,
      histogram: [
        0: 342890, 1: 451, 2: 252, 3: 300, 4: 206, 5: 143, 6: 125, 7: 161, 8: 145, 9: 86, 10: 72,
        11: 59, 12: 78, 13: 79, 14: 76, 15: 45, 16: 20, 17: 23, 18: 31, 19: 19, 20: 18, 21: 25,
        22: 19, 23: 15, 24: 14, 25: 11, 26: 10, 27: 19, 28: 11, 29: 24, 30: 19, 31: 14, 32: 20,
        33: 24, 34: 37, 35: 28, 36: 30, 37: 31, 38: 21, 39: 17, 40: 20, 41: 20, 42: 33, 43: 34,
        44: 38, 45: 29, 46: 35, 47: 57, 48: 53, 49: 82, 50: 93, 51: 67, 52: 81, 53: 80, 54: 87,
        55: 97, 56: 93, 57: 91, 58: 98, 59: 106, 60: 101, 61: 94, 62: 79, 63: 83, 64: 82, 65: 90,
        66: 74, 67: 92, 68: 100, 69: 103, 70: 93, 71: 101, 72: 123, 73: 98, 74: 129, 75: 134,
        76: 95, 77: 112, 78: 92, 79: 59, 80: 67, 81: 57, 82: 95, 83: 65, 84: 79, 85: 48, 86: 71,
        87: 43, 88: 55, 89: 35, 90: 39, 91: 47, 92: 51, 93: 54, 94: 46, 95: 41, 96: 39, 97: 38,
        98: 40, 99: 35, 100: 26, 101: 18, 102: 13, 103: 1, 104: 1,
      ]),
  ]
}

private func fasta(_ text: String = QualityReads.fasta()) throws -> String {
  let path = Fixtures.scratch("fasta").appending(path: "r.fa").path(percentEncoded: false)
  try text.write(toFile: path, atomically: true, encoding: .utf8)
  return path
}

@Test(arguments: [1, 2, 3] as [UInt64])
func `depth of good bases is the number of templates with one, at every position`(
  seed: UInt64
) throws {
  let pairs = seed == 3 ? 12_000 : 3_000
  let sam = QualityReads(seed: seed, pairs: pairs).text
  guard let path = try SAMFile(sam).sortedBAM() else { return }
  let pass = try AlignmentPass(path, reference: try fasta())
  let plain = PlainQualityDepth(sam)
  #expect(pass.number("ga4gh.mean_autosome_coverage") == plain.mean)
  #expect(pass.number("ga4gh.pct_autosomes_15x") == plain.percentAt15)
  #expect(pass.number("ga4gh.mad_autosome_coverage") == plain.deviation)
  #expect(pass.integer("ga4gh.yield_bp_q30") == Int64(plain.goodBases))
  // The case must be able to fail.
  #expect(plain.mean > 1 && plain.deviation > 0)
  if seed == 3 { #expect(plain.depths.contains(250)) }
}

@Test(arguments: [1, 2] as [UInt64])
func `figures of reads equal those that samtools stats prints`(seed: UInt64) throws {
  guard let path = try SAMFile(QualityReads(seed: seed, pairs: 3_000).text).sortedBAM() else {
    return
  }
  try expectSamtoolsStats(path)
}

@Test(arguments: [
  "genomics/bam/NA12878.b37.20-21.10M.bam", "genomics/bam/strelka_demo20/NA12892_demo20.bam",
  "genomics/bam/NA12878_small.bam", "genomics/mt/HG03478.MT.bam",
])
func `figures of public reads equal those that samtools stats prints`(name: String) throws {
  guard let path = Fixtures.publicRecord(name), Oracle.has("samtools") else { return }
  try expectSamtoolsStats(path)
}

private func expectSamtoolsStats(_ path: String) throws {
  let lines = Oracle.run("samtools", ["stats", path]).text.split(separator: "\n")
  let peer = lines.filter { $0.hasPrefix("SN\t") }.reduce(into: [Substring: Substring]()) {
    let columns = $1.split(separator: "\t")
    $0[columns[1]] = columns[2]
  }
  let pass = try AlignmentPass(path)
  func text(_ id: String, _ format: String) -> String {
    String(format: format, pass.number("ga4gh." + id) ?? -1)
  }
  let reads = try #require(peer["sequences:"].flatMap { Double($0) })
  let mapped = try #require(peer["reads mapped:"].flatMap { Double($0) })
  #expect(pass.number("ga4gh.pct_reads_mapped") == 100 * mapped / reads)
  #expect(
    text("pct_reads_properly_paired", "%.1f")
      == peer["percentage of properly paired reads (%):"]
      .map(String.init))
  #expect(text("mean_insert_size", "%.1f") == peer["insert size average:"].map(String.init))
  #expect(
    text("insert_size_std_deviation", "%.1f")
      == peer["insert size standard deviation:"]
      .map(String.init))
}

@Test func `parts cut anywhere give the figures of the whole`() throws {
  guard let path = try SAMFile(QualityReads(seed: 9, pairs: 3_000).text).sortedBAM() else { return }
  let reference = try fasta()
  let whole = try AlignmentPass(path, reference: reference)
  for starts in [[(0, 6_976)], [(0, 64), (0, 12_352), (0, 14_016), (1, 0), (1, 4_032), (3, 640)]] {
    let cuts = starts.map { AlignmentPosition(contig: $0.0, start: $0.1) }
    let merged = try AlignmentPass(path, reference: reference, cuts: cuts)
    #expect(merged.values == whole.values)
    #expect(merged.tables == whole.tables)
  }
}

@Test func `without a reference coverage is null for that, and the rest is there`() throws {
  guard let path = try SAMFile(QualityReads(seed: 4, pairs: 100).text).sortedBAM() else { return }
  let pass = try AlignmentPass(path)
  for name in ["mean_autosome_coverage", "pct_autosomes_15x", "mad_autosome_coverage"] {
    #expect(pass.values["ga4gh." + name] == .missing(.noReference))
  }
  #expect(pass.integer("ga4gh.yield_bp_q30") ?? 0 > 0)
  #expect(pass.number("ga4gh.mean_insert_size") ?? 0 > 0)
}

@Test func `no reads give no ratios, no autosomes and no order give no coverage`() throws {
  let sam = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:a\tLN:100\n"
  let other = try AlignmentPass(SAMFile(sam).path)
  #expect(other.values["ga4gh.mean_autosome_coverage"] == .missing(.noAutosomes))
  #expect(other.values["ga4gh.pct_reads_mapped"] == .missing(.zeroDenominator))
  #expect(other.values["ga4gh.insert_size_std_deviation"] == .missing(.zeroDenominator))
  #expect(other.integer("ga4gh.yield_bp_q30") == 0)
  let unsorted = try AlignmentPass(SAMFile("@SQ\tSN:1\tLN:100\n", "unsorted").path)
  #expect(unsorted.values["ga4gh.mad_autosome_coverage"] == .missing(.notCoordinateSorted))
  let header = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:1\tLN:4\n"
  let gaps = try AlignmentPass(SAMFile(header, "gaps").path, reference: fasta(">1\nNNNN\n"))
  #expect(gaps.values["ga4gh.mean_autosome_coverage"] == .missing(.noBases))
  let empty = try AlignmentPass(SAMFile(header, "empty").path, reference: fasta(">chr1\nNACN\n"))
  #expect(empty.number("ga4gh.mean_autosome_coverage") == 0)
}
