/// Which generation of patients a run makes in a folder, and which results give way to it.
struct GenerationChoice {
  let generation: GenerationRecord
  let shard: ShardName
  /// What differs from the run whose results give way; empty where none do.
  let replaced: [String]

  /// Throws where the mode does not allow what is in the folder.
  init(
    _ layout: DatasetLayout, _ identity: RunIdentity, _ patients: [[Int]], shard number: Int,
    _ mode: RunMode
  ) throws(StateError) {
    // Looked at first: what another shard puts here afterwards, it puts behind its record.
    let wasFree = Self.isFree(layout)
    let earlier = try GenerationRecord.all(in: layout)
    let same = earlier.last { $0.identity == identity && $0.patients == patients }
    let former = try same == nil ? Self.givingWay(earlier, patients, mode, in: layout) : nil
    let place = (same ?? former)?.generation ?? earlier.count + 1
    let wanted = GenerationRecord(generation: place, identity: identity, patients: patients)
    generation = wanted
    shard = ShardName(number, of: patients.count, generation: place)
    replaced = former.map { wanted.differences(from: $0) } ?? []
    switch mode {
    case .fresh:
      guard Self.isNew(shard, of: same, earlier, in: layout) || earlier.isEmpty && wasFree
      else { throw .exists(path: layout.folder) }
    case .resume:
      guard let last = earlier.last, same == nil, former == nil else { return }
      throw .otherRun(path: layout.folder, differences: wanted.differences(from: last))
    case .append(let append, _):
      guard let first = earlier.first else { throw .noDataset(path: layout.folder) }
      // Whoever appends the first patients to themselves is told that their ids are in use.
      let others = same == first ? [first] : earlier.filter { $0.generation < place }
      try append.check(others, identity, in: layout)
    }
  }

  /// The generation that a resumed run with another manifest or other settings takes the place of:
  /// the only one, or appended patients that are not all there.
  ///
  /// Only unsharded runs do so: other shards may be at work, and parts of two runs would mix.
  private static func givingWay(
    _ earlier: [GenerationRecord], _ patients: [[Int]], _ mode: RunMode, in layout: DatasetLayout
  ) throws(StateError) -> GenerationRecord? {
    guard mode.mayGoOn, let last = earlier.last, last.patients.count == 1, patients.count == 1
    else { return nil }
    switch mode {
    case .fresh: return nil
    case .resume: return earlier.count == 1 ? last : nil
    case .append: return earlier.count > 1 && !last.isCommitted(in: layout) ? last : nil
    }
  }

  /// Whether a folder holds none of our names, but for the state's empty folders, which another
  /// shard may just have made.
  private static func isFree(_ layout: DatasetLayout) -> Bool {
    let tables = DatasetLayout.folders.filter { !$0.isEmpty && !$0.hasPrefix(DatasetLayout.state) }
    let files = [DatasetLayout.dictionary, DatasetLayout.run, DatasetLayout.failures]
    guard (tables + files).allSatisfy({ !StateFile.exists(layout.path($0)) }) else { return false }
    let inside = [DatasetLayout.records, DatasetLayout.ledgers]
    for folder in [DatasetLayout.state] + inside {
      // Where a name cannot be read, none can be written, which is what is told.
      let found = (try? StateFile.names(in: layout.path(folder))) ?? []
      let names = found.map { "\(folder)/\($0)" }
      guard names.allSatisfy({ inside.contains($0) || $0.hasSuffix(".tmp") }) else { return false }
    }
    return true
  }

  /// Whether the shard is one of the only run that is there, and nobody has started it.
  private static func isNew(
    _ shard: ShardName, of same: GenerationRecord?, _ earlier: [GenerationRecord],
    in layout: DatasetLayout
  ) -> Bool {
    guard let same, earlier == [same] else { return false }
    return !StateFile.exists(layout.path(DatasetLayout.journal(shard, attempt: 1)))
  }

  /// Removes the results that give way: their commits first, the name of their run last, so that a
  /// death in between leaves them to be removed again.
  func removeReplaced(in layout: DatasetLayout) throws(StateError) {
    for folder in [DatasetLayout.records] + DatasetLayout.folders {
      let path = layout.path(folder)
      let names = try StateFile.names(in: path).filter { isReplaced($0, in: folder) }
      for file in names { try StateFile.remove(path + "/" + file) }
      if !names.isEmpty { try StateFile.syncFolder(of: path + "/.") }
    }
    let own = [
      DatasetLayout.run, DatasetLayout.failures,
      DatasetLayout.planned(generation: generation.generation),
    ]
    for name in own { try StateFile.remove(layout.path(name)) }
  }

  private func isReplaced(_ file: String, in folder: String) -> Bool {
    if let part = DatasetLayout.part(ofFile: file) { return part.shard == shard }
    guard folder == DatasetLayout.state else { return false }
    return ["journal-\(shard)-", "run-\(shard).", "failures-\(shard)."].contains {
      file.hasPrefix($0)
    }
  }
}

extension GenerationRecord {
  /// Whether every part has its record.
  func isCommitted(in layout: DatasetLayout) -> Bool {
    parts.allSatisfy { StateFile.exists(layout.path(DatasetLayout.record($0))) }
  }
}
