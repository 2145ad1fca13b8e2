/// One shard of a dataset: its number from 1, how many there are, and the generation of patients.
///
/// The first manifest of a dataset is generation 1; each `--append` opens the next one, with a plan
/// and shards of its own, so that no name of an earlier part is ever used again.
public struct ShardName: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let generation: Int
  public let number: Int
  public let count: Int

  /// A shard; an unsharded run is shard 1 of 1.
  public init(_ number: Int = 1, of count: Int = 1, generation: Int = 1) {
    precondition(generation > 0 && count > 0 && 1...count ~= number, "a shard counts from 1")
    self.generation = generation
    self.number = number
    self.count = count
  }

  /// `00001-of-00004`, and `g002-00001-of-00004` for appended patients, which sorts behind it.
  public var description: String {
    (generation == 1 ? "" : "g\(Digits.padded(generation, 3))-")
      + "\(Digits.padded(number, 5))-of-\(Digits.padded(count, 5))"
  }

  /// The shard of a description; nil for any other text.
  public init?(_ text: some StringProtocol) {
    var words = text.split(separator: "-", omittingEmptySubsequences: false)
    var generation = 1
    if let first = words.first, first.hasPrefix("g") {
      guard let number = Int(first.dropFirst()), number > 1 else { return nil }
      generation = number
      words.removeFirst()
    }
    guard words.count == 3, words[1] == "of", let number = Int(words[0]),
      let count = Int(words[2]), count > 0, 1...count ~= number
    else { return nil }
    self.init(number, of: count, generation: generation)
    guard description == text else { return nil }
  }

  /// By generation, then by number.
  public static func < (a: ShardName, b: ShardName) -> Bool {
    (a.generation, a.count, a.number) < (b.generation, b.count, b.number)
  }
}

/// One part of a dataset: the patients that are written and committed together.
public struct PartName: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let shard: ShardName
  /// The part's place in its shard, from 0.
  public let index: Int

  /// A part of a shard.
  public init(_ shard: ShardName, _ index: Int) {
    precondition(index >= 0, "a part counts from 0")
    self.shard = shard
    self.index = index
  }

  /// `part-00001-of-00004-000000`: the stem of its files, without any patient's id.
  public var description: String { "part-\(shard)-\(Digits.padded(index, 6))" }

  /// The part of a description; nil for any other text.
  public init?(_ text: some StringProtocol) {
    guard text.hasPrefix("part-"), let dash = text.lastIndex(of: "-"),
      let index = Int(text[text.index(after: dash)...]), index >= 0,
      let shard = ShardName(text[..<dash].dropFirst("part-".count))
    else { return nil }
    self.init(shard, index)
    guard description == text else { return nil }
  }

  /// By shard, then by place.
  public static func < (a: PartName, b: PartName) -> Bool {
    (a.shard, a.index) < (b.shard, b.index)
  }
}

/// Numbers with leading zeros, so that names sort as their numbers do.
enum Digits {
  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
