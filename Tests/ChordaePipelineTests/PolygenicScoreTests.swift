import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// A call set of some samples with known rows, scoring files on it, and what plink2 makes of them.
private struct ScoredCohort {
  let folder = Fixtures.scratch()
  let sampleCount: Int
  /// One text a variant: chromosome, position, REF, ALT.
  var variants: [(chromosome: String, position: Int, ref: String, alt: String)] = []
  var sexes: [Sex?] = []

  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
  }

  /// Writes the call set; `cell` gives a sample's field at a variant.
  func writeCalls(format: String, _ cell: (Int, Int) -> String) throws {
    var text = "##fileformat=VCFv4.3\n##contig=<ID=1,length=249250621>\n"
    text += "##contig=<ID=2,length=243199373>\n##contig=<ID=X,length=155270560>\n"
    text += "##contig=<ID=MT,length=16569>\n"
    text += "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n"
    text += "##FORMAT=<ID=DS,Number=A,Type=Float,Description=\"Dosage\">\n"
    text += "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT"
    for sample in 0..<sampleCount { text += "\ts\(sample)" }
    text += "\n"
    for (place, variant) in variants.enumerated() {
      text +=
        "\(variant.chromosome)\t\(variant.position)\t.\t\(variant.ref)\t\(variant.alt)\t.\t.\t."
      text += "\t\(format)"
      for sample in 0..<sampleCount { text += "\t" + cell(place, sample) }
      text += "\n"
    }
    try write("calls.vcf", text)
  }

  /// Writes a score's rows for the engine, and for plink2 by the ids of its variants.
  func writeScore(
    _ id: String, _ kind: String = "", _ rows: [(variant: Int, isRef: Bool, weight: String)]
  ) throws {
    try? FileManager.default.createDirectory(
      atPath: path("in"), withIntermediateDirectories: true)
    var ours = "#pgs_id=\(id)\n#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\t"
    ours += "other_allele\teffect_weight\tis_dominant\tis_recessive\n"
    var theirs = "ID\teffect_allele\t\(id)\n"
    for row in rows {
      let variant = variants[row.variant]
      let effect = row.isRef ? variant.ref : variant.alt
      ours += "\(variant.chromosome)\t\(variant.position)\t\(effect)\t"
      ours += "\(row.isRef ? variant.alt : variant.ref)\t\(row.weight)\t"
      ours += "\(kind == "dominant" ? "TRUE" : "")\t\(kind == "recessive" ? "TRUE" : "")\n"
      theirs += "\(variant.chromosome):\(variant.position):\(variant.ref):\(variant.alt)\t\(effect)"
      theirs += "\t\(row.weight)\n"
    }
    try write("in/\(id).txt", ours)
    try write("\(id).plink", theirs)
  }

  func bundle() throws -> ScoreBundle {
    _ = try ScoreCompilation().compile(path("in"), to: path("out.scores"))
    return try ScoreBundleFile.open(path("out.scores"))
  }

  func ours(_ settings: ScoreSettings) throws -> [[ScoreRow]] {
    try scoreRows(path("calls.vcf"), settings, sexes: sexes)
  }

  func theirs(_ id: String, _ arguments: [String], dosages: Bool = false) throws -> [PlinkRow] {
    try plinkScores(
      path("calls.vcf"), path("\(id).plink"), id, out: path("plink-\(id)"), arguments,
      dosages: dosages)
  }
}

/// A row of the table `scores`, its numbers as plink2 prints them.
private struct ScoreRow {
  let id: String
  let sum, average: String?
  let denominator: Int64
  let matched, byBlock, missing: Double
  let rule: String
}

private struct PlinkRow {
  let sum, average: String?
  let denominator: Int64
}

private func printed(_ value: FeatureValue) -> String? {
  if case .number(let number) = value { String(format: "%.6g", number) } else { nil }
}

private func number(_ value: FeatureValue) -> Double {
  if case .number(let number) = value { number } else { .nan }
}

/// The rows of each sample, by the engine.
private func scoreRows(
  _ path: String, _ settings: ScoreSettings, sexes: [Sex?] = [],
  absentAsReference: Bool = false
) throws -> [[ScoreRow]] {
  let options = FeatureOptions(scores: settings, absentAsReference: absentAsReference)
  let schema = FeatureSchema(
    FeatureSelection(variants: [PolygenicScores.self]), options: options)
  var pass = try #require(
    try VariantPass(
      over: [path], samples: nil, features: [PolygenicScores.self], options: options, sexes: sexes))
  return (0..<pass.rowCount).map { sample in
    rows(of: pass.row(sample, tables: schema.variantTables))
  }
}

private func rows(of output: FeatureOutput) -> [ScoreRow] {
  guard let rows = output.tables[.scores] else { return [] }
  return (0..<rows.rowCount).map { row in
    let values = rows.columns.map { $0[row] }
    guard case .text(let id) = values[0], case .integer(let denominator) = values[3],
      case .text(let rule) = values[7]
    else { preconditionFailure("a row of scores") }
    return ScoreRow(
      id: id, sum: printed(values[1]), average: printed(values[2]), denominator: denominator,
      matched: number(values[4]), byBlock: number(values[5]), missing: number(values[6]),
      rule: rule)
  }
}

/// The same where each record has dosages: those of the first alternate, record by record.
private func scoreRows(
  _ path: String, _ settings: ScoreSettings, dosages: [[Float]]
) throws -> [[ScoreRow]] {
  let options = FeatureOptions(scores: settings)
  let schema = FeatureSchema(FeatureSelection(variants: [PolygenicScores.self]), options: options)
  var reader = try VariantReader(paths: [path], samples: nil, fields: PolygenicScores.fields)
  var feature = PolygenicScores(
    VariantContext(sampleCount: reader.samples.count, options: options))
  var batch = reader.emptyBatch()
  var record = 0
  while try reader.read(into: &batch) {
    batch.dosages = []
    for index in 0..<batch.count {
      batch.sampleValues[index].dosageSource = .dosage
      batch.sampleValues[index].dosageStart = batch.dosages.count
      batch.dosages += dosages[record]
      record += 1
    }
    feature.consume(batch)
  }
  feature.end()
  return reader.samples.indices.map { sample in
    var output = FeatureOutput(tables: schema.variantTables)
    feature.finish(sample: sample, into: &output)
    return rows(of: output)
  }
}

/// The rows of each sample, by `plink2 --score`.
private func plinkScores(
  _ calls: String, _ score: String, _ id: String, out: String, _ arguments: [String],
  dosages: Bool = false
) throws -> [PlinkRow] {
  let modifiers = arguments.filter { !$0.hasPrefix("--") && !$0.contains("/") }
  let others = arguments.filter { $0.hasPrefix("--") || $0.contains("/") }
  let result = Oracle.run(
    "plink2",
    ["--vcf", calls] + (dosages ? ["dosage=DS"] : []) + [
      "--set-all-var-ids", "@:#:$r:$a", "--threads", "1", "--memory", "1000",
      "--score", score, "header-read", "cols=+scoresums,+denom", "list-variants",
    ] + modifiers + others + ["--out", out])
  try #require(result.status == 0, "\(result.errors) \(result.text)")
  let text = try String(contentsOfFile: out + ".sscore", encoding: .utf8)
  let lines = text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
  let head = try #require(lines.first)
  let sum = try #require(head.firstIndex(of: id + "_SUM"))
  let average = try #require(head.firstIndex(of: id + "_AVG"))
  let denominator = try #require(head.firstIndex(of: "DENOM"))
  return lines.dropFirst().map {
    PlinkRow(
      sum: $0[sum], average: $0[average] == "nan" ? nil : $0[average],
      denominator: Int64($0[denominator]) ?? -1)
  }
}

/// Holds the engine's rows of one score to plink2's, for every sample.
private func expectEqual(
  _ ours: [[ScoreRow]], _ id: String, _ theirs: [PlinkRow],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(ours.count == theirs.count, sourceLocation: sourceLocation)
  var different = 0
  var example = ""
  for (sample, expected) in zip(ours, theirs) {
    guard let row = sample.first(where: { $0.id == id }) else { continue }
    // Without an allele plink2 prints a sum of 0 and an average that is no number.
    let isSame =
      expected.denominator == row.denominator && expected.average == row.average
      && (expected.denominator == 0 || expected.sum == row.sum)
    if !isSame {
      different += 1
      example = "\(row) \(expected)"
    }
  }
  #expect(
    different == 0, "\(id): \(different) of \(theirs.count), \(example)",
    sourceLocation: sourceLocation)
}

@Test func `a published score is what plink2 makes of the catalogue's own matches`() throws {
  guard Oracle.has("plink2"),
    let calls = Fixtures.publicRecord("genomics/prs/cineca_synthetic_subset.vcf.gz"),
    let score = Fixtures.publicRecord("genomics/prs/PGS001229_22.txt"),
    let matched = Fixtures.publicRecord("genomics/prs/expected/cineca_22_additive_0.scorefile.gz")
  else { return }
  let folder = Fixtures.scratch()
  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
  _ = try ScoreCompilation().compile(score, to: path("out.scores"))
  let bundle = try ScoreBundleFile.open(path("out.scores"))
  #expect(bundle.scores[0].rows.total == 835 && bundle.scores[0].rows.excluded.isEmpty)
  let ours = try scoreRows(calls, ScoreSettings(bundle: bundle))
  #expect(ours.count == 2504)
  // 782 of 835 rows match, 47 are ambiguous, 6 have no variant.
  #expect(ours.allSatisfy { $0[0].matched == 782.0 / 835 && $0[0].byBlock == 0 })
  #expect(ours.reduce(0) { $0 + ($1[0].missing * 835).rounded() } == 42)
  let theirs = try plinkScores(
    calls, matched, "PGS001229", out: path("plink"), [])
  expectEqual(ours, "PGS001229", theirs)
}

private func genotypes(_ variants: Int, _ samples: Int, seed: UInt64) -> [[Int]] {
  var generator = SeededGenerator(seed: seed)
  return (0..<variants).map { _ in
    let share = Double.random(in: 0.02...0.9, using: &generator)
    return (0..<samples).map { _ in
      if Int.random(in: 0..<20, using: &generator) == 0 { return -1 }
      return (Double.random(in: 0..<1, using: &generator) < share ? 1 : 0)
        + (Double.random(in: 0..<1, using: &generator) < share ? 1 : 0)
    }
  }
}

private func cohort(_ samples: Int, on chromosomes: [String], each count: Int) -> ScoredCohort {
  var cohort = ScoredCohort(sampleCount: samples)
  let alleles = [("A", "G"), ("C", "A"), ("T", "G"), ("G", "GA"), ("CTT", "C")]
  for chromosome in chromosomes {
    for place in 0..<count {
      let (ref, alt) = alleles[place % alleles.count]
      let position = chromosome == "MT" ? 100 + 7 * place : 40_000_000 + 1_013 * place
      cohort.variants.append((chromosome, position, ref, alt))
    }
  }
  return cohort
}

private func rows(
  _ variants: Int, seed: UInt64
) -> [(variant: Int, isRef: Bool, weight: String)] {
  var generator = SeededGenerator(seed: seed)
  return (0..<variants).filter { _ in Int.random(in: 0..<5, using: &generator) > 0 }.map {
    ($0, Bool.random(using: &generator), "\(Double.random(in: -1...1, using: &generator))")
  }
}

private let diploid = ["./.", "0/0", "0/1", "1/1"]

@Test func `additive, dominant and recessive scores are plink2's, missing genotypes included`()
  throws
{
  guard Oracle.has("plink2") else { return }
  let cohort = cohort(70, on: ["1", "2"], each: 200)
  let genotypes = genotypes(400, 70, seed: 11)
  try cohort.writeCalls(format: "GT") { diploid[genotypes[$0][$1] + 1] }
  for (seed, kind) in ["", "dominant", "recessive"].enumerated() {
    try cohort.writeScore("S\(kind)", kind, rows(400, seed: UInt64(seed) + 50))
  }
  let bundle = try cohort.bundle()
  let imputed = try cohort.ours(ScoreSettings(bundle: bundle))
  #expect(imputed[0].allSatisfy { $0.rule == "plink2, frequencies of the samples" })
  let plain = try cohort.ours(ScoreSettings(bundle: bundle, missingGenotypes: .none))
  // Frequencies of others, at all sites but one.
  var generator = SeededGenerator(seed: 5)
  var frequencies = "#CHROM\tID\tREF\tALT\tALT_FREQS\tOBS_CT\n"
  for v in cohort.variants {
    let share = Double.random(in: 0.01...0.99, using: &generator)
    frequencies += "\(v.chromosome)\t\(v.chromosome):\(v.position):\(v.ref):\(v.alt)\t\(v.ref)\t"
    frequencies += "\(v.alt)\t\(share)\t5000\n"
  }
  try cohort.write("own.afreq", frequencies)
  let file = try FrequencyReader.read(path: cohort.path("own.afreq"), at: bundle.sites)
  #expect(file.count == bundle.sites.count)
  let others = try cohort.ours(ScoreSettings(bundle: bundle, frequencies: file))
  for kind in ["", "dominant", "recessive"] {
    let modifiers = kind.isEmpty ? [] : [kind]
    expectEqual(imputed, "S\(kind)", try cohort.theirs("S\(kind)", modifiers))
    expectEqual(
      plain, "S\(kind)", try cohort.theirs("S\(kind)", modifiers + ["no-mean-imputation"]))
    expectEqual(
      others, "S\(kind)",
      try cohort.theirs(
        "S\(kind)", modifiers + ["--read-freq", cohort.path("own.afreq")]))
  }
}

@Test func `dosages score as in plink2, on its grid`() throws {
  guard Oracle.has("plink2") else { return }
  let cohort = cohort(60, on: ["1"], each: 150)
  var generator = SeededGenerator(seed: 21)
  var cells: [[String]] = []
  var dosages: [[Float]] = []
  for _ in cohort.variants {
    let row = (0..<60).map { _ in
      Int.random(in: 0..<25, using: &generator) == 0
        ? -1 : Int.random(in: 0...2000, using: &generator)
    }
    dosages.append(row.map { $0 < 0 ? .nan : Float($0) / 1000 })
    cells.append(
      row.map { $0 < 0 ? "./.:." : "\(diploid[($0 + 500) / 1000 + 1]):\(Double($0) / 1000)" })
  }
  try cohort.writeCalls(format: "GT:DS") { cells[$0][$1] }
  try cohort.writeScore("S", "", rows(150, seed: 3))
  let bundle = try cohort.bundle()
  let ours = try scoreRows(
    cohort.path("calls.vcf"), ScoreSettings(bundle: bundle, roundsDosages: true), dosages: dosages)
  expectEqual(ours, "S", try cohort.theirs("S", [], dosages: true))
}

@Test func `X and the mitochondrion score as in plink2`() throws {
  guard Oracle.has("plink2") else { return }
  var cohort = cohort(60, on: ["1", "X", "MT"], each: 60)
  cohort.sexes = (0..<60).map { $0 % 2 == 0 ? .male : .female }
  let genotypes = genotypes(180, 60, seed: 31)
  try cohort.writeCalls(format: "GT") { variant, sample in
    let genotype = genotypes[variant][sample]
    let isHaploid =
      cohort.variants[variant].chromosome == "MT"
      || cohort.variants[variant].chromosome == "X" && sample % 2 == 0
    guard isHaploid else { return diploid[genotype + 1] }
    return genotype < 0 ? "." : genotype > 0 ? "1" : "0"
  }
  try cohort.writeScore("S", "", rows(180, seed: 4))
  var sexes = "#IID\tSEX\n"
  for sample in 0..<60 { sexes += "s\(sample)\t\(sample % 2 == 0 ? 1 : 2)\n" }
  try cohort.write("sexes.txt", sexes)
  let bundle = try cohort.bundle()
  for (settings, modifiers) in [
    (ScoreSettings(bundle: bundle), []),
    (ScoreSettings(bundle: bundle, missingGenotypes: .none), ["no-mean-imputation"]),
  ] {
    let theirs = try cohort.theirs(
      "S", modifiers + ["--update-sex", cohort.path("sexes.txt")])
    expectEqual(try cohort.ours(settings), "S", theirs)
  }
}

@Test func `few samples without frequencies impute nothing, and say so`() throws {
  let cohort = cohort(3, on: ["1"], each: 2)
  try cohort.writeCalls(format: "GT") { variant, sample in
    variant == 1 && sample == 0 ? "./." : sample == 2 ? "1/1" : "0/1"
  }
  try cohort.writeScore("S", "", [(0, false, "0.5"), (1, false, "2")])
  let ours = try cohort.ours(ScoreSettings(bundle: try cohort.bundle()))
  #expect(ours.map { $0[0].sum } == ["0.5", "2.5", "5"])
  #expect(ours.map { $0[0].denominator } == [2, 4, 4])
  #expect(ours.map { $0[0].missing } == [0.5, 0, 0] && ours.allSatisfy { $0[0].matched == 1 })
  #expect(ours[0][0].rule.hasPrefix("none, fewer than 50"))
}

@Test func `calls of another build are refused, of an unknown one scored and told`() throws {
  let cohort = cohort(2, on: ["1"], each: 2)
  try cohort.writeCalls(format: "GT") { _, _ in "0/1" }
  try cohort.writeScore("S", "", [(0, false, "1")])
  let bundle = try cohort.bundle()
  let text = try String(contentsOfFile: cohort.path("calls.vcf"), encoding: .utf8)
  try cohort.write(
    "calls.vcf", text.replacingOccurrences(of: "=249250621", with: "=248956422"))
  let error = #expect(throws: InputError.self) { try cohort.ours(ScoreSettings(bundle: bundle)) }
  #expect(error?.reason == .assemblyMismatch)
  let unknown = text.split(separator: "\n").filter { !$0.hasPrefix("##contig") }
  try cohort.write(
    "calls.vcf", unknown.joined(separator: "\n") + "\n")
  #expect(try cohort.ours(ScoreSettings(bundle: bundle))[0][0].sum == "1")
}

@Test func `what a block tells is scored, what nothing tells is not`() throws {
  let folder = Fixtures.scratch()
  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
  try """
  #pgs_id=S
  #genome_build=GRCh37
  chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight
  1\t1000\tG\tA\t1
  1\t2005\tC\tA\t10
  1\t3005\tC\tA\t100
  1\t9000\tC\tA\t1000

  """.write(toFile: path("S.txt"), atomically: true, encoding: .utf8)
  try """
  ##fileformat=VCFv4.2
  ##contig=<ID=chr1,length=249250621>
  ##INFO=<ID=END,Number=1,Type=Integer,Description="End">
  ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
  ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Quality">
  ##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description="Depth">
  #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tp
  chr1\t1000\t.\tA\tG,<NON_REF>\t50\t.\t.\tGT:GQ:MIN_DP\t0/1:50:.
  chr1\t2005\t.\tA\t<NON_REF>\t.\t.\tEND=2100\tGT:GQ:MIN_DP\t0/0:60:30
  chr1\t3005\t.\tA\t<NON_REF>\t.\t.\tEND=3100\tGT:GQ:MIN_DP\t0/0:60:3

  """.write(toFile: path("p.g.vcf"), atomically: true, encoding: .utf8)
  _ = try ScoreCompilation().compile(path("S.txt"), to: path("out.scores"))
  let settings = ScoreSettings(bundle: try ScoreBundleFile.open(path("out.scores")))
  let row = try scoreRows(path("p.g.vcf"), settings)[0][0]
  #expect(row.sum == "1" && row.denominator == 4 && row.average == "0.25")
  #expect(row.matched == 0.5 && row.byBlock == 0.25 && row.missing == 0)
}
