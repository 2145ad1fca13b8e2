internal import ChordaeCore
internal import ChordaeKernels

/// What was counted over the whole file, as the figures ask for it.
struct ReadSummary: Sendable {
  private let rows: [(flags: AlignmentFlags, row: ReadTally.Row)]
  let insertSizes: InsertSizes
  let pairs: InsertSizeCounts
  let isSorted: Bool
  let secondaryCount: Int
  let supplementaryCount: Int

  init(
    tally: ReadTally, insertSizes: InsertSizes, isSorted: Bool, secondaryCount: Int,
    supplementaryCount: Int
  ) {
    rows = tally.occupied
    self.insertSizes = insertSizes
    self.isSorted = isSorted
    self.secondaryCount = secondaryCount
    self.supplementaryCount = supplementaryCount
    pairs = insertSizes.pairs
  }

  /// A count summed over the records whose flags are so.
  func sum(
    _ count: KeyPath<ReadTally.Row, Int>, where includes: (AlignmentFlags) -> Bool
  ) -> Int {
    rows.reduce(0) { includes($1.flags) ? $0 + $1.row[keyPath: count] : $0 }
  }

  /// The longest read of those whose flags are so; 0 where there is none.
  func longest(where includes: (AlignmentFlags) -> Bool) -> Int {
    rows.reduce(0) { includes($1.flags) ? max($0, $1.row.longest) : $0 }
  }

  /// Original reads, further narrowed by their flags.
  func reads(where includes: (AlignmentFlags) -> Bool = { _ in true }) -> Int {
    sum(\.reads) { $0.isOriginal && includes($0) }
  }

  /// Bases of original reads, further narrowed by their flags.
  func bases(where includes: (AlignmentFlags) -> Bool = { _ in true }) -> Int {
    sum(\.bases) { $0.isOriginal && includes($0) }
  }

  func reads(_ order: AlignmentFlags.ReadOrder) -> Int { reads { $0.readOrder == order } }

  func bases(_ order: AlignmentFlags.ReadOrder) -> Int { bases { $0.readOrder == order } }

  /// Summed base qualities of the first and the last reads.
  var qualities: Int {
    sum(\.qualities) { $0.isOriginal && $0.readOrder != .other }
  }

  /// Summed edit distances, those of supplementary alignments included.
  var mismatches: Int { sum(\.mismatches) { _ in true } }

  /// Bases of M, I, = and X, those of supplementary alignments included.
  var alignedBases: Int { sum(\.alignedBases) { _ in true } }

  func pairs(_ orientation: InsertSizes.Orientation) -> Int {
    insertSizes.pairs(orientation).reduce(0, +)
  }

  /// A ratio in the float32 arithmetic of the peer, so that it prints as the peer's; nil where it
  /// has no denominator.
  static func singleRatio(_ numerator: Int, _ denominator: Int) -> Double? {
    denominator == 0 ? nil : Double(Float(numerator) / Float(denominator))
  }
}
