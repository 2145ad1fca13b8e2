import ChordaeCore
import ChordaePipeline
import Foundation

/// A run as the pipeline makes it, with text for tables: three parts of four patients, one of whom
/// has a fault.
struct SimulatedWriter {
  private let layout: DatasetLayout

  init(_ folder: String) { layout = DatasetLayout(folder) }

  /// Runs to the end, or until the process kills itself.
  func run(killedAfter microseconds: UInt32) throws {
    if microseconds > 0 {
      let thread = Thread {
        usleep(microseconds)
        kill(getpid(), SIGKILL)
      }
      thread.start()
    }
    let identity = RunIdentity(
      manifestDigest: "m", settingsDigest: "s", dictionaryDigest: SHA256.hex("{}".utf8),
      planDigest: "p",
      engineVersion: "1")
    let context = AttemptContext(
      process: Int(getpid()), workerCount: 1, oomKills: 0, oomScope: "test")
    let state = try RunState.open(
      layout, identity, patients: [[4, 4, 4]], mode: .resume, context: context)
    _ = try write("{\"tables\":{}}\n", to: DatasetLayout.dictionary, state)
    for part in state.parts where !state.isComplete(part) { try make(part, state) }
    try state.finish(.finishedWithFailures, RunSummary(command: ["probe"]))
  }

  private func make(_ part: PartName, _ state: RunState) throws {
    var counts = PatientCounts()
    var failures: [FailureRecord] = []
    let rows = (0..<4).map { part.index * 4 + $0 }
    for row in rows {
      try state.begin(row)
      if row == 6 {
        let error = InputError(.truncated, path: "p6.bam", at: .byte(77), "the file ends early")
        failures.append(
          FailureRecord(
            patientID: "p\(row)", row: row, line: row + 2, format: "BAM", error, in: part))
      }
      counts.add(row == 6 ? .partial : .ok)
      try state.end(row)
    }
    var files: [CommittedFile] = []
    for table in [TableName.patients, .genes] {
      let text = rows.map { "\(table.rawValue) p\($0)\n" }.joined()
      let name = DatasetLayout.file(of: table, part)
      files.append(try write(text, to: name, state))
    }
    let record = PartRecord(
      part, state.identity, files: files, counts: counts, inputs: [], failures: failures)
    try state.commit(record, ids: rows.map { "p\($0)" })
  }

  private func write(_ text: String, to name: String, _ state: RunState) throws -> CommittedFile {
    let path = URL(filePath: layout.path(name))
    let temporary = URL(filePath: layout.path(state.temporary(name)))
    try FileManager.default.createDirectory(
      at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: temporary)
    guard unsafe rename(temporary.path, path.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    let bytes = Array(text.utf8)
    return CommittedFile(name, rows: 4, bytes: bytes.count, digest: SHA256.hex(bytes))
  }
}
