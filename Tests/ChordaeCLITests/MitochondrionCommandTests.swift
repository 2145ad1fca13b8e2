import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// The mitochondrial genome out of every container, through the command.
@Suite struct `The mitochondrial genome of the command` {
  /// A simulated genome whose mitochondrial contig has 16,569 bases; nil without samtools.
  private func cohort() throws -> Cohort? {
    guard Oracle.has("samtools") else { return nil }
    return try Cohort(
      patients: 1, seed: 77, ["--reference-length", "165690", "--depth", "32"])
  }

  private func rows(
    _ cohort: Cohort, _ lines: [String], _ groups: String
  ) throws -> (Command.Ending, Dataset) {
    let manifest = try cohort.manifest("mt.csv", ["patient_id,alignment,reference"] + lines)
    let dataset = Dataset()
    let ended = try Command.run(
      ["extract", manifest, "-o", dataset.folder, "--groups", groups])
    return (ended, dataset)
  }

  @Test func `is the same of a BAM, of a CRAM, and of a CRAM without an index`() throws {
    guard let cohort = try cohort() else { return }
    let bam = cohort.folder + "/patients/P0000001/reads.bam"
    let fasta = cohort.folder + "/reference.fa"
    for name in ["indexed.cram", "bare.cram"] {
      let view = ["view", "-C", "-T", fasta, "-o", "\(cohort.folder)/\(name)", bam]
      #expect(Oracle.run("samtools", view).status == 0)
    }
    #expect(Oracle.run("samtools", ["index", cohort.folder + "/indexed.cram"]).status == 0)
    let lines = [
      "a,\(bam),reference.fa", "b,indexed.cram,reference.fa", "c,bare.cram,reference.fa",
    ]
    for groups in ["aln.mt", "aln.mt,aln.chip"] {
      let (ended, dataset) = try rows(cohort, lines, groups)
      #expect(ended.status == 0, "\(ended.errors)")
      guard let rows = try dataset.rows("patients") else { return }
      let columns = rows.map { row -> [JSONValue] in
        guard case .object(let members) = row else { return [] }
        return members.filter { $0.key.hasPrefix("aln.mt.") }.map(\.value)
      }
      #expect(columns[0].count == 8 && !columns[0].contains(.null))
      #expect(columns[1] == columns[0] && columns[2] == columns[0], "\(groups)")
      #expect(rows[0]["aln.mt.evaluated_positions"]?.int ?? 0 > 10_000)
    }
  }

  @Test func `of a CRAM without its reference has its depth, and the fault says which`() throws {
    guard let cohort = try cohort() else { return }
    let bam = cohort.folder + "/patients/P0000001/reads.bam"
    let cram = cohort.folder + "/alone.cram"
    let view = ["view", "-C", "-T", cohort.folder + "/reference.fa", "-o", cram, bam]
    #expect(Oracle.run("samtools", view).status == 0)
    #expect(Oracle.run("samtools", ["index", cram]).status == 0)
    let header = Oracle.run("samtools", ["view", "-H", cram]).text
    let line = try #require(
      header.split(separator: "\n").first { $0.hasPrefix("@SQ") && $0.contains("SN:chrM") })
    let digest = try #require(line.split(separator: "\t").first { $0.hasPrefix("M5:") }).dropFirst(
      3)
    let (whole, complete) = try rows(cohort, ["a,\(bam),reference.fa"], "aln.mt")
    #expect(whole.status == 0)
    for groups in ["aln.mt,aln.flagstat", "aln.mt", "aln.mt,aln.chip"] {
      let (ended, dataset) = try rows(cohort, ["a,alone.cram,"], groups)
      #expect(ended.status == 3)
      try expectDepthAlone(dataset, as: complete)
    }
    let (_, dataset) = try rows(cohort, ["a,alone.cram,"], "aln.mt")
    let failure = try #require(try jsonLines(in: dataset.text("failures.jsonl")).first)
    #expect(failure["reason"]?.text == "reference_not_found")
    #expect(
      failure["detail"]?.text
        == "the bases of contig chrM need its reference (M5 \(digest)), which neither the manifest"
        + " names nor REF_CACHE or REF_PATH hold, or the file is damaged")
  }

  /// Depth and copy numbers as of a file whose bases can be read; the rest null, for its reason.
  private func expectDepthAlone(_ dataset: Dataset, as complete: Dataset) throws {
    guard let row = try dataset.rows("patients")?.first,
      let whole = try complete.rows("patients")?.first
    else { return }
    for name in ["mean_depth", "copy_number_by_median", "copy_number_by_mean"] {
      #expect(row["aln.mt." + name] == whole["aln.mt." + name] && row["aln.mt." + name] != .null)
    }
    for name in [
      "evaluated_positions", "heteroplasmy_count", "heteroplasmy_max", "heteroplasmic_changes",
      "homoplasmic_changes",
    ] {
      #expect(row["aln.mt." + name] == .null)
      let reason = "aln.mt.\(name)=reference_not_found"
      #expect(row["reasons"]?.text?.contains(reason) == true, "\(name)")
    }
  }

  @Test func `is null against a reference that lacks it, which stops no other group`() throws {
    guard let cohort = try cohort() else { return }
    let bam = cohort.folder + "/patients/P0000001/reads.bam"
    let fasta = "\(cohort.folder)/nuclear.fa"
    let nuclear = Oracle.run(
      "samtools", ["faidx", cohort.folder + "/reference.fa", "chr1", "chr2", "chrX"])
    try nuclear.text.write(toFile: fasta, atomically: true, encoding: .utf8)
    #expect(Oracle.run("samtools", ["faidx", fasta]).status == 0)
    try "chr1\t100\t101\n".write(
      toFile: cohort.folder + "/sites.bed", atomically: true, encoding: .utf8)
    let manifest = try cohort.manifest(
      "nuclear.csv", ["patient_id,alignment,reference", "a,\(bam),nuclear.fa"])
    let dataset = Dataset()
    let ended = try Command.run(
      ["extract", manifest, "-o", dataset.folder, "--groups", "aln.mt", "--sites"]
        + [cohort.folder + "/sites.bed"])
    #expect(ended.status == 0, "\(ended.errors)")
    guard let rows = try dataset.rows("patients"), let sites = try dataset.rows("sites") else {
      return
    }
    #expect(rows[0]["aln.mt.heteroplasmy_count"] != .null)
    #expect(
      rows[0]["reasons"]?.text
        == "aln.mt.heteroplasmic_changes=contig_mismatch;aln.mt.homoplasmic_changes=contig_mismatch;"
        + "var=not_provided"
    )
    #expect(["A", "C", "G", "T"].contains(sites[0]["ref"]?.text))
  }
}
