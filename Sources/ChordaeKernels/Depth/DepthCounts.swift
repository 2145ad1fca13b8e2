/// How many bases have each depth: everything that depth statistics need, in a few numbers.
public struct DepthCounts: Sendable, Equatable {
  /// A depth and its bases.
  public struct Entry: Sendable, Equatable {
    public let depth: Int32
    public var bases: Int

    /// An entry.
    public init(depth: Int32, bases: Int) {
      self.depth = depth
      self.bases = bases
    }
  }

  /// The depths that occur, ascending.
  public private(set) var entries: [Entry]

  /// Counts from entries in any order, each depth once.
  public init(_ entries: [Entry] = []) {
    self.entries = entries.filter { $0.bases != 0 }.sorted { $0.depth < $1.depth }
  }

  /// Bases of all depths.
  public var length: Int { entries.reduce(0) { $0 + $1.bases } }

  /// Summed depth of all bases.
  public var sum: Int { entries.reduce(0) { $0 + Int($1.depth) * $1.bases } }

  /// Mean depth; nil without bases.
  public var mean: Double? { length > 0 ? Double(sum) / Double(length) : nil }

  public var minimum: Int? { entries.first.map { Int($0.depth) } }

  public var maximum: Int? { entries.last.map { Int($0.depth) } }

  /// Bases whose depth is at least so much.
  public func bases(atLeast depth: Int32) -> Int {
    entries.reduce(0) { $1.depth >= depth ? $0 + $1.bases : $0 }
  }

  /// The least depth that so many bases have or stay below; nil where there are fewer.
  public func depth(ofRank rank: Int) -> Int? {
    var cumulative = 0
    for entry in entries {
      cumulative += entry.bases
      if cumulative >= rank { return Int(entry.depth) }
    }
    return nil
  }

  /// The first depth that int(0.5 + length / 2) bases have or stay below: mosdepth's median.
  public var median: Int? { depth(ofRank: Int(0.5 + 0.5 * Double(length))) }

  /// Adds the bases of other counts.
  public mutating func add(_ other: DepthCounts) {
    var merged: [Entry] = []
    merged.reserveCapacity(entries.count + other.entries.count)
    var (mine, theirs) = (entries[...], other.entries[...])
    while let a = mine.first, let b = theirs.first {
      if a.depth == b.depth {
        merged.append(Entry(depth: a.depth, bases: a.bases + b.bases))
        mine.removeFirst()
        theirs.removeFirst()
      } else if a.depth < b.depth {
        merged.append(mine.removeFirst())
      } else {
        merged.append(theirs.removeFirst())
      }
    }
    entries = (merged + mine + theirs).filter { $0.bases != 0 }
  }

  /// The counts with as many bases of depth 0 as a stretch of this length leaves over.
  public func filled(to length: Int) -> DepthCounts {
    let covered = entries.reduce(0) { $1.depth == 0 ? $0 : $0 + $1.bases }
    precondition(covered <= length, "more bases than the stretch has")
    let rest = entries.filter { $0.depth != 0 }
    return DepthCounts([Entry(depth: 0, bases: length - covered)] + rest)
  }
}
