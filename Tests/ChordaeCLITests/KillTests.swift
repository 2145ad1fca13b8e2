import ChordaeTestSupport
import Foundation
import Testing

/// Runs that are killed at any moment and gone on with, against one that nobody disturbed.
@Suite struct `A run that kill -9 ends` {
  /// Parts of one patient, so that there are many commits to be killed in.
  static let settings = ["--part-patients", "1", "--exclude", "ecg.spectrum", "--quiet"]
  static let undisturbed = Result { try Undisturbed(Cohort.plain.get(), settings) }
  static let joint = Result { try Undisturbed(Cohort.joint.get(), settings) }

  @Test(arguments: 0..<20)
  func `once is gone on with to the same bytes`(moment: Int) throws {
    let model = try Self.undisturbed.get()
    var random = SeededGenerator(seed: UInt64(moment))
    // Twenty moments spread over the whole of a run, each somewhere in its twentieth.
    let share = (Double(moment) + Double.random(in: 0..<1, using: &random)) / 20
    let dataset = Dataset()
    let run = try Command(model.cohort.extract(into: dataset.folder, Self.settings))
    Thread.sleep(forTimeInterval: model.seconds * share)
    run.send(SIGKILL)
    let killed = run.end()
    #expect(killed.wasKilled || killed.status == 0)
    try model.expectSame(dataset, "moment \(moment)")
  }

  @Test func `twenty times in a row is gone on with to the same bytes`() throws {
    let model = try Self.undisturbed.get()
    var random = SeededGenerator(seed: 20)
    // Shorter and shorter lives, where this machine's pauses let a run end before its kills.
    for share in [0.12, 0.06, 0.03] {
      let dataset = Dataset()
      var kills = 0
      while kills < 20 {
        let run = try Command(
          model.cohort.extract(into: dataset.folder, Self.settings + ["--resume"]))
        let life = Double.random(in: 0..<share * model.seconds, using: &random)
        Thread.sleep(forTimeInterval: model.startSeconds + life)
        run.send(SIGKILL)
        guard run.end().wasKilled else { break }
        kills += 1
      }
      guard kills == 20 else { continue }
      return try model.expectSame(dataset, "20 kills")
    }
    Issue.record("no run lived long enough to be killed twenty times")
  }

  @Test(arguments: 0..<6)
  func `while it reads a shared call set is gone on with to the same bytes`(moment: Int) throws {
    let model = try Self.joint.get()
    let dataset = Dataset()
    let run = try Command(model.cohort.extract(into: dataset.folder, Self.settings))
    let state = dataset.folder + "/_state"
    func isBlock(_ name: String) -> Bool { name.contains("shared-") }
    while run.isRunning {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: state)) ?? []
      // Even moments: as soon as the state is there, so that the call set is being read; odd ones:
      // as soon as its block is there or on its way.
      if names.contains(where: { moment % 2 == 0 ? $0.hasPrefix("journal") : isBlock($0) }) {
        break
      }
      usleep(500)
    }
    Thread.sleep(forTimeInterval: 0.002 * Double(moment))
    run.send(SIGKILL)
    #expect(run.end().wasKilled)
    try model.expectSame(dataset, "moment \(moment)")
    let blocks = try FileManager.default.contentsOfDirectory(atPath: state).filter(isBlock)
    // One reading: the block of the rows, and that of the table of genes.
    #expect(blocks.count == 2 && Set(blocks.map { $0.prefix("shared-".count + 32) }).count == 1)
  }
}

/// A run to its end, as the model of what others must come to.
struct Undisturbed {
  let cohort: Cohort
  let files: [String: Data]
  /// How long a run takes, and how long until it has begun to work.
  let seconds: Double
  let startSeconds: Double
  private let settings: [String]

  init(_ cohort: Cohort, _ settings: [String]) throws {
    self.cohort = cohort
    self.settings = settings
    let dataset = Dataset()
    let start = ContinuousClock.now
    let ended = try Command.run(cohort.extract(into: dataset.folder, settings))
    seconds = Self.seconds(since: start)
    try #require(ended.status == 0, "\(ended.errors)")
    files = try dataset.bytes()
    let restart = ContinuousClock.now
    _ = try Command.run(["features", "aln.flagstat"])
    startSeconds = Self.seconds(since: restart)
  }

  /// Goes on with a dataset and holds it against the model.
  func expectSame(_ dataset: Dataset, _ moment: String) throws {
    let ended = try Command.run(cohort.extract(into: dataset.folder, settings + ["--resume"]))
    #expect(ended.status == 0, "\(moment): \(ended.errors)")
    let bytes = try dataset.bytes()
    #expect(bytes.keys.sorted() == files.keys.sorted(), "\(moment)")
    for (name, content) in files { #expect(bytes[name] == content, "\(moment): \(name) differs") }
    #expect(dataset.unfinished() == [], "\(moment)")
    #expect(try Command.run(["verify", dataset.folder]).status == 0, "\(moment)")
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let elapsed = (ContinuousClock.now - start).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
  }
}
