import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Testing

@Suite struct ManifestFaultTests {
  /// A text, and for each fault the beginning of its line, column and detail.
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let faults: [String]
    var name = "cohort.csv"

    var testDescription: String { text.debugDescription }
  }

  @Test(arguments: [
    Case(text: "", faults: ["line 1: the manifest names no patient"]),
    Case(text: "patient_id\n\n", faults: ["line 2: the manifest names no patient"]),
    Case(text: "sex\nmale\n", faults: ["line 1: patient_id: no such column in the header"]),
    Case(
      text: "patient_id\tsex\nA\tmale\n",
      faults: [
        "line 1: patient_id: no such column in the header: its cells seem to be separated by tabs",
        "line 1: patient_id\tsex: unknown column",
      ]),
    Case(
      text: "patient_id;sex\nA;male\n",
      faults: [
        "line 1: patient_id: no such column in the header: separate its cells by commas",
        "line 1: patient_id;sex: unknown column",
      ]),
    Case(text: "patient_id,sex,sex\nA,,\n", faults: ["line 1: sex: two columns have this name"]),
    Case(text: "patient_id,\nA,\n", faults: ["line 1: column 2 has no name"]),
    Case(
      text: "patient_id,aligment,vcf,Sex,colour\nA,,,,\n",
      faults: [
        "line 1: Sex: unknown column: did you mean 'sex'?",
        "line 1: aligment: unknown column: did you mean 'alignment'?",
        "line 1: colour: unknown column: take it out",
        "line 1: vcf: unknown column: did you mean 'variants'?",
      ]),
    Case(
      text: "patient_id,sex\nA\nB,male,\nC,man\nD,Female\n",
      faults: [
        "line 2: the line has 1 cells, the header names 2 columns",
        "line 3: the line has 3 cells, the header names 2 columns",
        "line 4: sex: 'male', 'female' or nothing",
        "line 5: sex: 'male', 'female' or nothing",
      ]),
    Case(
      text: "patient_id\nA\nB\nA\nC\n\"B\"\nA\n",
      faults: [
        "line 4: patient_id: the same id as in line 2",
        "line 6: patient_id: the same id as in line 3",
        "line 7: patient_id: the same id as in line 2",
      ]),
    Case(
      text: "patient_id,sex\n,male\n A,\nA\u{85},\n\"\",\nB\t,\n",
      faults: [
        "line 2: patient_id: empty", "line 3: patient_id: a blank before or after",
        "line 4: patient_id: a control character", "line 5: patient_id: empty",
        "line 6: patient_id: a blank before or after",
      ]),
    Case(
      text: "patient_id,sex\nA\u{1},\nB\u{7F},\nC\u{0},\nD\r,\n",
      faults: [
        "line 2: a control character", "line 3: a control character", "line 4: a zero byte",
        "line 5: a carriage return within the line",
      ]),
    Case(
      text: "patient_id,sex\n\"A,male\nB\"\",\n\"C\"x,\nD\"x,\n\"E\",male\n",
      faults: [
        "line 2: the quote that opens cell 1 is not closed", "line 3: cell 1 holds a quote",
        "line 4: text after the closing quote of cell 1", "line 5: cell 1 holds a quote",
      ]),
    Case(
      text: "patient_id\n\nA\n\n\nB\n\n",
      faults: ["line 2: an empty line before", "line 4: an empty line before"]),
    Case(
      text: "patient_id,ecg,ecg_rate,ecg_unit\nA,a.csv,fast,\nB,b.hea,500,\nC,,,mV\n"
        + "D,d.npy,-1,mV\nE,e.npy,nan,\nF,f.npy,0x10,\nG,g.npy,1,kV\nH,h.npy.gz,1,\n",
      faults: [
        "line 2: ecg_rate: a number of samples", "line 3: ecg_rate: only for CSV and NumPy",
        "line 4: ecg_unit: only for CSV and NumPy", "line 5: ecg_rate: a number",
        "line 6: ecg_rate: a number", "line 7: ecg_rate: a number", "line 8: ecg_unit: 'nV', 'uV'",
        "line 9: ecg_rate: only for CSV and NumPy",
      ]),
    Case(
      text: "patient_id,alignment,variants,ecg\nA,s3://b/x.bam,,\nB,,HTTPS://h/x.vcf,\n"
        + "C,,,file:/x.hea\nD,x;y.bam,,\nE,,a.vcf;;b.vcf,\nF,,a.vcf;./a.vcf,\nG,{contig}.bam,,\n"
        + "H,,{contig}/x.vcf,\nI,,x.{contig},\nJ,,{contig}.{contig}.vcf,\nK,c:x.bam,,\n",
      faults: [
        "line 2: alignment: a path, not a URL, was expected ('s3:')",
        "line 3: variants: a path, not a URL, was expected ('https:')",
        "line 4: ecg: a path, not a URL, was expected ('file:')",
        "line 5: alignment: one file was expected",
        "line 6: variants: an empty name between two ';'",
        "line 7: variants: a file is named twice",
        "line 8: alignment: {contig} is for", "line 9: variants: {contig} must stand in the file",
        "line 10: variants: the name must go on", "line 11: variants: {contig} may stand once",
      ]),
    Case(
      text: "{\"patient_id\":\"A\"}\n[1]\n{\"patient_id\":}\n{\"sex\":\"male\"}\n"
        + "{\"patient_id\":\"B\",\"vcf\":1}\n{\"patient_id\":\"C\",\"vcf\":2,\"sex\":true}\n"
        + "{\"patient_id\":\"D\",\"sex\":{}}\n{\"patient_id\":\"E\",\"sample\":[\"x\"]}\n"
        + "{\"patient_id\":\"F\\u0000\"}\n{\"patient_id\":\"G\",\"patient_id\":\"H\"}\n"
        + "{\"patient_id\":12345678901234567890}\n{\"patient_id\":\"A\"}\n",
      faults: [
        "line 2: a JSON object was expected", "line 3: not JSON at byte 15 of the line",
        "line 4: patient_id: empty", "line 5: vcf: unknown column: did you mean 'variants'?",
        "line 6: sex: a text, a number or a list", "line 7: sex: a text, a number or a list",
        "line 8: sample: one value, not a list", "line 9: a zero byte",
        "line 10: two members of the object", "line 11: patient_id: a text, a number",
        "line 12: patient_id: the same id as in line 1",
      ], name: "cohort.jsonl"),
  ])
  func `all faults are told at once, with their lines`(_ test: Case) throws {
    let faults = try ManifestText(test.text, as: test.name).faults().map(\.description)
    #expect(faults.count == test.faults.count, "\(faults)")
    for expected in test.faults where !faults.contains(where: { $0.hasPrefix(expected) }) {
      Issue.record("'\(expected)' is not among \(faults)")
    }
    #expect(faults.map(Self.line) == faults.map(Self.line).sorted())
  }

  @Test func `columns to be carried along must be there`() throws {
    let csv = try ManifestText("patient_id,age\nA,61\n")
    #expect(
      csv.faults(.only(["age", "site"])).map(\.description).first?.hasPrefix(
        "line 1: site: no such column") == true)
    #expect(csv.faults(.only(["age"])).isEmpty && csv.faults(.any).isEmpty)
    let json = try ManifestText(
      "{\"patient_id\":\"A\"}\n{\"patient_id\":\"B\",\"age\":1}\n", as: "c.jsonl")
    #expect(json.faults(.only(["age"])).isEmpty)
  }

  @Test func `a name that seems to mean a known column is a fault where any extra is allowed`()
    throws
  {
    let text = try ManifestText("patient_id,age,Variant,bam\nA,,,\n")
    #expect(text.faults(.any).map(\.column) == ["Variant", "bam"])
  }

  @Test func `text that is none, or in another encoding, is one fault`() throws {
    for (bytes, word) in [
      ([0xFF, 0xFE, 0x70, 0], "UTF-16"), ([0x1F, 0x8B, 8, 0], "compressed"),
      ([0x50, 0x4B, 3, 4], "spreadsheet"),
    ] as [([UInt8], String)] {
      let faults = try ManifestText(bytes + Array("\n,\n".utf8)).faults()
      #expect(faults.count == 1 && faults.first?.detail.contains(word) == true)
    }
    let latin = try ManifestText(Array("patient_id\nA".utf8) + [0xE9] + Array("\nB\n".utf8))
    #expect(latin.faults() == [ManifestFault(line: 2, "not UTF-8: save the file as UTF-8")])
  }

  @Test func `lines and ids that are too long are faults, and the lines behind them are read`()
    throws
  {
    let long = String(repeating: "x", count: 3 << 20)
    let id = String(repeating: "y", count: 256)
    let text = try ManifestText("patient_id\nA\n\(long)\n\(id)\n\(id.dropLast())\nA\n\(long)")
    #expect(text.faults().map(\.line) == [3, 4, 6, 7])
  }

  @Test func `of very many faults the first thousand are kept and all are counted`() throws {
    let lines = (0..<3000).map { $0 % 2 == 0 ? "P,male" : "P\($0),man" }
    let text = try ManifestText("patient_id,sex\n" + lines.joined(separator: "\n"))
    #expect {
      try text.read()
    } throws: { error in
      guard case .faults(_, let first, let count)? = error as? ManifestError else { return false }
      return count == 2999 && first.count == 1000 && first.map(\.line) == Array(3...1002)
    }
  }

  @Test func `an unknown name that every object has is one fault`() throws {
    let lines = (0..<5000).map { "{\"patient_id\":\"P\($0)\",\"colour\":\"red\",\"vcf\":1}" }
    let text = try ManifestText(lines.joined(separator: "\n"), as: "cohort.jsonl")
    #expect(text.faults().map(\.column) == ["colour", "vcf"])
    #expect(text.faults(.any).map(\.column) == ["vcf"])
  }

  private static func line(_ fault: String) -> Int {
    Int(fault.dropFirst("line ".count).prefix { $0.isNumber }) ?? 0
  }
}
