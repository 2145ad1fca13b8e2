import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// `--tables frequencies`: allele counts of a shared call set, once in a dataset.
@Suite struct FrequenciesCommandTests {
  static let settings = [
    "--part-patients", "2", "--groups", "var.stats", "--tables", "frequencies", "--quiet",
  ]
  static let whole = Result { () throws -> Dataset in
    let dataset = Dataset()
    let ended = try Command.run(extract(into: dataset))
    try #require(ended.status == 0, "\(ended.errors)")
    return dataset
  }

  private static func extract(into dataset: Dataset, _ more: [String] = []) throws -> [String] {
    try [
      "extract", Cohort.joint.get().manifest, "-o", dataset.folder, "--carry", "age,site",
    ] + settings + more
  }

  private func files(_ dataset: Dataset) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: dataset.folder + "/frequencies")
  }

  @Test func `the table has the sites of the call set in its order, as bcftools counts them`()
    throws
  {
    let dataset = try Self.whole.get()
    let files = try files(dataset)
    #expect(files.count == 1 && files[0].hasPrefix("part-00001-of-00001-000000."))
    #expect(try Command.run(["verify", dataset.folder]).status == 0)
    guard let rows = try dataset.rows("frequencies"), Oracle.has("bcftools") else { return }
    let cohort = try Cohort.joint.get()
    let joint = cohort.folder + "/cohort.vcf.gz"
    let tagged = Fixtures.scratch().appending(path: "tagged.bcf").path(percentEncoded: false)
    let tags = ["-Ob", "-o", tagged, joint, "--", "-t", "AC,AN,AC_Het,AC_Hom,AC_Hemi"]
    #expect(Oracle.run("bcftools", ["+fill-tags"] + tags).status == 0)
    let peer = Oracle.run(
      "bcftools",
      [
        "query", "-f",
        "%CHROM\\t%POS0\\t%REF\\t%ALT\\t%AC\\t%AN\\t%AC_Het\\t%AC_Hom\\t%AC_Hemi\\n", tagged,
      ])
    var expected: [[String]] = []
    for line in peer.text.split(separator: "\n") {
      let field = line.split(separator: "\t").map { $0.split(separator: ",").map(String.init) }
      for place in field[3].indices {
        expected.append(
          [field[0][0], field[1][0], field[2][0], field[3][place], field[4][place], field[5][0]]
            + [field[6][place], String((Int(field[7][place]) ?? 0) / 2), field[8][place]])
      }
    }
    #expect(expected.count > 20)
    let ours = rows.map { row in
      ["contig", "start", "ref", "alt", "ac", "an", "het", "hom", "hemi"].map { name in
        row[name]?.text ?? row[name]?.int.map { String($0) } ?? "null"
      }
    }
    #expect(ours == expected)
    let callSets = Set(rows.compactMap { $0["call_set"]?.text })
    #expect(callSets.count == 1 && files[0].contains(callSets.first ?? "?"))
  }

  @Test func `shards at once write it once, with the rows of the whole`() throws {
    let cohort = try Cohort.joint.get()
    let path = Fixtures.scratch("plan").path(percentEncoded: false) + "/plan.json"
    let planned = try Command.run(
      ["plan", cohort.manifest, "--shards", "3", "-o", path, "--carry", "age,site"]
        + ["--part-patients", "2"])
    try #require(planned.status == 0, "\(planned.errors)")
    let dataset = Dataset()
    let runs = try (1...3).map {
      try Command(Self.extract(into: dataset, ["--plan", path, "--shard", "\($0)/3"]))
    }
    for run in runs {
      let ended = run.end()
      #expect(ended.status == 0, "\(ended.errors)")
    }
    #expect(try Command.run(["verify", dataset.folder]).status == 0)
    #expect(try files(dataset).count == 1)
    #expect(try dataset.rows("frequencies") == Self.whole.get().rows("frequencies"))
  }

  @Test func `what is lost is missed by verify and made again by resume`() throws {
    let dataset = Dataset()
    #expect(try Command.run(Self.extract(into: dataset)).status == 0)
    let bytes = try dataset.bytes()
    #expect(try bytes == Self.whole.get().bytes())
    let file = try dataset.folder + "/frequencies/" + #require(files(dataset).first)
    try FileManager.default.removeItem(atPath: file)
    #expect(try Command.run(["verify", dataset.folder]).status != 0)
    // A table of the call set as it no longer is goes away.
    let stale = dataset.folder + "/frequencies/part-00001-of-00001-000000.0123456789abcdef.parquet"
    try Data().write(to: URL(filePath: stale))
    #expect(try Command.run(Self.extract(into: dataset, ["--resume"])).status == 0)
    #expect(try dataset.bytes() == bytes)
    #expect(try Command.run(["verify", dataset.folder]).status == 0)
    // Nothing is read anew where all is there: the block and the table are used again.
    let first = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
    let part = dataset.folder + "/patients/part-00001-of-00001-000000.parquet"
    try FileManager.default.removeItem(atPath: part)
    #expect(try Command.run(Self.extract(into: dataset, ["--resume"])).status == 0)
    let second = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
    #expect(first != nil && first == second)
    #expect(try dataset.bytes() == bytes)
  }

  @Test func `patients' own files give no rows`() throws {
    let dataset = Dataset()
    let ended = try Command.run(
      ["extract", Cohort.plain.get().manifest, "-o", dataset.folder, "--carry", "age,site"]
        + Self.settings)
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(try files(dataset).isEmpty)
    #expect(try Command.run(["verify", dataset.folder]).status == 0)
  }
}
