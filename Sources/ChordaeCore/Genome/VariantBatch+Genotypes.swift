extension VariantBatch {
  /// Bit planes of a record: low bits, high bits, phases, whether the alternate allele stands first.
  public static let planeCount = 4

  /// The number of a sample in a record's bit planes: alternate alleles, 3 for missing.
  @inlinable
  public func planeNumber(_ record: Int, _ sample: Int) -> Int {
    Int(planeBit(1, record, sample) << 1 | planeBit(0, record, sample))
  }

  /// The bit of a sample in one of a record's bit planes.
  @inlinable
  public func planeBit(_ plane: Int, _ record: Int, _ sample: Int) -> UInt64 {
    planes[sampleValues[record].planeStart + plane * planeWords + sample >> 6]
      >> UInt64(sample & 63) & 1
  }

  /// Alleles of a sample as codes, whatever the record's form; empty without GT.
  public func codes(ofRecord record: Int, sample: Int) -> [Int16] {
    guard sampleValues[record].planeStart >= 0 else {
      let ploidy = Int(sampleValues[record].ploidy)
      let start = sampleValues[record].genotypeStart + sample * ploidy
      return Array(genotypes[start..<start + ploidy])
    }
    let phase = Int16(planeBit(2, record, sample))
    return switch planeNumber(record, sample) {
    case 0: [2, 2 | phase]
    case 1: planeBit(3, record, sample) == 1 ? [4, 2 | phase] : [2, 4 | phase]
    case 2: [4, 4 | phase]
    default: [0, phase]
    }
  }

  /// Turns the codes of a new record, from `start` on, into bit planes where they have that form;
  /// gives where these start, -1 where the codes stay.
  public mutating func packGenotypes(from start: Int, ploidy: Int, alleleCount: Int) -> Int {
    guard ploidy == 2, alleleCount <= 2 else { return -1 }
    let target = planes.count
    planes.append(contentsOf: repeatElement(0, count: Self.planeCount * planeWords))
    for sample in 0..<sampleCount {
      let (first, second) = (genotypes[start + 2 * sample], genotypes[start + 2 * sample + 1])
      guard let number = Self.planeNumber(first, second) else {
        planes.removeLast(Self.planeCount * planeWords)
        return -1
      }
      let (word, bit) = (target + sample >> 6, UInt64(sample & 63))
      planes[word] |= (number & 1) << bit
      planes[word + planeWords] |= (number >> 1) << bit
      planes[word + 2 * planeWords] |= UInt64(second & 1) << bit
      planes[word + 3 * planeWords] |= (number == 1 && first > 3 ? 1 : 0) << bit
    }
    return target
  }

  /// Alternate alleles of two codes, 3 where both are missing; nil where planes cannot hold them.
  private static func planeNumber(_ first: Int16, _ second: Int16) -> UInt64? {
    // A phase mark before the first allele is not kept in planes.
    guard first >= 0, second >= 0, first & 1 == 0, first <= 5, second <= 5 else { return nil }
    let (a, b) = (first >> 1, second >> 1)
    if a == 0 || b == 0 { return a == b ? 3 : nil }
    return UInt64(a + b - 2)
  }
}
