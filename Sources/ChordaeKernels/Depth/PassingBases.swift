internal import CKernels
public import ChordaeCore

/// Finds a read's bases that have a least quality and are called (not N), and where they lie on the
/// contig.
public struct PassingBases: Sendable {
  private let leastQuality: Int8
  private let form: BaseQualities.Form
  /// The runs of a read in its own numbers, where its CIGAR has several operations.
  private var runs: [Range<Int32>] = []

  /// A finder of bases of such a quality.
  public init(leastQuality: Int8, form: BaseQualities.Form = .vectors) {
    self.leastQuality = leastQuality
    self.form = form
  }

  /// Stretches that a read can have at most.
  @inline(__always)
  public static func room(for record: AlignmentRecord) -> Int {
    // Every run takes a base and the one behind it; each operation may cut one.
    Int(record.baseCount) / 2 + 1 + Int(record.cigarCount)
  }

  /// Puts the stretches of the contig that the passing bases of a read lie on, under M, = and X, into a
  /// list from a place on, ascending; gives how many there are.
  ///
  /// None where the record gives no qualities, which BAM writes as 255. The list must have `room`.
  @inline(__always)
  public mutating func place(
    _ record: AlignmentRecord, _ bytes: RawSpan, into list: inout [Range<Int32>], at first: Int
  ) -> Int {
    let length = Int(record.baseCount)
    precondition(
      first + Self.room(for: record) <= list.count && 0 <= record.baseBytes.lowerBound
        && record.qualityBytes.upperBound + BaseQualities.lanes <= bytes.byteCount)
    if record.cigarCount == 1,
      case let operation = CigarOperation(rawValue: bytes.word(at: record.cigarByte)),
      operation.isAligned, operation.length >= length
    {
      return find(record, bytes, into: &list, at: first, shift: Int32(record.start))
    }
    if runs.count < length / 2 + 1 {
      runs = [Range<Int32>](repeating: 0..<0, count: length + 64)
    }
    let count = find(record, bytes, into: &runs, at: 0, shift: 0)
    return place(count, record, bytes, into: &list, at: first)
  }

  /// Places runs of the read on the contig, by its CIGAR.
  private func place(
    _ count: Int, _ record: AlignmentRecord, _ bytes: RawSpan, into list: inout [Range<Int32>],
    at first: Int
  ) -> Int {
    var (position, base, run, filled) = (record.start, 0, 0, first)
    for index in 0..<Int(record.cigarCount) where run < count {
      let operation = CigarOperation(rawValue: bytes.word(at: record.cigarByte + 4 * index))
      if operation.isAligned {
        let (end, shift) = (base + operation.length, position - base)
        while run < count, runs[run].lowerBound < end {
          let start = max(base, Int(runs[run].lowerBound))
          let stop = min(end, Int(runs[run].upperBound))
          if start < stop {
            list[filled] = Int32(start + shift)..<Int32(stop + shift)
            filled += 1
          }
          guard runs[run].upperBound <= end else { break }
          run += 1
        }
      }
      if operation.consumesRead { base += operation.length }
      if operation.consumesReference { position += operation.length }
    }
    return filled - first
  }

  /// Puts the runs of passing bases, shifted, into a list.
  @inline(__always)
  private func find(
    _ record: AlignmentRecord, _ bytes: RawSpan, into list: inout [Range<Int32>], at first: Int,
    shift: Int32
  ) -> Int {
    switch form {
    case .reference: findPlainly(record, bytes, into: &list, at: first, shift: shift)
    case .vectors: findVectors(record, bytes, into: &list, at: first, shift: shift)
    }
  }

  @inline(__always)
  private func findVectors(
    _ record: AlignmentRecord, _ bytes: RawSpan, into list: inout [Range<Int32>], at first: Int,
    shift: Int32
  ) -> Int {
    let (bases, qualities) = (record.baseBytes.lowerBound, record.qualityBytes.lowerBound)
    return unsafe bytes.withUnsafeBytes { buffer in
      // Safe: the bases, the qualities and the lanes behind them lie in the buffer and the list has
      // room, as the caller has checked; a range of words is its two bounds, one after the other.
      let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return unsafe list.withUnsafeMutableBytes { list in
        unsafe Int(
          chordae_passing_runs(
            start?.advanced(by: qualities), start?.advanced(by: bases), Int(record.baseCount),
            leastQuality, shift,
            list.baseAddress?.assumingMemoryBound(to: chordae_base_run.self).advanced(by: first)))
      }
    }
  }

  private func findPlainly(
    _ record: AlignmentRecord, _ bytes: RawSpan, into list: inout [Range<Int32>], at first: Int,
    shift: Int32
  ) -> Int {
    let (bases, qualities) = (record.baseBytes.lowerBound, record.qualityBytes.lowerBound)
    var filled = first
    var start: Int32?
    for place in 0...Int(record.baseCount) {
      let passes =
        place < Int(record.baseCount)
        && Int8(bitPattern: bytes.byte(at: qualities + place)) >= leastQuality
        && Self.base(bytes, bases, place) != 15
      if passes, start == nil { start = Int32(place) }
      guard !passes, let begun = start else { continue }
      list[filled] = begun + shift..<Int32(place) + shift
      filled += 1
      start = nil
    }
    return filled - first
  }

  /// The code of a base: two of them share a byte, the first in its high half.
  private static func base(_ bytes: RawSpan, _ bases: Int, _ place: Int) -> UInt8 {
    let pair = bytes.byte(at: bases + place / 2)
    return place % 2 == 0 ? pair >> 4 : pair & 15
  }
}
