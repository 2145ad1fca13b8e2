import ChordaeCore
import ChordaePipeline
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct `The state of a run` {
  @Test func `keeps complete parts and makes the others`() throws {
    let run = SimulatedRun()
    let first = try run.open()
    try run.make(first.parts[0], first)
    let second = try run.open(mode: .resume)
    #expect(second.attempt == 2)
    #expect(second.parts.map { second.isComplete($0) } == [true, false])
  }

  @Test func `holds a part for incomplete until its record is there`() throws {
    let run = SimulatedRun()
    let state = try run.open()
    _ = try run.write("p0\np1\n", to: state.parts[0])
    #expect(!state.isComplete(state.parts[0]))
    try run.make(state.parts[0], state)
    #expect(state.isComplete(state.parts[0]))
  }

  @Test(arguments: [
    "shortened", "altered", "removed", "record torn", "record empty", "ids altered",
  ])
  func `makes a damaged part anew`(damage: String) throws {
    let run = SimulatedRun()
    let first = try run.open()
    let part = first.parts[0]
    try run.make(part, first)
    let table = run.layout.path("patients/\(part).parquet")
    let record = run.layout.path("_state/parts/\(part).jsonl")
    switch damage {
    case "shortened": try Data("p0\n".utf8).write(to: URL(filePath: table))
    case "altered": try Data("p0\np2\n".utf8).write(to: URL(filePath: table))
    case "removed": try FileManager.default.removeItem(atPath: table)
    case "record torn":
      try Data(run.text("_state/parts/\(part).jsonl").utf8.dropLast(20))
        .write(to: URL(filePath: record))
    case "record empty": try Data().write(to: URL(filePath: record))
    default: try Data(count: 40).write(to: URL(filePath: run.layout.path("_state/ids/\(part).ids")))
    }
    let second = try run.open(mode: .resume)
    #expect(!second.isComplete(part))
    #expect(try DatasetVerification.verify(run.layout).completeParts == 0)
    try run.make(part, second)
    #expect(second.isComplete(part))
  }

  @Test(arguments: [
    "untouched", "written", "touched", "replaced with its time", "removed", "moved",
  ])
  func `makes a part anew where an input is not what it was`(change: String) throws {
    let run = SimulatedRun()
    let url = URL(filePath: run.layout.folder + ".vcf")
    let old = Date(timeIntervalSince1970: 1_700_000_000.25)
    try Data("##fileformat".utf8).write(to: url)
    try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: url.path)
    let state = try run.open()
    let inputs = [
      InputFingerprint(of: url.path), InputFingerprint(of: run.layout.folder + ".absent"),
    ]
    try run.make(state.parts[0], state, inputs: inputs)
    switch change {
    case "written": try Data("##fileformat=".utf8).write(to: url)
    case "touched":
      try FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: url.path)
    case "replaced with its time":
      try Data("##FILEFORMAT".utf8).write(to: url)
      try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: url.path)
    case "removed": try FileManager.default.removeItem(at: url)
    case "moved":
      // Another inode with the same bytes, size and time: servers move files so.
      try FileManager.default.copyItem(atPath: url.path, toPath: url.path + "2")
      try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: url.path + "2")
      try FileManager.default.removeItem(at: url)
      try FileManager.default.moveItem(atPath: url.path + "2", toPath: url.path)
    default: break
    }
    let isComplete = try run.open(mode: .resume).isComplete(state.parts[0])
    #expect(isComplete == ["untouched", "moved"].contains(change))
  }

  @Test func `makes a part anew where a missing input has come`() throws {
    let run = SimulatedRun()
    let path = run.layout.folder + ".bam"
    let state = try run.open()
    try run.make(state.parts[0], state, inputs: [InputFingerprint(of: path)])
    #expect(state.isComplete(state.parts[0]))
    try Data("BAM".utf8).write(to: URL(filePath: path))
    #expect(!state.isComplete(state.parts[0]))
  }

  @Test func `knows an input as the system's tools do`() throws {
    let file = Fixtures.scratch("input").appending(path: "x.bam")
    let bytes = Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    try bytes.write(to: file)
    let fingerprint = InputFingerprint(of: file.path)
    let time = Oracle.run("stat", ["-c", "%s %.9Y", file.path]).text
    #expect(
      time.trimmingCharacters(in: .newlines).replacing(".", with: "")
        == "\(fingerprint.bytes ?? 0) \(fingerprint.modifiedNanoseconds ?? 0)")
    try bytes.prefix(65536).write(to: file)
    let digest = Oracle.run("sha256sum", [file.path]).text.prefix(64)
    #expect(fingerprint.headerDigest == String(digest))
  }

  @Test func `does not wait for the writer of a pipe`() {
    let path = Fixtures.scratch("pipe").appending(path: "fifo").path
    #expect(unsafe mkfifo(path, 0o600) == 0)
    #expect(InputFingerprint(of: path).headerDigest == nil)
  }

  @Test func `refuses a folder with results unless it is told to go on`() throws {
    let run = SimulatedRun()
    _ = try run.open()
    #expect(throws: StateError.exists(path: run.layout.folder)) { try run.open() }
    _ = try run.open(mode: .resume)
    let foreign = SimulatedRun()
    try FileManager.default.createDirectory(
      atPath: foreign.layout.path("patients"), withIntermediateDirectories: true)
    #expect(throws: StateError.exists(path: foreign.layout.folder)) { try foreign.open() }
  }

  @Test func `lets the shards of one run in and those of another not`() throws {
    let run = SimulatedRun()
    let plan = [[2], [2]]
    _ = try run.open(patients: plan, shard: 1)
    let second = try run.open(patients: plan, shard: 2)
    #expect(second.parts.map(\.description) == ["part-00002-of-00002-000000"])
    #expect(throws: StateError.exists(path: run.layout.folder)) {
      try run.open(patients: plan, shard: 2)
    }
    let other = SimulatedRun.identity(settings: "other", engine: "2")
    #expect(
      throws: StateError.otherRun(
        path: run.layout.folder, differences: ["settings", "engine version"])
    ) {
      try run.open(other, patients: plan, shard: 2, mode: .resume)
    }
  }

  @Test func `puts an unsharded run with other settings in the place of the former one`() throws {
    let run = SimulatedRun()
    try run.finish(try run.open())
    let other = SimulatedRun.identity(settings: "other")
    let state = try run.open(other, patients: [[2]], mode: .resume)
    #expect(state.replaced == ["settings"] && state.attempt == 1)
    #expect(!state.isComplete(state.parts[0]))
    try run.finish(state)
    let report = try DatasetVerification.verify(run.layout)
    #expect(report.status == .ok && report.plannedParts == 1 && report.foreignFiles == [])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: run.layout.path("patients")).count == 1)
  }

  @Test func `sweeps what its own shard left half written and nothing else`() throws {
    let run = SimulatedRun()
    let plan = [[2], [2]]
    let first = try run.open(patients: plan, shard: 1)
    let second = try run.open(patients: plan, shard: 2)
    let names = [
      first.temporary("patients/\(first.parts[0]).parquet"),
      first.temporary("run.json"), second.temporary("patients/\(second.parts[0]).parquet"),
    ]
    #expect(names[0] == "patients/.part-00001-of-00002-000000.parquet.00001-of-00002.a0001.tmp")
    try FileManager.default.createDirectory(
      atPath: run.layout.path("patients"), withIntermediateDirectories: true)
    for name in names { try Data("x".utf8).write(to: URL(filePath: run.layout.path(name))) }
    _ = try run.open(patients: plan, shard: 1, mode: .resume)
    #expect(
      names.map { FileManager.default.fileExists(atPath: run.layout.path($0)) }
        == [false, false, true])
  }

  @Test func `says which file could not be written, and leaves no commit`() throws {
    let run = SimulatedRun()
    let state = try run.open()
    let file = CommittedFile("patients/absent.parquet", rows: 1, bytes: 9, digest: "")
    let record = PartRecord(
      state.parts[0], state.identity, files: [file], counts: PatientCounts(ok: 1), inputs: [])
    #expect(throws: StateError.self) { try state.commit(record, ids: ["p0"]) }
    #expect(!state.isComplete(state.parts[0]))
    let nowhere = SimulatedRun(DatasetLayout("/dev/null/dataset"))
    #expect(
      throws: StateError.cannotWrite(path: "/dev/null/dataset/_state", errno: ENOTDIR)
    ) { try nowhere.open() }
  }

  @Test func `refuses a damaged plan of the dataset rather than to overwrite it`() throws {
    let run = SimulatedRun()
    _ = try run.open()
    let path = run.layout.path("_state/dataset.json")
    for text in ["", "{", "{\"generation\":1}", "[]", "{\"generation\":2,\"patients\":[[1]]}"] {
      try Data(text.utf8).write(to: URL(filePath: path))
      #expect {
        try run.open(mode: .resume)
      } throws: { error in
        if case .malformed(path, _)? = error as? StateError { true } else { false }
      }
    }
  }

  @Test func `takes begins and ends from many threads at once`() throws {
    let run = SimulatedRun()
    let state = try run.open(patients: [[400]])
    DispatchQueue.concurrentPerform(iterations: 400) { row in
      try? state.begin(row)
      if row % 4 != 0 { try? state.end(row) }
    }
    let history = try run.open(patients: [[400]], mode: .resume).history
    #expect(history.suspects == Set(stride(from: 0, to: 400, by: 4)))
  }
}
