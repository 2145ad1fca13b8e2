internal import ChordaeCore

/// The exact parser of a row's samples: any ploidy, any FORMAT keys, values left out at the end.
struct SampleRow {
  let columns: SampleColumns
  let layout: FormatLayout
  let alleleCount: Int
  /// The first code that is no allele of the record.
  let codeLimit: Int
  let genotypeStart: Int
  let depthStart: Int
  let evidenceStart: Int
  let phaseSetStart: Int
  let dosageStart: Int
  /// Codes that a sample has room for.
  var stride = 0
  /// Alleles that a sample has at most.
  var ploidy = 0
  /// Whether the sample's genotype begins with a phase mark, which htslib 1.16 refuses for itself.
  var hasLeadingPhase = false

  static let tab: UInt8 = 9
  static let colon = UInt8(ascii: ":")
  static let slash = UInt8(ascii: "/")
  static let bar = UInt8(ascii: "|")

  /// A row whose values go behind those of a batch.
  init(
    _ columns: SampleColumns, _ layout: FormatLayout, alleleCount: Int,
    _ batch: borrowing VariantBatch
  ) {
    self.columns = columns
    self.layout = layout
    self.alleleCount = alleleCount
    codeLimit = (alleleCount + 1) << 1
    genotypeStart = batch.genotypeEnd
    depthStart = batch.depthEnd
    evidenceStart = layout.hasEvidence ? batch.evidence.count : -1
    phaseSetStart = layout.phaseSets == .none ? -1 : batch.phaseSets.count
    dosageStart =
      layout.dosageSource == .genotypes || alleleCount < 2 ? -1 : batch.dosages.count
  }

  /// Appends the row's values; false where htslib is to judge the row.
  mutating func decode(
    _ text: RowText, _ range: Range<Int>, _ scratch: inout SampleScratch,
    to batch: inout VariantBatch
  ) -> Bool {
    stride = layout.hasGenotype ? scratch.ploidy : 0
    scratch.blockLength = 0
    makeRoom(in: &batch)
    guard scan(text, range, &scratch, to: &batch) else { return false }
    if ploidy > stride {
      // A sample has more alleles than those of the row before: once more, with room for them.
      stride = ploidy
      makeRoom(in: &batch)
      guard scan(text, range, &scratch, to: &batch) else { return false }
    } else if ploidy < stride {
      narrow(&batch)
    }
    if ploidy > 0 { scratch.ploidy = ploidy }
    let planeStart =
      layout.hasGenotype
      ? batch.packGenotypes(from: genotypeStart, ploidy: ploidy, alleleCount: alleleCount) : -1
    var values = VariantBatch.SampleValues(genotypeStart: genotypeStart, depthStart: depthStart)
    values.planeStart = planeStart
    values.ploidy = Int32(ploidy)
    values.depthSource = layout.depthSource
    values.evidenceStart = evidenceStart
    values.phaseSetStart = phaseSetStart
    values.dosageSource = dosageStart < 0 ? .genotypes : layout.dosageSource
    values.dosageStart = dosageStart
    batch.sampleValues.append(values)
    return true
  }

  /// Makes room for the row's values and sets them all to missing.
  private func makeRoom(in batch: inout VariantBatch) {
    let count = columns.wantedCount
    let codes = genotypeStart + count * stride
    if batch.genotypes.count < codes {
      batch.genotypes += repeatElement(0, count: codes - batch.genotypes.count)
    }
    if layout.depthSource != .none {
      if batch.depths.count < depthStart + count {
        batch.depths += repeatElement(0, count: depthStart + count - batch.depths.count)
      }
      for place in depthStart..<depthStart + count {
        batch.depths[place] = VariantBatch.missingDepth
      }
    }
    if evidenceStart >= 0, batch.evidence.count == evidenceStart {
      batch.evidence += repeatElement(VariantBatch.missingDepth, count: 2 * count)
    }
    if phaseSetStart >= 0, batch.phaseSets.count == phaseSetStart {
      batch.phaseSets += repeatElement(layout.phaseSets.filling, count: count)
    }
    if dosageStart >= 0, batch.dosages.count == dosageStart {
      batch.dosages += repeatElement(Float.nan, count: (alleleCount - 1) * count)
    }
  }

  /// Moves the codes together where no sample has as many alleles as there was room for.
  private func narrow(_ batch: inout VariantBatch) {
    for sample in 0..<columns.wantedCount {
      for allele in 0..<ploidy {
        batch.genotypes[genotypeStart + sample * ploidy + allele] =
          batch.genotypes[genotypeStart + sample * stride + allele]
      }
    }
  }

  private mutating func scan(
    _ text: RowText, _ range: Range<Int>, _ scratch: inout SampleScratch,
    to batch: inout VariantBatch
  ) -> Bool {
    var place = range.lowerBound
    let last = columns.count - 1
    for column in 0...last {
      let target = Int(columns.targets[column])
      if target == SampleColumns.skipped {
        place = text.firstPlace(of: Self.tab, in: place..<range.upperBound)
      } else if !scan(text, &place, range.upperBound, sample: target, &scratch, to: &batch) {
        return false
      }
      guard column < last else { break }
      guard place < range.upperBound, text[place] == Self.tab else { return false }
      place += 1
    }
    return place == range.upperBound
  }

  /// Reads one sample's values up to the tab behind them.
  @inline(__always)
  private mutating func scan(
    _ text: RowText, _ place: inout Int, _ end: Int, sample: Int,
    _ scratch: inout SampleScratch, to batch: inout VariantBatch
  ) -> Bool {
    var key = 0
    var hasGenotype = false
    var localText = place..<place
    hasLeadingPhase = false
    if columns.allowsLeadingPhase { scratch.phases.removeAll(keepingCapacity: true) }
    if layout.isLocal { scratch.local.removeAll() }
    while true {
      let kind = layout.keys[key]
      switch kind.values {
      case .genotype:
        hasGenotype = true
        guard scanGenotype(text, &place, sample: sample, &scratch, to: &batch) else {
          return false
        }
      case .integer:
        guard scanIntegers(text, &place, kind.role, sample: sample, &scratch, to: &batch) else {
          return false
        }
      case .real:
        guard scanReals(text, &place, kind.role, sample: sample, &scratch, to: &batch) else {
          return false
        }
      case .text:
        let start = place
        while place < end, text[place] != Self.colon, text[place] != Self.tab { place += 1 }
        if place == start { return false }
        if kind.role == .localGenotype { localText = start..<place }
        if kind.role == .phaseSets, !allows(text, start..<place, scratch) { return false }
      }
      if place >= end || text[place] == Self.tab { break }
      key += 1
      guard text[place] == Self.colon, key < layout.keys.count else { return false }
      place += 1
    }
    if layout.isLocal {
      guard writeLocal(text, localText, sample: sample, &scratch, to: &batch) else { return false }
    } else if !hasGenotype, sample >= 0, stride > 0 {
      // GT was left out at the end.
      write(0, at: 0, sample: sample, to: &batch)
      fill(from: 1, sample: sample, &batch)
    }
    return place <= end
  }
}
