/// What earlier attempts at a shard tell: who was in hand when they died, and who is to blame.
public struct RunHistory: Sendable, Equatable {
  /// How many attempts there were.
  public private(set) var attempts = 0
  /// Rows that were in flight at an unclean death and have not come to their end since: they run
  /// first and one at a time, so that the next death names the one at fault.
  public private(set) var suspects: Set<Int> = []
  private var strikes: [Int: Strikes] = [:]

  /// Strikes of a row, counted for as long as its inputs stay what they are.
  private struct Strikes: Sendable, Equatable {
    var inputs: String
    var count: Int
  }

  /// No attempts.
  public init() {}

  /// How often the row has ended the process with these inputs.
  public func strikes(of row: Int, inputs: [InputFingerprint]) -> Int {
    guard let strikes = strikes[row],
      strikes.inputs == InputFingerprint.token(of: inputs)
    else { return 0 }
    return strikes.count
  }

  /// The history of a shard up to an attempt, which starts in `context`.
  ///
  /// Attempts of another identity are passed over: their rows are other patients.
  static func read(
    _ layout: DatasetLayout, _ shard: ShardName, before attempt: Int, identity: String,
    _ context: AttemptContext
  ) throws(StateError) -> RunHistory {
    var history = RunHistory()
    var previous: Attempt?
    for number in 1..<max(1, attempt) {
      var current: Attempt?
      let path = layout.path(DatasetLayout.journal(shard, attempt: number))
      try StateFile.lines(of: path) { text in
        guard let line = JournalLine(text) else { return }
        if case .start(let digest, let started) = line, digest == identity {
          if let previous { history.close(previous, next: started) }
          current = Attempt(context: started)
          history.attempts += 1
        } else if current?.add(line) != nil, case .end(let row) = line {
          history.suspects.remove(row)
        }
      }
      previous = current ?? previous
    }
    if let previous { history.close(previous, next: context) }
    return history
  }

  /// Judges how an attempt ended, given what the next one found.
  private mutating func close(_ attempt: Attempt, next: AttemptContext) {
    guard !attempt.isFinished else { return }
    suspects.formUnion(attempt.inFlight.keys)
    if let crashed = attempt.crashed {
      for row in crashed { strike(row, inputs: attempt.inFlight[row]) }
    } else if attempt.context.wasKilledForMemory(before: next) {
      for (row, inputs) in attempt.inFlight { strike(row, inputs: inputs) }
    }
  }

  private mutating func strike(_ row: Int, inputs: String?) {
    guard let inputs else { return }
    let count = strikes[row].map { $0.inputs == inputs ? $0.count : 0 } ?? 0
    strikes[row] = Strikes(inputs: inputs, count: count + 1)
  }

  /// What one journal says.
  private struct Attempt {
    let context: AttemptContext
    /// Rows in flight and the tokens of their inputs.
    var inFlight: [Int: String] = [:]
    /// The rows of threads that faulted; nil without a fault, empty where it was no row's.
    var crashed: Set<Int>?
    var isFinished = false

    init(context: AttemptContext) { self.context = context }

    mutating func add(_ line: JournalLine) {
      switch line {
      case .begin(let row, let inputs): inFlight[row] = inputs
      case .end(let row): inFlight[row] = nil
      case .crash(_, let row): crashed = (crashed ?? []).union(row.map { [$0] } ?? [])
      case .finish: isFinished = true
      case .start, .committed: break
      }
    }
  }
}

extension AttemptContext {
  /// Whether the kernel killed for want of memory between this start and the next one.
  fileprivate func wasKilledForMemory(before next: AttemptContext) -> Bool {
    guard let before = oomKills, let after = next.oomKills, oomScope == next.oomScope
    else { return false }
    return after > before
  }
}
