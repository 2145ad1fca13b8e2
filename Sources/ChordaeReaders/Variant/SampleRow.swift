internal import ChordaeCore

/// The exact parser of a row's samples: any ploidy, any FORMAT keys, values left out at the end.
struct SampleRow {
  private let columns: SampleColumns
  private let layout: FormatLayout
  private let alleleCount: Int
  /// The first code that is no allele of the record.
  private let codeLimit: Int
  private let genotypeStart: Int
  private let depthStart: Int
  private let evidenceStart: Int
  private let phaseSetStart: Int
  private let dosageStart: Int
  /// Codes that a sample has room for.
  private var stride = 0
  /// Alleles that a sample has at most.
  private var ploidy = 0
  /// Whether the sample's genotype begins with a phase mark, which htslib 1.16 refuses for itself.
  private var hasLeadingPhase = false

  private static let tab: UInt8 = 9
  private static let colon = UInt8(ascii: ":")
  private static let slash = UInt8(ascii: "/")
  private static let bar = UInt8(ascii: "|")

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

  // MARK: GT

  private mutating func scanGenotype(
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
  private func allows(
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
  private mutating func writeLocal(
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
  private func write(_ code: Int, at allele: Int, sample: Int, to batch: inout VariantBatch) {
    guard allele < stride else { return }
    batch.genotypes[genotypeStart + sample * stride + allele] = Int16(truncatingIfNeeded: code)
  }

  @inline(__always)
  private func fill(from allele: Int, sample: Int, _ batch: inout VariantBatch) {
    var next = allele
    while next < stride {
      batch.genotypes[genotypeStart + sample * stride + next] = VariantBatch.absentAllele
      next += 1
    }
  }

  // MARK: Numbers

  @inline(__always)
  private func scanIntegers(
    _ text: RowText, _ place: inout Int, _ role: FormatLayout.Role, sample: Int,
    _ scratch: inout SampleScratch, to batch: inout VariantBatch
  ) -> Bool {
    // A list without a value, which htslib 1.16 refuses (VCF 4.5, 1.6.2, LAA).
    if role == .localAlleles, columns.allowsLeadingPhase, Self.isEnd(text[place]) { return true }
    let isRead = role != .none && sample >= 0 && (role != .localAlleles || layout.isLocal)
    guard isRead else { return SampleNumbers.skipIntegers(text, &place) }
    guard let first = SampleNumbers.integer(text, &place) else { return false }
    switch role {
    case .depth: batch.depths[depthStart + sample] = first
    case .blockLength: scratch.blockLength = max(scratch.blockLength, Int64(first))
    case .quality: batch.evidence[evidenceStart + sample] = first
    case .phaseSet: batch.phaseSets[phaseSetStart + sample] = first
    case .minimumDepth: batch.evidence[evidenceStart + columns.wantedCount + sample] = first
    case .alleleDepths:
      return sum(first, text, &place, sample: sample, to: &batch)
    case .localAlleles:
      return list(first, text, &place, &scratch)
    case .phredLikelihoods:
      return spread(first, text, &place, role, sample: sample, &scratch, to: &batch)
    default: break
    }
    if text[place] == UInt8(ascii: ",") {
      place += 1
      return SampleNumbers.skipIntegers(text, &place)
    }
    return true
  }

  /// Whether a sample's value ends before a letter.
  @inline(__always)
  private static func isEnd(_ letter: UInt8) -> Bool {
    letter == colon || letter == tab || letter == 10 || letter == 13
  }

  private func list(
    _ first: Int32, _ text: RowText, _ place: inout Int, _ scratch: inout SampleScratch
  ) -> Bool {
    scratch.local.append(alternate: first)
    while text[place] == UInt8(ascii: ",") {
      place += 1
      guard let next = SampleNumbers.integer(text, &place) else { return false }
      scratch.local.append(alternate: next)
    }
    return true
  }

  private func sum(
    _ first: Int32, _ text: RowText, _ place: inout Int, sample: Int, to batch: inout VariantBatch
  ) -> Bool {
    var (total, isThere) = (0, false)
    var value = first
    while true {
      if value != SampleNumbers.missing {
        total += Int(value)
        isThere = true
      }
      guard text[place] == UInt8(ascii: ",") else { break }
      place += 1
      guard let next = SampleNumbers.integer(text, &place) else { return false }
      value = next
    }
    guard let depth = Int32(exactly: total), depth > Int32.min else { return false }
    batch.depths[depthStart + sample] = isThere ? depth : VariantBatch.missingDepth
    return true
  }

  private func spread(
    _ first: Int32, _ text: RowText, _ place: inout Int, _ role: FormatLayout.Role, sample: Int,
    _ scratch: inout SampleScratch, to batch: inout VariantBatch
  ) -> Bool {
    scratch.values.removeAll(keepingCapacity: true)
    var value = first
    while true {
      scratch.values.append(value == SampleNumbers.missing ? .nan : Double(value))
      guard text[place] == UInt8(ascii: ",") else { break }
      place += 1
      guard let next = SampleNumbers.integer(text, &place) else { return false }
      value = next
    }
    writeDosages(scratch.values, role, sample: sample, to: &batch)
    return true
  }

  @inline(__always)
  private func scanReals(
    _ text: RowText, _ place: inout Int, _ role: FormatLayout.Role, sample: Int,
    _ scratch: inout SampleScratch, to batch: inout VariantBatch
  ) -> Bool {
    guard role != .none, sample >= 0 else { return SampleNumbers.skipReals(text, &place) }
    scratch.values.removeAll(keepingCapacity: true)
    while true {
      guard let value = SampleNumbers.real(text, &place) else { return false }
      // BCF holds single precision, and so must this.
      scratch.values.append(Double(Float(value)))
      guard text[place] == UInt8(ascii: ",") else { break }
      place += 1
    }
    writeDosages(scratch.values, role, sample: sample, to: &batch)
    return true
  }

  private func writeDosages(
    _ values: [Double], _ role: FormatLayout.Role, sample: Int, to batch: inout VariantBatch
  ) {
    guard dosageStart >= 0 else { return }
    SampleDosages.write(
      values, role, alleleCount: alleleCount, to: &batch.dosages, from: dosageStart + sample,
      stride: columns.wantedCount)
  }
}
