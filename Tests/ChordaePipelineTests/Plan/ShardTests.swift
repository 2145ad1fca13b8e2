import ChordaePipeline
import Testing

@Suite struct ShardTests {
  @Test(arguments: ["1/1", "3/10", "10/10", "slurm"])
  func `a shard is i/N from 1, or slurm`(text: String) throws {
    let request = try ShardRequest(parsing: text)
    if case .number(let shard) = request {
      #expect(shard.description == text)
    } else {
      #expect(text == "slurm" && request == .slurm)
    }
  }

  @Test(arguments: [
    "", "0/4", "5/4", "1/0", "-1/4", "+1/4", "1/4/2", "1", "a/b", "1 /4", "1/", "/4", "Slurm",
    "1/100000", "99999999999999999999/3",
  ])
  func `anything else is refused`(text: String) {
    #expect(throws: ShardError.self) { try ShardRequest(parsing: text) }
  }

  @Test func `the plan's number of shards must be the one asked for`() throws {
    let request = try ShardRequest(parsing: "2/4")
    #expect(try request.shard(ofPlanWith: 4, environment: [:]) == Shard(2, of: 4))
    #expect(throws: ShardError.self) { try request.shard(ofPlanWith: 5, environment: [:]) }
    // A scheduler's variables do not matter where a number was asked for.
    let array = Self.array(9, 1, 9, 1, 9)
    #expect(try request.shard(ofPlanWith: 4, environment: array) == Shard(2, of: 4))
  }

  static func array(_ id: Int, _ min: Int, _ max: Int, _ step: Int, _ count: Int) -> [String:
    String]
  {
    let values = [("ID", id), ("MIN", min), ("MAX", max), ("STEP", step), ("COUNT", count)]
    return Dictionary(
      uniqueKeysWithValues: values.map { ("SLURM_ARRAY_TASK_\($0)", String($1)) })
  }

  @Test(arguments: [
    (array(1, 1, 8, 1, 8), 1), (array(8, 1, 8, 1, 8), 8), (array(0, 0, 7, 1, 8), 1),
    (array(21, 0, 21, 3, 8), 8), (array(3, 0, 21, 3, 8), 2),
  ])
  func `a job array's task is the shard of its place`(_ environment: [String: String], index: Int)
    throws
  {
    let shard = try ShardRequest.slurm.shard(ofPlanWith: 8, environment: environment)
    #expect(shard == (try Shard(index, of: 8)))
  }

  @Test func `an array of other tasks than the plan's shards is refused`() {
    let environments = [
      // Two of eight run again (--array=3,7): its count is not the plan's.
      Self.array(3, 3, 7, 1, 2), Self.array(7, 3, 7, 4, 2),
      // Uneven numbers, a task outside the array, between its steps, no step, more than the plan's.
      Self.array(4, 1, 9, 1, 8), Self.array(9, 1, 8, 1, 8), Self.array(4, 0, 21, 3, 8),
      Self.array(1, 1, 8, 0, 8), Self.array(1, 1, 9, 1, 9), [:],
    ]
    for environment in environments {
      #expect(throws: ShardError.self, "\(environment)") {
        try ShardRequest.slurm.shard(ofPlanWith: 8, environment: environment)
      }
    }
  }

  @Test(arguments: ["ID", "MIN", "MAX", "STEP", "COUNT"])
  func `half of a job array's variables are not enough`(name: String) {
    let variable = "SLURM_ARRAY_TASK_" + name
    for value in [nil, "", "x", "-1"] {
      var environment = Self.array(1, 1, 8, 1, 8)
      environment[variable] = value
      #expect {
        try ShardFromEnvironment.slurm(environment)
      } throws: { error in
        (error as? ShardError)?.detail.contains(variable) == true
      }
    }
  }
}
