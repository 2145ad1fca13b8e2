import ChordaePipeline
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct `A death of the process` {
  @Test(arguments: [
    ("trap", SIGILL, SIGTRAP), ("fatalError", SIGILL, SIGTRAP), ("arithmetic", SIGILL, SIGTRAP),
    ("segmentationFault", SIGSEGV, SIGSEGV), ("stackOverflow", SIGSEGV, SIGSEGV),
    ("abort", SIGABRT, SIGABRT), ("bus", SIGBUS, SIGBUS), ("floatingPoint", SIGFPE, SIGFPE),
    ("debugTrap", SIGTRAP, SIGTRAP), ("worker", SIGILL, SIGTRAP),
    ("overflowInWorker", SIGSEGV, SIGSEGV),
  ])
  func `by a fault is laid at the faulting row and keeps its signal`(
    kind: String, x86: Int32, arm: Int32
  ) throws {
    let run = SimulatedRun()
    let signal = try Probe.die(kind, in: run.layout)
    #expect(signal == x86 || signal == arm)
    let state = try run.open(patients: [[10]], mode: .resume)
    #expect(state.history.strikes(of: 6, inputs: []) == 1)
    #expect(state.history.strikes(of: 5, inputs: []) == 0)
    #expect(state.history.suspects == [5, 6])
    #expect(!state.isQuarantined(6, []))
  }

  @Test func `in a thread that works for another row is laid at that row`() throws {
    let run = SimulatedRun()
    #expect(try Probe.die("nested", in: run.layout) == SIGSEGV)
    let state = try run.open(patients: [[10]], mode: .resume)
    #expect(state.history.strikes(of: 5, inputs: []) == 1)
  }

  @Test func `in a thread without a row is nobody's strike`() throws {
    let run = SimulatedRun()
    #expect([SIGILL, SIGTRAP].contains(try Probe.die("helper", in: run.layout)))
    let state = try run.open(patients: [[10]], mode: .resume)
    #expect(state.history.strikes(of: 5, inputs: []) == 0)
    #expect(state.history.suspects == [5])
  }

  @Test(arguments: ["trap", "segmentationFault", "abort", "floatingPoint", "debugTrap", "worker"])
  func `keeps its signal also where the runtime's backtrace comes in between`(kind: String) throws {
    let run = SimulatedRun()
    let signal = try Probe.die(kind, in: run.layout, chains: true)
    #expect([SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGFPE].contains(signal))
    let state = try run.open(patients: [[10]], mode: .resume)
    #expect(state.history.strikes(of: 6, inputs: []) == 1)
  }

  @Test(arguments: [SIGKILL, SIGSEGV, SIGABRT, SIGTERM])
  func `by a signal from outside is never a strike`(signal: Int32) throws {
    let run = SimulatedRun()
    let ended = try Probe.die("waiting", in: run.layout) { process, _ in
      kill(process.processIdentifier, signal)
    }
    #expect(ended == signal)
    let state = try run.open(patients: [[10]], mode: .resume)
    #expect(state.history.strikes(of: 6, inputs: []) == 0)
    #expect(state.history.suspects == [5, 6])
    #expect(state.runsAlone(5) && !state.runsAlone(7))
  }

  @Test func `for want of memory is a strike of all in flight where the counter rose`() throws {
    let run = SimulatedRun()
    #expect(try Probe.die("kill", in: run.layout, oomKills: 3) == SIGKILL)
    let state = try run.open(patients: [[10]], mode: .resume, oomKills: 4)
    #expect([5, 6, 7].map { state.history.strikes(of: $0, inputs: []) } == [1, 1, 0])
  }

  @Test func `that is meant, as after SIGTERM, leaves nobody under suspicion`() throws {
    let run = SimulatedRun()
    #expect(try Probe.die("finish", in: run.layout) == 0)
    let state = try run.open(patients: [[10]], mode: .resume)
    #expect(state.history.suspects == [])
    #expect(state.history.attempts == 1)
  }

  @Test func `three times over puts the patient into quarantine`() throws {
    let run = SimulatedRun()
    for _ in 0..<3 { _ = try Probe.die("segmentationFault", in: run.layout) }
    let state = try run.open(patients: [[10]], mode: .resume)
    #expect(state.attempt == 4)
    #expect(state.isQuarantined(6, []))
    #expect(!state.isQuarantined(5, []))
  }
}

@Suite struct `A request to end` {
  @Test(arguments: [SIGTERM, SIGINT])
  func `is heard once, however often it comes`(signal: Int32) throws {
    let status = try Probe.run(["terminate", "10", "obey"], waits: true) { process, output in
      kill(process.processIdentifier, signal)
      _ = output.availableData
      for _ in 0..<20 {
        kill(process.processIdentifier, signal)
        usleep(1000)
        // Another one must not take the first one's place, and a closed pipe is no death.
        kill(process.processIdentifier, SIGTERM + SIGINT - signal)
        kill(process.processIdentifier, SIGPIPE)
      }
    }
    #expect(-status == ExitStatus(signal: signal)?.rawValue)
  }

  @Test func `that is not obeyed ends the process after the grace, which repeats do not prolong`()
    throws
  {
    let start = ContinuousClock.now
    let status = try Probe.run(["terminate", "1", "ignore"], waits: true) { process, _ in
      while process.isRunning {
        kill(process.processIdentifier, SIGTERM)
        usleep(100_000)
      }
    }
    let elapsed = ContinuousClock.now - start
    #expect(status == -143)
    #expect(elapsed > .milliseconds(900) && elapsed < .seconds(8))
  }
}
