/// The share that a scheduler's variables name; read only where the user asks for it, since some
/// workflow engines leave variables of another task in place.
public enum ShardFromEnvironment {
  /// The share of a task of a Slurm job array over evenly spaced numbers (`--array=1-N`, `0-99:3`).
  public static func slurm(_ environment: [String: String]) throws(ShardError) -> Shard {
    let id = try value("ID", environment)
    let first = try value("MIN", environment)
    let last = try value("MAX", environment)
    let step = try value("STEP", environment)
    let count = try value("COUNT", environment)
    guard step > 0, 1...Shard.most ~= count, last - first == (count - 1) * step else {
      throw ShardError(
        detail: "the job array's task numbers are not evenly spaced, so that they do not tell the"
          + " shard: submit --array=1-N, or name the shard by '--shard i/N'")
    }
    guard first...last ~= id, (id - first) % step == 0 else {
      throw ShardError(detail: "SLURM_ARRAY_TASK_ID is none of the job array's task numbers")
    }
    return try Shard((id - first) / step + 1, of: count)
  }

  private static func value(
    _ name: String, _ environment: [String: String]
  ) throws(ShardError) -> Int {
    let variable = "SLURM_ARRAY_TASK_" + name
    guard let text = environment[variable] else {
      throw ShardError(detail: "\(variable) is not set: '--shard slurm' is for Slurm job arrays")
    }
    guard let number = Int(text), 0...0xFFFF_FFFF ~= number else {
      throw ShardError(detail: "\(variable) is not a number")
    }
    return number
  }
}
