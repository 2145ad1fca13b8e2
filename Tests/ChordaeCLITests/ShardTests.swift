import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// One cohort shared out among several runs, as a job array does it.
@Suite struct `A cohort in shards` {
  static let settings = ["--part-patients", "2", "--exclude", "ecg.spectrum", "--quiet"]
  static let whole = Result { () throws -> Dataset in
    let dataset = Dataset()
    let ended = try Command.run(Cohort.joint.get().extract(into: dataset.folder, settings))
    try #require(ended.status == 0, "\(ended.errors)")
    return dataset
  }
  static let plan = Result { () throws -> String in
    let path = Fixtures.scratch("plan").path(percentEncoded: false) + "/plan.json"
    let cohort = try Cohort.joint.get()
    let planned = try Command.run(
      ["plan", cohort.manifest, "--shards", "3", "-o", path, "--carry", "age,site"]
        + ["--part-patients", "2"])
    try #require(planned.status == 0, "\(planned.errors)")
    return path
  }

  private func extract(_ shard: String, into dataset: Dataset, _ more: [String] = []) throws
    -> [String]
  {
    try Cohort.joint.get().extract(
      into: dataset.folder, Self.settings + ["--plan", Self.plan.get(), "--shard", shard] + more)
  }

  @Test func `one after the other in any order gives the rows of the whole`() throws {
    let dataset = Dataset()
    for (shard, missing) in [(2, [1, 3]), (3, [1])] {
      #expect(try Command.run(extract("\(shard)/3", into: dataset)).status == 0)
      let verified = try Command.run(["verify", dataset.folder, "--json"])
      #expect(verified.status == 75)
      let report = try JSONParser.parse(Array(verified.output.utf8))
      let names = missing.map { "0000\($0)-of-00003" }
      #expect(report["resubmit"]?.elements?.compactMap(\.text) == names)
      #expect(report["never_started"]?.elements?.compactMap(\.text) == names)
    }
    let plain = try Command.run(["verify", dataset.folder])
    #expect(plain.output.contains("run again with --resume: shards 1\n"))
    #expect(try Command.run(extract("1/3", into: dataset)).status == 0)
    #expect(try Command.run(["verify", dataset.folder]).status == 0)
    try expectWhole(dataset)
  }

  @Test func `all at once gives the rows of the whole`() throws {
    let dataset = Dataset()
    let runs = try (1...3).map { try Command(extract("\($0)/3", into: dataset)) }
    for run in runs {
      let ended = run.end()
      #expect(ended.status == 0, "\(ended.errors)")
    }
    #expect(try Command.run(["verify", dataset.folder]).status == 0)
    try expectWhole(dataset)
    for shard in 1...3 {
      let run = try dataset.json("_state/run-0000\(shard)-of-00003.json")
      #expect(run["status"]?.int == 0)
    }
    let run = try dataset.json("run.json")
    #expect(run["complete"]?.flag == true && run["runs"]?.elements?.count == 3)
    #expect(run["patients"]?["ok"]?.int == 12)
  }

  private func expectWhole(_ dataset: Dataset) throws {
    let whole = try Self.whole.get()
    if let rows = try Dataset.ask(["equal", whole.folder, dataset.folder]) {
      #expect((Int(rows.dropLast()) ?? 0) > 12)
    }
    #expect(try dataset.bytes()["dictionary.json"] == whole.bytes()["dictionary.json"])
  }

  @Test func `a job array's variables tell the shard only where asked`() throws {
    let array = [
      "SLURM_ARRAY_TASK_ID": "12", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_MAX": "14",
      "SLURM_ARRAY_TASK_STEP": "2", "SLURM_ARRAY_TASK_COUNT": "3",
    ]
    let dataset = Dataset()
    let ended = try Command.run(extract("slurm", into: dataset), environment: array)
    #expect(ended.status == 0, "\(ended.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: dataset.folder + "/patients")
    #expect(!names.isEmpty && names.allSatisfy { $0.hasPrefix("part-00002-of-00003-") })
    let absent = try Command.run(extract("slurm", into: Dataset()))
    #expect(absent.status == 2 && absent.errors.contains("SLURM_ARRAY_TASK_ID is not set"))
    let unasked = Dataset()
    let cohort = try Cohort.joint.get()
    #expect(
      try Command.run(cohort.extract(into: unasked.folder, Self.settings), environment: array)
        .status == 0)
    #expect(try unasked.bytes() == Self.whole.get().bytes())
  }

  @Test func `a plan of another manifest is refused, and nothing is written`() throws {
    let cohort = try Cohort.joint.get()
    let other = try cohort.manifest("fewer.csv", cohort.lines().dropLast())
    let dataset = Dataset()
    let ended = try Command.run(
      ["extract", other, "-o", dataset.folder, "--carry", "age,site", "--shard", "1/3", "--plan"]
        + [Self.plan.get()])
    #expect(ended.status == 1 && ended.errors.contains("plan of another manifest"))
    #expect(!FileManager.default.fileExists(atPath: dataset.folder))
  }

  @Test(arguments: ["0/3", "4/3", "3", "1/0", "-1/3", "a/b", "1/3/3", ""])
  func `a share that cannot be is wrong usage`(shard: String) throws {
    #expect(try Command.run(extract(shard, into: Dataset())).status == 2)
  }

  @Test func `a share of another number than the plan's is wrong usage`() throws {
    for arguments in [try extract("1/4", into: Dataset()), try extract("4/4", into: Dataset())] {
      let ended = try Command.run(arguments)
      #expect(ended.status == 2 && ended.errors.contains("the plan has 3 shards"))
    }
    let cohort = try Cohort.joint.get()
    #expect(
      try Command.run(cohort.extract(into: Dataset().folder, ["--shard", "1/3"])).status == 2)
  }
}
