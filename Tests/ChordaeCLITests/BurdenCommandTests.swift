import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// `var.burden` through the command: the group's columns, its table and its warnings.
@Suite struct BurdenCommandTests {
  @Test func `a shared call set gives each patient the rows of a file of its own`() throws {
    guard Oracle.has("bcftools"), Oracle.python != nil else { return }
    let folder = Fixtures.scratch().path(percentEncoded: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var made = AnnotatedCallSet(.vep, seed: 4, sampleCount: 5)
    let (header, lines) = made.text(records: 60)
    let all = folder + "/all.vcf"
    try (header + lines.joined()).write(toFile: all, atomically: true, encoding: .utf8)
    let panel = AnnotatedCallSet.genes.map { "1\t0\t1\t\($0)\n" }.joined()
    try panel.write(toFile: folder + "/panel.bed", atomically: true, encoding: .utf8)
    var manifests = [
      "shared": "patient_id,variants,sample\n", "own": "patient_id,variants,sample\n",
    ]
    for sample in 0..<5 {
      let own = "\(folder)/\(sample).vcf"
      #expect(
        Oracle.run("bcftools", ["view", "-I", "-s", "S\(sample)", "-o", own, all]).status == 0)
      manifests["shared"]? += "P\(sample),all.vcf,S\(sample)\n"
      manifests["own"]? += "P\(sample),\(sample).vcf,S\(sample)\n"
    }
    var rows: [String: [[JSONValue]]] = [:]
    for (name, text) in manifests {
      let path = "\(folder)/\(name).csv"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let dataset = Dataset()
      let ended = try Command.run(
        ["extract", path, "-o", dataset.folder, "--panel", folder + "/panel.bed"]
          + ["--groups", "var.burden"])
      try #require(ended.status == 0, "\(ended.errors)")
      #expect(ended.errors.contains("consequence terms that are not known (such as quite_new)"))
      #expect(!ended.errors.contains("S0"))
      rows[name] = try ["patients", "gene_burden"].map { try dataset.rows($0) ?? [] }
    }
    #expect(rows["shared"] == rows["own"])
    let genes = try #require(rows["own"]?[1])
    #expect(genes.count == 5 * AnnotatedCallSet.genes.count)
    #expect(genes.prefix(5).compactMap { $0["gene"]?.text } == AnnotatedCallSet.genes)
    let patients = try #require(rows["own"]?[0])
    #expect(
      patients.allSatisfy { $0["var.burden.frequency_source"]?.text == "gnomADe_AF+gnomADg_AF" })
    #expect(patients.contains { ($0["var.burden.missense"]?.int ?? 0) > 0 })
  }

  @Test func `a call set without annotation says so and has a row a gene`() throws {
    guard Oracle.python != nil else { return }
    let cohort = try Cohort.joint.get()
    let dataset = Dataset()
    let ended = try Command.run(
      cohort.extract(into: dataset.folder, ["-q", "--groups", "var.burden"]))
    try #require(ended.status == 0, "\(ended.errors)")
    let patients = try #require(try dataset.rows("patients"))
    #expect(patients.allSatisfy { $0["reasons"]?.text?.contains("var=not_annotated") == true })
    let genes = try #require(try dataset.rows("gene_burden"))
    #expect(!genes.isEmpty && genes.allSatisfy { $0["two_lof"] == .null || $0["two_lof"] == nil })
  }
}
