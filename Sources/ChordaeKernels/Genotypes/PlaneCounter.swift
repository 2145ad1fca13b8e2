internal import CKernels

/// Counts, for all samples at a time, in how many of many bit planes a sample's bit is set.
///
/// The counts' binary digits stand in planes themselves, least digit first, and planes are added three
/// to two (carry save): a plane costs about five operations a word, however many bits are set, where
/// counting bit by bit costs one a sample. Levels of digits are added as counts grow; `flush`
/// turns them into integers.
///
/// The idea of counting with vertical digits and carry-save adders is Harley's and Seal's, after
/// Muła, Kurz and Lemire, The Computer Journal 61 (2018).
public struct PlaneCounter: Sendable {
  /// A form of the kernel; both give the same counts.
  public enum Form: CaseIterable, Sendable {
    /// Bit after bit into integers.
    case reference
    case vectors
  }

  /// The integers so far, a number a sample, padded; what is in the levels comes on top.
  private var totals: [Int64] = []
  /// Two planes a level: the digits, and a plane that waits for another of its weight.
  private var levels: [UInt64] = []
  private var levelCount = 0
  /// Levels with a plane that waits, a bit each.
  private var waiting: UInt64 = 0
  private let words: Int
  private let form: Form
  private static let few = 4

  /// A counter at zero, which takes memory with the first plane.
  public init(sampleCount: Int, form: Form = .vectors) {
    words = Self.wordCount(sampleCount)
    self.form = form
  }

  /// Words of a plane that a counter takes: enough for a bit a sample, in whole vectors.
  public static func wordCount(_ sampleCount: Int) -> Int {
    let lanes = Int(CHORDAE_PLANE_LANES)
    return ((sampleCount + 63) / 64 + lanes - 1) / lanes * lanes
  }

  /// Adds one for each sample whose bit is set in the plane that starts at a word.
  @inline(__always)
  public mutating func add(_ planes: Span<UInt64>, from start: Int) {
    precondition(start >= 0 && start + words <= planes.count)
    switch form {
    case .reference: addPlainly(planes, from: start)
    case .vectors: add(planes, from: start, atLevel: 0)
    }
  }

  /// Adds one for each sample that a record's plane of a kind marks.
  ///
  /// A few samples are added one by one: they take no more time so, and no levels.
  @inline(__always)
  public mutating func add(_ kind: GenotypePlanes.Kind, of planes: borrowing GenotypePlanes) {
    let count = planes.count(of: kind)
    if count == 0 { return }
    if count <= Self.few {
      planes.forEach(kind) { add(1, for: $0) }
    } else {
      add(planes.words.span, from: planes.start(of: kind))
    }
  }

  /// Adds a number for one sample.
  @inline(__always)
  public mutating func add(_ count: Int, for sample: Int) {
    if totals.isEmpty { totals = [Int64](repeating: 0, count: 64 * words) }
    totals[sample] += Int64(count)
  }

  /// Adds what another counter of the same samples has counted.
  public mutating func merge(_ other: PlaneCounter) {
    precondition(other.words == words, "counters of the same samples")
    for sample in other.totals.indices where other.totals[sample] != 0 {
      add(Int(other.totals[sample]), for: sample)
    }
    for level in 0..<other.levelCount {
      let start = 2 * level * words
      add(other.levels.span, from: start, atLevel: level)
      if other.waiting >> UInt64(level) & 1 == 1 {
        add(other.levels.span, from: start + words, atLevel: level)
      }
    }
  }

  /// Turns all digits into integers.
  public mutating func flush() {
    guard levelCount > 0 else { return }
    if totals.isEmpty { totals = [Int64](repeating: 0, count: 64 * words) }
    // Safe: there are two planes a level, and 64 totals a word.
    unsafe chordae_read_planes(levels, words, levelCount, waiting, &totals)
    levels.removeAll()
    (levelCount, waiting) = (0, 0)
  }

  /// What was counted for a sample.
  ///
  /// - Precondition: nothing was added since the last `flush`.
  public func count(of sample: Int) -> Int {
    precondition(levelCount == 0, "a counter is flushed before it is read")
    return totals.isEmpty ? 0 : Int(totals[sample])
  }

  @inline(__always)
  private mutating func add(_ planes: Span<UInt64>, from start: Int, atLevel level: Int) {
    // The planes that wait from this level on without a gap move up with the new one.
    let full = (~(waiting >> UInt64(level))).trailingZeroBitCount
    while levelCount <= level + full { grow() }
    let moved = (UInt64(1) << UInt64(full) - 1) << UInt64(level)
    waiting = waiting & ~moved | UInt64(1) << UInt64(level + full)
    // Safe: the caller has checked the range, and there are levels up to the one where a plane waits.
    unsafe planes.withUnsafeBufferPointer { source in
      unsafe levels.withUnsafeMutableBufferPointer { target in
        unsafe chordae_add_plane(
          target.baseAddress?.advanced(by: 2 * level * words), words, full,
          source.baseAddress?.advanced(by: start))
      }
    }
  }

  private mutating func grow() {
    levels.append(contentsOf: repeatElement(0, count: 2 * words))
    levelCount += 1
  }

  private mutating func addPlainly(_ planes: Span<UInt64>, from start: Int) {
    for word in 0..<words {
      var bits = planes[start + word]
      while bits != 0 {
        add(1, for: 64 * word + bits.trailingZeroBitCount)
        bits &= bits - 1
      }
    }
  }
}
