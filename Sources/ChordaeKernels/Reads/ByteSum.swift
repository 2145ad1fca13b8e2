internal import CKernels

/// Sums bytes, such as the base qualities of a read.
public enum ByteSum {
  /// A form of the kernel; both give the same sums.
  public enum Form: CaseIterable, Sendable {
    case reference, vectors
  }

  /// The sum of a range of bytes.
  @inline(__always)
  public static func of(_ bytes: RawSpan, in range: Range<Int>, form: Form = .vectors) -> Int {
    switch form {
    case .reference:
      var sum = 0
      // Safe: bytes of any pattern are bytes, and the span checks its bounds.
      for place in range {
        sum += Int(unsafe bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self))
      }
      return sum
    case .vectors:
      // Safe: extracting checks the bounds, and the kernel reads no further.
      return unsafe bytes.extracting(range).withUnsafeBytes { part in
        Int(unsafe chordae_byte_sum(part.baseAddress, part.count))
      }
    }
  }
}
