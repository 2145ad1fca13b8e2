internal import ChordaeCore

/// What is known of an attempt when it starts.
public struct AttemptContext: Sendable, Hashable {
  public let process: Int
  public let workerCount: Int
  /// How often the kernel has killed a process of the cgroup for want of memory; nil where unknown.
  public let oomKills: Int?
  /// The cgroup that the counter belongs to, with its machine: counters of two of them say nothing
  /// about one another.
  public let oomScope: String

  /// A context.
  public init(process: Int, workerCount: Int, oomKills: Int?, oomScope: String) {
    self.process = process
    self.workerCount = workerCount
    self.oomKills = oomKills
    self.oomScope = oomScope
  }

  /// The context of this process, now.
  public static func current(workerCount: Int) -> AttemptContext {
    let kills = OutOfMemoryKills()
    return AttemptContext(
      process: StateFile.processID, workerCount: workerCount, oomKills: kills?.count,
      oomScope: kills.map { scope(of: $0.group) } ?? "")
  }

  /// A group's name tells it neither from one of another machine or container, nor from one that
  /// had the name before: its folder's number and the machine's start do.
  private static func scope(of group: String) -> String {
    let boot = (try? StateFile.read("/proc/sys/kernel/random/boot_id")) ?? []
    let machine = String(decoding: boot.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return "\(machine) \(group) \(StateFile.number(of: group))"
  }
}

/// One line of a journal.
enum JournalLine: Sendable, Hashable {
  /// The attempt begins; `identity` is the digest of what it runs with.
  case start(identity: String, AttemptContext)
  /// A row is in flight; `inputs` is the token of the files that it is made from.
  case begin(row: Int, inputs: String)
  case end(row: Int)
  case committed(PartName)
  /// Written by the signal handler of `crash.c`; the row is nil where the thread had none.
  case crash(signal: Int, row: Int?)
  /// The attempt ends as it means to; rows in flight are dropped and under no suspicion.
  case finish(status: Int)

  /// The line without its end.
  var text: String {
    switch self {
    case .start(let identity, let context):
      JSONValue.object([
        ("start", .string(identity)), ("process", .integer(Int64(context.process))),
        ("workers", .integer(Int64(context.workerCount))),
        ("oom_kills", context.oomKills.map { .integer(Int64($0)) } ?? .null),
        ("oom_scope", .string(context.oomScope)),
      ]).line
    case .begin(let row, let inputs): "{\"begin\":\(row),\"inputs\":\"\(inputs)\"}"
    case .end(let row): "{\"end\":\(row)}"
    case .committed(let part): "{\"committed\":\"\(part)\"}"
    case .crash(let signal, let row): "{\"crash\":\(signal),\"row\":\(row ?? -1)}"
    case .finish(let status): "{\"finish\":\(status)}"
    }
  }

  /// The line of a text; nil where a death tore it.
  init?(_ text: [UInt8]) {
    guard let json = try? JSONParser.parse(text) else { return nil }
    if let row = json["begin"]?.int, let inputs = json["inputs"]?.text {
      self = .begin(row: row, inputs: inputs)
    } else if let row = json["end"]?.int {
      self = .end(row: row)
    } else if let part = json["committed"]?.text.flatMap({ PartName($0) }) {
      self = .committed(part)
    } else if let signal = json["crash"]?.int, let row = json["row"]?.int {
      self = .crash(signal: signal, row: row < 0 ? nil : row)
    } else if let status = json["finish"]?.int {
      self = .finish(status: status)
    } else if let identity = json["start"]?.text, let context = AttemptContext(json) {
      self = .start(identity: identity, context)
    } else {
      return nil
    }
  }
}

extension AttemptContext {
  fileprivate init?(_ json: JSONValue) {
    guard let process = json["process"]?.int, let workers = json["workers"]?.int,
      let scope = json["oom_scope"]?.text
    else { return nil }
    self.init(
      process: process, workerCount: workers, oomKills: json["oom_kills"]?.int, oomScope: scope)
  }
}
