import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct ManifestFormatsTests {
  /// Reads columns and rows as JSON and writes them by the standard library's own writers.
  static let writer = """
    import csv, json, sys
    folder = sys.argv[1]
    table = json.load(open(folder + "table.json"))
    names = table["columns"]
    for name, dialect in [("c.csv", dict()), ("c.tsv", dict(delimiter="\\t", lineterminator="\\n"))]:
        with open(folder + name, "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file, **dialect)
            out.writerow(names)
            out.writerows(table["rows"])
    with open(folder + "c.jsonl", "w", encoding="utf-8") as file:
        for number, row in enumerate(table["rows"]):
            record = {n: v for n, v in zip(names, row) if v or number % 2}
            if number % 3 == 0 and record.get("ecg"):
                record["ecg"] = record["ecg"].split(";")
            file.write(json.dumps(record, ensure_ascii=number % 5 == 0) + "\\n")
    """

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `one cohort in CSV, TSV and JSON Lines is read alike`(seed: UInt64) throws {
    guard let python = Oracle.python else { return }
    var random = SeededGenerator(seed: seed)
    let columns = ["site", "patient_id", "ecg", "ecg_unit", "variants", "sample", "sex", "note"]
    let rows = (0..<200).map { Self.row($0, &random) }
    let table = JSONValue.object([
      ("columns", .array(columns.map(JSONValue.string))),
      ("rows", .array(rows.map { .array($0.map(JSONValue.string)) })),
    ])
    let text = try ManifestText(table.line, as: "table.json")
    let output = Oracle.run(python, ["-c", Self.writer, text.folder])
    #expect(output.status == 0, "\(output.errors)")
    var read: [[ManifestEntry]] = []
    for name in ["c.csv", "c.tsv", "c.jsonl"] {
      let manifest = try ManifestReader.read(
        text.folder + name, extras: .only(["note", "site"]))
      read.append(try manifest.entries())
    }
    #expect(read[0] == read[1], "seed \(seed)")
    for (a, b) in zip(read[0], read[2]) {
      var b = b
      b.line += 1
      #expect(a == b, "seed \(seed)")
    }
    for (row, entry) in zip(rows, read[0]) {
      #expect(entry.extra("site") ?? "" == row[0] && entry.patient.text == row[1])
      #expect(
        entry.ecg.map { String($0.dropFirst(text.folder.count)) }.joined(separator: ";") == row[2])
      #expect(entry.sample ?? "" == row[5] && entry.extra("note") ?? "" == row[7])
    }
  }

  /// Cells with every character that needs quotes in one of the formats.
  private static func row(_ number: Int, _ random: inout SeededGenerator) -> [String] {
    let letters = Array("ab ,\"'\\é∂😀#{}:|") + ["\u{301}"]
    func word() -> String {
      String(
        (0..<Int.random(in: 0..<9, using: &random)).compactMap { _ in
          letters.randomElement(using: &random)
        })
    }
    let ecg = (0..<Int.random(in: 0...3, using: &random)).map { "e/\($0)\(word())x.csv" }
    return [
      word(), "P\(number)-\(word())x", ecg.joined(separator: ";"), ecg.isEmpty ? "" : "mV",
      Bool.random(using: &random) ? "joint.{contig}.vcf.gz" : "",
      Bool.random(using: &random) ? "S\(word())s" : "",
      ["male", "female", ""].randomElement(using: &random) ?? "", word(),
    ]
  }
}
