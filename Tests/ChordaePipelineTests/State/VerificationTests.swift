import ChordaeCore
import ChordaePipeline
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct `Verifying a dataset` {
  private let run = SimulatedRun()

  @Test func `says what is missing, shard by shard`() throws {
    let plan = [[2, 2], [2], [2], [2], [2]]
    let first = try run.open(patients: plan, shard: 1)
    try run.describe()
    try run.make(first.parts[0], first)
    try run.finish(try run.open(patients: plan, shard: 4), id: "q")
    let report = try DatasetVerification.verify(run.layout)
    #expect(report.status == .partsMissing && report.status.rawValue == 75)
    #expect(report.plannedParts == 6 && report.completeParts == 2 && report.plannedPatients == 12)
    #expect(report.missing.map(\.description).first == "part-00001-of-00005-000001")
    #expect(report.neverStarted.map(\.number) == [2, 3, 5])
    #expect(report.shardsToResubmit.map(\.number) == [1, 2, 3, 5])
    #expect(report.lines.last == "run again with --resume: shards 1-3,5")
    #expect(report.json["resubmit"]?.elements?.count == 4)
  }

  @Test func `merges the shards' faults in the order of the manifest, whoever ends first`() throws {
    func merged(_ order: [Int]) throws -> [String] {
      let run = SimulatedRun()
      let plan = [[2], [2], [2]]
      for shard in order {
        let state = try run.open(patients: plan, shard: shard)
        try run.describe()
        // Largest-first plans deal rows out like cards.
        let rows = [[2, 4], [0, 5], [1, 3]][shard - 1]
        try run.make(state.parts[0], state, failing: [1, 2, 4, 5], rows: rows)
        try state.finish(.finishedWithFailures, RunSummary(command: ["test"]))
      }
      let report = try DatasetVerification.verify(run.layout)
      #expect(report.status == .finishedWithFailures && report.failureCount == 4)
      let json = try JSONParser.parse(Array(run.text("run.json").utf8))
      return [
        run.text("failures.jsonl"), json["patients"]?.line ?? "",
        json["runs"]?.elements?.map { $0["shard"]?.text ?? "" }.joined(separator: " ") ?? "",
      ]
    }
    let first = try merged([1, 2, 3])
    #expect(try merged([3, 1, 2]) == first)
    let rows = try first[0].split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) }
    #expect(rows.map { $0["row"]?.int } == [1, 2, 4, 5])
    #expect(first[1] == "{\"ok\":2,\"partial\":4,\"failed\":0,\"quarantined\":0}")
    #expect(first[2] == "00001-of-00003 00002-of-00003 00003-of-00003")
  }

  @Test func `names damaged files and the shard that mends them`() throws {
    let plan = [[2], [2]]
    for shard in 1...2 {
      try run.finish(try run.open(patients: plan, shard: shard), id: "s\(shard)")
    }
    #expect(try DatasetVerification.verify(run.layout).status == .ok)
    let name = "patients/part-00002-of-00002-000000.parquet"
    try Data("s20\ns2x\n".utf8).write(to: URL(filePath: run.layout.path(name)))
    let report = try DatasetVerification.verify(run.layout)
    #expect(report.status == .partsMissing && report.shardsToResubmit.map(\.number) == [2])
    #expect(report.damages.map(\.file) == [name])
    #expect(report.lines.contains { $0.hasPrefix("damaged: \(name) has another content") })
    try run.finish(try run.open(patients: plan, shard: 2, mode: .resume), id: "s2")
    #expect(try DatasetVerification.verify(run.layout).status == .ok)
  }

  @Test(arguments: [nil, "", "[]", "{\"tables\":{\"patients\":[]}}"])
  func `finds a dictionary that is not that of the parts`(text: String?) throws {
    try run.finish(try run.open())
    let path = run.layout.path("dictionary.json")
    try FileManager.default.removeItem(atPath: path)
    try text.map { try Data($0.utf8).write(to: URL(filePath: path)) }
    let report = try DatasetVerification.verify(run.layout)
    #expect(report.status == .partsMissing && report.damages.map(\.file) == ["dictionary.json"])
  }

  @Test func `finds files that readers would take for parts, and others`() throws {
    try run.finish(try run.open())
    for name in [
      "patients/copy.parquet", "patients/part-00001-of-00009-000000.parquet",
      "patients/.part-00001-of-00001-000000.parquet.00001-of-00001.a0009.tmp", "notes.txt",
    ] {
      try Data("x".utf8).write(to: URL(filePath: run.layout.path(name)))
    }
    let report = try DatasetVerification.verify(run.layout)
    #expect(report.status == .runFailed)
    #expect(
      report.foreignFiles == [
        "patients/copy.parquet", "patients/part-00001-of-00009-000000.parquet",
      ])
    #expect(report.unfinishedFiles.count == 1 && report.unknownFiles == ["notes.txt"])
  }

  @Test func `finds an id that stands in two parts`() throws {
    let state = try run.open()
    try run.describe()
    try run.make(state.parts[0], state, rows: [0, 1])
    try run.make(state.parts[1], state, rows: [1, 2])
    let report = try DatasetVerification.verify(run.layout)
    #expect(report.repeatedIDs == 1 && report.status == .runFailed)
  }

  @Test func `finds a part that counts other patients than were planned`() throws {
    let state = try run.open()
    try run.make(state.parts[0], state, rows: [0])
    let report = try DatasetVerification.verify(run.layout)
    #expect(report.damages.contains { $0.fault == "counts 1 patients instead of 2" })
  }

  @Test func `refuses a folder that holds no dataset`() {
    let folder = Fixtures.scratch("nothing").path
    for path in [folder, folder + "/absent"] {
      #expect(throws: StateError.noDataset(path: path)) {
        try DatasetVerification.verify(DatasetLayout(path))
      }
    }
  }

  @Test func `ends with the numbers that schedulers know`() {
    #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 75, 130, 143])
    #expect(
      ExitStatus(signal: SIGTERM) == .terminated && ExitStatus(signal: SIGINT) == .interrupted)
  }
}

@Suite struct `Names and lines` {
  @Test func `Part names sort as their numbers do and are read back`() {
    let names = [
      PartName(ShardName(), 0), PartName(ShardName(1, of: 4), 7), PartName(ShardName(3, of: 4), 1),
      PartName(ShardName(4, of: 4), 123_456), PartName(ShardName(1, of: 4, generation: 2), 0),
    ]
    #expect(names[1].description == "part-00001-of-00004-000007")
    #expect(names.map(\.description).sorted() == names.map(\.description))
    #expect(names.sorted() == names)
    for name in names { #expect(PartName(name.description) == name) }
    for text in [
      "", "part-", "part-1-of-4-0", "part-00005-of-00004-000000", "part-00001-of-00004-00000",
      "part-00000-of-00004-000000", "part-g001-00001-of-00004-000000",
      "xpart-00001-of-00001-000000",
      "part-00001-of-00001--00001", "part-00001-of-00001-99999999999999999999",
    ] {
      #expect(PartName(text) == nil, "\(text)")
    }
  }

  @Test func `A fault's line for the log holds neither id nor path`() {
    let part = PartName(ShardName(), 0)
    let error = InputError(
      .truncated, path: "/data/secret-17.bam", at: .virtualOffset(77 << 16 | 5),
      "the file ends early")
    let record = FailureRecord(
      patientID: "secret-17", row: 15, line: 17, format: "BAM", error, in: part)
    #expect(
      record.logLine
        == "manifest line 17, BAM: truncated at virtual offset 77:5: the file ends early")
    let left = FailureRecord.quarantined(patientID: "x", row: 0, line: 2, strikes: 3, in: part)
    #expect(
      left.logLine.hasPrefix("manifest line 2: quarantined: its inputs ended the process 3 times"))
  }

  @Test func `Peak memory is what the kernel says of this process`() throws {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    let kilobytes = try #require(line.split(separator: " ").compactMap { Int($0) }.first)
    #expect((ProcessMemory.peakBytes ?? 0) >= kilobytes * 1024)
    #expect((ProcessMemory.peakBytes ?? 0) < (kilobytes + 200_000) * 1024)
  }
}
