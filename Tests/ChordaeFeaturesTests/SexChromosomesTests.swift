import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// A genome without a known build whose depth is even: a read starts every few bases.
private func reads(autosomes: Double, x: Double, y: Double, prefix: String = "chr") throws -> String
{
  let contigs = [
    ("1", 40_000, autosomes), ("2", 30_000, autosomes), ("X", 20_000, x), ("Y", 10_000, y),
  ]
  var text = "@HD\tVN:1.6\tSO:coordinate\n"
  for (name, length, _) in contigs { text += "@SQ\tSN:\(prefix)\(name)\tLN:\(length)\n" }
  var generator = SeededGenerator(seed: 3)
  for (name, length, depth) in contigs {
    let count = Int(depth * Double(length) / 100)
    let starts = (0..<count).map { _ in Int.random(in: 1...(length - 99), using: &generator) }
    for start in starts.sorted() {
      text += "r\t0\t\(prefix)\(name)\t\(start)\t0\t100M\t*\t0\t0\t*\t*\n"
    }
  }
  return try SAMFile(text, "sex").path
}

@Test(arguments: [
  (x: 30.0, y: 0.0, "XX"), (x: 15, y: 15, "XY"), (x: 15, y: 0.3, "X0"), (x: 30, y: 15, "XXY"),
  (x: 15, y: 30, "XYY"), (x: 45, y: 0, "XXX"), (x: 45, y: 15, "XXXY"),
])
func `the karyotype follows from the depths of X and Y`(x: Double, y: Double, karyotype: String)
  throws
{
  for prefix in ["", "chr"] {
    let path = try reads(autosomes: 30, x: x, y: y, prefix: prefix)
    for sex in [nil, Sex.male, .female] {
      let pass = try AlignmentPass(path, sex: sex)
      #expect(pass.values["aln.sex.karyotype"] == .text(karyotype))
      #expect(abs((pass.number("aln.sex.x_mean_ratio") ?? -1) - x / 30) < 0.01)
      #expect(abs((pass.number("aln.sex.y_mean_ratio") ?? -1) - y / 30) < 0.01)
      #expect(abs((pass.number("aln.sex.x_median_ratio") ?? -1) - x / 30) < 0.05)
      #expect(abs((pass.number("aln.sex.y_median_ratio") ?? -1) - y / 30) < 0.05)
      #expect(pass.values["aln.sex.par_masked"] == .flag(false))
      let agrees = sex.map { FeatureValue.flag(($0 == .male) == karyotype.contains("Y")) }
      #expect(pass.values["aln.sex.agrees_with_manifest"] == agrees ?? .missing(.notProvided))
    }
  }
}

@Test func `a karyotype is told from two reads a base on`() throws {
  #expect(
    try AlignmentPass(reads(autosomes: 2.3, x: 1.1, y: 1.1)).values["aln.sex.karyotype"]
      == .text("XY"))
  #expect(
    try AlignmentPass(reads(autosomes: 2.3, x: 2.3, y: 0)).values["aln.sex.karyotype"]
      == .text("XX"))
  let shallow = try AlignmentPass(reads(autosomes: 1.5, x: 0.8, y: 0.8), sex: .male)
  #expect(shallow.values["aln.sex.karyotype"] == .missing(.lowAutosomalDepth))
  #expect(shallow.values["aln.sex.agrees_with_manifest"] == .missing(.lowAutosomalDepth))
  #expect(shallow.number("aln.sex.x_mean_ratio") != nil)
}

@Test func `what cannot be told is null with its reason`() throws {
  func values(_ text: String, sex: Sex? = .female) throws -> [FeatureValue?] {
    let pass = try AlignmentPass(SAMFile(text, "sex").path, sex: sex)
    return SexChromosomes.group.columns.map { pass.values[$0.id] }
  }
  let header = "@HD\tVN:1.6\tSO:coordinate\n"
  let one = "@SQ\tSN:1\tLN:1000\n"
  let read = "r\t0\t1\t5\t60\t90M\t*\t0\t0\t*\t*\n"
  func all(_ reason: MissingReason) -> [FeatureValue] {
    SexChromosomes.group.columns.map { _ in .missing(reason) }
  }
  #expect(try values(one + read) == all(.notCoordinateSorted))
  #expect(try values(header + "@SQ\tSN:a\tLN:1000\n") == all(.noAutosomes))
  #expect(try values(header + one + read) == all(.contigAbsent))
  // No reads at all: nothing to scale by.
  let empty = try values(header + one + "@SQ\tSN:X\tLN:100\n@SQ\tSN:Y\tLN:100\n")
  #expect(
    empty == [
      .missing(.zeroDenominator), .missing(.zeroDenominator), .missing(.zeroDenominator),
      .missing(.zeroDenominator), .flag(false), .missing(.lowAutosomalDepth),
      .missing(.lowAutosomalDepth),
    ])
  // A capture: all reads on a tenth of the bases.
  let capture =
    header + one + "@SQ\tSN:X\tLN:100\n@SQ\tSN:Y\tLN:100\n" + String(repeating: read, count: 400)
  #expect(try values(capture)[5] == .missing(.notWholeGenome))
  #expect(
    try AlignmentPass(reads(autosomes: 30, x: 60, y: 60)).values["aln.sex.karyotype"]
      == .missing(.ambiguousKaryotype))
}

/// Reads on contigs of a build's lengths, some of them in the pseudoautosomal regions and on LPA.
private func assemblyReads(_ assembly: GenomeAssembly) throws -> SAMFile {
  var text = "@HD\tVN:1.6\tSO:coordinate\n"
  for name in ["1", "6", "X", "Y"] {
    text += "@SQ\tSN:chr\(name)\tLN:\(assembly.length(ofChromosome: name) ?? 0)\n"
  }
  let regions = PseudoautosomalRegions(of: assembly)
  let kringle = KringleRepeat(of: assembly).region
  let borders: [(String, [Int])] = [
    ("1", [1_000_000]), ("6", [kringle.start, kringle.end, 5_000_000]),
    ("X", regions.x.flatMap { [$0.start, $0.end] } + [50_000_000]),
    ("Y", regions.y.flatMap { [$0.start, $0.end] } + [20_000_000]),
  ]
  for (name, places) in borders {
    let starts = places.flatMap { place in (0..<300).map { place - 5_000 + 37 * $0 } }
    for start in starts.sorted() where start > 0 {
      text += "r\t0\tchr\(name)\t\(start)\t0\t100M\t*\t0\t0\t*\t*\n"
    }
  }
  return try SAMFile(text, assembly.rawValue)
}

@Test(arguments: GenomeAssembly.allCases)
func `depth outside the pseudoautosomal regions and of LPA equals mosdepth`(
  assembly: GenomeAssembly
) throws {
  guard let bam = try assemblyReads(assembly).sortedBAM(), Oracle.has("mosdepth") else { return }
  let prefix = bam + ".m"
  #expect(Oracle.run("mosdepth", [prefix, bam]).status == 0)
  var sums: [String: Int] = [:]
  let regions = PseudoautosomalRegions(of: assembly)
  let apart = regions.x + regions.y + [KringleRepeat(of: assembly).region]
  for line in Oracle.run("gzip", ["-dc", prefix + ".per-base.bed.gz"]).text.split(separator: "\n") {
    let fields = line.split(separator: "\t").map(String.init)
    let (name, numbers) = (
      String(fields[0].dropFirst(3)), fields.dropFirst().compactMap { Int($0) }
    )
    sums[name, default: 0] += numbers[2] * (numbers[1] - numbers[0])
    for (index, region) in apart.enumerated() where region.contig == name {
      let bases = min(numbers[1], region.end) - max(numbers[0], region.start)
      if bases > 0 { sums["region \(index)", default: 0] += numbers[2] * bases }
    }
  }
  func length(_ name: String) -> Int { assembly.length(ofChromosome: name) ?? 0 }
  let pass = try AlignmentPass(bam, sex: .male)
  let autosomes = Double((sums["1"] ?? 0) + (sums["6"] ?? 0)) / Double(length("1") + length("6"))
  for (name, pair) in [("X", [0, 1]), ("Y", [2, 3])] {
    let sum = pair.reduce(sums[name] ?? 0) { $0 - (sums["region \($1)"] ?? 0) }
    let bases = pair.reduce(length(name)) { $0 - apart[$1].length }
    #expect(
      pass.number("aln.sex.\(name.lowercased())_mean_ratio") == Double(sum) / Double(bases)
        / autosomes)
    #expect(sum > 0 && sum < sums[name] ?? 0)
  }
  #expect(pass.values["aln.sex.par_masked"] == .flag(true))
  #expect(pass.values["aln.sex.karyotype"] == .missing(.lowAutosomalDepth))
  #expect(
    pass.number("aln.lpa.kiv2_mean_depth") == Double(sums["region 4"] ?? 0)
      / Double(apart[4].length))
  #expect(pass.values["aln.lpa.kiv2_copies"] == .missing(.lowAutosomalDepth))
}

@Test func `copies of KIV-2 are null without a build or chromosome 6`() throws {
  func values(_ header: String) throws -> [FeatureValue?] {
    let pass = try AlignmentPass(SAMFile(header, "lpa").path)
    return KringleCopies.group.columns.map { pass.values[$0.id] }
  }
  func both(_ reason: MissingReason) -> [FeatureValue] { [.missing(reason), .missing(reason)] }
  let sorted = "@HD\tVN:1.6\tSO:coordinate\n"
  #expect(try values(sorted + "@SQ\tSN:6\tLN:1000\n") == both(.unknownAssembly))
  #expect(try values(sorted + "@SQ\tSN:21\tLN:48129895\n") == both(.contigAbsent))
  #expect(
    try values(sorted + "@SQ\tSN:21\tLN:48129895\n@SQ\tSN:6\tLN:1000\n") == both(.contigAbsent))
  #expect(try values("@SQ\tSN:6\tLN:171115067\n") == both(.notCoordinateSorted))
}
