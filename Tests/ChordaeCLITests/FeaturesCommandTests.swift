import ChordaeCore
import Testing

@Suite struct FeaturesCommandTests {
  private func features(_ arguments: String...) throws -> String {
    let ended = try Command.run(["features"] + arguments)
    #expect(ended.status == 0, "\(ended.errors)")
    return ended.output
  }

  @Test func `Every column of a dataset's dictionary can be looked up by its id`() throws {
    let dataset = Dataset()
    let cohort = try Cohort.plain.get()
    let ended = try Command.run(
      cohort.extract(into: dataset.folder, ["--tables", "intervals,distributions,beats"]))
    try #require(ended.status == 0, "\(ended.errors)")
    guard case .object(let tables)? = try dataset.json("dictionary.json")["tables"] else {
      Issue.record("no tables")
      return
    }
    // One call for all that is listed; the repeated per-lead columns are asked for by their ids.
    let listed = try JSONParser.parse(Array(features("--format", "json").utf8))
    let ids = Set((listed.elements ?? []).compactMap { $0["id"]?.text })
    for (table, columns) in tables {
      for id in (columns.elements ?? []).compactMap({ $0["id"]?.text })
      where !ids.contains(id) && id != "age" && id != "site" {
        #expect(id.split(separator: ".").count == 4 && id.hasPrefix("ecg."), "\(table)")
      }
    }
    #expect(try features("ecg.spectrum.v5.centroid").contains("lead V5"))
    #expect(try features("ecg.spectrum.avr").split(separator: "\n").count == 26)
    #expect(try features("status").split(separator: "\n").count == 5)
  }

  @Test func `CSV and Markdown hold every column once, in equal order`() throws {
    let json = try JSONParser.parse(Array(features("--format", "json", "hrv").utf8))
    let ids = (json.elements ?? []).compactMap { $0["id"]?.text }
    #expect(ids.count == 66)
    let csv = try features("--format", "csv", "hrv").split(separator: "\n")
    #expect(csv.dropFirst().map { String($0.prefix { $0 != "," }) } == ids)
    #expect(csv[0].hasSuffix("citation,codes,low,high,missing"))
    #expect(csv[2].contains("LOINC 80404-7 (exact),0.0,,no_signal;"))
    let markdown = try features("--format", "markdown", "hrv").split(separator: "\n")
    #expect(markdown.dropFirst(2).map { String($0.split(separator: "`")[1]) } == ids)
  }

  @Test func `A pattern that fits nothing is wrong usage`() throws {
    #expect(try Command.run(["features", "nothing"]).status == 2)
  }
}
