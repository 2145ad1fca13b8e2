import ChordaeTestSupport
import Foundation
import Testing

/// Patients whose alignments `samtools stats` reads too: generated reads in every container, and
/// public ones in a CRAM whose reference the manifest names.
private struct StatisticsCohort {
  let folder = Fixtures.scratch("statistics").path(percentEncoded: false)
  var manifest: String { folder + "/manifest.csv" }
  var patients: String { folder + "/patients.jsonl" }
  private(set) var count = 0

  init?(seed: UInt64) throws {
    guard Oracle.has("samtools") else { return nil }
    var (lines, objects) = (["patient_id,alignment,reference"], [String]())
    func add(_ alignment: String, _ reference: String?) {
      lines.append("p\(count),\(alignment),\(reference ?? "")")
      objects.append(
        """
        {"patient_id":"p\(count)","alignment":"\(alignment)",\
        "reference":\(reference.map { "\"\($0)\"" } ?? "null")}
        """)
      count += 1
    }
    for options in [["bam"], ["sam"], ["cram", "--output-fmt-option", "no_ref=1"]] {
      add(try generate(seed + UInt64(count), options), nil)
    }
    if let cram = Fixtures.publicRecord("genomics/cram/NA12878.b37.20.10M.cram"),
      let fasta = Fixtures.publicRecord("genomics/bam/human_g1k_v37.20-21.padded.fa.gz")
    {
      add(cram, fasta)
    }
    try write(lines, manifest)
    try write(objects, patients)
  }

  private func generate(_ seed: UInt64, _ options: [String]) throws -> String {
    let text = AwkwardReads(seed: seed, pairs: 1_500).textWithSequences(seed: seed)
    let (raw, sorted) = ("\(folder)/\(seed).raw", "\(folder)/\(seed).\(options[0])")
    try text.write(toFile: raw, atomically: true, encoding: .utf8)
    let ended = Oracle.run("samtools", ["sort", "-o", sorted, "-O"] + options + [raw])
    try #require(ended.status == 0, "\(ended.errors)")
    return sorted
  }

  private func write(_ lines: [String], _ path: String) throws {
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
  }
}

@Test func `statistics and histograms of a dataset equal samtools stats`() throws {
  guard let python = Oracle.python, let cohort = try StatisticsCohort(seed: 51) else { return }
  let dataset = Dataset()
  let ended = try Command.run(
    ["extract", cohort.manifest, "-o", dataset.folder, "--tables", "distributions"])
  #expect(ended.status == 0, "\(ended.errors)")
  let script = Fixtures.root.appending(path: "Tests/Oracles/stats.py").path(percentEncoded: false)
  let answer = Oracle.run(python, [script, dataset.folder, cohort.patients])
  #expect(answer.status == 0, "\(answer.errors)")
  #expect(Int(answer.text.filter(\.isNumber)) ?? 0 > 50 * cohort.count)
}

@Test func `histograms are written on request only`() throws {
  guard let cohort = try StatisticsCohort(seed: 61) else { return }
  let dataset = Dataset()
  let ended = try Command.run(
    ["extract", cohort.manifest, "-o", dataset.folder, "--groups", "aln.stats"])
  #expect(ended.status == 0, "\(ended.errors)")
  #expect(!FileManager.default.fileExists(atPath: dataset.folder + "/distributions"))
}
