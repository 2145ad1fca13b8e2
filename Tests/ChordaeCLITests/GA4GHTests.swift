import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// Generated reads with bases and qualities, and patients that name their reference, none, another
/// one, or one that is not there.
private struct QualityCohort {
  let folder = Fixtures.scratch("ga4gh").path(percentEncoded: false)

  /// The files of seven patients; nil without samtools.
  init?() throws {
    guard Oracle.has("samtools") else { return nil }
    try write(QualityReads(seed: 21, pairs: 3_000).text, "raw.sam")
    try write(QualityReads.fasta(), "r.fa")
    try write(QualityReads.fasta(), "zipped.fa")
    // One letter more in the first sequence.
    try write(
      QualityReads.fasta().replacing("made-up sequence\n", with: "\nA", maxReplacements: 1),
      "other.fa")
    try tool("samtools", ["sort", "-o", "a.bam", "raw.sam"])
    try tool("samtools", ["faidx", "r.fa"])
    try tool("samtools", ["view", "-C", "-T", "r.fa", "-o", "a.cram", "a.bam"])
    try tool("gzip", ["zipped.fa"])
    try write(
      """
      patient_id,alignment,reference
      bam,a.bam,r.fa
      zip,a.bam,zipped.fa.gz
      cram,a.cram,r.fa
      sam,a.bam,r.fa
      none,a.bam,
      other,a.bam,other.fa
      missing,a.bam,nowhere.fa

      """, "manifest.csv")
    func patient(_ id: String, fasta: String?, reason: String = "") -> String {
      let reference = fasta.map { "\"\(folder)/\($0)\"" } ?? "null"
      return """
        {"patient_id":"\(id)","bam":"\(folder)/a.bam","fasta":\(reference),"reason":"\(reason)"}

        """
    }
    try write(
      ["bam", "zip", "cram", "sam"].map { patient($0, fasta: "r.fa") }.joined()
        + patient("none", fasta: nil, reason: "no_reference")
        + patient("other", fasta: nil, reason: "contig_mismatch")
        + patient("missing", fasta: nil, reason: "file_not_found"), "patients.jsonl")
  }

  private func write(_ text: String, _ name: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }

  private func tool(_ name: String, _ arguments: [String]) throws {
    let files = arguments.map { $0.contains(".") ? "\(folder)/\($0)" : $0 }
    let ended = Oracle.run(name, files)
    try #require(ended.status == 0, "\(name): \(ended.errors)")
  }
}

@Test func `the GA4GH metrics are there on request, with what a reference gives and without`()
  throws
{
  guard let python = Oracle.python, let cohort = try QualityCohort() else { return }
  let dataset = Dataset()
  let ended = try Command.run(
    [
      "extract", cohort.folder + "/manifest.csv", "-o", dataset.folder, "--groups", "ga4gh",
      "--exclude", "ga4gh.variants",
    ])
  // Of two patients the reference is at fault, and their other figures stay.
  #expect(ended.status == 3, "\(ended.errors)")
  let script = Fixtures.root.appending(path: "Tests/Oracles/ga4gh.py").path(percentEncoded: false)
  let answer = Oracle.run(python, [script, dataset.folder, cohort.folder + "/patients.jsonl"])
  #expect(answer.status == 0, "\(answer.errors)")
  #expect(Int(answer.text.filter(\.isNumber)) ?? 0 >= 7 * 7)
  let failures = try jsonLines(of: dataset.folder + "/failures.jsonl")
  #expect(failures.count == 2)
  let details = failures.compactMap { $0["detail"]?.text }
  #expect(
    details.contains(
      "the reference's sequence chr1 has 30001 bases, the alignment's contig chr1 30000: is it the"
        + " same assembly?"))
  for line in failures { #expect(line["status"]?.text != "failed") }
}

@Test func `the GA4GH metrics are not among the default groups`() throws {
  let listed = try Command.run(["features"])
  #expect(listed.status == 0)
  let cohort = try Cohort.plain.get()
  let dataset = Dataset()
  #expect(try Command.run(cohort.extract(into: dataset.folder, ["-q"])).status == 0)
  guard let row = try dataset.rows("patients")?.first else { return }
  #expect(row["ga4gh.yield_bp_q30"] == nil)
  #expect(row["aln.depth.mean"] != nil && row["aln.coverage.autosomal_mean"] != nil)
}
