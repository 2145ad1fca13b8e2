import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct ArrayOracleTests {
  private struct Record: Decodable {
    let path: String
  }

  /// Types, byte orders, axes, orders, versions of the header, separators and decimal signs: see the
  /// script.
  @Test func `arrays and tables are exactly as numpy reads them`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    guard let python = Oracle.python else { return }
    let script = Fixtures.root.appending(path: "Tests/Oracles/arrays.py").path()
    let answers = folder.appending(path: "answers.json").path()
    let output = Oracle.run(python, [script, folder.path(), answers])
    #expect(output.status == 0, "\(output.errors)")
    let data = try Data(contentsOf: URL(filePath: answers))
    let paths = try JSONDecoder().decode([Record].self, from: data).map(\.path)
    let records = try JSONDecoder().decode([WFDBOracle.Record].self, from: data)
    #expect(paths.count == 31)
    for (path, record) in zip(paths, records) {
      let ecg = try WholeECG(path).stored
      #expect(try ecg.equals(record), "\(path)")
      #expect(ecg.recording.leads.map(\.name) == record.names, "\(path)")
      #expect(ecg.recording.samplingFrequency == record.frequency, "\(path)")
      #expect(ecg.leads[0].count == record.count, "\(path)")
      #expect(ecg.faults.isEmpty, "\(path)")
      #expect(ecg.summary.format == (path.hasSuffix(".csv") ? "CSV" : "NumPy array"))
    }
  }
}
