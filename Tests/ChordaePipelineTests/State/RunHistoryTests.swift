import ChordaePipeline
import ChordaeTestSupport
import Foundation
import Testing

/// Journals are written by hand here, as a dead process left them.
@Suite struct `The history of a shard` {
  /// What follows the first line of a dead attempt's journal, and what it tells of rows 1 and 2.
  struct Attempt: Sendable, CustomTestStringConvertible {
    let lines: [String]
    var strikes = [0, 0]
    var suspects: Set<Int> = []
    /// Whether the death tore the last line.
    var isTorn = false

    var testDescription: String { lines.joined(separator: " ") }
  }

  private static let first = "{\"begin\":1,\"inputs\":\"\(token)\"}"
  private static let second = "{\"begin\":2,\"inputs\":\"\(token)\"}"

  static let attempts = [
    Attempt(lines: [first, "{\"end\":1}", "{\"finish\":0}"]),
    Attempt(lines: [first, "{\"finish\":143}"]),
    Attempt(lines: [first, second, "{\"end\":1}"], suspects: [2]),
    Attempt(lines: [first, second], suspects: [1], isTorn: true),
    Attempt(lines: [first, "{\"begin\":2,\"inp"], suspects: [1], isTorn: true),
    Attempt(lines: [first, "{\"end\":1}"], suspects: [1], isTorn: true),
    Attempt(lines: [first, "", "{\"crash\":11,\"row\":1}"], strikes: [1, 0], suspects: [1]),
    // A line that another thread left half written stands before the crash.
    Attempt(
      lines: [first, second, "{\"beg", "{\"crash\":4,\"row\":2}"], strikes: [0, 1],
      suspects: [1, 2]),
    // Two threads fault at once.
    Attempt(
      lines: [first, second, "{\"crash\":4,\"row\":2}", "{\"crash\":4,\"row\":1}"],
      strikes: [1, 1], suspects: [1, 2]),
    Attempt(lines: [first, "{\"crash\":11,\"row\":-1}"], suspects: [1]),
    Attempt(lines: [first, "{\"crash\":11,\"row\":-1,\"outside\":true}"], suspects: [1]),
    // A row that was not in flight takes no strike, and rubbish is passed over.
    Attempt(lines: ["{\"crash\":11,\"row\":1}"]),
    Attempt(lines: ["\u{0}\u{0}", "[1,2]", "{\"begin\":\"1\"}", "{\"begin\":9e99,\"inputs\":3}"]),
  ]

  @Test(arguments: attempts)
  func `tells who was in hand and who is to blame`(attempt: Attempt) throws {
    let run = SimulatedRun()
    let text = attempt.lines.joined(separator: "\n") + (attempt.isTorn ? "" : "\n")
    try run.journal(attempt: 1, SimulatedRun.start() + text)
    let history = try run.open(patients: [[10]], mode: .resume).history
    #expect([1, 2].map { history.strikes(of: $0, inputs: []) } == attempt.strikes)
    #expect(history.suspects == attempt.suspects)
  }

  @Test(arguments: [
    (0 as Int?, 1 as Int?, "test", 1), (0, 0, "test", 0), (3, 2, "test", 0),
    (0, 1, "another cgroup", 0),
    (nil, 1, "test", 0), (0, nil, "test", 0),
  ])
  func `blames memory only where the same counter rose`(
    before: Int?, after: Int?, scope: String, strikes: Int
  ) throws {
    let run = SimulatedRun()
    try run.journal(
      attempt: 1,
      SimulatedRun.start(oomKills: before, scope: scope)
        + "{\"begin\":1,\"inputs\":\"\(Self.token)\"}\n")
    let history = try run.open(patients: [[10]], mode: .resume, oomKills: after).history
    #expect(history.strikes(of: 1, inputs: []) == strikes)
  }

  @Test func `does not take a crash for want of memory`() throws {
    let run = SimulatedRun()
    try run.journal(
      attempt: 1,
      SimulatedRun.start()
        + "{\"begin\":1,\"inputs\":\"\(Self.token)\"}\n{\"crash\":6,\"row\":-1}\n")
    let history = try run.open(patients: [[10]], mode: .resume, oomKills: 1).history
    #expect(history.strikes(of: 1, inputs: []) == 0)
  }

  @Test func `adds up over attempts and clears who came to an end since`() throws {
    let run = SimulatedRun()
    let begun =
      "{\"begin\":1,\"inputs\":\"\(Self.token)\"}\n{\"begin\":2,\"inputs\":\"\(Self.token)\"}\n"
    try run.journal(attempt: 1, SimulatedRun.start() + begun + "{\"crash\":11,\"row\":1}\n")
    try run.journal(
      attempt: 2,
      SimulatedRun.start() + "{\"begin\":2,\"inputs\":\"\(Self.token)\"}\n{\"end\":2}\n"
        + "{\"begin\":1,\"inputs\":\"\(Self.token)\"}\n{\"crash\":11,\"row\":1}\n")
    try run.journal(attempt: 3, "")
    let history = try run.open(patients: [[10]], mode: .resume).history
    #expect(history.strikes(of: 1, inputs: []) == 2)
    #expect(history.suspects == [1])
    #expect(history.attempts == 2)
  }

  @Test func `forgets strikes where the inputs were replaced`() throws {
    let run = SimulatedRun()
    let file = run.layout.folder + ".bam"
    try Data("broken".utf8).write(to: URL(filePath: file))
    let broken = [InputFingerprint(of: file)]
    let first = try run.open(patients: [[10]])
    try first.begin(1, broken)
    let name = "_state/journal-00001-of-00001-a0001.jsonl"
    try (run.text(name) + "{\"crash\":11,\"row\":1}\n").write(
      toFile: run.layout.path(name), atomically: false, encoding: .utf8)
    #expect(
      try run.open(patients: [[10]], mode: .resume).history.strikes(of: 1, inputs: broken) == 1)
    try Data("mended".utf8).write(to: URL(filePath: file))
    let mended = [InputFingerprint(of: file)]
    #expect(
      try run.open(patients: [[10]], mode: .resume).history.strikes(of: 1, inputs: mended) == 0)
  }

  @Test func `passes over attempts with another manifest, whose rows are other patients`() throws {
    let run = SimulatedRun()
    let other = SimulatedRun.identity(manifest: "other")
    try run.journal(
      attempt: 1,
      SimulatedRun.start(of: other) + "{\"begin\":1,\"inputs\":\"\(Self.token)\"}\n"
        + "{\"crash\":11,\"row\":1}\n")
    let history = try run.open(patients: [[10]], mode: .resume).history
    #expect(history == RunHistory())
  }

  @Test func `is read from lines that other programs can read`() throws {
    guard let python = Oracle.python else { return }
    let run = SimulatedRun()
    let state = try run.open()
    try state.begin(0)
    try state.end(0)
    try run.finish(state, failing: [1])
    let script = """
      import json, sys, glob
      for path in glob.glob(sys.argv[1] + '/**/*.json*', recursive=True):
          text = open(path).read()
          [json.loads(l) for l in text.splitlines()] if path.endswith('l') else json.loads(text)
          print(path.rsplit('/', 1)[1])
      """
    let output = Oracle.run(python, ["-c", script, run.layout.folder])
    #expect(output.status == 0, "\(output.errors)")
    #expect(output.text.split(separator: "\n").count == 9)
  }

  /// What stands in a journal for a row without inputs.
  private static let token = "4f53cda18c2baa0c"
}
