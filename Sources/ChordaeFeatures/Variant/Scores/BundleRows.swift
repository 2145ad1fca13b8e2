import ChordaeCore

/// The rows of a bundle, read a block at a time as its sites come by.
struct BundleRows: Sendable {
  private let source: any ScoreRowSource
  private let blockStarts: [Int]
  private var block = -1
  private(set) var rows = ScoreRows()
  /// What is wrong with the bundle.
  private(set) var fault: InputError?

  init(_ source: any ScoreRowSource) {
    self.source = source
    blockStarts = source.blockStarts
  }

  /// Where a site's rows stand in `rows`; nil where the bundle cannot be read.
  mutating func range(of site: Int) -> Range<Int>? {
    if block < 0 || !(blockStarts[block]..<blockStarts[block + 1]).contains(site) {
      guard fault == nil else { return nil }
      let found = Self.block(of: site, among: blockStarts)
      do throws(InputError) {
        try source.read(block: found, into: &rows)
        block = found
      } catch {
        (fault, block) = (error, -1)
        return nil
      }
    }
    let place = site - blockStarts[block]
    return rows.starts[place]..<rows.starts[place + 1]
  }

  /// The block whose sites hold one.
  private static func block(of site: Int, among starts: [Int]) -> Int {
    var (low, high) = (0, starts.count - 1)
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= site { low = middle } else { high = middle }
    }
    return low
  }
}
