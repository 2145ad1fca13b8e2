import ChordaeCore

/// What a resolver keeps of a record that reaches a wanted site, until the stream has passed its end.
///
/// Slots are used again, so that nothing is allocated once they have grown.
struct RetainedRecord: Sendable {
  /// 0-based start and end on the contig.
  private(set) var start: Int64 = 0
  private(set) var end: Int64 = 0
  /// The record's number in the stream, from 0.
  private(set) var number = 0
  /// Whether it says nothing but that, or how surely, a stretch is the reference's.
  private(set) var isBlock = false
  /// Whether one of its alternates stands for any other than the reference (`<NON_REF>`, `<*>`).
  private(set) var hasUnseenAllele = false
  /// Alternates that stand for something.
  private(set) var alternateCount = 0
  /// Alleles, the reference among them.
  private(set) var alleleCount = 0
  /// Letters of the reference.
  private(set) var referenceCount = 0
  /// The reference's first letter in upper case.
  private var firstLetter: UInt8 = 0
  /// Letters of all alleles in upper case, of a block those of its reference where it has several.
  private(set) var text: [UInt8] = []
  /// Empty, as are kinds, genotypes and dosages, or left over from an earlier record, in a block.
  private(set) var alleles: [Range<Int>] = []
  private(set) var kinds: [AlleleKind] = []
  /// Alleles a sample at most; 0 without GT.
  private(set) var ploidy = 0
  /// Low bits, then high bits, of the samples' numbers of alternate alleles; empty where `codes` are.
  private(set) var planes: [UInt64] = []
  private(set) var codes: [Int16] = []
  /// Expected copies, alternate after alternate; empty where the record has none.
  private(set) var dosages: [Float] = []
  /// Alleles of each sample that is the reference with enough evidence, 0 for all others; of use only
  /// where `tellsReference`.
  private(set) var references: [UInt8] = []

  /// Whether it is a block or has an unseen allele, so that it says where samples are the reference.
  var tellsReference: Bool { isBlock || hasUnseenAllele }

  /// Takes a record's place.
  mutating func take(
    _ record: Int, of batch: borrowing VariantBatch, number: Int, rules: EvidenceRules,
    usesDosages: Bool = true
  ) {
    start = batch.positions[record]
    end = start + max(1, batch.referenceLengths[record])
    self.number = number
    let range = batch.alleleStarts[record]..<batch.alleleStarts[record + 1]
    count(range, of: batch)
    if isBlock {
      // Nobody asks a block for more than its reference, and most records of a genome are blocks.
      if referenceCount > 1 {
        text.removeAll(keepingCapacity: true)
        take(batch.alleles[range.lowerBound].text, of: batch)
      }
    } else {
      takeAlleles(range, of: batch)
      takeGenotypes(record, of: batch)
      dosages.removeAll(keepingCapacity: true)
      if usesDosages { takeDosages(record, of: batch) }
    }
    if tellsReference { takeEvidence(record, of: batch, rules) }
  }

  private mutating func count(_ range: Range<Int>, of batch: borrowing VariantBatch) {
    let alleles = batch.alleles.span
    alternateCount = 0
    hasUnseenAllele = false
    for allele in range.dropFirst() {
      if alleles[allele].kind.isEmpty { hasUnseenAllele = true } else { alternateCount += 1 }
    }
    isBlock = alternateCount == 0
    alleleCount = range.count
    let reference = alleles[range.lowerBound].text
    referenceCount = reference.count
    firstLetter =
      reference.isEmpty ? 0 : AlleleTrimming.upper(batch.text[reference.lowerBound])
  }

  private mutating func takeAlleles(_ range: Range<Int>, of batch: borrowing VariantBatch) {
    text.removeAll(keepingCapacity: true)
    alleles.removeAll(keepingCapacity: true)
    kinds.removeAll(keepingCapacity: true)
    for allele in range {
      let begin = text.count
      take(batch.alleles[allele].text, of: batch)
      alleles.append(begin..<text.count)
      kinds.append(batch.alleles[allele].kind)
    }
  }

  /// Appends letters of a batch in upper case.
  private mutating func take(_ letters: Range<Int>, of batch: borrowing VariantBatch) {
    let source = batch.text.span
    for index in letters { text.append(AlleleTrimming.upper(source[index])) }
  }

  /// The reference's letter at a position; nil where the record does not spell it.
  func referenceLetter(at position: Int64) -> UInt8? {
    let offset = Int(position - start)
    guard offset < referenceCount else { return nil }
    let letter = offset == 0 ? firstLetter : text[offset]
    return AlleleTrimming.complement(letter) == 0 ? nil : letter
  }

  private mutating func takeGenotypes(_ record: Int, of batch: borrowing VariantBatch) {
    planes.removeAll(keepingCapacity: true)
    codes.removeAll(keepingCapacity: true)
    ploidy = Int(batch.sampleValues[record].ploidy)
    guard ploidy > 0 else { return }
    let start = batch.sampleValues[record].planeStart
    if start >= 0 {
      planes.append(contentsOf: batch.planes[start..<start + 2 * batch.planeWords])
    } else {
      let start = batch.sampleValues[record].genotypeStart
      codes.append(contentsOf: batch.genotypes[start..<start + ploidy * batch.sampleCount])
    }
  }

  private mutating func takeDosages(_ record: Int, of batch: borrowing VariantBatch) {
    let start = batch.sampleValues[record].dosageStart
    guard start >= 0 else { return }
    let count = (alleleCount - 1) * batch.sampleCount
    dosages.append(contentsOf: batch.dosages[start..<start + count])
  }

  private mutating func takeEvidence(
    _ record: Int, of batch: borrowing VariantBatch, _ rules: EvidenceRules
  ) {
    if references.count != batch.sampleCount {
      references = [UInt8](repeating: 0, count: batch.sampleCount)
    }
    var target = references.mutableSpan
    for sample in target.indices {
      let count = Self.referenceAlleles(record, sample, of: batch)
      target[sample] =
        count > 0 && Self.passes(record, sample, of: batch, rules) ? UInt8(clamping: count) : 0
    }
  }

  /// Alleles of a sample where all of them are the reference's, else 0.
  private static func referenceAlleles(
    _ record: Int, _ sample: Int, of batch: borrowing VariantBatch
  ) -> Int {
    let values = batch.sampleValues[record]
    guard values.ploidy > 0 else { return 0 }
    if values.planeStart >= 0 {
      let word = values.planeStart + sample >> 6
      let bits = batch.planes[word] | batch.planes[word + batch.planeWords]
      return bits >> UInt64(sample & 63) & 1 == 0 ? 2 : 0
    }
    let (start, ploidy) = (values.genotypeStart, Int(values.ploidy))
    let codes = batch.genotypes.span
    var count = 0
    for place in start + sample * ploidy..<start + (sample + 1) * ploidy
    where codes[place] != VariantBatch.absentAllele {
      guard codes[place] >> 1 == 1 else { return 0 }
      count += 1
    }
    return count
  }

  /// Whether a sample's depth and quality at a record are high enough.
  private static func passes(
    _ record: Int, _ sample: Int, of batch: borrowing VariantBatch, _ rules: EvidenceRules
  ) -> Bool {
    var (quality, depth) = (VariantBatch.missingDepth, VariantBatch.missingDepth)
    let start = batch.sampleValues[record].evidenceStart
    if start >= 0 {
      quality = batch.evidence[start + sample]
      depth = batch.evidence[start + batch.sampleCount + sample]
    }
    if depth == VariantBatch.missingDepth, batch.sampleValues[record].depthSource == .depth {
      depth = batch.depths[batch.sampleValues[record].depthStart + sample]
    }
    return max(0, quality) >= rules.minimumQuality && max(0, depth) >= rules.minimumDepth
  }
}

extension RetainedRecord {
  /// A sample's alleles by their marks.
  struct Tally {
    /// Sum of the marks of the alleles that are called.
    var sum: UInt64 = 0
    /// Alleles, missing ones among them.
    var count = 0
    /// Whether one of them is missing, or the sample has none.
    var isMissing = false
  }

  /// Adds up the marks of a sample's alleles, `marks` having one an allele of the record.
  func tally(of sample: Int, marks: Span<UInt64>, sampleCount: Int) -> Tally {
    guard ploidy > 0 else { return Tally(isMissing: true) }
    if codes.isEmpty {
      let number = planeNumber(of: sample, sampleCount: sampleCount)
      guard number < 3 else { return Tally(count: 2, isMissing: true) }
      let alternate = marks.count > 1 ? marks[1] : 0
      return Tally(sum: marks[0] &* (2 - number) &+ alternate &* number, count: 2)
    }
    var tally = Tally()
    for index in sample * ploidy..<(sample + 1) * ploidy
    where codes[index] != VariantBatch.absentAllele {
      tally.count += 1
      let allele = Int(codes[index] >> 1) - 1
      if allele < 0 { tally.isMissing = true } else { tally.sum &+= marks[allele] }
    }
    if tally.count == 0 { tally.isMissing = true }
    return tally
  }

  /// Alternate alleles of a sample of a record that has planes, 3 for missing.
  private func planeNumber(of sample: Int, sampleCount: Int) -> UInt64 {
    let (word, bit) = (sample >> 6, UInt64(sample & 63))
    let high = planes[planes.count / 2 + word] >> bit & 1
    return high << 1 | planes[word] >> bit & 1
  }

  /// Expected copies of an allele of a sample; not a number where the record has none.
  ///
  /// Copies of the reference are what its alternates leave of `ploidy`.
  func dosage(of allele: Int, sample: Int, sampleCount: Int, ploidy: Int) -> Float {
    guard !dosages.isEmpty else { return .nan }
    guard allele == 0 else { return dosages[(allele - 1) * sampleCount + sample] }
    var rest = Float(ploidy)
    for alternate in 0..<alleleCount - 1 { rest -= dosages[alternate * sampleCount + sample] }
    return rest
  }
}
