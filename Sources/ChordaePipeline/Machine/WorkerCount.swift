internal import CProcess

/// How many workers a run has, and what decided it.
///
/// The standard library's processor count sees neither a scheduler's share nor a group's quota.
public struct WorkerCount: Sendable, Equatable {
  /// What decided the number.
  public enum Source: String, Sendable {
    case option = "--workers"
    case slurm = "SLURM_CPUS_PER_TASK"
    case slurmNode = "SLURM_CPUS_ON_NODE"
    case affinity = "CPU affinity"
    case controlGroup = "cgroup CPU quota"
  }

  public let count: Int
  public let source: Source

  /// The count: the option, else the scheduler's processors a task, else the least of what the
  /// process may run on, its groups' quota and the scheduler's processors of the job on this node.
  ///
  /// `affinity` stands for what the kernel says the process may run on.
  public init(
    option: Int? = nil, environment: [String: String], files: SystemFiles = .live,
    affinity: Int? = nil
  ) {
    if let option {
      precondition(option > 0, "a run has a worker")
      (count, source) = (option, .option)
    } else if let task = Self.positive(environment[Source.slurm.rawValue]) {
      (count, source) = (task, .slurm)
    } else {
      let limits: [(Int?, Source)] = [
        (max(1, affinity ?? Int(chordae_affinity_count())), .affinity),
        (ControlGroup.processorQuota(files), .controlGroup),
        (Self.positive(environment[Source.slurmNode.rawValue]), .slurmNode),
      ]
      (count, source) = limits.reduce((Int.max, .affinity)) { least, limit in
        guard let count = limit.0, count < least.0 else { return least }
        return (count, limit.1)
      }
    }
  }

  /// Threads that each of so many patients may take, so that few patients use all workers.
  func threads(ofPatients patients: Int) -> Int { max(1, count / max(1, patients)) }

  static func positive(_ text: String?) -> Int? {
    text.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }
}
