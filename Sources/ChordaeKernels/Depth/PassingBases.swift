internal import CKernels
internal import ChordaeCore

/// The runs of a read's bases that have a least quality and are called (not N), in the read's own
/// numbers; refilled in place.
struct PassingBases {
  private var runs = [chordae_base_run](repeating: chordae_base_run(), count: 256)
  private(set) var count = 0

  subscript(_ place: Int) -> Range<Int> { Int(runs[place].start)..<Int(runs[place].end) }

  /// Finds the runs of a record; none where it gives no qualities, which BAM writes as 255.
  @inline(__always)
  mutating func find(
    in record: AlignmentRecord, _ bytes: RawSpan, atLeast minimum: Int8,
    form: BaseQualities.Form = .vectors
  ) {
    let length = Int(record.baseCount)
    if runs.count <= length / 2 {
      runs = [chordae_base_run](repeating: chordae_base_run(), count: length)
    }
    let (bases, qualities) = (record.baseBytes.lowerBound, record.qualityBytes.lowerBound)
    precondition(
      0 <= bases && bases <= qualities
        && qualities + length + BaseQualities.lanes <= bytes.byteCount)
    switch form {
    case .reference: findPlainly(bytes, bases, qualities, length, minimum)
    case .vectors: findVectors(bytes, bases, qualities, length, minimum)
    }
  }

  private mutating func findVectors(
    _ bytes: RawSpan, _ bases: Int, _ qualities: Int, _ length: Int, _ minimum: Int8
  ) {
    count = unsafe bytes.withUnsafeBytes { buffer in
      // Safe: the qualities and the lanes behind them, and the bases before them, lie in the
      // buffer, and there is room for the runs.
      let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return unsafe Int(
        chordae_passing_runs(
          start?.advanced(by: qualities), start?.advanced(by: bases), length, minimum, &runs))
    }
  }

  private mutating func findPlainly(
    _ bytes: RawSpan, _ bases: Int, _ qualities: Int, _ length: Int, _ minimum: Int8
  ) {
    count = 0
    var start: Int?
    for place in 0...length {
      let passes =
        place < length && Int8(bitPattern: bytes.byte(at: qualities + place)) >= minimum
        && Self.base(bytes, bases, place) != 15
      if passes, start == nil { start = place }
      guard !passes, let first = start else { continue }
      runs[count] = chordae_base_run(start: Int32(first), end: Int32(place))
      count += 1
      start = nil
    }
  }

  /// The code of a base: two of them share a byte, the first in its high half.
  private static func base(_ bytes: RawSpan, _ bases: Int, _ place: Int) -> UInt8 {
    let pair = bytes.byte(at: bases + place / 2)
    return place % 2 == 0 ? pair >> 4 : pair & 15
  }
}
