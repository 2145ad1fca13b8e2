import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeSimulation

struct VariantSimulationTests {
  /// Names of the truth in the order of PSC's columns from the fourth.
  static let columns = [
    "n_ref_hom", "n_nonref_hom", "n_hets", "n_transitions", "n_transversions", "n_indels",
    "average_depth", "n_singletons", "n_hap_ref", "n_hap_alt", "n_missing",
  ]

  @Test func `bcftools stats counts what the truth states`() throws {
    guard Oracle.has("bcftools") else { return }
    let cohort = try #require(SimulatedCohort.plain)
    for patient in cohort.truth.indices {
      let files = ["calls.vcf.gz", "calls.bcf"].filter { cohort.has(patient, $0) }
      guard let file = files.first else { continue }
      try compare(statistics(of: cohort.file(patient, file)), with: [cohort.truth[patient]])
    }
  }

  @Test func `A call set in a file for each contig holds the same in all`() throws {
    guard Oracle.has("bcftools") else { return }
    let cohort = try #require(SimulatedCohort.plain)
    let files = ["chr1", "chr2", "chrX", "chrM"].map { cohort.file(5, "calls.\($0).vcf.gz") }
    let whole = cohort.path("whole.vcf.gz")
    #expect(Oracle.run("bcftools", ["concat", "-Oz", "-o", whole] + files).status == 0)
    try compare(statistics(of: whole), with: [cohort.truth[5]])
  }

  @Test func `The joint call set agrees with the truth of every sample`() throws {
    guard Oracle.has("bcftools") else { return }
    var options = SimulationOptions.light
    options.sharesVariants = true
    let cohort = try SimulatedCohort(patients: 12, options: options, name: "joint")
    try compare(statistics(of: cohort.path("cohort.vcf.gz")), with: cohort.truth)
    #expect(!cohort.has(0, "calls.vcf.gz"))
    let manifest = try String(contentsOfFile: cohort.path("manifest.csv"), encoding: .utf8)
    #expect(
      manifest.split(separator: "\n").dropFirst().allSatisfy { $0.contains(",cohort.vcf.gz,") })
    #expect(cohort.truth.contains { $0["variants"]?["n_singletons"]?.int ?? 0 > 0 })
  }

  @Test func `A block file covers all but missing calls and has the same alternates`() throws {
    guard Oracle.has("bcftools") else { return }
    let cohort = try #require(SimulatedCohort.plain)
    let (blocks, calls) = (cohort.file(4, "blocks.g.vcf.gz"), cohort.file(4, "calls.vcf.gz"))
    func alternates(_ file: String) -> String {
      let query = "%CHROM:%POS\t%REF\t[%GT]\n"
      return Oracle.run("bcftools", ["query", "-i", "GT=\"alt\"", "-f", query, file]).text
    }
    #expect(alternates(blocks) == alternates(calls) && !alternates(calls).isEmpty)
    let missing = Oracle.run(
      "bcftools", ["query", "-i", "GT=\"mis\"", "-f", "%REF\n", calls]
    ).text.split(separator: "\n").reduce(0) { $0 + $1.count }
    let text = Oracle.run("bcftools", ["query", "-f", "%CHROM\t%POS\t%END\n", blocks]).text
    var covered = 0
    var last = ("", 0)
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: "\t")
      let (start, end) = (try #require(Int(cells[1])), try #require(Int(cells[2])))
      #expect(last.0 != cells[0] || start > last.1)
      last = (String(cells[0]), end)
      covered += end - start + 1
    }
    #expect(covered == 24_000 - missing && missing > 0)
  }

  @Test func `Indexes find what they index`() throws {
    guard Oracle.has("bcftools") else { return }
    let cohort = try #require(SimulatedCohort.plain)
    for file in [cohort.file(0, "calls.vcf.gz"), cohort.file(2, "calls.bcf")] {
      let found = Oracle.run("bcftools", ["view", "-H", "-r", "chr2", file])
      let scan = Oracle.run("bcftools", ["view", "-H", "-t", "chr2", file])
      #expect(found.status == 0 && found.text == scan.text && !found.text.isEmpty)
    }
  }

  private func statistics(of file: String) -> [[Substring]] {
    rows(Oracle.run("bcftools", ["stats", "-s", "-", file]).text, beginning: "PSC")
  }

  private func compare(_ rows: [[Substring]], with truth: [JSONValue]) throws {
    #expect(rows.count == truth.count)
    for (row, patient) in zip(rows, truth) {
      #expect(String(row[2]) == patient["sample"]?.text)
      for (place, name) in Self.columns.enumerated() {
        let shown =
          switch patient["variants"]?[name] {
          case .integer(let count): String(count)
          case .number(let mean): String(format: "%.1f", mean)
          default: "absent"
          }
        #expect(String(row[3 + place]) == shown, "\(name)")
      }
    }
  }
}
