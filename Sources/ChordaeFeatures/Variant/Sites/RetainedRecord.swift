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
  /// Letters of all alleles in upper case.
  private(set) var text: [UInt8] = []
  private(set) var alleles: [Range<Int>] = []
  private(set) var kinds: [AlleleKind] = []
  /// Alleles a sample at most; 0 without GT.
  private(set) var ploidy = 0
  /// Low bits, then high bits, of the samples' numbers of alternate alleles; empty where `codes` are.
  private(set) var planes: [UInt64] = []
  private(set) var codes: [Int16] = []
  /// Expected copies, alternate after alternate; empty where the record has none.
  private(set) var dosages: [Float] = []
  /// Of a record with an unseen allele or of a block: alleles of each sample that is the reference
  /// with enough evidence, 0 for all others.
  private(set) var references: [UInt8] = []

  var alleleCount: Int { alleles.count }

  /// Takes a record's place.
  mutating func take(
    _ record: Int, of batch: borrowing VariantBatch, number: Int, rules: EvidenceRules,
    usesDosages: Bool = true
  ) {
    start = batch.positions[record]
    end = start + max(1, batch.referenceLengths[record])
    self.number = number
    takeAlleles(record, of: batch)
    takeGenotypes(record, of: batch)
    dosages.removeAll(keepingCapacity: true)
    if usesDosages { takeDosages(record, of: batch) }
    references.removeAll(keepingCapacity: true)
    if isBlock || hasUnseenAllele { takeEvidence(record, of: batch, rules) }
  }

  private mutating func takeAlleles(_ record: Int, of batch: borrowing VariantBatch) {
    text.removeAll(keepingCapacity: true)
    alleles.removeAll(keepingCapacity: true)
    kinds.removeAll(keepingCapacity: true)
    alternateCount = 0
    hasUnseenAllele = false
    let first = batch.alleleStarts[record]
    for allele in first..<batch.alleleStarts[record + 1] {
      let begin = text.count
      for index in batch.alleles[allele].text {
        text.append(AlleleTrimming.upper(batch.text[index]))
      }
      alleles.append(begin..<text.count)
      kinds.append(batch.alleles[allele].kind)
      guard allele > first else { continue }
      if batch.alleles[allele].kind.isEmpty { hasUnseenAllele = true } else { alternateCount += 1 }
    }
    isBlock = alternateCount == 0
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
    var marks = [UInt64](repeating: 1, count: alleleCount)
    marks[0] = 0
    for sample in 0..<batch.sampleCount {
      let tally = tally(of: sample, marks: marks.span, sampleCount: batch.sampleCount)
      let isReference =
        tally.sum == 0 && tally.count > 0 && !tally.isMissing
        && Self.passes(record, sample, of: batch, rules)
      references.append(isReference ? UInt8(clamping: tally.count) : 0)
    }
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
