import ChordaePipeline
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct MachineTests {
  /// A machine's files.
  static func files(_ contents: [String: String]) -> SystemFiles { SystemFiles { contents[$0] } }

  static let version2 = [
    "/proc/self/cgroup": "0::/user/job/step\n",
    "/proc/self/mountinfo":
      "24 1 0:22 / /sys rw - sysfs sysfs rw\n30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n",
    "/sys/fs/cgroup/user/job/step/cpu.max": "max 100000\n",
    "/sys/fs/cgroup/user/job/cpu.max": "250000 100000\n",
    "/sys/fs/cgroup/user/cpu.max": "800000 100000\n",
    "/sys/fs/cgroup/user/job/step/memory.max": "max\n",
    "/sys/fs/cgroup/user/job/memory.max": "8589934592\n",
    "/sys/fs/cgroup/user/memory.max": "17179869184\n",
    "/sys/fs/cgroup/user/job/step/memory.events":
      "low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 0\n",
  ]

  static let version1 = [
    "/proc/self/cgroup":
      "9:name=systemd:/\n4:memory:/slurm/uid_0/job_7/step_0\n1:cpu,cpuacct:/slurm/job_7\n0::/x\n",
    "/proc/self/mountinfo":
      "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
      + "35 31 0:32 / /sys/fs/cgroup/memory rw shared:9 master:2 - cgroup cgroup rw,memory\n"
      + "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n",
    "/sys/fs/cgroup/cpu,cpuacct/slurm/job_7/cpu.cfs_quota_us": "-1\n",
    "/sys/fs/cgroup/cpu,cpuacct/slurm/job_7/cpu.cfs_period_us": "100000\n",
    "/sys/fs/cgroup/cpu,cpuacct/slurm/cpu.cfs_quota_us": "300000\n",
    "/sys/fs/cgroup/cpu,cpuacct/slurm/cpu.cfs_period_us": "100000\n",
    "/sys/fs/cgroup/memory/slurm/uid_0/job_7/step_0/memory.limit_in_bytes": "9223372036854771712\n",
    "/sys/fs/cgroup/memory/slurm/uid_0/job_7/memory.limit_in_bytes": "209715200\n",
    "/sys/fs/cgroup/memory/slurm/uid_0/job_7/step_0/memory.oom_control":
      "oom_kill_disable 0\nunder_oom 0\noom_kill 4\n",
  ]

  /// A container that sees only its own part of the tree.
  static let container = [
    "/proc/self/cgroup": "4:memory:/docker/abc/inner\n",
    "/proc/self/mountinfo":
      "35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": "1073741824\n",
    "/sys/fs/cgroup/memory/inner/memory.limit_in_bytes": "2147483648\n",
  ]

  @Test func `limits are the tightest of the group and its parents`() {
    #expect(ControlGroup.processorQuota(Self.files(Self.version2)) == 3)
    #expect(ControlGroup.memoryLimit(Self.files(Self.version2)) == 8 << 30)
    #expect(ControlGroup.processorQuota(Self.files(Self.version1)) == 3)
    #expect(ControlGroup.memoryLimit(Self.files(Self.version1)) == 200 << 20)
    #expect(ControlGroup.memoryLimit(Self.files(Self.container)) == 1 << 30)
    #expect(ControlGroup.processorQuota(Self.files(Self.container)) == nil)
    #expect(ControlGroup.memoryLimit(Self.files([:])) == nil)
  }

  @Test func `a group outside the mounted tree counts as the mount's top`() {
    var contents = Self.container
    contents["/proc/self/cgroup"] = "4:memory:/../other\n"
    #expect(ControlGroup.memoryLimit(Self.files(contents)) == 1 << 30)
  }

  @Test func `the kernel's count of kills for want of memory is the own group's`() {
    let second = OutOfMemoryKills(Self.files(Self.version2))
    #expect(second?.count == 2 && second?.group == "/sys/fs/cgroup/user/job/step")
    #expect(OutOfMemoryKills(Self.files(Self.version1))?.count == 4)
    #expect(OutOfMemoryKills(Self.files(Self.container)) == nil)
    #expect(OutOfMemoryKills(Self.files([:])) == nil)
  }

  @Test func `workers follow the option, the scheduler, then the machine`() {
    let files = Self.files(Self.version2)
    func count(_ option: Int?, _ environment: [String: String], _ affinity: Int) -> WorkerCount {
      WorkerCount(option: option, environment: environment, files: files, affinity: affinity)
    }
    let slurm = ["SLURM_CPUS_PER_TASK": "6", "SLURM_CPUS_ON_NODE": "1"]
    let cases: [(WorkerCount, Int, WorkerCount.Source)] = [
      (count(9, slurm, 2), 9, .option), (count(nil, slurm, 2), 6, .slurm),
      (count(nil, [:], 2), 2, .affinity), (count(nil, [:], 64), 3, .controlGroup),
      (count(nil, ["SLURM_CPUS_ON_NODE": "1"], 64), 1, .slurmNode),
      (count(nil, ["SLURM_CPUS_PER_TASK": "many"], 2), 2, .affinity),
      (count(nil, ["SLURM_CPUS_PER_TASK": "0"], 0), 1, .affinity),
    ]
    for (found, expected, source) in cases {
      #expect(found.count == expected && found.source == source)
    }
  }

  @Test func `memory follows the option, then the least of scheduler, group and machine`() {
    func budget(_ option: Int?, _ environment: [String: String]) -> MemoryBudget {
      MemoryBudget(
        option: option, environment: environment, files: Self.files(Self.version2),
        physical: 64 << 30)
    }
    let cases: [(MemoryBudget, Int, MemoryBudget.Source)] = [
      (budget(1 << 40, [:]), 1 << 40, .option), (budget(nil, [:]), 8 << 30, .controlGroup),
      (budget(nil, ["SLURM_MEM_PER_NODE": "4096"]), 4 << 30, .slurmNode),
      (budget(nil, ["SLURM_MEM_PER_NODE": "0"]), 8 << 30, .controlGroup),
      (budget(nil, ["SLURM_MEM_PER_NODE": "99999"]), 8 << 30, .controlGroup),
      (
        budget(nil, ["SLURM_MEM_PER_CPU": "1024", "SLURM_CPUS_PER_TASK": "3"]), 3 << 30,
        .slurmProcessor
      ),
      (
        budget(nil, ["SLURM_MEM_PER_CPU": "1024", "SLURM_CPUS_ON_NODE": "2"]), 2 << 30,
        .slurmProcessor
      ),
      (budget(nil, ["SLURM_MEM_PER_CPU": "99999999999999999"]), 8 << 30, .controlGroup),
    ]
    for (found, expected, source) in cases {
      #expect(found.bytes == expected && found.source == source)
    }
    let bare = MemoryBudget(environment: [:], files: Self.files([:]), physical: 5)
    #expect(bare.bytes == 5 && bare.source == .machine)
  }

  static let sizes: [(String, Int?)] = [
    ("1", 1), ("500M", 524_288_000), ("8G", 8_589_934_592), ("8GiB", 8_589_934_592),
    ("8gb", 8_589_934_592), ("2T", 2_199_023_255_552), ("7K", 7168), ("9B", 9), ("", nil),
    ("G", nil), ("0", nil), ("-1G", nil), ("1.5G", nil), ("1 G", nil), ("1X", nil), ("1iB", nil),
    ("9999999999999G", nil), ("99999999999999999999", nil), ("٣G", nil),
  ]

  @Test(arguments: sizes)
  func `a size of memory is a number with a unit`(text: String, bytes: Int?) {
    #expect(MemoryBudget.parse(text) == bytes)
  }

  @Test func `the affinity mask is the one that the process was started under`() throws {
    let count = WorkerCount(environment: [:], files: Self.files([:])).count
    let nproc = Oracle.run("env", ["-u", "OMP_NUM_THREADS", "nproc"])
    #expect(Int(nproc.text.dropLast()) == count)
    #expect(MemoryBudget.physical > 1 << 28)
  }

  @Test func `this machine's own files are read`() {
    #expect(SystemFiles.live.text("/proc/self/cgroup")?.isEmpty == false)
    #expect(SystemFiles.live.text("/proc/self/none") == nil)
    let limit = ControlGroup.memoryLimit()
    #expect(limit ?? 1 > 0)
  }
}
