import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// The file of a call set's site table.
@Suite struct SiteTableWriterTests {
  @Test func `a reading that begins anew leaves nothing of what came before`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (once, again) = (writer(folder, "once"), writer(folder, "again"))
    for (writer, attempts) in [(once, 1), (again, 2)] {
      for _ in 0..<attempts {
        writer.begin()
        writer.take(rows(3))
        writer.take(rows(0))
        writer.take(rows(2))
      }
    }
    let files = try [once.finish(as: "a"), again.finish(as: "b")]
    #expect(files.map(\.rows) == [5, 5] && files[0].digest == files[1].digest)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(names.sorted() == ["again", "once"])
  }

  @Test func `one that is given up leaves no file, and one that cannot be written says so`() throws
  {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    func giveUp() {
      let writer = writer(folder, "given up")
      writer.begin()
      writer.take(rows(1))
    }
    giveUp()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).isEmpty)
    let nowhere = writer(folder.appending(path: "none"), "a")
    nowhere.begin()
    nowhere.take(rows(1))
    #expect(nowhere.fault != nil)
    #expect(throws: (any Error).self) { try nowhere.finish(as: "a") }
  }

  private func writer(_ folder: URL, _ name: String) -> SiteTableWriter {
    let path = folder.appending(path: name).path(percentEncoded: false)
    return SiteTableWriter(path: path, schema: schema(true), callSet: "0123")
  }

  private func schema(_ isWhole: Bool) -> TableSchema {
    let columns = AlleleFrequencies.group.tables[0].columns
    return TableSchema(
      .frequencies, ((isWhole ? [RowColumns.callSet] : []) + columns).map(\.field))
  }

  private func rows(_ count: Int) -> RecordBatch {
    var batch = RecordBatch(schema(false))
    for row in 0..<count {
      let numbers = [FeatureValue](repeating: .integer(Int64(row)), count: 5)
      batch.append(
        row: [.text("chr1"), .integer(Int64(row)), .text("A"), .text("C")] + numbers)
    }
    return batch
  }
}
