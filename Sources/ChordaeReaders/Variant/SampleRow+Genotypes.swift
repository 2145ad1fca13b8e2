internal import ChordaeCore

// GT, also of local alleles.
extension SampleRow {
  mutating func scanGenotype(
    _ text: RowText, _ place: inout Int, sample: Int, _ scratch: inout SampleScratch,
    to batch: inout VariantBatch
  ) -> Bool {
    var count = 0
    var phase = 0
    // The phase of the first allele, from VCF 4.4 on (1.6.2, GT), which htslib 1.16 cannot read.
    if columns.allowsLeadingPhase, text[place] == Self.slash || text[place] == Self.bar {
      phase = text[place] == Self.bar ? 1 : 0
      place += 1
      hasLeadingPhase = true
    }
    while true {
      var code = phase
      if text[place] == UInt8(ascii: ".") {
        place += 1
      } else {
        var digit = text[place] &- 48
        guard digit < 10 else { return false }
        var (allele, digits) = (0, 0)
        repeat {
          allele = allele &* 10 &+ Int(digit)
          digits += 1
          place += 1
          digit = text[place] &- 48
        } while digit < 10
        guard digits <= 6 else { return false }
        code |= (allele + 1) << 1
        guard code < codeLimit || sample < 0 || !layout.hasGenotype else { return false }
      }
      if sample >= 0 { write(code, at: count, sample: sample, to: &batch) }
      if hasLeadingPhase { scratch.phases.append(phase == 1) }
      count += 1
      let mark = text[place]
      guard mark == Self.slash || mark == Self.bar else { break }
      phase = mark == Self.bar ? 1 : 0
      place += 1
    }
    if layout.hasGenotype { ploidy = max(ploidy, count) }
    if sample >= 0 { fill(from: count, sample: sample, &batch) }
    return true
  }

  /// Whether a list of phase sets fits the genotype: one an allele, and a dot where it is not phased
  /// (VCF 4.4, 1.6.2, PSL).
  func allows(
    _ text: RowText, _ range: Range<Int>, _ scratch: borrowing SampleScratch
  ) -> Bool {
    guard hasLeadingPhase else { return true }
    let list = unsafe Array(text.bytes(range))
    let names = list.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    if names.count == 1, names[0].elementsEqual([UInt8(ascii: ".")]) { return true }
    guard names.count == scratch.phases.count else { return false }
    return zip(names, scratch.phases).allSatisfy { name, isPhased in
      isPhased || name.elementsEqual([UInt8(ascii: ".")])
    }
  }

  /// Writes a genotype in local alleles, once LAA is known; an empty text where it was left out.
  mutating func writeLocal(
    _ text: RowText, _ range: Range<Int>, sample: Int, _ scratch: inout SampleScratch,
    to batch: inout VariantBatch
  ) -> Bool {
    guard sample >= 0 else { return true }
    let fault =
      range.isEmpty
      ? scratch.local.map(
        CollectionOfOne(UInt8(ascii: ".")), alleleCount: alleleCount, allowsLeadingPhase: false)
      : unsafe scratch.local.map(
        text.bytes(range), alleleCount: alleleCount,
        allowsLeadingPhase: columns.allowsLeadingPhase)
    guard fault == nil else { return false }
    for (place, code) in scratch.local.codes.enumerated() {
      write(Int(code), at: place, sample: sample, to: &batch)
    }
    ploidy = max(ploidy, scratch.local.codes.count)
    fill(from: scratch.local.codes.count, sample: sample, &batch)
    return true
  }

  @inline(__always)
  func write(_ code: Int, at allele: Int, sample: Int, to batch: inout VariantBatch) {
    guard allele < stride else { return }
    batch.genotypes[genotypeStart + sample * stride + allele] = Int16(truncatingIfNeeded: code)
  }

  @inline(__always)
  func fill(from allele: Int, sample: Int, _ batch: inout VariantBatch) {
    var next = allele
    while next < stride {
      batch.genotypes[genotypeStart + sample * stride + next] = VariantBatch.absentAllele
      next += 1
    }
  }
}
