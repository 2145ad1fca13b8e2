/// Positions of an alignment's contigs, ascending and each once.
///
/// A position is held as one number that orders as a sorted file does, so that a read is compared
/// with it in one step.
public struct SitePositions: Sendable, Equatable {
  /// The key of each position and, behind the last, one past all.
  public let keys: [Int]

  /// Past every key.
  public static let end = Int.max

  /// Bits of a key that hold the position on its contig.
  private static let positionBits = 40

  /// Positions by their keys, in any order; what is there twice is taken once.
  public init(_ unordered: [Int] = []) {
    var keys = unordered
    if !zip(keys, keys.dropFirst()).allSatisfy(<) {
      keys.sort()
      var last = -1
      keys.removeAll { key in
        defer { last = key }
        return key == last
      }
    }
    keys.append(Self.end)
    self.keys = keys
  }

  public var count: Int { keys.count - 1 }
  public var isEmpty: Bool { count == 0 }

  /// The key of a 0-based position; negative, before all positions, where there is no contig.
  @inlinable
  public static func key(contig: Int, position: Int) -> Int { contig << 40 + position }

  /// The contig and the 0-based position of a key.
  public static func place(of key: Int) -> (contig: Int, position: Int) {
    (key >> positionBits, key & (1 << positionBits - 1))
  }

  /// The index of the first position that has a key or a later one; `count` where there is none.
  public func firstIndex(from key: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The index of a position; nil where it is not among them.
  public func index(of key: Int) -> Int? {
    let index = firstIndex(from: key)
    return index < count && keys[index] == key ? index : nil
  }
}
