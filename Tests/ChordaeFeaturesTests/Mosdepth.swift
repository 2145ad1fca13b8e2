import ChordaeTestSupport
import Foundation

/// What mosdepth says of one file, as text.
struct Mosdepth {
  /// Depth of coverage and how many bases have it, over the contigs that it lists.
  private(set) var histogram: [Int: Int] = [:]
  /// Columns of each line of the summary, one a contig with reads.
  private(set) var contigs: [[String]] = []
  /// Bases by depth of each contig, those without reads among them.
  private(set) var contigHistograms: [String: [Int: Int]] = [:]
  /// Bases of all contigs that have reads.
  private(set) var bases = 0
  private(set) var maximum = 0
  /// Columns of each line of the regions file, means or medians last.
  private(set) var means: [[String]] = []
  private(set) var medians: [[String]] = []
  /// Columns of each line of the thresholds file.
  private(set) var thresholds: [[String]] = []

  /// Runs it over an indexed BAM or CRAM, with and without a BED file; nil where it is absent.
  init?(_ path: String, bed: String? = nil, fasta: String? = nil) {
    guard Oracle.has("mosdepth") else { return nil }
    let prefix = Fixtures.scratch("mosdepth").path(percentEncoded: false) + "/m"
    let common = fasta.map { ["-f", $0] } ?? []
    guard Oracle.run("mosdepth", common + [prefix, path]).status == 0 else { return nil }
    for line in Self.lines(prefix + ".per-base.bed.gz") {
      let bases = (Int(line[2]) ?? 0) - (Int(line[1]) ?? 0)
      histogram[Int(line[3]) ?? -1, default: 0] += bases
      contigHistograms[line[0], default: [:]][Int(line[3]) ?? -1, default: 0] += bases
    }
    let summary = (try? String(contentsOfFile: prefix + ".mosdepth.summary.txt", encoding: .utf8))
    for line in (summary ?? "").split(separator: "\n").map({ $0.split(separator: "\t") })
    where line[0] != "chrom" {
      guard line[0] == "total" else {
        contigs.append(line.map(String.init))
        continue
      }
      bases = Int(line[2]) ?? -1
      maximum = Int(line[5]) ?? -1
    }
    guard let bed else { return }
    let byBED = ["-n", "--by", bed, "-T", "1,10,20,30"]
    guard Oracle.run("mosdepth", common + byBED + [prefix + "r", path]).status == 0,
      Oracle.run("mosdepth", common + ["-m"] + byBED + [prefix + "m", path]).status == 0
    else { return nil }
    means = Self.lines(prefix + "r.regions.bed.gz")
    medians = Self.lines(prefix + "m.regions.bed.gz")
    thresholds = Self.lines(prefix + "r.thresholds.bed.gz").filter { !$0[0].hasPrefix("#") }
  }

  /// Bases whose depth is a threshold or more.
  func bases(atLeast threshold: Int) -> Int {
    histogram.reduce(0) { $1.key >= threshold ? $0 + $1.value : $0 }
  }

  private static func lines(_ path: String) -> [[String]] {
    Oracle.run("gzip", ["-dc", path]).text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
