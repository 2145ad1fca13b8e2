/// One share of a run: number `index` of `count`, from 1.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
  /// The most shares that a plan may have.
  public static let most = 99_999

  public let index: Int
  public let count: Int

  /// The only share of a run that is not shared out.
  public static let whole = Shard(unchecked: 1, of: 1)

  /// A share; throws where the index is not in `1...count`.
  public init(_ index: Int, of count: Int) throws(ShardError) {
    guard 1...Self.most ~= count, 1...count ~= index else {
      throw ShardError(
        detail: "shard \(index)/\(count): shards count from 1/N to N/N, up to \(Self.most)")
    }
    self.init(unchecked: index, of: count)
  }

  private init(unchecked index: Int, of count: Int) {
    (self.index, self.count) = (index, count)
  }

  public var description: String { "\(index)/\(count)" }
}

/// Why a shard cannot be told: a fault of the command's usage.
public struct ShardError: Error, Sendable, Equatable {
  public let detail: String

  /// An error with one sentence for the user.
  public init(detail: String) { self.detail = detail }
}

/// What `--shard` asks for.
public enum ShardRequest: Sendable, Equatable {
  /// This share: `i/N`.
  case number(Shard)
  /// The share that a Slurm job array's variables name: `slurm`.
  case slurm

  /// Reads the option's value.
  public init(parsing text: String) throws(ShardError) {
    if text == "slurm" {
      self = .slurm
      return
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Self.number(parts[0]), let count = Self.number(parts[1])
    else { throw ShardError(detail: "'i/N' (from 1/N to N/N) or 'slurm' was expected") }
    self = .number(try Shard(index, of: count))
  }

  /// The share to take of a plan with so many shards.
  public func shard(
    ofPlanWith count: Int, environment: [String: String]
  ) throws(ShardError) -> Shard {
    let shard =
      switch self {
      case .number(let shard): shard
      case .slurm: try ShardFromEnvironment.slurm(environment)
      }
    guard shard.count == count else {
      throw ShardError(
        detail: "shard \(shard) was asked for, but the plan has \(count) shards"
          + (self == .slurm ? "; to run some of them again, name each by '--shard i/\(count)'" : "")
      )
    }
    return shard
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(text) : nil
  }
}
