import ChordaeCore
import ChordaePipeline
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct `Appending patients` {
  private let run = SimulatedRun()
  private let new = SimulatedRun.identity(manifest: "new")

  @Test func `adds a generation with names of its own`() throws {
    try run.finish(try run.open())
    let state = try run.open(new, patients: [[2]], mode: append(["q0", "q1"]))
    #expect(state.parts.map(\.description) == ["part-g002-00001-of-00001-000000"])
    try run.finish(state, failing: [1], id: "q")
    let report = try DatasetVerification.verify(run.layout)
    #expect(report.status == .finishedWithFailures)
    #expect(report.plannedPatients == 6 && report.patients == PatientCounts(ok: 5, partial: 1))
    let third = SimulatedRun.identity(manifest: "third")
    let next = try run.open(third, patients: [[1]], mode: append(["r0"]))
    #expect(next.shard.description == "g003-00001-of-00001")
  }

  @Test func `refuses ids that are in use, by the lines of the new manifest`() throws {
    try run.finish(try run.open())
    #expect(throws: StateError.idsInUse(path: run.layout.folder, lines: [3, 5], count: 2)) {
      try run.open(new, patients: [[4]], mode: append(["q0", "p3", "q1", "p0"]))
    }
    // A refusal leaves nothing behind.
    #expect(try DatasetVerification.verify(run.layout).status == .ok)
    #expect(throws: StateError.idsInUse(path: run.layout.folder, lines: [2, 3], count: 2)) {
      try run.open(mode: append(["p0", "p1"]))
    }
  }

  @Test func `refuses another dictionary and says which method changed`() throws {
    func dictionary(_ version: Int64, _ more: String...) -> JSONValue {
      func column(_ id: String, _ version: Int64) -> JSONValue {
        .object([("id", .string(id)), ("method", .object([("version", .integer(version))]))])
      }
      return .object([
        (
          "tables",
          .object([
            (
              "patients",
              .array([column("ecg.interval.qt", version)] + more.map { column($0, 1) })
            ), ("leads", .array([column("ecg.interval.qt", 1)])),
          ])
        )
      ])
    }
    let state = try run.open()
    for part in state.parts { try run.make(part, state) }
    try dictionary(1, "hrv.time.sdnn").pretty.write(
      toFile: run.layout.path("dictionary.json"), atomically: true, encoding: .utf8)
    let other = SimulatedRun.identity(manifest: "new", dictionary: "d2")
    let wanted = StateError.dictionaryDiffers(
      path: run.layout.folder, dataset: SHA256.hex("{}".utf8), engine: "d2",
      differences: [
        "hrv.time.sdnn is gone", "ecg.interval.qt has method.version 2 instead of 1",
        "aln.depth is new",
      ])
    #expect(throws: wanted) {
      try run.open(
        other, patients: [[1]], mode: append(["q0"], dictionary: dictionary(2, "aln.depth")))
    }
    #expect(wanted.detail.contains(", this engine d2: hrv.time.sdnn is gone; ecg.interval.qt has"))
  }

  @Test func `needs all earlier patients, since the ids of the others are unknown`() throws {
    let state = try run.open()
    try run.make(state.parts[0], state)
    #expect(throws: StateError.incomplete(path: run.layout.folder, missingParts: 1)) {
      try run.open(new, patients: [[1]], mode: append(["q0"]))
    }
    let nothing = SimulatedRun()
    #expect(throws: StateError.noDataset(path: nothing.layout.folder)) {
      try nothing.open(new, patients: [[1]], mode: append(["q0"]))
    }
  }

  @Test func `goes on after a death, with its strikes`() throws {
    try run.finish(try run.open())
    let first = try run.open(new, patients: [[2, 2]], mode: append(["q0", "q1", "q2", "q3"]))
    try run.make(first.parts[0], first, id: "q")
    try first.begin(3)
    let name = "_state/journal-g002-00001-of-00001-a0001.jsonl"
    try (run.text(name) + "{\"crash\":11,\"row\":3}\n").write(
      toFile: run.layout.path(name), atomically: false, encoding: .utf8)
    #expect(throws: StateError.exists(path: run.layout.folder)) {
      try run.open(new, patients: [[2, 2]], mode: append(["q0", "q1", "q2", "q3"]))
    }
    let mode = append(["q0", "q1", "q2", "q3"], resume: true)
    let second = try run.open(new, patients: [[2, 2]], mode: mode)
    #expect(second.parts.map { second.isComplete($0) } == [true, false])
    #expect(second.history.strikes(of: 3, inputs: []) == 1 && second.runsAlone(3))
    // A manifest that was mended in between takes the place of the one that was begun.
    let mended = SimulatedRun.identity(manifest: "mended")
    let third = try run.open(mended, patients: [[1]], mode: append(["q0"], resume: true))
    #expect(third.shard.generation == 2 && third.replaced == ["manifest"])
    try run.make(third.parts[0], third, id: "q", rows: [0])
    #expect(try DatasetVerification.verify(run.layout).status == .ok)
  }

  @Test func `lets the shards of an appended manifest in`() throws {
    try run.finish(try run.open())
    for shard in [2, 1] {
      let state = try run.open(
        new, patients: [[2], [2]], shard: shard, mode: append(["q0", "q1", "r0", "r1"]))
      try run.finish(state, id: shard == 1 ? "q" : "r")
    }
    #expect(try DatasetVerification.verify(run.layout).status == .ok)
  }

  private func append(
    _ ids: [String], dictionary: JSONValue = .null, resume: Bool = false
  ) -> RunMode {
    var new = NewIDs()
    for (index, id) in ids.enumerated() { new.add(id, line: index + 2) }
    return .append(DatasetAppend(dictionary: dictionary, ids: new), resume: resume)
  }
}
