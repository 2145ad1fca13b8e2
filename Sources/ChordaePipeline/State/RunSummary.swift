internal import CProcess
public import ChordaeCore
internal import Glibc

/// What the caller adds to a shard's `run-<shard>.json`; the rest the state knows by itself.
public struct RunSummary: Sendable {
  /// The command as it was given; its arguments hold no patient's id.
  public let command: [String]
  /// Further members in their order: settings, versions of libraries, the machine's limits.
  public let details: [(key: String, value: JSONValue)]

  /// A summary.
  public init(command: [String], details: [(key: String, value: JSONValue)] = []) {
    self.command = command
    self.details = details
  }

  func json(of state: RunState, _ survey: DatasetSurvey, _ status: ExitStatus) -> JSONValue {
    .object(
      [
        ("shard", .string(state.shard.description)), ("status", .integer(Int64(status.rawValue))),
        ("attempt", .integer(Int64(state.attempt))),
        ("command", .array(command.map { .string($0) })), ("identity", state.identity.json),
        ("started", .string(state.clock.started)), ("finished", .string(RunClock.now)),
        ("seconds", .number(state.clock.seconds)),
        ("workers", .integer(Int64(state.context.workerCount))),
        ("peak_memory_bytes", .integer(ProcessMemory.peakBytes.map { Int64($0) } ?? 0)),
        ("parts", survey.partsJSON), ("patients", survey.counts.json),
        ("failures", .integer(Int64(survey.failures.count))),
      ] + details)
  }
}

/// The memory of this process.
public enum ProcessMemory {
  /// The greatest resident memory so far in bytes; nil where the system does not tell.
  public static var peakBytes: Int? {
    let bytes = chordae_process_peak_rss()
    return bytes > 0 ? Int(bytes) : nil
  }
}

/// When a run began.
struct RunClock: Sendable {
  let started = RunClock.now
  private let instant = ContinuousClock.now

  /// Seconds since the start, to the millisecond.
  var seconds: Double {
    let parts = instant.duration(to: .now).components
    let milliseconds = parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
    return Double(milliseconds) / 1000
  }

  /// The time in UTC, as ISO 8601 writes it.
  static var now: String {
    var seconds = time(nil)
    var parts = unsafe tm()
    guard unsafe gmtime_r(&seconds, &parts) != nil else { return "" }
    let date = unsafe [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday]
    let clock = unsafe [parts.tm_hour, parts.tm_min, parts.tm_sec]
    func joined(_ figures: [Int32], by mark: String) -> String {
      figures.map { Digits.padded(Int($0), 2) }.joined(separator: mark)
    }
    return joined(date, by: "-") + "T" + joined(clock, by: ":") + "Z"
  }
}
