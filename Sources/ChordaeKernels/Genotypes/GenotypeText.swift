internal import CKernels

/// Reads the text of a VCF row: where its columns end, and its genotypes as bit planes.
public enum GenotypeText {
  /// A form of the kernels; both give the same.
  public enum Form: CaseIterable, Sendable {
    case reference, vectors
  }

  /// Bytes behind a text that the kernels may read.
  public static let padding = Int(CHORDAE_TEXT_PADDING)

  /// What the genotypes of a row are.
  public enum Row: Sendable {
    /// Not all of them are diploid ones of the alleles 0 and 1, a tab apart.
    case odd
    /// They are, and all called alleles are the reference's.
    case reference
    /// They are, with alternate alleles among them.
    case alternate
  }

  /// Packs genotypes of three letters (`0/1`, `1|1`, `./.`), a tab apart, into bit planes.
  ///
  /// They stand in `bytes` from `start` on, `4 * count - 1` bytes, and every byte of them is checked.
  /// `planes` takes `(count + 63) / 64` words each from `target` on: low and high bits of the number of
  /// alternate alleles (3 for missing), phase, whether the alternate allele stands first. After an odd
  /// row the planes are worth nothing. Cost: 4 to 8 genotypes a nanosecond with AVX2.
  public static func packPlanes(
    _ bytes: RawSpan, from start: Int, count: Int, to planes: inout MutableSpan<UInt64>,
    at target: Int, form: Form = .vectors
  ) -> Row {
    guard count > 0 else { return .reference }
    let words = (count + 63) / 64
    precondition(start >= 0 && start + 4 * count - 1 <= bytes.byteCount)
    precondition(target >= 0 && target + 4 * words <= planes.count)
    if form == .reference {
      return packReference(bytes, from: start, count: count, to: &planes, at: target)
    }
    // Safe: both ranges were checked, and the kernel keeps within them.
    let found = unsafe bytes.withUnsafeBytes { text in
      unsafe planes.withUnsafeMutableBufferPointer { words in
        guard let text = text.baseAddress, let words = words.baseAddress else { return Int32(0) }
        return unsafe chordae_genotype_planes(text + start, count, words + target)
      }
    }
    switch Int(found) {
    case Int(CHORDAE_GENOTYPES_ALTERNATE): return .alternate
    case Int(CHORDAE_GENOTYPES_REFERENCE): return .reference
    default: return .odd
    }
  }

  private static func packReference(
    _ bytes: RawSpan, from start: Int, count: Int, to planes: inout MutableSpan<UInt64>,
    at target: Int
  ) -> Row {
    func letter(_ place: Int) -> UInt8 {
      // Safe: bytes of any pattern are bytes, and the load checks its bounds.
      unsafe bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)
    }
    let words = (count + 63) / 64
    for word in 0..<(4 * words) { planes[target + word] = 0 }
    var row = Row.reference
    for sample in 0..<count {
      let place = start + 4 * sample
      let (first, mark, second) = (letter(place), letter(place + 1), letter(place + 2))
      guard mark == 47 || mark == 124, sample == count - 1 || letter(place + 3) == 9 else {
        return .odd
      }
      let number: UInt64
      switch (first, second) {
      case (48, 48): number = 0
      case (48, 49), (49, 48): number = 1
      case (49, 49): number = 2
      case (46, 46): number = 3
      default: return .odd
      }
      if number == 1 || number == 2 { row = .alternate }
      let (at, bit) = (target + sample / 64, UInt64(sample % 64))
      planes[at] |= (number & 1) << bit
      planes[at + words] |= (number >> 1) << bit
      planes[at + 2 * words] |= (mark == 124 ? 1 : 0) << bit
      planes[at + 3 * words] |= (number == 1 && first == 49 ? 1 : 0) << bit
    }
    return row
  }

  /// Most alleles of a record whose numbers are single digits.
  public static let codedAlleles = 10

  /// Writes the codes of genotypes of three letters with any single digits (`0/2`, `./1`), a tab apart:
  /// two codes a genotype from `target` on, `(allele + 1) << 1`, 0 for a dot, plus 1 where a bar stands
  /// before the second allele.
  ///
  /// They stand in `bytes` from `start` on, `4 * count - 1` bytes, with `padding` bytes behind. False
  /// where they are of another form or name an allele that is none of `alleleCount`; the codes are then
  /// worth nothing. Cost: some 5 genotypes a nanosecond.
  public static func codes(
    _ bytes: RawSpan, from start: Int, count: Int, alleleCount: Int, to codes: inout [Int16],
    at target: Int, form: Form = .vectors
  ) -> Bool {
    precondition(start >= 0 && count > 0 && start + 4 * count <= bytes.byteCount)
    precondition(target >= 0 && target + 2 * count <= codes.count)
    precondition((1...codedAlleles).contains(alleleCount))
    if form == .reference {
      return referenceCodes(bytes, start, count, alleleCount, to: &codes, at: target)
    }
    // Safe: both ranges were checked, and the kernel keeps within them; it writes words of any
    // alignment that the processor can write.
    return unsafe bytes.withUnsafeBytes { text in
      unsafe codes.withUnsafeMutableBytes { codes in
        guard let text = text.baseAddress, let codes = codes.baseAddress else { return false }
        return unsafe chordae_genotype_codes(
          text + start, count, UInt32(alleleCount), codes + 2 * target) != 0
      }
    }
  }

  private static func referenceCodes(
    _ bytes: RawSpan, _ start: Int, _ count: Int, _ alleleCount: Int, to codes: inout [Int16],
    at target: Int
  ) -> Bool {
    func code(_ place: Int) -> Int16? {
      let letter = unsafe bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)
      if letter == UInt8(ascii: ".") { return 0 }
      let allele = Int(letter) - 48
      return (0..<alleleCount).contains(allele) ? Int16(allele + 1) << 1 : nil
    }
    for sample in 0..<count {
      let place = start + 4 * sample
      let mark = unsafe bytes.unsafeLoad(fromByteOffset: place + 1, as: UInt8.self)
      let tab = unsafe bytes.unsafeLoad(fromByteOffset: place + 3, as: UInt8.self)
      guard let first = code(place), let second = code(place + 2), mark == 47 || mark == 124,
        tab == 9 || sample == count - 1
      else { return false }
      codes[target + 2 * sample] = first
      codes[target + 2 * sample + 1] = second | (mark == 124 ? 1 : 0)
    }
    return true
  }

  /// Lists where the columns of a line that starts at `start` end: at tabs, the last at the newline,
  /// as many as `ends` has room for; gives how many there are.
  ///
  /// `bytes` holds `padding` bytes more than `limit`, before which the line's text ends.
  @inline(__always)
  public static func columnEnds(
    _ bytes: RawSpan, from start: Int, limit: Int, to ends: inout [UInt32],
    form: Form = .vectors
  ) -> Int {
    precondition(start >= 0 && start <= limit && limit + padding <= bytes.byteCount)
    if form == .reference { return referenceEnds(bytes, from: start, limit: limit, to: &ends) }
    // Safe: the kernel reads the text and its padding, and writes as many ends as there is room for.
    return unsafe bytes.withUnsafeBytes { text in
      unsafe ends.withUnsafeMutableBufferPointer { ends in
        guard let text = text.baseAddress else { return 0 }
        return unsafe chordae_column_ends(
          text + start, limit - start, ends.baseAddress, ends.count)
      }
    }
  }

  private static func referenceEnds(
    _ bytes: RawSpan, from start: Int, limit: Int, to ends: inout [UInt32]
  ) -> Int {
    var count = 0
    for place in start..<limit where count < ends.count {
      let letter = unsafe bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)
      guard letter == 9 || letter == 10 else { continue }
      ends[count] = UInt32(place - start)
      count += 1
      if letter == 10 { break }
    }
    return count
  }

  /// Gathers the bits of some samples of one bit plane, in their order, to the words from `target` on.
  ///
  /// `mask` has a 1 for each wanted sample, word for word with the plane that starts at `start`.
  public static func selectBits(
    _ planes: [UInt64], from start: Int, mask: [UInt64], to selected: inout [UInt64],
    at target: Int, form: Form = .vectors
  ) {
    let wanted = mask.reduce(0) { $0 + $1.nonzeroBitCount }
    precondition(start >= 0 && start + mask.count <= planes.count)
    precondition(target >= 0 && target + (wanted + 63) / 64 <= selected.count)
    if form == .reference {
      var sample = 0
      for place in 0..<(64 * mask.count) where mask[place >> 6] >> UInt64(place & 63) & 1 == 1 {
        let bit = planes[start + place >> 6] >> UInt64(place & 63) & 1
        if sample & 63 == 0 { selected[target + sample >> 6] = 0 }
        selected[target + sample >> 6] |= bit << UInt64(sample & 63)
        sample += 1
      }
      return
    }
    // Safe: both ranges were checked, and the kernel keeps within them.
    unsafe planes.withUnsafeBufferPointer { bits in
      unsafe mask.withUnsafeBufferPointer { mask in
        unsafe selected.withUnsafeMutableBufferPointer { selected in
          guard let bits = bits.baseAddress, let chosen = mask.baseAddress,
            let selected = selected.baseAddress
          else { return }
          unsafe chordae_select_bits(bits + start, chosen, mask.count, selected + target)
        }
      }
    }
  }
}
