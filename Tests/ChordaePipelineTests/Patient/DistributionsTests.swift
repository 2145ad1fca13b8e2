import ChordaeCore
import ChordaeFeatures
import ChordaeSinks
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// Whole histograms, from a feature's hands to a reader's.
@Suite struct `The distributions table` {
  /// A group with one column and two histograms.
  private struct Histograms: AlignmentFeature {
    static let method = Method("test", citation: "test")
    static let group = FeatureGroup(
      "aln.test", from: .alignment,
      [FeatureColumn("aln.test.reads", "", "", type: .int64, unit: .reads, method: method)],
      tables: [
        .init(
          .distributions,
          [
            FeatureColumn(
              "aln.test.length_counts", "", "", type: .list(.int64, count: 300), unit: .reads,
              method: method),
            FeatureColumn(
              "aln.test.gc_fractions", "", "", type: .list(.float64, count: 4), unit: .one,
              method: method),
          ])
      ])
    static let fields: AlignmentFields = []

    init(_ context: AlignmentContext) {}
    mutating func consume(_ batch: borrowing AlignmentBatch) {}
    func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
      Self.finish(into: &output)
    }

    static func finish(into output: inout FeatureOutput) {
      output.append(9)
      output.appendRow(
        to: .distributions, [.integers((0..<300).map { $0 * $0 }), .numbers([0.5, 0, 0.25, 1])])
    }
  }

  private func schema(_ tables: Set<TableName>) -> FeatureSchema {
    FeatureSchema(
      FeatureSelection(alignment: [Histograms.self]), options: FeatureOptions(tables: tables))
  }

  private func result(_ schema: FeatureSchema, patient: String) -> PatientResult {
    var output = FeatureOutput(tables: schema.featureTables(of: Histograms.group))
    Histograms.finish(into: &output)
    return RowAssembler(schema).assemble(
      ManifestEntry(row: 0, line: 1, patient: PatientID(patient)),
      alignment: SourceOutcome(groups: [output.values], tables: output.tables),
      variants: .missing([], .notProvided), recordings: [])
  }

  @Test func `is there on request, and only where a group has it`() throws {
    #expect(schema([]).tables[.distributions] == nil)
    #expect(result(schema([]), patient: "p").tables.isEmpty)
    let ids = schema([.distributions]).tables[.distributions]?.map(\.id)
    #expect(ids == ["patient_id", "aln.test.length_counts", "aln.test.gc_fractions"])
    let other = FeatureSchema(
      FeatureSelection(alignment: [Flagstat.self]),
      options: FeatureOptions(tables: [.distributions]))
    #expect(other.tables[.distributions] == nil)
    #expect(try RunSettings.tables(["distributions"]) == [.distributions])
  }

  @Test func `is described in the dictionary with the lists' length`() {
    let text = FeatureDictionary(schema([.distributions])).text
    #expect(text.contains(#""list<int64>[300]""#) && text.contains(#""list<float64>[4]""#))
  }

  @Test func `is written into a part and read back as JSON arrays`() throws {
    guard let python = Oracle.python else { return }
    let schema = schema([.distributions])
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let table = folder.appending(path: "distributions")
    try FileManager.default.createDirectory(at: table, withIntermediateDirectories: true)
    let tableSchema = schema.tableSchema(.distributions)
    var writer = try ParquetWriter(
      file: OutputFile(path: table.appending(path: "part.parquet").path(percentEncoded: false)),
      schema: tableSchema, engineVersion: "1.2.3", limits: ParquetLimits(partOf: tableSchema))
    for patient in ["p1", "p2"] {
      let result = result(schema, patient: patient)
      #expect(result.byteCount > 304 * 8)
      try writer.write(try #require(result.tables[.distributions]))
    }
    _ = try writer.finish()
    let script = Fixtures.root.appending(path: "Tests/Oracles/dataset.py")
    let answer = Oracle.run(
      python,
      [
        script.path(percentEncoded: false), "rows", folder.path(percentEncoded: false),
        "distributions",
      ])
    let squares = (0..<300).map { "\($0 * $0)" }.joined(separator: ", ")
    let rest =
      #""aln.test.length_counts": [\#(squares)], "aln.test.gc_fractions": [0.5, 0.0, 0.25, 1.0]}"#
    #expect(
      answer.text == ["p1", "p2"].map { "{\"patient_id\": \"\($0)\", \(rest)\n" }.joined(),
      "\(answer.errors)")
  }

  @Test func `has row groups that wide lists do not swell`() {
    func rows(_ types: [ColumnType]) -> Int {
      let fields = types.enumerated().map { Field("c\($0)", $1) }
      return ParquetLimits(partOf: TableSchema(.patients, fields)).rowGroupRows
    }
    #expect(rows([.float64]) == 65_536)
    #expect(rows([ColumnType](repeating: .float32, count: 3_000)) == 512)
    #expect(rows([.text, .list(.int64, count: 1_024)]) == 255)
    #expect(
      rows([ColumnType](repeating: .float32, count: 3_000) + [.list(.float64, count: 3_001)]) == 256
    )
    #expect(rows([.text, .list(.float64, count: 1_000_000)]) == 1)
  }

  @Test func `lets a waiting row count the lists that it holds`() {
    func bytes(_ value: FeatureValue) -> Int {
      PatientResult(
        row: 0, line: 1, status: .ok, rows: [.patients: [[value]]], tables: [:], faults: [],
        patientID: "p", warnings: []
      ).byteCount
    }
    let scalar = bytes(.number(1))
    #expect(bytes(.numbers([Double](repeating: 0, count: 5_000))) == scalar + 40_000)
    #expect(bytes(.integers([1, 2])) == scalar + 16)
  }
}
