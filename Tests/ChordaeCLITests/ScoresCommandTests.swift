import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// `chordae scores`, and `extract --scores`.
@Suite struct `The scores command` {
  private let folder = Fixtures.scratch("scores").path(percentEncoded: false)

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }

  /// Two patients of one call set of three variants, and two scores on it.
  private func prepare() throws {
    try write("cohort.csv", "patient_id,variants\nP1,calls.vcf\nP2,calls.vcf\nP3,\n")
    try write(
      "calls.vcf",
      """
      ##fileformat=VCFv4.2
      ##contig=<ID=1,length=249250621>
      ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
      #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP1\tP2
      1\t100\t.\tA\tG\t.\t.\t.\tGT\t0/1\t1/1
      1\t200\t.\tC\tA\t.\t.\t.\tGT\t0/0\t0/1
      1\t300\t.\tA\tT\t.\t.\t.\tGT\t0/1\t0/1

      """)
    try FileManager.default.createDirectory(
      atPath: folder + "/catalogue", withIntermediateDirectories: true)
    let head =
      "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_interaction\n"
    try write(
      "catalogue/B.txt",
      "#pgs_id=PGS000002\n#genome_build=GRCh37\n" + head
        + "1\t100\tA\tG\t0.25\t\n1\t200\tA\tC\t1\t\n1\t999\tA\tC\t1\t\n1\t300\tA\tT\t9\t\n"
        + "1\t100\tA_x_G\t\t1\tTRUE\n")
    try write(
      "catalogue/A.txt",
      "#pgs_id=PGS000001\n#genome_build=GRCh37\n" + head + "1\t200\tG\tT\t-0.5\t\n")
    try write("catalogue/README.md", "not a score\n")
  }

  private func compile(_ more: [String] = []) throws -> Command.Ending {
    try Command.run(
      ["scores", "compile", folder + "/catalogue", "-o", folder + "/out.scores"] + more)
  }

  @Test func `compiles a folder, names what takes no part, and lists the bundle`() throws {
    try prepare()
    let ended = try compile()
    #expect(ended.status == 0)
    #expect(ended.output == "2 scores, 5 rows, 5 sites (GRCh37): \(folder)/out.scores\n")
    #expect(
      ended.errors == "note: 1 files are no .txt or .tsv and were passed over\n"
        + "note: PGS000002: 1 of 5 rows take no part (1 interaction)\n")
    let list = try Command.run(["scores", "list", folder + "/out.scores"])
    let lines = list.output.split(separator: "\n")
    #expect(list.status == 0 && lines.count == 6 && lines[0] == "# assembly: GRCh37")
    #expect(lines[4].hasPrefix("PGS000001\t1\t1\t\tA.txt\t"))
    #expect(lines[5].hasPrefix("PGS000002\t5\t4\tinteraction=1\tB.txt\t"))
    let other = try Command.run(["scores", "list", folder + "/calls.vcf"])
    #expect(other.status == 1 && other.errors.contains("byte 0: no score bundle"))
  }

  @Test func `scores of a bundle and of its folder are the same, in columns and in a table`() throws
  {
    try prepare()
    #expect(try compile().status == 0)
    let first = Dataset()
    let second = Dataset()
    for (dataset, scores) in [(first, "out.scores"), (second, "catalogue")] {
      let ended = try Command.run(
        [
          "extract", folder + "/cohort.csv", "-o", dataset.folder, "--groups", "pgs", "--scores",
          "\(folder)/\(scores)", "--missing-genotypes", "none",
        ])
      #expect(ended.status == 0, "\(ended.errors)")
    }
    #expect(try first.bytes() == second.bytes())
    guard let rows = try first.rows("patients"), let scores = try first.rows("scores") else {
      return
    }
    func value(_ row: JSONValue, _ key: String) -> Double? {
      switch row[key] {
      case .number(let number)?: number
      case .integer(let number)?: Double(number)
      default: nil
      }
    }
    // G of a score is C of the calls by the other strand; A/T is left out; 1:999 is not there.
    #expect(rows.map { value($0, "pgs.PGS000001.sum") } == [-1, -0.5, nil])
    #expect(rows.map { value($0, "pgs.PGS000002.sum") } == [0.25, 1, nil])
    #expect(rows.map { value($0, "pgs.PGS000002.matched_fraction") } == [0.5, 0.5, nil])
    #expect(scores.map { $0["patient_id"]?.text } == ["P1", "P1", "P2", "P2"])
    #expect(scores.map { $0["score_id"]?.text?.last } == ["1", "2", "1", "2"])
    #expect(scores.map { value($0, "denominator") } == [2, 4, 2, 4])
    #expect(scores.map { value($0, "avg") } == [-0.5, 0.0625, -0.25, 0.25])
    #expect(scores.allSatisfy { $0["missing_rule"]?.text == "none" })
    #expect(scores.allSatisfy { $0["assembly_checked"]?.flag == true })
  }

  @Test func `many scores are one list, with their ids beside it`() throws {
    try prepare()
    #expect(try compile().status == 0)
    let dataset = Dataset()
    let ended = try Command.run(
      [
        "extract", folder + "/cohort.csv", "-o", dataset.folder, "--groups", "pgs", "--scores",
        folder + "/out.scores", "--wide-scores", "1",
      ])
    #expect(ended.status == 0, "\(ended.errors)")
    let columns = try #require(try dataset.json("dictionary.json")["tables"]?["patients"]?.elements)
    let sums = try #require(columns.last)
    #expect(sums["id"]?.text == "pgs.sum" && sums["type"]?.text == "list<float64>[2]")
    #expect(sums["method"]?["parameters"]?["score_ids"]?.text == "PGS000001,PGS000002")
    guard let rows = try dataset.rows("patients") else { return }
    #expect(rows[1]["pgs.sum"] == .array([.number(-0.5), .number(1)]))
  }

  @Test func `a setting that changes scores changes the dictionary`() throws {
    try prepare()
    #expect(try compile().status == 0)
    var digests: Set<String> = []
    for more in [
      [], ["--missing-genotypes", "none"], ["--dosage-grid", "plink2"], ["--absent-as-reference"],
    ] {
      let dataset = Dataset()
      let ended = try Command.run(
        [
          "extract", folder + "/cohort.csv", "-o", dataset.folder, "--groups", "pgs", "--scores",
          folder + "/out.scores",
        ] + more)
      #expect(ended.status == 0, "\(ended.errors)")
      digests.insert(try dataset.json("dictionary.json")["digest"]?.text ?? "")
    }
    #expect(digests.count == 4)
  }

  @Test func `faults of scores end a run before it starts`() throws {
    try prepare()
    #expect(try compile().status == 0)
    func extract(_ more: [String]) throws -> Command.Ending {
      try Command.run(
        ["extract", folder + "/cohort.csv", "-o", Dataset().folder, "--groups", "pgs"] + more)
    }
    let unnamed = try extract([])
    #expect(unnamed.status == 2 && unnamed.errors.contains("--scores"))
    let missing = try extract(["--scores", folder + "/none"])
    #expect(missing.status == 1 && missing.errors.contains("\(folder)/none"))
    try write("own.afreq", "#CHROM\tID\tREF\tALT\tALT_FREQS\tOBS_CT\n1\trs1\tA\tG\t0.5\t10\n")
    let useless = try extract(
      ["--scores", folder + "/out.scores", "--frequencies", folder + "/own.afreq"])
    #expect(useless.status == 1 && useless.errors.contains("cols=+pos"))
    try write(
      "calls.vcf",
      try String(contentsOfFile: folder + "/calls.vcf", encoding: .utf8).replacingOccurrences(
        of: "=249250621", with: "=248956422"))
    let build = try extract(["--scores", folder + "/out.scores"])
    #expect(build.status == 3 && build.errors.contains("GRCh38"), "\(build.errors)")
  }
}
