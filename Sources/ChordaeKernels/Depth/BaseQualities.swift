internal import CKernels
internal import ChordaeCore

/// The bases of reads by their quality, found many at a time.
public enum BaseQualities {
  /// A form of the kernels; all give the same figures.
  public enum Form: CaseIterable, Sendable {
    case reference, vectors
  }

  /// Counts the bytes of a range from `minimum` to 127: base qualities, of which one above 127
  /// stands for none, or characters.
  ///
  /// `AlignmentBatch.padding` bytes behind the range may be read and mean nothing.
  @inline(__always)
  public static func count(
    in bytes: RawSpan, _ range: Range<Int>, atLeast minimum: Int8, form: Form = .vectors
  ) -> Int {
    guard form == .vectors else {
      return range.count { Int8(bitPattern: bytes.byte(at: $0)) >= minimum }
    }
    precondition(0 <= range.lowerBound && range.upperBound <= bytes.byteCount - lanes)
    return unsafe bytes.withUnsafeBytes { buffer in
      // Safe: the range and the lanes behind it lie in the buffer.
      unsafe Int(
        chordae_count_at_least(
          buffer.baseAddress?.advanced(by: range.lowerBound)
            .assumingMemoryBound(to: UInt8.self), range.count, minimum))
    }
  }

  static let lanes = Int(CHORDAE_QUALITY_LANES)
}
