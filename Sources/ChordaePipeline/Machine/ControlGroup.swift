/// The control groups that limit this process, in version 1 or 2 of the kernel's interface.
public struct ControlGroup: Sendable {
  /// A resource that groups limit.
  public enum Resource: String, Sendable {
    case cpu, memory
  }

  /// The folders of the process's own group and its parents, from the inside out; empty without
  /// such groups.
  ///
  /// A limit may stand on any of them: under a scheduler it often is a parent's.
  public let folders: [String]
  /// Whether the folders hold version 2's files.
  public let isVersion2: Bool

  /// The groups that limit a resource.
  ///
  /// Version 1's group is taken where the resource has one; version 2's otherwise.
  public init(_ resource: Resource, _ files: SystemFiles = .live) {
    let mounts = Self.mounts(files)
    var unified: String?
    for line in (files.text("/proc/self/cgroup") ?? "").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let controllers = parts[1].split(separator: ",")
      if parts[0] == "0", parts[1].isEmpty { unified = String(parts[2]) }
      guard controllers.contains(where: { $0 == resource.rawValue }),
        let mount = mounts.first(where: { $0.controllers.contains(resource.rawValue) })
      else { continue }
      (folders, isVersion2) = (mount.folders(of: String(parts[2])), false)
      return
    }
    let mount = mounts.first { $0.isVersion2 }
    (folders, isVersion2) = (unified.flatMap { path in mount?.folders(of: path) } ?? [], true)
  }

  private struct Mount {
    let root: String
    let folder: String
    let isVersion2: Bool
    let controllers: Set<String>

    /// The folders of a group and its parents below this mount.
    ///
    /// In a container the mount may show a part of the tree only, whose top is `root`.
    func folders(of group: String) -> [String] {
      var parts = group.split(separator: "/").map(String.init)
      let top = root.split(separator: "/").map(String.init)
      parts = parts.starts(with: top) ? Array(parts.dropFirst(top.count)) : []
      if parts.contains("..") { parts = [] }
      return stride(from: parts.count, through: 0, by: -1).map {
        ([folder] + parts[..<$0]).joined(separator: "/")
      }
    }
  }

  private static func mounts(_ files: SystemFiles) -> [Mount] {
    files.lines("/proc/self/mountinfo").compactMap { words in
      guard let dash = words.firstIndex(of: "-"), words.count > dash + 3, words.count > 4,
        words[dash + 1].hasPrefix("cgroup")
      else { return nil }
      return Mount(
        root: String(words[3]), folder: String(words[4]),
        isVersion2: words[dash + 1] == "cgroup2",
        controllers: Set(words[dash + 3].split(separator: ",").map(String.init)))
    }
  }
}

extension ControlGroup {
  /// Processors' worth of time that the tightest quota of the groups allows, rounded up; nil
  /// without a quota.
  public static func processorQuota(_ files: SystemFiles = .live) -> Int? {
    let group = ControlGroup(.cpu, files)
    return group.folders.compactMap { folder -> Int? in
      if group.isVersion2 {
        let words = files.lines(folder + "/cpu.max").first ?? []
        return words.count == 2 ? wholes(Int(words[0]), Int(words[1])) : nil
      }
      return wholes(
        files.number(folder + "/cpu.cfs_quota_us"), files.number(folder + "/cpu.cfs_period_us"))
    }.min()
  }

  /// Bytes of the tightest memory limit of the groups; nil without a limit.
  public static func memoryLimit(_ files: SystemFiles = .live) -> Int? {
    let group = ControlGroup(.memory, files)
    let name = group.isVersion2 ? "/memory.max" : "/memory.limit_in_bytes"
    // Version 1 writes "no limit" as the largest number of whole pages.
    return group.folders.compactMap { files.number($0 + name) }
      .filter { 0 < $0 && $0 < 1 << 60 }.min()
  }

  private static func wholes(_ quota: Int?, _ period: Int?) -> Int? {
    guard let quota, let period, quota > 0, period > 0 else { return nil }
    return (quota - 1) / period + 1
  }
}
