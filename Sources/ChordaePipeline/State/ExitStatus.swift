/// How the command ends; schedulers and scripts act upon these numbers.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// All patients are there, without fault.
  case ok = 0
  /// The run or its manifest is at fault.
  case runFailed = 1
  /// The command was used wrongly.
  case usage = 2
  /// All patients are there; some inputs were at fault, `failures.jsonl` says which.
  case finishedWithFailures = 3
  /// Parts are missing or damaged: resubmit the shards that `verify` names.
  case partsMissing = 75
  /// Interrupted from the keyboard; what was in hand is dropped.
  case interrupted = 130
  /// The reader of a stream has closed it, as `head` does: 128 + SIGPIPE, as other tools end.
  case pipeClosed = 141
  /// Terminated by the scheduler; what was in hand is dropped.
  case terminated = 143

  /// The status of a process that a signal asked to end.
  public init?(signal: Int32) {
    self.init(rawValue: 128 + signal)
  }
}
