internal import ChordaeCore
internal import ChordaeKernels

/// What was counted over the whole file, as the figures ask for it.
struct ReadSummary: Sendable {
  let tally: ReadTally
  let insertSizes: InsertSizes
  let pairs: InsertSizeCounts
  let isSorted: Bool
  let secondaryCount: Int
  let supplementaryCount: Int

  init(
    tally: ReadTally, insertSizes: InsertSizes, isSorted: Bool, secondaryCount: Int,
    supplementaryCount: Int
  ) {
    self.tally = tally
    self.insertSizes = insertSizes
    self.isSorted = isSorted
    self.secondaryCount = secondaryCount
    self.supplementaryCount = supplementaryCount
    pairs = insertSizes.pairs
  }

  /// Original reads, further narrowed by their flags.
  func reads(where includes: (AlignmentFlags) -> Bool = { _ in true }) -> Int {
    tally.sum(\.reads) { $0.isOriginal && includes($0) }
  }

  /// Bases of original reads, further narrowed by their flags.
  func bases(where includes: (AlignmentFlags) -> Bool = { _ in true }) -> Int {
    tally.sum(\.bases) { $0.isOriginal && includes($0) }
  }

  func reads(_ order: AlignmentFlags.ReadOrder) -> Int { reads { $0.readOrder == order } }

  func bases(_ order: AlignmentFlags.ReadOrder) -> Int { bases { $0.readOrder == order } }

  /// Summed base qualities of the first and the last reads.
  var qualities: Int {
    tally.sum(\.qualities) { $0.isOriginal && $0.readOrder != .other }
  }

  /// Summed edit distances, those of supplementary alignments included.
  var mismatches: Int { tally.sum(\.mismatches) { _ in true } }

  /// Bases of M, I, = and X, those of supplementary alignments included.
  var alignedBases: Int { tally.sum(\.alignedBases) { _ in true } }

  func pairs(_ orientation: InsertSizes.Orientation) -> Int {
    insertSizes.pairs(orientation).reduce(0, +)
  }

  /// A ratio in the float32 arithmetic of the peer, so that it prints as the peer's; nil where it
  /// has no denominator.
  static func singleRatio(_ numerator: Int, _ denominator: Int) -> Double? {
    denominator == 0 ? nil : Double(Float(numerator) / Float(denominator))
  }
}
