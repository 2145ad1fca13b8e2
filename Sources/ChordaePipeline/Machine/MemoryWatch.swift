internal import Glibc

/// What the kernel says about this process's memory.
public enum MemoryWatch {
  /// The most bytes that the process ever held at a time (peak resident set).
  public static func peakBytes(_ files: SystemFiles = .live) -> Int {
    for words in files.lines("/proc/self/status") where words.first?.hasPrefix("VmHWM:") == true {
      let numbers = words.flatMap { $0.split(separator: "\t") }.compactMap { Int($0) }
      if let kibibytes = numbers.first { return kibibytes << 10 }
    }
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int(usage.ru_maxrss) << 10
  }

  /// How often the kernel killed a process of this process's group for want of memory.
  public struct OutOfMemoryKills: Sendable, Equatable {
    /// The group's folder: counts of other groups are not to be compared.
    public let group: String
    public let count: Int

    /// A count.
    public init(group: String, count: Int) {
      self.group = group
      self.count = count
    }
  }

  /// The kills so far in the process's own group; nil where the kernel does not count them.
  public static func outOfMemoryKills(_ files: SystemFiles = .live) -> OutOfMemoryKills? {
    let group = ControlGroup(.memory, files)
    guard let folder = group.folders.first else { return nil }
    let name = group.isVersion2 ? "/memory.events" : "/memory.oom_control"
    for words in files.lines(folder + name) where words.first == "oom_kill" {
      return words.last.flatMap { Int($0) }.map { OutOfMemoryKills(group: folder, count: $0) }
    }
    return nil
  }
}
