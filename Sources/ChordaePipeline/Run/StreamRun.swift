import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeSinks
import Glibc

extension Extraction {
  /// Streams the patients table as Arrow IPC while the run goes on.
  ///
  /// The first row leaves as soon as it is there, alone; batches then double up to 1,024 rows (of
  /// wide rows up to some 16 MiB), so that a long stream costs little. Their cuts do not depend on
  /// the workers. There is no state: a stream that broke is started again. The output is a file, or
  /// `-` for standard output.
  public func stream(
    to output: String, environment: [String: String] = [:],
    events: (ExtractionEvent) -> Void = { _ in }
  ) throws(ExtractionError) -> ExtractionReport {
    let clock = ContinuousClock.now
    let sources = try sharedSources()
    let scratch = try Scratch(environment)
    let workers = workers(environment: environment)
    let memory = MemoryBudget(option: settings.memory, environment: environment)
    let shared = try SharedVariants(
      self, sources, folder: BlockFolder(scratch: scratch.path), isNeeded: true,
      threads: workers.count, events)
    let cancellation = Cancellation()
    let patients = PatientExtraction(
      self, shared, cancellation, threads: workers.threads(ofPatients: manifest.count))
    var sink = try StreamSink(output, schema: tableSchemas()[0])
    var report = ExtractionReport()
    events(.started(patients: manifest.count, complete: 0, workers: workers, memory: memory))
    if let warning = panelWarning { events(.warning(warning)) }
    var queue = ScoreQueue(patients.scoring, mostBytes: memory.bytes / 8)
    try OrderedRun<ScoreQueue.Item>(
      workers: workers.count, bytesAhead: memory.bytes / 16,
      groupSize: groupSize(of: manifest.count, shared, workers: workers.count) { $0 },
      cancellation: cancellation
    ).run(
      count: manifest.count, state: { ManifestCursor(manifest) },
      body: { row, cursor in patients.outcome(row, &cursor) },
      receive: { item throws(ExtractionError) in
        try queue.receive(item) { patient throws(ExtractionError) in
          try Self.write(patient, to: &sink, &report, events)
        }
      })
    try queue.flush { patient throws(ExtractionError) in
      try Self.write(patient, to: &sink, &report, events)
    }
    do throws(SinkError) { try sink.finish() } catch { throw .sink(error) }
    let elapsed = clock.duration(to: .now).components
    report.seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    report.peakBytes = ProcessMemory.peakBytes
    return report
  }

  /// Writes a patient's row and tells of it.
  private static func write(
    _ patient: WorkedPatient, to sink: inout StreamSink, _ report: inout ExtractionReport,
    _ events: (ExtractionEvent) -> Void
  ) throws(ExtractionError) {
    do throws(SinkError) {
      for row in patient.result.rows[.patients] ?? [] { try sink.write(row) }
    } catch { throw .sink(error) }
    report.count(patient.result.status)
    let done = report.ok + report.partial + report.failed
    for warning in patient.result.warnings { events(.warning(warning)) }
    events(.patient(done: done, status: patient.result.status, faults: patient.faultLines))
  }
}

extension PatientExtraction {
  /// Extracts a row's patient without a journal.
  fileprivate func outcome(
    _ row: Int, _ cursor: inout ManifestCursor
  ) -> OrderedRun<ScoreQueue.Item>.Outcome {
    if let signal = Termination.requested { return .failed(.stopped(signal: signal)) }
    let entry: ManifestEntry
    do throws(ManifestError) { entry = try cursor.entry(at: row) } catch {
      return .failed(.manifest(error))
    }
    do throws(StateError) {
      guard let patient = try extract(entry) else {
        return .failed(.stopped(signal: Termination.requested ?? SIGTERM))
      }
      return .result(
        ScoreQueue.Item(patient: patient, inputs: [], sharedInputs: []), bytes: patient.byteCount)
    } catch {
      return .failed(.state(error))
    }
  }
}

extension ExtractionReport {
  fileprivate mutating func count(_ status: RowStatus) {
    switch status {
    case .ok: ok += 1
    case .partial: partial += 1
    case .failed: failed += 1
    }
  }
}

/// Rows that leave in batches of 1, 2, 4, … up to 1,024, of wide rows up to some 16 MiB.
private struct StreamSink: ~Copyable {
  private var writer: ArrowStreamWriter
  private var rows: RecordBatch
  private var batchRows = 1
  private let mostRows: Int

  init(_ output: String, schema: TableSchema) throws(ExtractionError) {
    var descriptor = STDOUT_FILENO
    if output != "-" {
      descriptor = unsafe open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw .sink(.cannotCreate(path: output, errno: errno)) }
    }
    do throws(SinkError) {
      writer = try ArrowStreamWriter(descriptor: descriptor, schema: schema)
    } catch { throw .sink(error) }
    rows = RecordBatch(schema)
    mostRows = min(1024, max(1, (16 << 20) / max(1, schema.rowByteCount)))
  }

  mutating func write(_ row: [FeatureValue]) throws(SinkError) {
    rows.append(row: row)
    guard rows.rowCount >= batchRows else { return }
    try writer.write(rows)
    rows.removeAll()
    batchRows = min(2 * batchRows, mostRows)
  }

  consuming func finish() throws(SinkError) {
    if rows.rowCount > 0 { try writer.write(rows) }
    try writer.finish()
  }
}

/// A folder for the blocks of shared sources that a stream has no dataset for; gone with its owner.
private struct Scratch: ~Copyable {
  let path: String

  init(_ environment: [String: String]) throws(ExtractionError) {
    let base = environment["TMPDIR"] ?? "/tmp"
    var template = Array("\(base)/chordae-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw .sink(.cannotCreate(path: base, errno: errno))
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in (try? StateFile.names(in: path)) ?? [] { unsafe unlink(path + "/" + name) }
    unsafe rmdir(path)
  }
}
