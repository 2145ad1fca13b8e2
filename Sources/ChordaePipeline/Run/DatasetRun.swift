import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeSinks
import Synchronization

/// How a run writes a dataset: which share of the plan, and what of an earlier run it keeps.
public struct DatasetOptions: Sendable {
  /// Whether the parts of an earlier run with the same manifest, settings and version are kept.
  public var resumes = false
  /// Whether the manifest's patients are added to a dataset that is there.
  public var appends = false
  /// The share of the plan, `i/N`; the whole where nil.
  public var shard: ShardRequest?
  /// A plan that `chordae plan` wrote; made from the files' sizes where nil.
  public var planPath: String?
  /// The command as it was given, for `run.json`.
  public var command: [String] = []
  /// The process's environment, in which schedulers say what a run may take.
  public var environment: [String: String] = [:]

  /// The defaults: a new dataset of the whole manifest.
  public init() {}
}

extension Extraction {
  /// Writes the dataset, or one shard of it, and returns what became of its patients.
  ///
  /// Blocks until it is done; `events` are told on the calling thread while the run goes on.
  public func run(
    into folder: String, options: DatasetOptions = DatasetOptions(),
    events: (ExtractionEvent) -> Void = { _ in }
  ) throws(ExtractionError) -> ExtractionReport {
    let clock = ContinuousClock.now
    let run = try DatasetRun(self, into: folder, options, events)
    var report = try run.run(events)
    let elapsed = clock.duration(to: .now).components
    report.seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    report.peakBytes = ProcessMemory.peakBytes
    return report
  }
}

/// One attempt at one shard of a dataset.
struct DatasetRun {
  private let extraction: Extraction
  private let state: RunState
  private let plan: Plan
  private let shard: Shard
  private let shared: SharedVariants
  /// Where tables of call sets' sites go; nil where this run writes none.
  private let sitePlace: SiteTablePlace?
  private let options: DatasetOptions
  private let workers: WorkerCount
  private let memory: MemoryBudget
  /// The parts that are not complete, each with its rows.
  private let pending: [(name: PartName, rows: ArraySlice<UInt32>)]

  init(
    _ extraction: Extraction, into folder: String, _ options: DatasetOptions,
    _ events: (ExtractionEvent) -> Void
  ) throws(ExtractionError) {
    self.extraction = extraction
    self.options = options
    workers = extraction.workers(environment: options.environment)
    memory = MemoryBudget(option: extraction.settings.memory, environment: options.environment)
    let layout = DatasetLayout(folder)
    let sources = try extraction.sharedSources()
    (plan, shard) = try extraction.plan(in: layout, shared: sources, options)
    state = try Self.open(extraction, layout, plan, shard, options, workers)
    try Self.writeDescription(extraction, layout, plan, state)
    pending = zip(state.parts, plan.parts(ofShard: shard.index)).compactMap { [state] in
      state.isComplete($0) ? nil : ($0, $1.rows)
    }
    sitePlace = SiteTablePlace(extraction, state)
    shared = try SharedVariants(
      extraction, sources, folder: BlockFolder(state), sites: sitePlace,
      isNeeded: !pending.isEmpty, threads: workers.count, events)
    if let sitePlace, pending.contains(where: { $0.name == sitePlace.part }) {
      try sitePlace.removeOthers(than: shared.siteTables.map(\.file))
    }
  }

  /// Extracts the patients of all parts that are not complete, in the manifest's order.
  func run(_ events: (ExtractionEvent) -> Void) throws(ExtractionError) -> ExtractionReport {
    do throws(ExtractionError) {
      return try extract(events)
    } catch {
      // Whoever ends as it was told leaves nobody under suspicion.
      if case .stopped(let signal) = error, let status = ExitStatus(signal: signal) {
        try? state.finish(status, extraction.summary(options, memory))
      }
      throw error
    }
  }

  private func extract(
    _ events: (ExtractionEvent) -> Void
  ) throws(ExtractionError) -> ExtractionReport {
    let worklist = Worklist(pending.map(\.rows))
    let planned = plan.parts(ofShard: shard.index).reduce(0) { $0 + $1.rows.count }
    events(
      .started(
        patients: worklist.count, complete: planned - worklist.count, workers: workers,
        memory: memory))
    if let warning = extraction.panelWarning { events(.warning(warning)) }
    let cancellation = Cancellation()
    let worker = PatientWork(
      extraction, state, shared, cancellation, threads: workers.threads(ofPatients: worklist.count))
    let early = try runSuspects(of: worklist, worker)
    var open: OpenPart?
    var done = 0
    let schemas = extraction.tableSchemas()
    func write(_ patient: WorkedPatient) throws(ExtractionError) {
      let (index, isLast) = worklist.part(of: done)
      if open == nil {
        let name = pending[index].name
        open = try OpenPart(
          name, of: state, schemas: schemas, options: extraction.options,
          siteTables: name == sitePlace?.part ? shared.siteTables : [])
      }
      try open?.append(patient)
      done += 1
      for warning in patient.result.warnings { events(.warning(warning)) }
      events(.patient(done: done, status: patient.result.status, faults: patient.faultLines))
      if isLast, let part = open.take() {
        try part.commit(to: state)
        events(.part(part.name))
      }
    }
    var queue = ScoreQueue(worker.scoring, mostBytes: memory.bytes / 8)
    try OrderedRun<ScoreQueue.Item>(
      workers: workers.count, bytesAhead: memory.bytes / 16,
      groupSize: extraction.groupSize(of: worklist.count, shared, workers: workers.count) {
        worklist[$0]
      }, cancellation: cancellation
    ).run(
      count: worklist.count, state: { ManifestCursor(extraction.manifest) },
      body: { place, cursor in
        early[place].map { .result($0, bytes: 0) } ?? worker.outcome(worklist[place], &cursor)
      },
      receive: { item throws(ExtractionError) in try queue.receive(item, write) })
    try queue.flush(write)
    return try finish(written: pending.count)
  }

  /// Patients that were in flight when an earlier attempt died come first and one at a time, so that
  /// a second death can only be laid at the door of the one that caused it.
  private func runSuspects(
    of worklist: Worklist, _ worker: PatientWork
  ) throws(ExtractionError) -> [Int: ScoreQueue.Item] {
    var early: [Int: ScoreQueue.Item] = [:]
    guard !state.history.suspects.isEmpty else { return early }
    var cursor = ManifestCursor(extraction.manifest)
    for place in 0..<worklist.count where state.runsAlone(worklist[place]) {
      switch worker.outcome(worklist[place], &cursor) {
      case .result(let patient, _): early[place] = patient
      case .failed(let error): throw error
      }
    }
    return early
  }

  private func finish(written: Int) throws(ExtractionError) -> ExtractionReport {
    var report = ExtractionReport()
    do throws(StateError) {
      let counts = try state.counts()
      (report.ok, report.partial) = (counts.ok, counts.partial)
      (report.failed, report.quarantined) = (counts.failed, counts.quarantined)
      (report.partsWritten, report.partsKept) = (written, state.parts.count - written)
      try state.finish(report.exitStatus, extraction.summary(options, memory))
    } catch { throw .state(error) }
    return report
  }

  private static func open(
    _ extraction: Extraction, _ layout: DatasetLayout, _ plan: Plan, _ shard: Shard,
    _ options: DatasetOptions, _ workers: WorkerCount
  ) throws(ExtractionError) -> RunState {
    let identity = RunIdentity(
      manifestDigest: extraction.manifest.digest, settingsDigest: extraction.settingsDigest,
      dictionaryDigest: extraction.dictionary.digest, planDigest: plan.digest,
      engineVersion: ChordaeVersion.text)
    let mode = try extraction.mode(options)
    let context = AttemptContext.current(workerCount: workers.count)
    do throws(StateError) {
      return try RunState.open(
        layout, identity, patients: plan.patientCounts, shard: shard.index,
        mode: mode, context: context,
        maxStrikes: extraction.settings.maxStrikes)
    } catch { throw .state(error) }
  }

  private static func writeDescription(
    _ extraction: Extraction, _ layout: DatasetLayout, _ plan: Plan, _ state: RunState
  ) throws(ExtractionError) {
    do throws(StateError) {
      for table in extraction.schema.tables.keys {
        try StateFile.makeFolder(layout.path(table.rawValue))
      }
      try state.write(extraction.dictionary.bytes, to: DatasetLayout.dictionary)
      let name = DatasetLayout.plan(generation: state.shard.generation)
      try state.write(plan.encode(), to: name)
    } catch { throw .state(error) }
  }
}
