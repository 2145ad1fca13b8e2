import ChordaeTestSupport
import Foundation
import Testing

/// Generated alignments and call sets in every container, through the command and back.
private struct GenomeCohort {
  let folder = Fixtures.scratch("genome").path(percentEncoded: false)
  private static let samples = ["S0", "S1", "S2", "S3"]
  /// Of the joint call set only these are wanted.
  private static let wanted = ["S0", "S2", "S3"]

  /// The files of three patients; nil without samtools and bcftools.
  init?(seed: UInt64) throws {
    guard Oracle.has("samtools"), Oracle.has("bcftools"), Oracle.has("mosdepth") else { return nil }
    try writeAlignments(seed)
    try writeCalls(seed)
    try writeManifest()
    try write(Self.panel, "panel.bed")
    try write(Self.targets, "targets.bed")
  }

  /// Genes of several intervals, overlapping and nested, on contigs with and without reads.
  private static let panel = """
    deep\t0\t3001\tWHOLE
    big\t0\t700000\tLARGE
    deep\t10\t20\tNESTED
    deep\t15\t90
    deep\t64\t128\tNESTED
    empty\t7\t4000\tUNREAD
    big\t131071\t131073\tEDGE
    big\t262144\t262145\tEDGE
    tiny\t0\t60\tNESTED

    """

  /// A kit whose intervals overlap, adjoin, contain each other and come in no order.
  private static let targets =
    "deep\t900\t1000\ndeep\t100\t400\ndeep\t350\t500\ndeep\t500\t501\ndeep\t420\t430\n"
    + "big\t500000\t500100\ntiny\t30\t60\nempty\t10\t90\ndeep\t3000\t3000\n"
    + (0..<200).map { "big\t\($0 * 1_000)\t\($0 * 1_000 + 7 * $0 + 1)\n" }.joined()

  /// Each patient's reads in another container, and as a BAM for the oracles.
  private func writeAlignments(_ seed: UInt64) throws {
    for (number, options) in [["-O", "bam"], ["-O", "sam"], Self.cram].enumerated() {
      let seed = seed + UInt64(number)
      try write(AwkwardReads(seed: seed, pairs: 1_500).withBases(seed: seed), "\(number).raw")
      try tool("samtools", ["sort", "-o", "\(number).reads"] + options + ["\(number).raw"])
      // CRAM keeps = and X as M, which matters where mates overlap.
      try tool("samtools", ["view", "-b", "-o", "\(number).bam", "\(number).reads"])
      try tool("samtools", ["index", "\(number).bam"])
    }
  }

  private static let cram = ["-O", "cram", "--output-fmt-option", "no_ref=1"]

  /// A joint call set in a file a contig, and one of a single sample as BCF.
  private func writeCalls(_ seed: UInt64) throws {
    var joint = GeneratedCallSet(
      seed: seed, sampleCount: Self.samples.count, recordCount: 900)
    let lines = joint.text().split(whereSeparator: \.isNewline)
    try write(lines.joined(separator: "\n") + "\n", "joint.vcf")
    for contig in ["1", "2", "X"] {
      let own = lines.filter { $0.hasPrefix("#") || $0.hasPrefix(contig + "\t") }
      try write(own.joined(separator: "\n") + "\n", "part.\(contig).vcf")
    }
    try tool("bcftools", ["view", "-Ob", "-s", "S1", "-I", "-o", "single.bcf", "joint.vcf"])
  }

  private func writeManifest() throws {
    try write(
      """
      patient_id,alignment,variants,gvcf,sample,targets
      p0,0.reads,part.{contig}.vcf,,S0,targets.bed
      p1,1.reads,,single.bcf,,targets.bed
      p2,2.reads,part.{contig}.vcf,single.bcf,S2,targets.bed
      S3,0.bam,part.{contig}.vcf,,,targets.bed

      """, "manifest.csv")
    let wanted = Self.wanted.map { "\"\($0)\"" }.joined(separator: ",")
    func patient(_ id: String, bam: Int, calls: String, _ sample: String, _ all: String) -> String {
      """
      {"patient_id":"\(id)","bam":"\(folder)/\(bam).bam","calls":"\(folder)/\(calls)",\
      "sample":"\(sample)","samples":[\(all)]}

      """
    }
    try write(
      patient("p0", bam: 0, calls: "joint.vcf", "S0", wanted)
        + patient("p1", bam: 1, calls: "single.bcf", "S1", "\"S1\"")
        + patient("p2", bam: 2, calls: "joint.vcf", "S2", wanted)
        + patient("S3", bam: 0, calls: "joint.vcf", "S3", wanted), "patients.jsonl")
  }

  private func write(_ text: String, _ name: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }

  private func tool(_ name: String, _ arguments: [String]) throws {
    let files = arguments.map { $0.hasPrefix("-") || !$0.contains(".") ? $0 : "\(folder)/\($0)" }
    let ended = Oracle.run(name, files)
    try #require(ended.status == 0, "\(name): \(ended.errors)")
  }
}

@Test(arguments: [41, 42] as [UInt64])
func `genome columns of every container equal samtools, mosdepth and bcftools`(
  seed: UInt64
) throws {
  guard let python = Oracle.python, let cohort = try GenomeCohort(seed: seed) else { return }
  let dataset = Dataset()
  let ended = try Command.run(
    ["extract", cohort.folder + "/manifest.csv", "-o", dataset.folder]
      + ["--panel", cohort.folder + "/panel.bed", "--tables", "intervals"])
  #expect(ended.status == 0, "\(ended.errors)")
  let script = Fixtures.root.appending(path: "Tests/Oracles/genome.py").path(percentEncoded: false)
  let answer = Oracle.run(
    python,
    [script, dataset.folder, cohort.folder + "/patients.jsonl", cohort.folder + "/panel.bed"])
  #expect(answer.status == 0, "seed \(seed): \(answer.errors)")
  // Four patients, each with 32 counters of reads and much else.
  #expect(Int(answer.text.filter(\.isNumber)) ?? 0 > 4 * 32)
  for (patient, bam) in [("p0", 0), ("p1", 1), ("p2", 2)] {
    try expectGenesEqual(
      dataset, patient, bam: "\(cohort.folder)/\(bam).bam", panel: cohort.folder + "/panel.bed",
      targets: cohort.folder + "/targets.bed")
  }
}

/// Holds a patient's genes and targets to mosdepth, samtools and bedtools.
private func expectGenesEqual(
  _ dataset: Dataset, _ patient: String, bam: String, panel: String, targets: String
) throws {
  guard let python = Oracle.python, Oracle.has("bedtools") else { return }
  let script = Fixtures.root.appending(path: "Tests/Oracles/genes.py").path(percentEncoded: false)
  let answer = Oracle.run(python, [script, dataset.folder, patient, bam, panel, targets])
  #expect(answer.status == 0, "\(patient): \(answer.errors)")
  #expect(Int(answer.text.filter(\.isNumber)) ?? 0 > 40)
}

@Test(arguments: [
  ("genomics/bam/NA12878.b37.20-21.10M.bam", ["20", "21"], 9_999_000...10_005_000),
  ("genomics/cram/NA12878.b37.20.10M.cram", ["20"], 9_999_000...10_005_000),
  ("genomics/bam/strelka_demo20/NA12891_demo20.bam", ["demo20"], 0...4_500),
  ("genomics/bam/strelka_demo20/NA12892_demo20.bam", ["demo20"], 0...4_500),
])
func `genes and targets of public reads equal mosdepth, samtools and bedtools`(
  name: String, contigs: [String], covered: ClosedRange<Int>
) throws {
  guard let original = Fixtures.publicRecord(name), Oracle.has("samtools"), Oracle.has("mosdepth"),
    let fasta = Fixtures.publicRecord("genomics/bam/human_g1k_v37.20-21.padded.fa.gz")
  else { return }
  var generator = SeededGenerator(seed: 77)
  let lines = contigs.flatMap { contig in
    (0..<80).map { number in
      let start = Int.random(in: covered, using: &generator)
      let end = start + Int.random(in: 0...400, using: &generator)
      return "\(contig)\t\(start)\t\(end)\tG\(number % 23)\n"
    }
  }
  let folder = Fixtures.scratch("genes").path(percentEncoded: false)
  let (panel, targets, bam) = (folder + "/p.bed", folder + "/t.bed", folder + "/a.bam")
  try lines.joined().write(toFile: panel, atomically: true, encoding: .utf8)
  let few = lines.shuffled(using: &generator).prefix(30)
  try few.joined().write(toFile: targets, atomically: true, encoding: .utf8)
  let reference = name.hasSuffix(".cram") ? ["-T", fasta] : []
  try #require(
    Oracle.run("samtools", ["view", "-b"] + reference + ["-o", bam, original]).status == 0)
  try #require(Oracle.run("samtools", ["index", bam]).status == 0)
  let manifest = folder + "/cohort.csv"
  try "patient_id,alignment,targets\np,\(original),t.bed\n".write(
    toFile: manifest, atomically: true, encoding: .utf8)
  let dataset = Dataset()
  let ended = try Command.run(
    ["extract", manifest, "-o", dataset.folder, "--panel", panel]
      + ["--groups", "aln.coverage,aln.target,aln.genes"])
  #expect(ended.status == 0, "\(ended.errors)")
  try expectGenesEqual(dataset, "p", bam: bam, panel: panel, targets: targets)
}
