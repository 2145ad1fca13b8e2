internal import ChordaeCore

/// What the commit records of a dataset, or of one of its shards, say.
struct DatasetSurvey {
  let layout: DatasetLayout
  let generations: [GenerationRecord]
  private(set) var committed: [PartRecord] = []
  private(set) var missing: [PartName] = []
  /// Records that are there and cannot be read.
  private(set) var unreadable: [PartName] = []

  /// Reads every record of the generations, without its inputs; of one shard where it is named.
  init(
    _ layout: DatasetLayout, _ generations: [GenerationRecord], shard: ShardName? = nil
  ) throws(StateError) {
    self.layout = layout
    self.generations = generations
    for generation in generations {
      for part in shard.map({ generation.parts(of: $0) }) ?? generation.parts {
        add(part, of: generation)
      }
    }
  }

  private mutating func add(_ part: PartName, of generation: GenerationRecord) {
    do {
      let record = try PartRecord.read(part, in: layout)
      if let record, record.identity == generation.identity {
        committed.append(record)
      } else {
        missing.append(part)
      }
    } catch {
      unreadable.append(part)
    }
  }

  /// The patients of all committed parts.
  var counts: PatientCounts { committed.reduce(PatientCounts()) { $0 + $1.counts } }

  /// All faults, as the manifests have their patients.
  var failures: [FailureRecord] {
    committed.flatMap(\.failures).sorted(by: FailureRecord.comesBefore)
  }

  /// The faults as JSON lines.
  var failureLines: [UInt8] {
    failures.reduce(into: []) { $0.append(contentsOf: ($1.json.line + "\n").utf8) }
  }

  var partsJSON: JSONValue {
    let planned = committed.count + missing.count + unreadable.count
    return .object([
      ("planned", .integer(Int64(planned))), ("complete", .integer(Int64(committed.count))),
    ])
  }

  /// Writes the dataset's `failures.jsonl` and `run.json`: the same bytes for the same state,
  /// whichever shard ended first.
  func merge(
    _ write: (_ name: String, _ bytes: [UInt8]) throws(StateError) -> Void
  ) throws(StateError) {
    try write(DatasetLayout.failures, failureLines)
    var runs: [JSONValue] = []
    for shard in generations.flatMap(\.shards) {
      if let run = try run(of: shard) { runs.append(run) }
    }
    try write(DatasetLayout.run, runJSON(runs).prettyBytes)
  }

  /// What a shard's last attempt wrote; nil where it has not ended, or what it wrote is damaged.
  private func run(of shard: ShardName) throws(StateError) -> JSONValue? {
    guard let bytes = try StateFile.read(layout.path(DatasetLayout.run(shard))) else { return nil }
    return try? JSONParser.parse(bytes)
  }

  private func runJSON(_ runs: [JSONValue]) -> JSONValue {
    let started = runs.compactMap { $0["started"]?.text }.min()
    let finished = runs.compactMap { $0["finished"]?.text }.max()
    let peak = runs.compactMap { $0["peak_memory_bytes"]?.int }.max()
    return .object([
      ("engine", generations.last.map { .string($0.identity.engineVersion) } ?? .null),
      ("complete", .bool(missing.isEmpty && unreadable.isEmpty)),
      ("patients", counts.json), ("failures", .integer(Int64(failures.count))),
      ("parts", partsJSON), ("started", started.map { .string($0) } ?? .null),
      ("finished", finished.map { .string($0) } ?? .null),
      ("peak_memory_bytes", peak.map { .integer(Int64($0)) } ?? .null),
      ("generations", .array(generations.map(\.summary))), ("runs", .array(runs)),
    ])
  }
}

extension GenerationRecord {
  fileprivate var summary: JSONValue {
    .object([
      ("generation", .integer(Int64(generation))), ("shards", .integer(Int64(patients.count))),
      ("patients", .integer(Int64(patients.joined().reduce(0, +)))), ("identity", identity.json),
    ])
  }
}
