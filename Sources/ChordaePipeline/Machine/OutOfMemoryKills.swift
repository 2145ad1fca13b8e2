/// How often the kernel killed a process of this process's group for want of memory.
public struct OutOfMemoryKills: Sendable, Equatable {
  /// The group's folder: counts of other groups are not to be compared.
  public let group: String
  public let count: Int

  /// The kills so far in the process's own group; nil where the kernel does not count them.
  public init?(_ files: SystemFiles = .live) {
    let group = ControlGroup(.memory, files)
    guard let folder = group.folders.first else { return nil }
    let name = group.isVersion2 ? "/memory.events" : "/memory.oom_control"
    guard let line = files.lines(folder + name).first(where: { $0.first == "oom_kill" }),
      let count = line.last.flatMap({ Int($0) })
    else { return nil }
    (self.group, self.count) = (folder, count)
  }
}
