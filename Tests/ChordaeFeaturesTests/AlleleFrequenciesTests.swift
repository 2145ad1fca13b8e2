import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// The table `frequencies` against `bcftools +fill-tags`, and where sexes count against plink2.
@Suite struct AlleleFrequenciesTests {
  @Test(arguments: [
    "vcf/hail_sample_chr20.vcf.gz", "vcf/1kg_phase3_chr21_start.vcf.gz", "vcf/hail_small-gt.vcf",
    "vcf/1kg_phase1_chr1_GP_A.vcf.gz", "annotated/split-vep/split-vep.7.vcf",
  ])
  func `public call sets equal bcftools`(_ file: String) throws {
    guard let path = Fixtures.publicRecord("genomics/" + file), Oracle.has("bcftools") else {
      return
    }
    try expectFillTags(path, nil, file)
    let names = try VariantReader.sampleNames(of: [path])
    try expectFillTags(path, stride(from: 0, to: names.count, by: 2).map { names[$0] }, file)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `generated call sets equal bcftools`(seed: UInt64) throws {
    guard Oracle.has("bcftools") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = [1, 5, 63, 64, 66, 130][Int(seed - 1)]
    let path = try SmallCallSet.write(
      Self.generated(seed, samples, ["chr1", "chr20", "chrUn_1"]), in: folder)
    try expectFillTags(path, nil, "seed \(seed)")
  }

  @Test(arguments: 11...14 as ClosedRange<UInt64>)
  func `X and Y of men and women equal plink2`(seed: UInt64) throws {
    guard Oracle.has("plink2") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = [8, 63, 65, 130][Int(seed - 11)]
    let path = try SmallCallSet.write(
      Self.generated(seed, samples, ["chr1", "chrX", "chrY"], isBiallelic: true), in: folder)
    var random = SeededGenerator(seed: seed)
    let sexes = (0..<samples).map { _ in Bool.random(using: &random) ? Sex.male : .female }
    let rows = try Self.rows(path, sexes: sexes)
    let prefix = folder.appending(path: "peer").path(percentEncoded: false)
    let list = sexes.enumerated().map { "S\($0)\t\($1 == .male ? 1 : 2)\n" }.joined()
    try ("#IID\tSEX\n" + list).write(toFile: prefix + ".sex", atomically: true, encoding: .utf8)
    let peer = Oracle.run(
      "plink2",
      [
        "--vcf", path, "--update-sex", prefix + ".sex", "--split-par", "hg38", "--geno-counts",
        "cols=+pos",
        "--threads", "1", "--out", prefix,
      ])
    #expect(peer.status == 0, "seed \(seed): \(peer.errors.suffix(400))")
    let text = try String(contentsOfFile: prefix + ".gcount", encoding: .utf8)
    // HOM_REF_CT HET_REF_ALT_CTS TWO_ALT_GENO_CTS HAP_REF_CT HAP_ALT_CTS
    let expected = text.split(separator: "\n").dropFirst().map { line -> [Int] in
      let field = line.split(separator: "\t")
      let count = field.suffix(6).map { Int($0) ?? -1 }
      let copies = 2 * (count[0] + count[1] + count[2]) + count[3] + count[4]
      return [
        Int(field[1]) ?? 0, count[1] + 2 * count[2] + count[4], copies, count[1], count[2],
        count[4],
      ]
    }
    #expect(expected.count == rows.count)
    for (row, peer) in zip(rows, expected) {
      #expect([row.position + 1] + row.numbers == peer, "seed \(seed), \(row.contig)")
    }
  }

  @Test func `copies follow the sex, as counted by hand`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    // A man, a woman, one of unknown sex, another man.
    let genotypes = ["1/1", "0/1", "1/1", "0/1"]
    let single = ["1", "0/1", "1", "0/1"]
    let records = [
      ("chr1", 100, "A", "G", genotypes), ("chrX", 10_000, "A", "G", genotypes),
      ("chrX", 10_001, "A", "G", genotypes), ("chrX", 5_000_000, "A", "G", genotypes),
      ("chrX", 5_000_001, "A", "G", single),
      ("chrX", 5_000_002, "A", "G,T,<NON_REF>", ["2", "1/2", "2/2", "0/0"]),
      ("chrY", 100, "A", "G", genotypes), ("chrY", 101, "A", "G", single),
      ("chrM", 100, "A", "G", genotypes),
    ]
    let text = SmallCallSet.text(
      samples: 4, contigs: (GenomeAssembly.chromosomes + ["M"]).map { "chr" + $0 },
      records: records)
    let rows = try Self.rows(
      SmallCallSet.write(text, in: folder), sexes: [.male, .female, nil, .male])
    let expected = [
      [6, 8, 2, 2, 0],  // everybody twice
      [4, 5, 1, 1, 1],  // the last base before PAR1: the second man's two alleles differ
      [6, 8, 2, 2, 0],  // the first base of PAR1
      [4, 5, 1, 1, 1], [3, 4, 1, 0, 2],
      // Of three alternates two have rows.
      [1, 6, 1, 0, 0], [4, 6, 1, 1, 1],
      [2, 2, 0, 0, 2], [2, 2, 0, 0, 2],  // Y: the woman has none, the unknown one
      [2, 2, 0, 0, 2],  // all alike: the heterozygotes are missing
    ]
    #expect(rows.map(\.numbers) == expected)
    #expect(rows.map(\.position).prefix(3) == [99, 9_999, 10_000])
    #expect(rows[5].alleles == ["A", "G"] && rows[6].alleles == ["A", "T"])
  }

  @Test func `a record without genotypes has counts of zero`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = SmallCallSet.text(samples: 1, records: [("chr1", 9, "AT", "A", ["0/1"])])
      .replacing("\tGT\t0/1", with: "\tDP\t3")
    let rows = try Self.rows(SmallCallSet.write(text, in: folder))
    #expect(rows.map(\.numbers) == [[0, 0, 0, 0, 0]] && rows[0].alleles == ["AT", "A"])
  }

  // MARK: Making and comparing

  struct Row {
    let contig: String
    let position: Int
    let alleles: [String]
    /// ac, an, het, hom, hemi.
    let numbers: [Int]
  }

  private static func rows(
    _ path: String, samples: [String]? = nil, sexes: [Sex?] = []
  ) throws -> [Row] {
    var reader = try VariantReader(
      paths: [path], samples: samples, fields: AlleleFrequencies.fields)
    var feature = AlleleFrequencies(
      VariantContext(sampleCount: reader.samples.count, options: FeatureOptions(), sexes: sexes))
    var batch = reader.emptyBatch()
    var rows: [Row] = []
    while try reader.read(into: &batch) {
      feature.consume(batch)
      let columns = feature.siteRows.columns
      for row in 0..<feature.siteRows.rowCount {
        rows.append(
          Row(
            contig: text(columns[0][row]), position: number(columns[1][row]),
            alleles: [text(columns[2][row]), text(columns[3][row])],
            numbers: (4..<9).map { number(columns[$0][row]) }))
      }
    }
    return rows
  }

  private static func text(_ value: FeatureValue) -> String {
    if case .text(let text) = value { text } else { "" }
  }

  private static func number(_ value: FeatureValue) -> Int {
    if case .integer(let number) = value { Int(number) } else { -1 }
  }

  /// Half calls are made missing for the peer, which counts their one allele.
  private func expectFillTags(_ path: String, _ samples: [String]?, _ note: String) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    func step(_ name: String, _ arguments: [String]) -> String {
      let output = folder.appending(path: name).path(percentEncoded: false)
      let ended = Oracle.run(
        "bcftools", [arguments[0], "-Ob", "-o", output] + arguments.dropFirst())
      #expect(ended.status == 0, "\(note): \(ended.errors.suffix(300))")
      return output
    }
    let choice = samples.map { ["-s", $0.joined(separator: ",")] } ?? []
    let declared = try SmallCallSet.write(Self.declaringContigs(path), in: folder, "declared.vcf")
    let chosen = step("a.bcf", ["view", "-I"] + choice + [declared])
    let whole = step("b.bcf", ["+setGT", chosen, "--", "-t", "./x", "-n", "."])
    let tagged = step(
      "c.bcf", ["+fill-tags", whole, "--", "-t", "AC,AN,AC_Het,AC_Hom,AC_Hemi"])
    let format = "%CHROM\\t%POS\\t%REF\\t%ALT\\t%AC\\t%AN\\t%AC_Het\\t%AC_Hom\\t%AC_Hemi\\n"
    let peer = Oracle.run("bcftools", ["query", "-f", format, tagged])
    var expected: [[String]] = []
    for line in peer.text.split(separator: "\n") {
      let field = line.split(separator: "\t").map(String.init)
      guard field[3] != "." else { continue }
      let lists = [3, 4, 6, 7, 8].map { field[$0].split(separator: ",").map(String.init) }
      for (place, allele) in lists[0].enumerated() where !["<*>", "<NON_REF>"].contains(allele) {
        let counts = lists.dropFirst().map { $0.count > place ? $0[place] : "0" }
        let homozygotes = String((Int(counts[2]) ?? 0) / 2)
        expected.append(
          [field[0], field[1], field[2], allele, counts[0], field[5], counts[1], homozygotes]
            + [counts[3]])
      }
    }
    let ours = try Self.rows(path, samples: samples).map { row in
      [row.contig, String(row.position + 1)] + row.alleles + row.numbers.map(String.init)
    }
    #expect(ours == expected, "\(note)")
  }

  /// The file's text with a line in the header for each contig, without which the peer does not write.
  private static func declaringContigs(_ path: String) -> String {
    let text = Oracle.run("bcftools", ["view", path]).text
    let contigs = Set(
      text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap {
        $0.split(separator: "\t").first
      })
    let lines = contigs.filter { !text.contains("##contig=<ID=\($0)") }.sorted()
      .map { "##contig=<ID=\($0)>\n" }
    return text.replacing("#CHROM", with: lines.joined() + "#CHROM", maxReplacements: 1)
  }

  /// Records without genotypes of three or more alleles.
  private static func generated(
    _ seed: UInt64, _ samples: Int, _ contigs: [String], isBiallelic: Bool = false
  ) -> String {
    var random = SeededGenerator(seed: seed)
    let alternates = isBiallelic ? ["C"] : ["C", "C", "C,G", "AT,C,<DEL>", "*", "C,<NON_REF>"]
    var records: [(String, Int, String, String, [String])] = []
    for contig in contigs {
      for place in 1...120 {
        let alternate = alternates.randomElement(using: &random) ?? "C"
        let alleles = alternate.split(separator: ",").count + 1
        func allele() -> String { String(Int.random(in: 0..<alleles, using: &random)) }
        let isCoded = !isBiallelic && Bool.random(using: &random)
        let genotypes = (0..<samples).map { _ in
          switch Int.random(in: 0..<(isCoded ? 12 : 9), using: &random) {
          case 0: "./."
          case 9, 10: allele()
          case 11: "./" + allele()
          default: allele() + "|" + allele()
          }
        }
        // Both PARs of X are among the places.
        let step = contig == "chrX" ? 1_300_000 : contig == "chrY" ? 470_000 : 50
        records.append((contig, place * step, "A", alternate, genotypes))
      }
    }
    let known = GenomeAssembly.chromosomes.map { "chr" + $0 } + ["chrUn_1"]
    return SmallCallSet.text(samples: samples, contigs: known, records: records)
  }
}
