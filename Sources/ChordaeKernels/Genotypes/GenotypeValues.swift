internal import CKernels

/// Numbers a sample by its genotype in bit planes.
public enum GenotypeValues {
  /// A form of the kernel; both give the same numbers.
  public enum Form: CaseIterable, Sendable {
    case reference, vectors
  }

  /// The number of each genotype: by its alternate alleles, and of a missing one.
  public typealias Table = InlineArray<4, Double>

  /// Writes a number for each of `count` samples from `target` on: that of its genotype in `table`.
  ///
  /// `planes` holds the low bits, then the high bits of the samples' numbers of alternate alleles (3 for
  /// missing), `(count + 63) / 64` words each. Cost: some 0.2 ns a sample.
  public static func write(
    _ planes: Span<UInt64>, count: Int, _ table: Table, to values: inout MutableSpan<Double>,
    at target: Int, form: Form = .vectors
  ) {
    let words = (count + 63) / 64
    precondition(count >= 0 && planes.count >= 2 * words)
    precondition(target >= 0 && target <= values.count - count)
    if form == .reference {
      for sample in 0..<count {
        let (word, bit) = (sample / 64, UInt64(sample % 64))
        let (low, high) = (planes[word] >> bit & 1, planes[words + word] >> bit & 1)
        values[target + sample] = table[Int(2 * high + low)]
      }
      return
    }
    let numbers = table.span
    // Safe: both ranges were checked, and the kernel keeps within them.
    unsafe planes.withUnsafeBufferPointer { planes in
      unsafe values.withUnsafeMutableBufferPointer { values in
        unsafe numbers.withUnsafeBufferPointer { table in
          guard let planes = planes.baseAddress, let values = values.baseAddress,
            let table = table.baseAddress
          else { return }
          unsafe chordae_genotype_values(planes, planes + words, count, table, values + target)
        }
      }
    }
  }
}
