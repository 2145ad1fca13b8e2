internal import ChordaeCore

/// The samples that carry an alternate allele at one record; one value serves many records.
struct Carriers: Sendable {
  private(set) var samples: [Int32] = []
  /// Copies of the allele that each carries.
  private(set) var copies: [UInt8] = []
  /// What each one's genotype says of the gene's two copies.
  private(set) var hits: [GeneHits] = []
  /// The phase set of each hit that is phased; `VariantBatch.noPhaseSet` of others.
  private(set) var phaseSets: [Int32] = []
  /// Samples with a missing allele.
  private(set) var missing: [Int32] = []
  /// Copies in all samples, and alleles called in all samples.
  private(set) var copyCount = 0
  private(set) var calledCount = 0

  /// The allele's share of the called ones; nil where none is called.
  var frequency: Double? {
    calledCount == 0 ? nil : Double(copyCount) / Double(calledCount)
  }

  /// Finds the carriers of one alternate, or of any of some, at a record that has genotypes.
  ///
  /// Alternates are numbered from 1.
  mutating func take(_ alternates: [Int], at record: Int, of batch: borrowing VariantBatch) {
    samples.removeAll(keepingCapacity: true)
    copies.removeAll(keepingCapacity: true)
    hits.removeAll(keepingCapacity: true)
    phaseSets.removeAll(keepingCapacity: true)
    missing.removeAll(keepingCapacity: true)
    (copyCount, calledCount) = (0, 0)
    if batch.sampleValues[record].planeStart >= 0 {
      takePlanes(at: batch.sampleValues[record].planeStart, of: batch)
    } else {
      takeCodes(alternates, at: record, of: batch)
    }
    takePhaseSets(at: record, of: batch)
  }

  /// Bit planes belong to a record with one alternate.
  private mutating func takePlanes(at start: Int, of batch: borrowing VariantBatch) {
    let planes = batch.planes.span
    let width = batch.planeWords
    calledCount = 2 * batch.sampleCount
    for word in 0..<width {
      let (low, high) = (planes[start + word], planes[start + width + word])
      // Most words of a rare allele say that nobody carries it.
      guard low | high != 0 else { continue }
      var lacking = low & high
      calledCount -= 2 * lacking.nonzeroBitCount
      var carrying = low ^ high
      let phased = planes[start + 2 * width + word]
      let alternateFirst = planes[start + 3 * width + word]
      while carrying != 0 {
        let bit = carrying & ~(carrying &- 1)
        let hit: GeneHits =
          high & bit != 0
          ? .both : phased & bit == 0 ? .unphased : alternateFirst & bit != 0 ? .first : .second
        add(word << 6 + carrying.trailingZeroBitCount, copies: high & bit != 0 ? 2 : 1, hit)
        carrying ^= bit
      }
      while lacking != 0 {
        missing.append(Int32(truncatingIfNeeded: word << 6 + lacking.trailingZeroBitCount))
        lacking &= lacking &- 1
      }
    }
  }

  private mutating func takeCodes(
    _ alternates: [Int], at record: Int, of batch: borrowing VariantBatch
  ) {
    let codes = batch.genotypes.span
    let ploidy = Int(batch.sampleValues[record].ploidy)
    for sample in 0..<batch.sampleCount {
      let start = batch.sampleValues[record].genotypeStart + sample * ploidy
      var (present, found, place, lacks) = (0, 0, 0, false)
      for index in 0..<ploidy where codes[start + index] != VariantBatch.absentAllele {
        let allele = Int(codes[start + index] >> 1) - 1
        present += 1
        if allele < 0 { lacks = true } else { calledCount += 1 }
        if allele > 0, alternates.contains(allele) { (found, place) = (found + 1, index) }
      }
      if lacks || present == 0 { missing.append(Int32(truncatingIfNeeded: sample)) }
      guard found > 0 else { continue }
      let isPhased = present == 2 && codes[start + 1] & 1 == 1
      add(sample, copies: found, Self.hit(present, found, at: place, isPhased))
    }
  }

  /// Notes the phase sets of the phased hits; one whose set is not known is not phased.
  private mutating func takePhaseSets(at record: Int, of batch: borrowing VariantBatch) {
    let start = batch.sampleValues[record].phaseSetStart
    for (place, sample) in samples.enumerated() {
      var set = VariantBatch.noPhaseSet
      if start >= 0, hits[place] == .first || hits[place] == .second {
        set = batch.phaseSets[start + Int(sample)]
      }
      if set == VariantBatch.unknownPhaseSet {
        hits[place] = .unphased
        set = VariantBatch.noPhaseSet
      }
      phaseSets.append(set)
    }
  }

  private mutating func add(_ sample: Int, copies count: Int, _ hit: GeneHits) {
    samples.append(Int32(truncatingIfNeeded: sample))
    copies.append(UInt8(clamping: count))
    hits.append(hit)
    copyCount += count
  }

  /// What a genotype of so many alleles says, of which so many are the alternate.
  private static func hit(
    _ present: Int, _ found: Int, at place: Int, _ isPhased: Bool
  ) -> GeneHits {
    if found > 1 { return .both }
    if present == 1 { return .only }
    return isPhased ? (place == 0 ? .first : .second) : .unphased
  }
}
