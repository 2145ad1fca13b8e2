/// How a run starts in a folder.
public enum RunMode: Sendable {
  /// A folder without results, or a shard that nobody has started.
  case fresh
  /// `--resume`: what is complete is kept.
  case resume
  /// `--append`: a new manifest's patients are added; with `resume` one that was begun goes on.
  case append(DatasetAppend, resume: Bool)

  var mayGoOn: Bool {
    switch self {
    case .fresh: false
    case .resume: true
    case .append(_, let resume): resume
    }
  }
}

/// What becomes of the process's signals for faults (SIGSEGV, SIGILL, …) while a run is open.
public enum CrashNotes: Sendable {
  /// They are left alone: no strike is ever counted for a fault.
  case off
  /// The faulting row is noted and the process dies. The Swift runtime's backtrace is passed over:
  /// it prints memory, which can hold a sample's content.
  case only
  /// The faulting row is noted before whoever had the signal: for debugging, and inside a host.
  case beforeOthers
}

extension RunState {
  /// Opens a dataset's folder for one shard, counted from 1.
  ///
  /// `patients` are the numbers of patients of the plan, by shard and part. Throws where the mode
  /// does not allow what is there. Of several runs in one process the last one notes its crashes.
  public static func open(
    _ layout: DatasetLayout, _ identity: RunIdentity, patients: [[Int]], shard number: Int = 1,
    mode: RunMode, context: AttemptContext, maxStrikes: Int = 3, crashes: CrashNotes = .only
  ) throws(StateError) -> RunState {
    precondition(patients.indices.contains(number - 1), "a shard counts from 1")
    let choice = try GenerationChoice(layout, identity, patients, shard: number, mode)
    for folder in DatasetLayout.folders.suffix(3) {
      try StateFile.makeFolder(layout.path(folder))
    }
    if !choice.replaced.isEmpty { try choice.removeReplaced(in: layout) }
    try choice.generation.publish(in: layout, by: choice.shard)
    let journal = try RunJournal.next(layout, choice.shard)
    guard journal.attempt == 1 || mode.mayGoOn else { throw .exists(path: layout.folder) }
    try sweep(layout, choice.shard)
    let history = try RunHistory.read(
      layout, choice.shard, before: journal.attempt, identity: identity.digest, context)
    journal.note(crashes)
    try journal.write(.start(identity: identity.digest, context))
    return RunState(
      layout, choice.shard, choice.generation, replaced: choice.replaced, journal: journal,
      history: history, context: context, maxStrikes: maxStrikes)
  }

  /// Removes what dead attempts at the shard left half written.
  private static func sweep(_ layout: DatasetLayout, _ shard: ShardName) throws(StateError) {
    for folder in DatasetLayout.folders {
      for file in try StateFile.names(in: layout.path(folder))
      where DatasetLayout.isTemporary(file, of: shard) {
        try StateFile.remove(layout.path(folder) + "/" + file)
      }
    }
  }
}
