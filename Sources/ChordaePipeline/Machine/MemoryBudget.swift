internal import Glibc

/// How many bytes a run may use, and what decided it.
public struct MemoryBudget: Sendable, Equatable {
  /// What decided the number.
  public enum Source: String, Sendable {
    case option = "--memory"
    case slurmNode = "SLURM_MEM_PER_NODE"
    case slurmProcessor = "SLURM_MEM_PER_CPU"
    case controlGroup = "cgroup memory limit"
    case machine = "physical memory"
  }

  public let bytes: Int
  public let source: Source

  /// The budget: the option, else the least of the scheduler's share, the groups' limit and the
  /// machine's memory.
  public init(
    option: Int? = nil, environment: [String: String], files: SystemFiles = .live,
    physical: Int = MemoryBudget.physical
  ) {
    if let option {
      precondition(option > 0, "a run needs memory")
      (bytes, source) = (option, .option)
      return
    }
    let limits: [(Int?, Source)] = [
      (physical, .machine), (ControlGroup.memoryLimit(files), .controlGroup),
      Self.scheduled(environment),
    ]
    (bytes, source) = limits.reduce((Int.max, .machine)) { least, limit in
      guard let bytes = limit.0, bytes < least.0 else { return least }
      return (bytes, limit.1)
    }
  }

  /// The bytes of a size such as `500M`, `8G` or `8GiB` (powers of 1024); nil where it is none.
  public static func parse(_ text: String) -> Int? {
    let digits = text.utf8.prefix { 0x30...0x39 ~= $0 }
    let unit = text.utf8.dropFirst(digits.count)
    let shift: Int? =
      switch String(Substring(unit)).uppercased() {
      case "", "B": 0
      case "K", "KB", "KIB": 10
      case "M", "MB", "MIB": 20
      case "G", "GB", "GIB": 30
      case "T", "TB", "TIB": 40
      default: nil
      }
    guard let shift, let number = Int(Substring(digits)), number > 0, number <= Int.max >> shift
    else { return nil }
    return number << shift
  }

  /// The scheduler's share in bytes; it writes MiB, and 0 for all of the node's memory.
  private static func scheduled(_ environment: [String: String]) -> (Int?, Source) {
    func mebibytes(_ source: Source) -> Int? {
      WorkerCount.positive(environment[source.rawValue]).flatMap { $0 < 1 << 40 ? $0 : nil }
    }
    if let node = mebibytes(.slurmNode) { return (node << 20, .slurmNode) }
    let processors =
      WorkerCount.positive(environment["SLURM_CPUS_ON_NODE"])
      ?? WorkerCount.positive(environment["SLURM_CPUS_PER_TASK"]) ?? 1
    guard let one = mebibytes(.slurmProcessor) else { return (nil, .slurmProcessor) }
    let (bytes, overflow) = (one << 20).multipliedReportingOverflow(by: processors)
    return (overflow ? nil : bytes, .slurmProcessor)
  }

  /// The machine's memory in bytes.
  public static var physical: Int {
    Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
