/// Stretches of a genome of which none touches another: what a list of intervals covers, overlapping
/// and adjoining ones merged, as `bedtools merge` does.
public struct MergedIntervals: Sendable, Equatable {
  /// By index of the contig, ascending; no stretch is empty.
  private let stretches: [Int: [Range<Int>]]
  /// How many there are.
  public let count: Int
  /// Bases of all.
  public let baseCount: Int

  /// What intervals in any order cover; linear where each contig's come ascending.
  public init(_ intervals: some Sequence<(contig: Int, range: Range<Int>)>) {
    var byContig: [Int: [Range<Int>]] = [:]
    var contig: Int?
    var current: [Range<Int>] = []
    // A contig's intervals mostly stand together: its list leaves the dictionary once a run.
    for interval in intervals where !interval.range.isEmpty {
      if interval.contig != contig {
        if let contig { byContig[contig] = current }
        contig = interval.contig
        current = byContig.removeValue(forKey: interval.contig) ?? []
      }
      current.append(interval.range)
    }
    if let contig { byContig[contig] = current }
    stretches = byContig.mapValues(Self.merge)
    count = stretches.values.reduce(0) { $0 + $1.count }
    baseCount = stretches.values.joined().reduce(0) { $0 + $1.count }
  }

  /// No intervals.
  public init() {
    (stretches, count, baseCount) = ([:], 0, 0)
  }

  /// The contigs that have any, ascending.
  public var contigs: [Int] { stretches.keys.sorted() }

  /// Those of a contig, ascending.
  public subscript(contig: Int) -> [Range<Int>] { stretches[contig] ?? [] }

  private static func merge(_ ranges: [Range<Int>]) -> [Range<Int>] {
    let isAscending = zip(ranges, ranges.dropFirst()).allSatisfy { $0.lowerBound <= $1.lowerBound }
    let sorted = isAscending ? ranges : ranges.sorted { $0.lowerBound < $1.lowerBound }
    var merged: [Range<Int>] = []
    for range in sorted {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}
