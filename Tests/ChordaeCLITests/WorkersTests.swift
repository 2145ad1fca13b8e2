import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct `The number of workers` {
  @Test func `changes nothing in the dataset, and rows follow the manifest`() throws {
    let cohort = try Cohort.faulty.get()
    var former: [String: Data]?
    for workers in [1, 2, 4] {
      let dataset = Dataset()
      let ended = try Command.run(
        cohort.extract(into: dataset.folder, ["--workers", "\(workers)", "--part-patients", "7"]))
      #expect(ended.status == 3, "\(ended.errors)")
      let files = try dataset.bytes()
      #expect(files.count == 7 * 3 + 1)
      if let former { #expect(files == former, "\(workers) workers") }
      former = files
      let ids = try cohort.lines().dropFirst().map { String($0.prefix { $0 != "," }) }
      if let rows = try dataset.rows("patients") {
        #expect(rows.compactMap { $0["patient_id"]?.text } == ids)
      }
    }
  }
}
