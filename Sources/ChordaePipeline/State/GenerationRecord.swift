internal import ChordaeCore

/// What a generation of patients was planned to hold, so that `verify` can say what is missing
/// without the manifest: `_state/dataset.json`, written by whichever shard starts first.
struct GenerationRecord: Sendable, Equatable {
  let generation: Int
  let identity: RunIdentity
  /// The numbers of patients: by shard, by part.
  let patients: [[Int]]

  /// The shards in their order.
  var shards: [ShardName] {
    (1...patients.count).map { ShardName($0, of: patients.count, generation: generation) }
  }

  /// The parts of a shard in their order.
  func parts(of shard: ShardName) -> [PartName] {
    patients[shard.number - 1].indices.map { PartName(shard, $0) }
  }

  /// All parts in their order.
  var parts: [PartName] { shards.flatMap { parts(of: $0) } }

  /// The generations of a dataset, the first first; none where there is no dataset.
  static func all(in layout: DatasetLayout) throws(StateError) -> [GenerationRecord] {
    var records: [GenerationRecord] = []
    while let record = try read(records.count + 1, in: layout) { records.append(record) }
    return records
  }

  /// Writes the record, or finds that another shard of the same run has.
  func publish(in layout: DatasetLayout, by shard: ShardName) throws(StateError) {
    let name = DatasetLayout.planned(generation: generation)
    let path = layout.path(name)
    let unique = "\(DatasetLayout.temporary(name, shard, attempt: StateFile.processID))"
    try StateFile.write(
      json.prettyBytes, to: path, temporary: layout.path(unique), ifAbsent: true)
    guard let found = try Self.read(generation, in: layout) else {
      throw .cannotRead(path: path, errno: StateFile.notFound)
    }
    guard found == self else {
      throw .otherRun(path: layout.folder, differences: differences(from: found))
    }
  }

  /// The words for what is not equal.
  func differences(from other: GenerationRecord) -> [String] {
    let words = identity.differences(from: other.identity)
    return words.isEmpty && patients != other.patients ? ["plan"] : words
  }

  private static func read(
    _ generation: Int, in layout: DatasetLayout
  ) throws(StateError) -> GenerationRecord? {
    let path = layout.path(DatasetLayout.planned(generation: generation))
    guard let bytes = try StateFile.read(path) else { return nil }
    guard let json = try? JSONParser.parse(bytes), let record = GenerationRecord(json),
      record.generation == generation
    else { throw .malformed(path: path, detail: "the plan of the dataset cannot be told") }
    return record
  }

  private var json: JSONValue {
    .object([
      ("generation", .integer(Int64(generation))), ("identity", identity.json),
      ("patients", .array(patients.map { .array($0.map { .integer(Int64($0)) }) })),
    ])
  }

  private init?(_ json: JSONValue) {
    guard let generation = json["generation"]?.int, generation > 0,
      let identity = RunIdentity(json["identity"]), let shards = json["patients"]?.elements,
      !shards.isEmpty
    else { return nil }
    let patients = shards.map { $0.elements?.compactMap(\.int) ?? [] }
    guard zip(shards, patients).allSatisfy({ $0.elements?.count == $1.count }) else { return nil }
    self.init(generation: generation, identity: identity, patients: patients)
  }

  init(generation: Int, identity: RunIdentity, patients: [[Int]]) {
    self.generation = generation
    self.identity = identity
    self.patients = patients
  }
}
