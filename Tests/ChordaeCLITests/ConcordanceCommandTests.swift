import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// Simulated patients whose alignments are swapped in the manifest.
@Suite struct `A swapped sample` {
  private static let own = Result { try cohort([]) }
  private static let joint = Result { try cohort(["--shared-variants"]) }

  private static func cohort(_ more: [String]) throws -> Cohort {
    try Cohort(
      patients: 2, seed: 31, ["--reference-length", "60000"] + more + ["--depth", "20"])
  }

  /// The patients' columns of a run, each patient with its own alignment or with the other's.
  private func rows(
    _ cohort: Cohort, isSwapped: Bool, _ more: [String] = []
  ) throws -> [JSONValue]? {
    var lines = try cohort.lines()
    if isSwapped {
      let cells = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      lines[1] = lines[1].replacing(cells[1][1], with: cells[2][1])
      lines[2] = lines[2].replacing(cells[2][1], with: cells[1][1])
    }
    let manifest = try cohort.manifest("swap\(isSwapped).csv", lines)
    let dataset = Dataset()
    let ended = try Command.run(
      ["extract", manifest, "-o", dataset.folder, "--carry", "age,site", "--groups"]
        + ["aln.concordance"] + more)
    try #require(ended.status == 0, "\(ended.errors)")
    return try dataset.rows("patients")
  }

  private func fraction(_ row: JSONValue) -> Double {
    switch row["aln.concordance.fraction"] {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: .nan
    }
  }

  private func expectSwapShows(
    _ cohort: Cohort, below limit: Double, _ more: [String] = []
  ) throws {
    guard let right = try rows(cohort, isSwapped: false, more),
      let swapped = try rows(cohort, isSwapped: true, more)
    else { return }
    for (row, other) in zip(right, swapped) {
      #expect(row["aln.concordance.sites"] == other["aln.concordance.sites"])
      #expect((row["aln.concordance.compared"]?.int ?? 0) >= 10, "\(row)")
      #expect(fraction(row) >= 0.95, "\(row)")
      #expect(fraction(other) < limit, "\(other)")
    }
  }

  @Test func `shows at the sites of the patients' own calls`() throws {
    try expectSwapShows(Self.own.get(), below: 0.6)
  }

  @Test func `shows where a call set is shared`() throws {
    try expectSwapShows(Self.joint.get(), below: 0.6)
  }

  @Test func `shows at the sites of a list`() throws {
    guard Oracle.has("bcftools") else { return }
    let cohort = try Self.joint.get()
    // The places of the joint call set, reference genotypes among them: most agree by chance.
    let sites = cohort.folder + "/sites.vcf.gz"
    let view = ["view", "-G", "-v", "snps", "-m2", "-M2", "-Oz", "-o", sites]
    #expect(Oracle.run("bcftools", view + [cohort.folder + "/cohort.vcf.gz"]).status == 0)
    try expectSwapShows(cohort, below: 0.9, ["--sites", sites, "--exclude", "aln.sites"])
  }

  @Test func `cannot show without calls, or where they are at fault`() throws {
    let cohort = try Self.own.get()
    let manifest = try cohort.manifest(
      "nocalls.csv",
      [
        "patient_id,alignment,variants,sample", "a,patients/P0000001/reads.bam,,",
        "b,patients/P0000001/reads.bam,absent.vcf.gz,",
      ])
    let dataset = Dataset()
    let ended = try Command.run(
      ["extract", manifest, "-o", dataset.folder, "--groups", "aln.concordance,aln.flagstat"])
    #expect(ended.status == 3)
    guard let rows = try dataset.rows("patients") else { return }
    #expect(
      rows.compactMap { $0["reasons"]?.text }
        == ["aln.concordance=not_provided", "aln.concordance=file_not_found"])
    #expect(rows.compactMap { $0["status"]?.text } == ["ok", "partial"])
  }
}
