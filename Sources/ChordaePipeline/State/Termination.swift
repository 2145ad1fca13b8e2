internal import CProcess

/// The wish of the scheduler or the user that the process end.
public enum Termination {
  /// Latches SIGTERM and SIGINT and ignores SIGPIPE; a process that is still there after the grace
  /// ends at once with 128 + signal.
  ///
  /// For commands only: a library leaves its host's signals alone.
  public static func install(graceSeconds: Int = 20) {
    _ = chordae_termination_install(UInt32(clamping: graceSeconds))
  }

  /// The first signal that asked the process to end; nil while none has.
  public static var requested: Int32? {
    let signal = chordae_termination_requested()
    return signal == 0 ? nil : signal
  }
}

/// Which row of the manifest a thread works for, so that a crash is laid at the right door.
public enum RowInHand {
  /// Runs a block for a row on the calling thread: every block of a queue and every iteration of
  /// `concurrentPerform` that works for a row is wrapped so, since threads change between blocks.
  public static func working<Result, Failure: Error>(
    on row: Int, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let former = chordae_crash_row()
    chordae_crash_set_row(Int64(row))
    defer { chordae_crash_set_row(former) }
    return try body()
  }
}
