import ChordaeCore
import ChordaePipeline
import ChordaeTestSupport
import Foundation

/// A dataset whose tables are lines of text, made through the state as the pipeline makes its own.
struct SimulatedRun {
  let layout: DatasetLayout

  init(_ layout: DatasetLayout = DatasetLayout(Fixtures.scratch("run").path + "/dataset")) {
    self.layout = layout
  }

  static func identity(
    manifest: String = "m", settings: String = "s", dictionary: String? = nil, engine: String = "1"
  ) -> RunIdentity {
    RunIdentity(
      manifestDigest: manifest, settingsDigest: settings,
      dictionaryDigest: dictionary ?? SHA256.hex("{}".utf8),
      planDigest: "p", engineVersion: engine)
  }

  /// Opens a shard without touching the test process's own signal handlers.
  func open(
    _ identity: RunIdentity = identity(), patients: [[Int]] = [[2, 2]], shard: Int = 1,
    mode: RunMode = .fresh, oomKills: Int? = 0, oomScope: String = "test"
  ) throws -> RunState {
    let context = AttemptContext(
      process: 1, workerCount: 2, oomKills: oomKills, oomScope: oomScope)
    return try RunState.open(
      layout, identity, patients: patients, shard: shard, mode: mode, context: context,
      crashes: .off)
  }

  /// Makes and commits a part of two patients whose ids are made of their rows.
  func make(
    _ part: PartName, _ state: RunState, failing: Set<Int> = [], inputs: [InputFingerprint] = [],
    id: String = "p", rows: [Int]? = nil
  ) throws {
    let rows = rows ?? [part.index * 2, part.index * 2 + 1]
    var counts = PatientCounts()
    for row in rows { counts.add(failing.contains(row) ? .partial : .ok) }
    let failures = rows.filter(failing.contains).map { row in
      FailureRecord(
        patientID: "\(id)\(row)", row: row, line: row + 2, format: "VCF",
        InputError(.malformed, path: "x.vcf", at: .line(9), "a field is short"), in: part)
    }
    let file = try write(rows.map { "\(id)\($0)\n" }.joined(), to: part)
    let record = PartRecord(
      part, state.identity, files: [file], counts: counts, inputs: inputs, failures: failures)
    try state.commit(record, ids: rows.map { "\(id)\($0)" })
  }

  /// Makes every part of a shard that is not complete, and ends.
  func finish(_ state: RunState, failing: Set<Int> = [], id: String = "p") throws {
    try describe()
    for part in state.parts where !state.isComplete(part) {
      try make(part, state, failing: failing, id: id)
    }
    try state.finish(.ok, RunSummary(command: ["test"]))
  }

  /// Writes the dictionary, of no columns unless others are given.
  func describe(_ tables: String = "{}") throws {
    try "{\"tables\":\(tables)}".write(
      toFile: layout.path(DatasetLayout.dictionary), atomically: true, encoding: .utf8)
  }

  func write(_ text: String, to part: PartName) throws -> CommittedFile {
    let name = DatasetLayout.file(of: .patients, part)
    let url = URL(filePath: layout.path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    let rows = text.utf8.count { $0 == 10 }
    return CommittedFile(name, rows: rows, bytes: text.utf8.count, digest: SHA256.hex(text.utf8))
  }

  /// A file's text; empty where there is none.
  func text(_ name: String) -> String {
    (try? String(contentsOfFile: layout.path(name), encoding: .utf8)) ?? ""
  }

  /// Writes the journal of an attempt, as a process that is dead by now left it.
  func journal(attempt: Int, shard: String = "00001-of-00001", _ text: String) throws {
    let name = "_state/journal-\(shard)-a000\(attempt).jsonl"
    let url = URL(filePath: layout.path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// The first line of a journal.
  static func start(
    oomKills: Int? = 0, scope: String = "test", of identity: RunIdentity = identity()
  )
    -> String
  {
    let kills = oomKills.map { "\($0)" } ?? "null"
    return "{\"start\":\"\(identity.digest)\",\"process\":1,\"workers\":2,\"oom_kills\":\(kills),"
      + "\"oom_scope\":\"\(scope)\"}\n"
  }
}

/// Runs the probe that tests may kill.
enum Probe {
  static let program = Product.path("CrashProbe")

  /// Lets it die and returns its signal, or its exit status as a negative number.
  static func die(
    _ kind: String, in layout: DatasetLayout, oomKills: Int = 0, chains: Bool = false,
    whenReady: (Process, FileHandle) -> Void = { _, _ in }
  ) throws -> Int32 {
    try run(
      ["die", layout.folder, kind, "\(oomKills)"], chains ? ["CHORDAE_PROBE_CHAINS": "1"] : [:],
      waits: kind == "waiting", whenReady)
  }

  static func run(
    _ arguments: [String], _ environment: [String: String] = [:], waits: Bool = false,
    _ whenReady: (Process, FileHandle) -> Void = { _, _ in }
  ) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    if waits {
      _ = output.fileHandleForReading.availableData
      whenReady(process, output.fileHandleForReading)
    }
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
      ? process.terminationStatus : -process.terminationStatus
  }
}
