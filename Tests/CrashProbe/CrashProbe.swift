import ChordaeCore
import ChordaePipeline
import Foundation

/// A process that tests may kill: it opens a dataset's state, has rows in hand, and dies as asked.
///
/// `CrashProbe die FOLDER KIND OOM_KILLS`, `CrashProbe terminate GRACE obey|ignore`,
/// `CrashProbe write FOLDER MICROSECONDS`
@main
struct CrashProbe {
  static func main() throws {
    let arguments = CommandLine.arguments
    // The test runner's threads hand their blocked signals down.
    var none = sigset_t()
    _ = unsafe sigemptyset(&none)
    _ = unsafe sigprocmask(SIG_SETMASK, &none, nil)
    switch arguments.count > 1 ? arguments[1] : "" {
    case "die": try die(arguments[2], arguments[3], oomKills: Int(arguments[4]))
    case "terminate": terminate(grace: Int(arguments[2]) ?? 1, obeys: arguments[3] == "obey")
    case "write": try SimulatedWriter(arguments[2]).run(killedAfter: UInt32(arguments[3]) ?? 0)
    default: exit(ExitStatus.usage.rawValue)
    }
  }

  /// Row 5 is in flight without a fault, row 6 is at fault, row 7 is done.
  static func die(_ folder: String, _ kind: String, oomKills: Int?) throws {
    // Whatever fails, no test waits for ever.
    alarm(30)
    let identity = RunIdentity(
      manifestDigest: "m", settingsDigest: "s", dictionaryDigest: SHA256.hex("{}".utf8),
      planDigest: "p",
      engineVersion: "1")
    let context = AttemptContext(
      process: Int(getpid()), workerCount: 2, oomKills: oomKills, oomScope: "test")
    let state = try RunState.open(
      DatasetLayout(folder), identity, patients: [[10]], mode: .resume, context: context,
      crashes: unsafe getenv("CHORDAE_PROBE_CHAINS") == nil ? .only : .beforeOthers)
    try state.begin(5)
    try state.begin(7)
    try state.end(7)
    switch kind {
    case "finish": try state.finish(.terminated, RunSummary(command: ["probe"]))
    case "helper": onAnotherThread { Death.trap.happen() }
    case "worker":
      onAnotherThread {
        attempt {
          try state.begin(6)
        } then: {
          Death.trap.happen()
        }
      }
    case "overflowInWorker":
      onAnotherThread {
        attempt {
          try state.begin(6)
        } then: {
          Death.stackOverflow.happen()
        }
      }
    case "nested":
      onAnotherThread { RowInHand.working(on: 5) { Death.segmentationFault.happen() } }
    default:
      try state.begin(6)
      Death(rawValue: kind)?.happen()
    }
  }

  /// Says `ready`, then ends by the latch or never.
  static func terminate(grace: Int, obeys: Bool) {
    Termination.install(graceSeconds: grace)
    print("ready")
    fflush(nil)
    while true {
      if obeys, Termination.requested != nil {
        print("heard")
        fflush(nil)
        // Long enough for the test to repeat its signal, and to send others.
        usleep(100_000)
        exit(128 + (Termination.requested ?? 0))
      }
      usleep(1000)
    }
  }

  private static func attempt(_ body: () throws -> Void, then: () -> Void) {
    guard (try? body()) != nil else { exit(9) }
    then()
  }

  private static func onAnotherThread(_ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.start()
    while true { sleep(20) }
  }
}

/// The ways to die.
enum Death: String {
  case trap, fatalError, arithmetic, segmentationFault, stackOverflow, abort, bus, floatingPoint
  case debugTrap, kill, waiting

  /// Dies; `waiting` prints `ready` and waits for the test's signal.
  func happen() {
    let one = CommandLine.arguments.isEmpty ? 0 : 1
    switch self {
    case .trap: print([Int]()[one])
    case .fatalError: Swift.fatalError("on purpose")
    case .arithmetic: print(Int.max + one)
    case .segmentationFault: unsafe UnsafeMutablePointer<Int>(bitPattern: 8 * one)?.pointee = 1
    case .stackOverflow: print(Self.deeper(one))
    case .abort: Glibc.abort()
    case .bus: Self.readBehindTheEnd()
    case .floatingPoint: raise(SIGFPE)
    case .debugTrap: raise(SIGTRAP)
    case .kill: Glibc.kill(getpid(), SIGKILL)
    case .waiting:
      print("ready")
      fflush(nil)
      while true { sleep(20) }
    }
  }

  private static func deeper(_ depth: Int) -> Int {
    depth == 0 ? 0 : deeper(depth + 1) + deeper(depth + 2)
  }

  /// Reads a mapped file behind its end, as happens where somebody truncates it.
  private static func readBehindTheEnd() {
    guard let file = unsafe tmpfile() else { return }
    let map = unsafe mmap(nil, 4096, PROT_READ, MAP_SHARED, fileno(file), 0)
    unsafe print(map?.load(as: UInt8.self) ?? 0)
  }
}
