internal import CKernels

/// The samples of a record by genotype, a bit a sample in planes of their own.
///
/// It is refilled record by record and keeps its memory: four planes.
public struct GenotypePlanes: Sendable {
  /// Which samples a plane marks.
  public enum Kind: Int, Sendable, CaseIterable {
    case heterozygous, alternateHomozygous, missing
    /// Those with at least one alternate allele.
    case carriers
  }

  /// A form of the kernel; both give the same planes.
  public enum Form: CaseIterable, Sendable {
    case reference, vectors
  }

  /// The planes one after the other, in the order of the kinds.
  public private(set) var words: [UInt64]
  public private(set) var heterozygousCount = 0
  public private(set) var alternateHomozygousCount = 0
  public private(set) var missingCount = 0
  public var carrierCount: Int { heterozygousCount + alternateHomozygousCount }
  /// Words of a plane as a counter takes it.
  public let wordsPerPlane: Int
  private let sourceWords: Int

  /// Empty planes for so many samples.
  public init(sampleCount: Int) {
    sourceWords = (sampleCount + 63) / 64
    wordsPerPlane = PlaneCounter.wordCount(sampleCount)
    words = [UInt64](repeating: 0, count: Kind.allCases.count * wordsPerPlane)
  }

  /// Where a kind's plane starts in `words`.
  public func start(of kind: Kind) -> Int { kind.rawValue * wordsPerPlane }

  /// Splits the genotypes of the next record: two planes of `source`, one after the other from
  /// `start` on, hold the low and the high bits of a number that counts alternate alleles and is 3 for
  /// missing; bits past the last sample are 0.
  @inline(__always)
  public mutating func split(
    _ source: Span<UInt64>, from start: Int, form: Form = .vectors
  ) {
    precondition(start >= 0 && start + 2 * sourceWords <= source.count)
    guard form == .vectors, sourceWords > 1 else { return splitPlainly(source, from: start) }
    // Safe: the range was checked, and `words` has four planes of `wordsPerPlane`.
    let counts = unsafe source.withUnsafeBufferPointer { planes in
      let low = unsafe planes.baseAddress?.advanced(by: start)
      let high = unsafe low?.advanced(by: sourceWords)
      return unsafe chordae_split_genotypes(low, high, sourceWords, wordsPerPlane, &words)
    }
    heterozygousCount = Int(counts.heterozygous)
    alternateHomozygousCount = Int(counts.alternate_homozygous)
    missingCount = Int(counts.missing)
  }

  private mutating func splitPlainly(_ source: Span<UInt64>, from start: Int) {
    (heterozygousCount, alternateHomozygousCount, missingCount) = (0, 0, 0)
    for word in 0..<sourceWords {
      let (low, high) = (source[start + word], source[start + sourceWords + word])
      // Of one sample nearly all records of a gVCF: nothing to count.
      if low | high == 0 {
        for kind in 0..<Kind.allCases.count { words[kind * wordsPerPlane + word] = 0 }
        continue
      }
      words[word] = low & ~high
      words[wordsPerPlane + word] = high & ~low
      words[2 * wordsPerPlane + word] = low & high
      words[3 * wordsPerPlane + word] = low ^ high
      heterozygousCount += (low & ~high).nonzeroBitCount
      alternateHomozygousCount += (high & ~low).nonzeroBitCount
      missingCount += (low & high).nonzeroBitCount
    }
  }

  /// How many samples a kind's plane marks.
  public func count(of kind: Kind) -> Int {
    switch kind {
    case .heterozygous: heterozygousCount
    case .alternateHomozygous: alternateHomozygousCount
    case .missing: missingCount
    case .carriers: carrierCount
    }
  }

  /// Calls `body` with the number of each sample that a kind's plane marks, in their order.
  @inline(__always)
  public func forEach(_ kind: Kind, _ body: (Int) -> Void) {
    let start = start(of: kind)
    var (word, left) = (0, count(of: kind))
    while left > 0 {
      var bits = words[start + word]
      left -= bits.nonzeroBitCount
      while bits != 0 {
        body(64 * word + bits.trailingZeroBitCount)
        bits &= bits - 1
      }
      word += 1
    }
  }
}
