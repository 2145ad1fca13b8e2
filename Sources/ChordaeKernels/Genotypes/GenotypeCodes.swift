internal import CKernels

/// Packs genotypes as BCF holds them (VCF specification, 6.3.3) into bit planes.
public enum GenotypeCodes {
  /// A form of the kernel; both give the same.
  public enum Form: CaseIterable, Sendable {
    case reference, vectors
  }

  /// Packs diploid genotypes of one byte an allele, `(allele + 1) << 1`, plus 1 in the second where it is
  /// phased, into bit planes as `GenotypeText.packPlanes` does.
  ///
  /// `codes` holds `2 * count` bytes; `planes` takes `(count + 63) / 64` words each from `target` on.
  /// Odd is a row with alleles other than 0 and 1, with one allele of two missing, with a phase before
  /// the first or with values that are no alleles; the planes are then worth nothing. Cost: some
  /// 30 genotypes a nanosecond.
  public static func packPlanes(
    _ codes: RawSpan, count: Int, to planes: inout MutableSpan<UInt64>, at target: Int,
    form: Form = .vectors
  ) -> GenotypeText.Row {
    guard count > 0 else { return .reference }
    precondition(2 * count <= codes.byteCount)
    precondition(target >= 0 && target + 4 * ((count + 63) / 64) <= planes.count)
    if form == .reference { return packReference(codes, count: count, to: &planes, at: target) }
    // Safe: both ranges were checked, and the kernel keeps within them.
    let found = unsafe codes.withUnsafeBytes { codes in
      unsafe planes.withUnsafeMutableBufferPointer { words in
        guard let codes = codes.baseAddress, let words = words.baseAddress else { return Int32(0) }
        return unsafe chordae_coded_genotype_planes(codes, count, words + target)
      }
    }
    switch Int(found) {
    case Int(CHORDAE_GENOTYPES_ALTERNATE): return .alternate
    case Int(CHORDAE_GENOTYPES_REFERENCE): return .reference
    default: return .odd
    }
  }

  private static func packReference(
    _ codes: RawSpan, count: Int, to planes: inout MutableSpan<UInt64>, at target: Int
  ) -> GenotypeText.Row {
    let words = (count + 63) / 64
    for word in 0..<(4 * words) { planes[target + word] = 0 }
    var row = GenotypeText.Row.reference
    for sample in 0..<count {
      // Safe: bytes of any pattern are bytes, and the loads check their bounds.
      let first = unsafe codes.unsafeLoad(fromByteOffset: 2 * sample, as: UInt8.self)
      let second = unsafe codes.unsafeLoad(fromByteOffset: 2 * sample + 1, as: UInt8.self)
      let number: UInt64
      switch (first, second & 0xFE) {
      case (2, 2): number = 0
      case (2, 4), (4, 2): number = 1
      case (4, 4): number = 2
      case (0, 0): number = 3
      default: return .odd
      }
      if number == 1 || number == 2 { row = .alternate }
      let (at, bit) = (target + sample / 64, UInt64(sample % 64))
      planes[at] |= (number & 1) << bit
      planes[at + words] |= (number >> 1) << bit
      planes[at + 2 * words] |= UInt64(second & 1) << bit
      planes[at + 3 * words] |= (number == 1 && first == 4 ? 1 : 0) << bit
    }
    return row
  }
}
