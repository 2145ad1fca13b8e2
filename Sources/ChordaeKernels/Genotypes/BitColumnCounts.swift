/// Counts for each of many samples how often its bit was set in the bit planes that came by.
///
/// The low bits of the counts are kept as planes themselves, so that adding a plane costs about two
/// operations a word of 64 samples, whatever bits are set; memory is 16 bytes a sample.
public struct BitColumnCounts: Sendable {
  /// Planes of the counts' low bits.
  private static let sliceCount = 8
  /// Planes that may be added before the low bits must be moved to the sums.
  private static let mostPending = (1 << sliceCount) - 1

  private let wordCount: Int
  /// `sliceCount` words a word of the planes, the lowest bits first.
  private var slices: [UInt64]
  private var sums: [Int]
  private var pending = 0

  /// Counts at zero for planes of so many words.
  public init(wordCount: Int) {
    self.wordCount = wordCount
    slices = [UInt64](repeating: 0, count: Self.sliceCount * wordCount)
    sums = [Int](repeating: 0, count: 64 * wordCount)
  }

  /// Adds 1 to the count of each sample whose bit is set.
  ///
  /// - Precondition: the plane has the counts' number of words.
  public mutating func add(_ plane: [UInt64]) {
    precondition(plane.count == wordCount, "a word a word")
    if pending == Self.mostPending { settle() }
    pending += 1
    for word in 0..<wordCount {
      var carry = plane[word]
      var slice = word * Self.sliceCount
      while carry != 0 {
        let low = slices[slice]
        slices[slice] = low ^ carry
        carry &= low
        slice += 1
      }
    }
  }

  /// Adds the counts of the planes that another one was given.
  public mutating func add(_ other: BitColumnCounts) {
    precondition(other.wordCount == wordCount, "a word a word")
    var other = other
    other.settle()
    for sample in sums.indices { sums[sample] += other.sums[sample] }
  }

  /// How often the bit of a sample was set.
  public mutating func count(of sample: Int) -> Int {
    if pending > 0 { settle() }
    return sums[sample]
  }

  /// Moves the low bits to the sums.
  private mutating func settle() {
    for place in slices.indices where slices[place] != 0 {
      let (word, weight) = (place / Self.sliceCount, 1 << (place % Self.sliceCount))
      var bits = slices[place]
      while bits != 0 {
        sums[64 * word + bits.trailingZeroBitCount] += weight
        bits &= bits - 1
      }
      slices[place] = 0
    }
    pending = 0
  }
}
