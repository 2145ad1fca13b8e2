import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// `pgx`, `anc` and `--tables pharmcat` through the command, over a shared call set and patients' own
/// files.
@Suite struct PharmCATCommandTests {
  static let settings = [
    "--groups", "pgx", "--tables", "pgx,pharmcat", "--part-patients", "8", "--quiet",
  ]
  static let whole = Result { () throws -> Dataset in
    let dataset = Dataset()
    let ended = try Command.run(extract(into: dataset))
    try #require(ended.status == 0, "\(ended.errors)")
    return dataset
  }

  private static func extract(into dataset: Dataset, _ more: [String] = []) throws -> [String] {
    try ["extract", SiteCohort.standard.get().manifest, "-o", dataset.folder] + settings + more
  }

  private func files(_ dataset: Dataset) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: dataset.folder + "/pharmcat").sorted()
      .map { "\(dataset.folder)/pharmcat/\($0)" }
  }

  private func oracle(_ dataset: Dataset, _ more: [String] = []) throws -> JSONValue? {
    guard let python = Oracle.python else { return nil }
    let script = Fixtures.root.appending(path: "Tests/Oracles/pgx.py").path(percentEncoded: false)
    let manifest = try SiteCohort.standard.get().manifest
    let answer = Oracle.run(python, [script, dataset.folder, manifest] + more)
    try #require(answer.status == 0, "\(answer.text) \(answer.errors)")
    return try JSONParser.parse(Array(answer.text.utf8))
  }

  @Test func `every status, allele and phase is that of the call sets, position by position`()
    throws
  {
    let dataset = try Self.whole.get()
    guard let counts = try oracle(dataset) else { return }
    let met = [
      "called", "reference_block", "low_evidence", "spanned", "no_call", "absent", "bar", "slash",
      "no genotype", "heterozygous bar", "phase set", "other allele",
    ]
    for name in met { #expect(counts[name]?.int ?? 0 > 10, "\(name) is hardly met") }
    #expect(counts["called"]?.int ?? 0 > 1_500)
  }

  @Test
  func `absent positions are the reference only where the run says so, and the file tells it`()
    throws
  {
    let dataset = Dataset()
    let ended = try Command.run(Self.extract(into: dataset, ["--absent-as-reference"]))
    #expect(ended.status == 0, "\(ended.errors)")
    _ = try oracle(dataset, ["absent"])
    let told = "##chordaeAbsentSites=taken for the reference\n"
    for file in try files(dataset) {
      #expect(try String(contentsOfFile: file, encoding: .utf8).contains(told))
    }
    for file in try files(Self.whole.get()) {
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(!text.contains("chordaeAbsentSites") && !text.contains("secret"))
      for source in [PharmacogenomicTable.source, PharmacogenomicTable.agreeing] {
        #expect(text.contains("##chordaePositions=\(source.citation)\n"))
      }
    }
  }

  @Test func `bcftools takes the files, one a part, and finds every indel left-aligned`() throws {
    guard Oracle.has("bcftools") else { return }
    let files = try files(Self.whole.get())
    #expect(files.count == 3)
    var samples: [String] = []
    for file in files {
      samples += Oracle.run("bcftools", ["query", "-l", file]).text.split(separator: "\n").map(
        String.init)
      let sites = Oracle.run("bcftools", ["query", "-f", "%CHROM %POS %ID %REF %ALT %PX\\n", file])
      #expect(sites.errors.isEmpty, "\(sites.errors)")
      let lines = sites.text.split(separator: "\n").map(String.init)
      #expect(lines.count == PharmacogenomicTable(of: .grch38).positions.count)
      #expect(lines.first == "chr4 88131171 rs2231142 G T ABCG2")
      #expect(lines.contains("chr10 94942205 rs1304490498 CAATGGAAAGA C CYP2C9"))
      #expect(lines.contains("chr10 94949281 rs9332131 GA G CYP2C9"))
    }
    #expect(samples == (0..<18).map { "P\($0)" } + ["G0", "G1", "V0"])
  }

  @Test func `verify misses a file that is gone or changed, and resume makes it again`() throws {
    let dataset = Dataset()
    #expect(try Command.run(Self.extract(into: dataset)).status == 0)
    let bytes = try dataset.bytes()
    #expect(try bytes == Self.whole.get().bytes())
    #expect(try Command.run(["verify", dataset.folder]).status == 0)
    let files = try files(dataset)
    try FileManager.default.removeItem(atPath: files[0])
    let text = try String(contentsOfFile: files[1], encoding: .utf8)
    try text.replacing("0/1", with: "0/0").write(
      toFile: files[1], atomically: true, encoding: .utf8)
    let verified = try Command.run(["verify", dataset.folder])
    #expect(verified.status != 0)
    for file in files.prefix(2) {
      #expect((verified.output + verified.errors).contains(file.split(separator: "/").last ?? "?"))
    }
    #expect(try Command.run(Self.extract(into: dataset, ["--resume"])).status == 0)
    #expect(try dataset.bytes() == bytes)
    #expect(try Command.run(["verify", dataset.folder]).status == 0)
  }

  @Test
  func `GRCh37 is refused, by the settings or by the call set, and its patients are left out`()
    throws
  {
    let cohort = try SiteCohort.standard.get()
    let told = try Command.run(Self.extract(into: Dataset(), ["--assembly", "GRCh37"]))
    #expect(told.status == 2)
    #expect(told.errors.contains("the only build that PharmCAT takes"))
    let record = "chr10\t96521657\t.\tC\tT\t.\t.\t.\tGT\t0/1\n"
    try cohort.write("old.vcf", SiteCohort.head(["x"], .grch37) + record)
    try cohort.write(
      "unknown.vcf",
      "##fileformat=VCFv4.2\n##contig=<ID=chr10>\n"
        + "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n"
        + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tx\n" + record)
    try cohort.write(
      "mixed.csv",
      """
      patient_id,variants,sample
      old,old.vcf,x
      unknown,unknown.vcf,x
      new,V0.vcf,x

      """)
    let dataset = Dataset()
    let ended = try Command.run(
      ["extract", cohort.path("mixed.csv"), "-o", dataset.folder] + Self.settings.dropLast())
    #expect(ended.status == 3)
    #expect(ended.errors.contains("the lengths of GRCh37"))
    #expect(ended.errors.contains("left out of the table pharmcat"))
    let failures = try dataset.text("failures.jsonl")
    #expect(failures.contains("assembly_mismatch") && failures.contains("old.vcf"))
    let text = try String(contentsOfFile: files(dataset)[0], encoding: .utf8)
    let columns = text.split(separator: "\n").first { $0.hasPrefix("#CHROM") }
    #expect(columns?.split(separator: "\t").dropFirst(9) == ["new"])
    guard let rows = try dataset.rows("patients") else { return }
    #expect(rows.map { $0["status"]?.text } == ["failed", "ok", "ok"])
  }

  private static func number(_ value: JSONValue?) -> Double {
    if case .number(let number)? = value { number } else { .nan }
  }

  @Test func `components through the command equal plink2's, of shared and of own files`() throws {
    guard Oracle.has("plink2") else { return }
    let cohort = try SiteCohort.standard.get()
    cohort.writePanel()
    let ids = ["--set-all-var-ids", "@:#:$r:$a"]
    func plink(_ arguments: [String]) {
      let output = Oracle.run("plink2", arguments + ["--threads", "1"])
      #expect(output.status == 0, "\(output.errors)")
    }
    plink(
      ["--vcf", cohort.path("panel.vcf")] + ids
        + ["--freq", "counts", "--pca", "allele-wts", "3", "--out", cohort.path("panel")])
    let dataset = Dataset()
    let ended = try Command.run([
      "extract", cohort.manifest, "-o", dataset.folder, "--groups", "anc", "--ancestry",
      cohort.path("panel.eigenvec.allele"), "--quiet",
    ])
    #expect(ended.status == 0, "\(ended.errors)")
    guard let rows = try dataset.rows("patients") else { return }
    var expected: [[String]] = []
    for name in ["anc"] + cohort.own.map({ "anc-\($0)" }) {
      plink(
        ["--vcf", cohort.path("\(name).vcf")] + ids + [
          "--read-freq", cohort.path("panel.acount"), "--score",
          cohort.path("panel.eigenvec.allele"), "2", "5", "header-read", "no-mean-imputation",
          "variance-standardize", "cols=+scoresums", "--score-col-nums", "6-8", "--out",
          cohort.path(name),
        ])
      let text = try String(contentsOfFile: cohort.path("\(name).sscore"), encoding: .utf8)
      let lines = text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
      let places = try ["ALLELE_CT", "PC1_SUM", "PC2_SUM", "PC3_SUM"].map {
        try #require(lines[0].firstIndex(of: $0))
      }
      expected += lines.dropFirst().map { line in places.map { line[$0] } }
    }
    let ours = rows.map { row in
      ["\(2 * (row["anc.sites_used"]?.int ?? 0))"]
        + (1...3).map { String(format: "%.6g", Self.number(row["anc.pc\($0)"])) }
    }
    #expect(ours.count == 21 && ours == expected)
    #expect(Set(ours.map { $0[0] }).count > 3, "some genotypes are missing")
  }
}
