internal import CProcess
internal import ChordaeCore

/// The state of one attempt at one shard of a dataset: what is complete, who is in flight, who is
/// quarantined, and the commits.
///
/// ```
/// let state = try RunState.open(layout, identity, patients: plan, mode: .resume, context: context)
/// for part in state.parts where !state.isComplete(part) {
///   // per patient, on the thread that works: state.isQuarantined, state.runsAlone,
///   try state.begin(row, inputs); …; try state.end(row)
///   try state.commit(record, ids: ids)
/// }
/// try state.finish(.ok, RunSummary(command: arguments))
/// ```
/// Any thread may call any method.
public final class RunState: Sendable {
  public let layout: DatasetLayout
  public let shard: ShardName
  public let identity: RunIdentity
  /// What earlier attempts at the shard tell.
  public let history: RunHistory
  /// What the dataset that stood here was made with otherwise, where this run takes its place; its
  /// parts are gone.
  public let replaced: [String]
  let generation: GenerationRecord
  let journal: RunJournal
  let maxStrikes: Int
  let context: AttemptContext
  let clock = RunClock()
  /// The inputs of the row before and their token: rows of a shared call set have the same.
  private let lastToken = Monitor<(inputs: [InputFingerprint], token: String)?>(nil)

  init(
    _ layout: DatasetLayout, _ shard: ShardName, _ generation: GenerationRecord,
    replaced: [String], journal: RunJournal, history: RunHistory, context: AttemptContext,
    maxStrikes: Int
  ) {
    self.layout = layout
    self.shard = shard
    self.identity = generation.identity
    self.history = history
    self.replaced = replaced
    self.generation = generation
    self.journal = journal
    self.context = context
    self.maxStrikes = maxStrikes
  }

  /// The number of this attempt at the shard, from 1.
  public var attempt: Int { journal.attempt }

  /// The parts of the shard in their order.
  public var parts: [PartName] { generation.parts(of: shard) }

  /// The name, below the dataset's folder, under which this attempt writes a file before it renames
  /// it.
  public func temporary(_ name: String) -> String {
    DatasetLayout.temporary(name, shard, attempt: attempt)
  }

  /// Whether a part is there, was made by an equal run, is undamaged, and its inputs are what they
  /// were.
  ///
  /// Reads the part's files and the first 64 KiB of each input.
  public func isComplete(_ part: PartName) -> Bool {
    // A record that cannot be read is as good as none: the part is made anew and replaces it.
    guard let record = try? PartRecord.read(part, in: layout), record.identity == identity,
      record.files.allSatisfy({ $0.fault(in: layout) == nil })
    else { return false }
    var isUnchanged = true
    let again = try? PartRecord.read(part, in: layout) { input in
      isUnchanged = isUnchanged && input.isUnchanged
    }
    return again != nil && isUnchanged
  }

  /// Rows that were in flight at an unclean death: they come first, and while one of them is in
  /// flight nothing else is.
  public func runsAlone(_ row: Int) -> Bool { history.suspects.contains(row) }

  /// Whether the patient has ended the process too often and is left out.
  public func isQuarantined(_ row: Int, _ inputs: [InputFingerprint]) -> Bool {
    history.strikes(of: row, inputs: inputs) >= maxStrikes
  }

  /// Notes that a row is in flight, on the thread that works for it; `inputs` are the fingerprints
  /// of its files, which strikes hold for.
  public func begin(_ row: Int, _ inputs: [InputFingerprint] = []) throws(StateError) {
    try journal.write(.begin(row: row, inputs: token(of: inputs)))
    chordae_crash_set_row(Int64(row))
  }

  private func token(of inputs: [InputFingerprint]) -> String {
    if let last = lastToken.change({ $0 }), last.inputs == inputs { return last.token }
    let token = InputFingerprint.token(of: inputs)
    lastToken.change { $0 = (inputs, token) }
    return token
  }

  /// Notes that a row is done, also where its inputs were at fault.
  public func end(_ row: Int) throws(StateError) {
    if chordae_crash_row() == Int64(row) { chordae_crash_set_row(-1) }
    try journal.write(.end(row: row))
  }

  /// Opens the record of a part that is about to be written.
  ///
  /// - Throws: `cannotWrite`.
  public func open(_ part: PartName) throws(StateError) -> PartRecordWriter {
    precondition(part.shard == shard, "another run's part")
    return try PartRecordWriter(part, self)
  }

  /// Commits a part whose files are on the disk under their own names; `ids` are its patients'.
  ///
  /// The record takes its name last, so that a death at any moment leaves the part either whole or
  /// to be made anew.
  ///
  /// - Throws: `cannotWrite`, or `malformed` where a file is not as long as it was written.
  public func commit(
    _ record: consuming PartRecordWriter, files: [CommittedFile], counts: PatientCounts,
    ids: [String]
  ) throws(StateError) {
    for file in files where InputFingerprint.size(of: layout.path(file.name)) != file.bytes {
      throw .malformed(path: layout.path(file.name), detail: "its size is not what was written")
    }
    let part = record.part
    let ledger = DatasetLayout.ledger(part)
    let bytes = IDLedger(ids).bytes
    try write(bytes, to: ledger)
    let entry = CommittedFile(
      ledger, rows: ids.count, bytes: bytes.count, digest: SHA256.hex(bytes))
    try record.commit(files: files + [entry], counts: counts)
    try journal.write(.committed(part))
    try journal.sync()
  }

  /// Commits a part whose record is known as a whole.
  ///
  /// - Throws: as the other `commit`.
  public func commit(_ record: PartRecord, ids: [String]) throws(StateError) {
    precondition(record.identity == identity, "another run's part")
    var writer = try open(record.part)
    for input in record.inputs { try writer.add(input) }
    for failure in record.failures { try writer.add(failure) }
    try commit(writer, files: record.files, counts: record.counts, ids: ids)
  }

  /// Ends the attempt: writes the shard's `run-<shard>.json` and `failures-<shard>.jsonl`, and for
  /// an unsharded run the dataset's `run.json` and `failures.jsonl`.
  public func finish(_ status: ExitStatus, _ summary: RunSummary) throws(StateError) {
    let survey = try DatasetSurvey(layout, [generation], shard: shard)
    let run = summary.json(of: self, survey, status)
    try write(run.prettyBytes, to: DatasetLayout.run(shard))
    try write(survey.failureLines, to: DatasetLayout.failures(shard))
    if shard.count == 1 {
      try DatasetSurvey(layout, GenerationRecord.all(in: layout)).merge {
        name, bytes throws(StateError) in
        try write(bytes, to: name)
      }
    }
    try journal.write(.finish(status: Int(status.rawValue)))
    try journal.sync()
    journal.release()
  }

  /// Writes a small file below the folder whole or not at all.
  func write(_ bytes: [UInt8], to name: String) throws(StateError) {
    try StateFile.write(bytes, to: layout.path(name), temporary: layout.path(temporary(name)))
  }
}
