import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// Alignments that are odd but sound: the command reads them, with samtools' counts and mosdepth's
/// depths.
@Suite(.enabled(if: Oracle.has("samtools") && Oracle.has("bgzip")))
struct `An odd alignment that is sound` {
  private static let containers = [
    ("sam", ["-h"]), ("bam", ["-b"]), ("cram", ["-C", "--output-fmt-option", "no_ref=1"]),
  ]
  /// 35,000 bases that each have an insertion behind them: 70,000 operations.
  private static let longCIGAR = String(repeating: "1M1I", count: 35_000)

  private struct Files {
    let run: AlignmentRun
    let paths: [String: String]
  }

  private static let files = Result { () throws -> Files in
    var folder = AlignmentFolder("sound")
    var paths: [String: String] = [:]
    let header = AlignmentFolder.header
    let long =
      header + AlignmentFolder.read(5) + AlignmentFolder.read(20, cigar: longCIGAR)
      + AlignmentFolder.read(30_000)
    // htslib counts a mapped SAM line without a CIGAR as unmapped.
    let none =
      header + AlignmentFolder.read(5, cigar: "*") + AlignmentFolder.read(5, cigar: "0M")
      + AlignmentFolder.read(5, cigar: "10I") + AlignmentFolder.read(5, cigar: "10M")
    let unsorted = header.replacing("SO:coordinate", with: "SO:unsorted")
    let free =
      unsorted + AlignmentFolder.read(40) + AlignmentFolder.read(39)
      + AlignmentFolder.read(490, on: "c2")
    for (name, options) in containers {
      for (kind, text) in [("long", long), ("none", none), ("empty", header), ("free", free)] {
        paths[kind + name] = try folder.convert(text, to: "\(kind).\(name)", options)
      }
    }
    paths["mapped"] = try mappedWithoutCIGAR(folder)
    for (patient, path) in paths.sorted(by: { $0.key < $1.key }) { folder.add(patient, path) }
    return Files(run: try folder.extract(), paths: paths)
  }

  /// A BAM whose first read is mapped and has no CIGAR, which SAM text does not come to; its mate lies
  /// at the same place.
  private static func mappedWithoutCIGAR(_ folder: AlignmentFolder) throws -> String {
    let text =
      AlignmentFolder.header + "bare\t103\tc1\t5\t60\t*\t=\t5\t50\t*\t*\n"
      + "bare\t147\tc1\t5\t60\t50M\t=\t5\t-50\t*\t*\n" + AlignmentFolder.read(7)
    let bam = try folder.convert(text, to: "unmapped.bam")
    let raw = folder.file("raw")
    try folder.tool("sh", ["-c", "bgzip -dc '\(bam)' > '\(raw)'"])
    let changed = try folder.copy(raw, to: "changed") { bytes in
      // FLAG stands 18 bytes before the name (SAM specification 4.2).
      guard let name = bytes.range(of: Data("bare".utf8)) else { return }
      bytes[name.lowerBound - 18] = 99
    }
    let mapped = folder.file("mapped.bam")
    try folder.tool("sh", ["-c", "bgzip -c '\(changed)' > '\(mapped)'"])
    #expect(Oracle.run("samtools", ["view", "-c", "-F", "4", mapped]).text == "3\n")
    return mapped
  }

  @Test func `is no fault of the run`() throws {
    let run = try Self.files.get().run
    #expect(run.ended.status == 0, "\(run.ended.errors)")
    #expect(run.failures.isEmpty)
    #expect(run.warnings(of: "longbam").isEmpty)
    guard let covered = try Dataset.ask(["nulls", run.dataset.folder]) else { return }
    #expect((Int(covered.dropLast()) ?? 0) > 0)
  }

  @Test func `counts as samtools counts it`() throws {
    let files = try Self.files.get()
    #expect(files.paths.count == 13)
    for (patient, path) in files.paths {
      guard let row = files.run.row(of: patient) else { return }
      #expect(row["status"]?.text == "ok", "\(patient)")
      let text = Oracle.run("samtools", ["flagstat", "-O", "json", path]).text
      let counts = try JSONParser.parse(Array(text.utf8))["QC-passed reads"]
      for (column, label) in [
        ("total", "total"), ("mapped", "mapped"), ("primary_mapped", "primary mapped"),
      ] {
        let expected = try #require(counts?[label]?.int)
        #expect(row["aln.flagstat.\(column)"]?.int == expected, "\(patient), \(label)")
      }
    }
  }

  @Test(arguments: containers.map(\.0))
  func `of more than 65,535 operations in a CIGAR gives every base its depth`(
    container: String
  ) throws {
    let files = try Self.files.get()
    guard let row = files.run.row(of: "long" + container) else { return }
    // By hand: two reads of 50 bases and one of 35,000, which both lie on.
    #expect(row["aln.coverage.mean"] == .number(Double(35_000 + 50 + 50) / 100_500))
    #expect(row["aln.coverage.max"]?.int == 2)
    #expect(row["aln.coverage.breadth_1x"] == .number(Double(15 + 35_000) / 100_500))
    #expect(row["aln.coverage.breadth_5x"] == .number(0))
  }

  @Test(arguments: containers.map(\.0))
  func `without a base on the contig gives no depth`(container: String) throws {
    let files = try Self.files.get()
    guard let row = files.run.row(of: "none" + container) else { return }
    #expect(row["aln.coverage.mean"] == .number(10 / 100_500))
    #expect(row["aln.coverage.max"]?.int == 1)
    guard container == "bam", let mapped = files.run.row(of: "mapped") else { return }
    #expect(mapped["aln.flagstat.mapped"]?.int == 3)
    #expect(mapped["aln.coverage.mean"] == .number(100 / 100_500))
  }

  @Test func `gives the depths that mosdepth gives`() throws {
    guard Oracle.has("mosdepth") else { return }
    let files = try Self.files.get()
    for patient in ["longbam", "nonebam", "mapped", "emptybam"] {
      let path = try #require(files.paths[patient])
      #expect(Oracle.run("samtools", ["index", path]).status == 0)
      #expect(Oracle.run("mosdepth", [path, path]).status == 0)
      let summary = try String(contentsOfFile: path + ".mosdepth.summary.txt", encoding: .utf8)
      let total = summary.split(separator: "\n").map { $0.split(separator: "\t") }
        .first { $0[0] == "total" }
      guard let row = files.run.row(of: patient) else { return }
      let bases = Double(total?[2] ?? "0") ?? -1
      #expect(row["aln.coverage.mean"] == .number(bases / 100_500), "\(patient)")
      #expect(row["aln.coverage.max"]?.int == Int(total?[5] ?? "0"), "\(patient)")
    }
  }

  @Test(arguments: containers.map(\.0))
  func `of no reads has counts and depths of zero, and no ratio without a reason`(
    container: String
  ) throws {
    let files = try Self.files.get()
    guard let row = files.run.row(of: "empty" + container), case .object(let members) = row
    else { return }
    #expect(row["aln.coverage.mean"] == .number(0))
    let counts = members.filter { $0.key.hasPrefix("aln.flagstat.") }
    #expect(counts.count == 32 && counts.allSatisfy { $0.value.int == 0 })
    // Whatever else is null is so because nothing is there to divide by.
    let entries = (row["reasons"]?.text ?? "").split(separator: ";").filter {
      $0.hasPrefix("aln") || $0.hasPrefix("ga4gh")
    }
    let allowed: Set = [
      "no_reads", "zero_denominator", "no_reference", "no_index", "no_panel", "no_targets",
      "no_autosomes", "no_mitochondrial_contig", "contig_absent", "unknown_assembly", "no_sites",
      "not_provided", "low_autosomal_depth", "not_whole_genome", "no_telomeric_reads",
      "not_in_index",
    ]
    for entry in entries {
      #expect(allowed.contains(String(entry.split(separator: "=").last ?? "")), "\(entry)")
    }
  }

  @Test(arguments: containers.map(\.0))
  func `without an order has its counts and null depths, also past a contig's end`(
    container: String
  ) throws {
    let files = try Self.files.get()
    guard let row = files.run.row(of: "free" + container) else { return }
    #expect(row["status"]?.text == "ok")
    #expect(row["aln.flagstat.total"]?.int == 3)
    #expect(row["aln.coverage.mean"] == .null)
    let reasons = (row["reasons"]?.text ?? "").split(separator: ";")
    #expect(reasons.contains("aln.coverage=not_coordinate_sorted"))
  }
}
