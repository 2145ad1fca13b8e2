internal import CProcess
internal import Glibc

/// The journal of one attempt at a shard: a line before and after each patient whose files are
/// opened, so that the next attempt knows whom this one had in hand when it died.
///
/// Each line is one appending write, which a kill cannot tear in two; a power cut may cost the last
/// ones, which costs nothing but a suspicion. Any thread may write.
final class RunJournal: Sendable {
  private let file: StateDescriptor
  let attempt: Int

  private init(_ file: consuming StateDescriptor, attempt: Int) {
    self.file = file
    self.attempt = attempt
  }

  /// Opens the journal of the shard's next attempt; the file system numbers the attempts, also
  /// where two start at once on different nodes.
  static func next(_ layout: DatasetLayout, _ shard: ShardName) throws(StateError) -> RunJournal {
    var attempt = 1
    while true {
      let path = layout.path(DatasetLayout.journal(shard, attempt: attempt))
      do {
        let file = try StateDescriptor(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL)
        return RunJournal(file, attempt: attempt)
      } catch {
        guard case .cannotWrite(_, errno: EEXIST) = error else { throw error }
        attempt += 1
      }
    }
  }

  /// Appends one line.
  func write(_ line: JournalLine) throws(StateError) {
    try file.write(Array((line.text + "\n").utf8))
  }

  /// Waits until the disk has all lines.
  func sync() throws(StateError) { try file.sync() }

  /// Lets the signal handlers note a death here, until `release`.
  func note(_ crashes: CrashNotes) {
    guard crashes != .off else { return }
    _ = chordae_crash_install(file.number, crashes == .beforeOthers)
  }

  /// Gives the signals back, unless a later run's journal has them.
  func release() { chordae_crash_uninstall(file.number) }

  // A handler that writes to a closed descriptor could write into whatever file has its number next.
  deinit { release() }
}
