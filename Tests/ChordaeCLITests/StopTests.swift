import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// SIGTERM and SIGINT, as schedulers and keyboards send them.
@Suite struct `A run that is asked to end` {
  /// A part a patient, one after the other, so that most of the run is still to come after the first.
  static let settings = ["--part-patients", "1", "--workers", "1", "--exclude", "ecg.spectrum"]
  static let undisturbed = Result { try Undisturbed(Cohort.plain.get(), settings) }

  @Test(arguments: [(SIGTERM, Int32(143)), (SIGINT, Int32(130))])
  func `drops what is in hand, says so, and goes on later`(signal: Int32, status: Int32) throws {
    let model = try Self.undisturbed.get()
    let dataset = Dataset()
    let run = try Command(model.cohort.extract(into: dataset.folder, Self.settings))
    wait(for: run, until: "parts", in: dataset)
    let start = ContinuousClock.now
    // Schedulers repeat themselves, and a user at the keyboard does too.
    for _ in 0..<5 {
      run.send(signal)
      Thread.sleep(forTimeInterval: 0.01)
    }
    let ended = run.end()
    #expect(!ended.wasKilled && ended.status == status, "\(ended.errors)")
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(ended.errors.contains("--resume"))
    #expect(dataset.unfinished() == [])
    let planned = try dataset.json("run.json")
    #expect(planned["complete"]?.flag == false)
    #expect(try Command.run(["verify", dataset.folder]).status == 75)
    try model.expectSame(dataset, "signal \(signal)")
  }

  @Test func `before its first part leaves nothing that looks like a dataset's part`() throws {
    let model = try Self.undisturbed.get()
    let dataset = Dataset()
    let run = try Command(model.cohort.extract(into: dataset.folder, Self.settings))
    run.send(SIGTERM)
    let ended = run.end()
    // Before its handlers stand, the signal ends it as it ends any process.
    #expect(ended.status == 143)
    let tables = (try? FileManager.default.contentsOfDirectory(atPath: dataset.folder)) ?? []
    for table in tables where !table.contains(".") && !table.hasPrefix("_") {
      let files = try FileManager.default.contentsOfDirectory(atPath: "\(dataset.folder)/\(table)")
      #expect(files == [], "\(table)")
    }
  }

  /// Waits until a run has committed its first part.
  private func wait(for run: Command, until folder: String, in dataset: Dataset) {
    while run.isRunning {
      let names =
        (try? FileManager.default.contentsOfDirectory(
          atPath: "\(dataset.folder)/_state/\(folder)")) ?? []
      if names.contains(where: { !$0.hasPrefix(".") }) { return }
      usleep(1000)
    }
  }
}
