import ChordaePipeline
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct `A run that is killed` {
  @Test(arguments: [(datasets: 8, killsInARow: 20), (datasets: 50, killsInARow: 1)])
  func `at any moment and resumed gives the bytes of an uninterrupted one`(
    datasets: Int, killsInARow: Int
  ) throws {
    let whole = SimulatedRun()
    let start = ContinuousClock.now
    #expect(try Probe.run(["write", whole.layout.folder, "0"]) == 0)
    let duration = ((ContinuousClock.now - start) / .microseconds(1))
    let expected = try contents(of: whole.layout)
    #expect(expected.count == 3 * 3 + 2)
    var random = SeededGenerator(seed: 2)
    var killed = 0
    for dataset in 0..<datasets {
      let run = SimulatedRun()
      for _ in 0..<killsInARow {
        // Early and late moments alike: a run that has little left to do is over soon.
        let moment = Int(exp(Double.random(in: log(200)...log(duration), using: &random)))
        let status = try Probe.run(["write", run.layout.folder, "\(moment)"])
        #expect(status == SIGKILL || status == 0)
        killed += status == SIGKILL ? 1 : 0
        expectNothingDamaged(run.layout)
      }
      #expect(try Probe.run(["write", run.layout.folder, "0"]) == 0, "dataset \(dataset), seed 2")
      #expect(try contents(of: run.layout) == expected, "dataset \(dataset), seed 2")
      let report = try DatasetVerification.verify(run.layout)
      #expect(report.status == .finishedWithFailures && report.unfinishedFiles.isEmpty)
    }
    print("killed \(killed) of \(datasets * killsInARow) runs before their end")
    #expect(killed > datasets * killsInARow / 3)
  }

  /// What was committed before a kill is whole.
  private func expectNothingDamaged(_ layout: DatasetLayout) {
    do {
      let report = try DatasetVerification.verify(layout)
      #expect(report.damages.filter { $0.part != nil } == [])
      #expect(report.foreignFiles == [] && report.repeatedIDs == 0)
    } catch {
      // Killed before the dataset had its name.
      #expect(error == .noDataset(path: layout.folder))
    }
  }

  /// Everything that must not differ: the parts, their ids, the dictionary and the failures.
  private func contents(of layout: DatasetLayout) throws -> [String: Data] {
    let root = URL(filePath: layout.folder)
    var contents: [String: Data] = [:]
    for folder in ["patients", "genes", "_state/ids", ""] {
      for file in try FileManager.default.contentsOfDirectory(atPath: layout.path(folder))
      where file.contains(".") && file != "run.json" {
        contents["\(folder)/\(file)"] = try Data(
          contentsOf: root.appending(path: "\(folder)/\(file)"))
      }
    }
    return contents
  }
}
