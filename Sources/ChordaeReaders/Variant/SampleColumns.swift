internal import ChordaeCore
internal import ChordaeKernels

/// Memory that rows share.
struct SampleScratch {
  var planes: [UInt64] = []
  var values: [Double] = []
  var codes: [Int16] = []
  var local = LocalGenotype()
  /// Whether each allele of a genotype that begins with a phase mark is phased.
  var phases: [Bool] = []
  /// Alleles that the last row's samples had at most.
  var ploidy = 2
  /// Bases that the last row's wanted samples speak of (LEN); 0 where they do not say.
  var blockLength: Int64 = 0
}

/// The sample columns of a VCF: which of them are decoded, and where their values go.
///
/// A class, so that a row's parser holds it without counting references to each of its tables.
final class SampleColumns: Sendable {
  /// Sample columns of a row.
  let count: Int
  /// For each column, its place among the wanted samples; -1 where it is not wanted, -2 where it is not
  /// even looked at.
  let targets: [Int32]
  /// Whether a genotype may begin with a phase mark (VCF 4.4).
  let allowsLeadingPhase: Bool
  /// Samples that are wanted.
  let wantedCount: Int
  private let isIdentity: Bool
  /// A bit a column: whether it is wanted; empty where the wanted samples are in another order.
  private let mask: [UInt64]
  private let places: [Int]

  /// Alleles of a record beyond which htslib's parser takes it.
  static let alleleLimit = 4_000
  private static let tab: UInt8 = 9
  private static let colon = UInt8(ascii: ":")
  static let unwanted: Int32 = -1
  static let skipped: Int32 = -2

  /// The columns of a header with so many in all.
  init(_ choice: SampleChoice, columnCount: Int, allowsLeadingPhase: Bool) {
    let count = max(0, columnCount - 9)
    var targets = [Int32](
      repeating: choice.subset == nil ? Self.unwanted : Self.skipped, count: count)
    for (sample, column) in choice.headerIndexes.enumerated() { targets[column] = Int32(sample) }
    self.count = count
    self.allowsLeadingPhase = allowsLeadingPhase
    self.targets = targets
    wantedCount = choice.places.count
    places = choice.headerIndexes
    isIdentity = choice.headerIndexes == Array(0..<count)
    var mask = [UInt64](repeating: 0, count: (count + 63) / 64)
    for column in choice.headerIndexes { mask[column >> 6] |= 1 << UInt64(column & 63) }
    mask = zip(places, places.dropFirst()).allSatisfy { $0 < $1 } ? mask : []
    self.mask = mask
  }

  /// Appends what the samples of a row hold; false where htslib is to judge the row.
  func decode(
    _ text: RowText, _ range: Range<Int>, _ layout: FormatLayout, alleleCount: Int,
    _ scratch: inout SampleScratch, to batch: inout VariantBatch
  ) -> Bool {
    scratch.blockLength = 0
    if layout.keys.isEmpty {
      guard hasAll(text, range) else { return false }
      appendNothing(to: &batch)
      return true
    }
    if layout.isGenotypeAlone, alleleCount <= 2, range.count == 4 * count - 1,
      packPlanes(text, range, alleleCount: alleleCount, layout, &scratch, to: &batch)
    {
      return true
    }
    if layout.isGenotypeAlone, alleleCount <= GenotypeText.codedAlleles,
      range.count == 4 * count - 1,
      appendCodes(text, range, alleleCount: alleleCount, layout, &scratch, to: &batch)
    {
      return true
    }
    var row = SampleRow(self, layout, alleleCount: alleleCount, batch)
    return row.decode(text, range, &scratch, to: &batch)
  }

  /// Whether a row has as many columns as the header; what stands in them is not looked at.
  func hasAll(_ text: RowText, _ range: Range<Int>) -> Bool {
    var columns = 1
    var place = range.lowerBound
    while true {
      place = text.firstPlace(of: Self.tab, in: place..<range.upperBound) + 1
      if place > range.upperBound { return columns == count }
      columns += 1
    }
  }

  /// Appends a row of which nothing is decoded.
  func appendNothing(to batch: inout VariantBatch) {
    batch.sampleValues.append(
      VariantBatch.SampleValues(genotypeStart: batch.genotypeEnd, depthStart: batch.depthEnd))
  }

  /// Packs a row of `0/1` genotypes into planes; false where it is not one.
  private func packPlanes(
    _ text: RowText, _ range: Range<Int>, alleleCount: Int, _ layout: FormatLayout,
    _ scratch: inout SampleScratch, to batch: inout VariantBatch
  ) -> Bool {
    let words = (count + 63) / 64
    let isDirect = isIdentity && layout.hasGenotype
    let target = batch.planes.count
    let row: GenotypeText.Row
    if isDirect {
      batch.planes.append(
        contentsOf: repeatElement(0, count: VariantBatch.planeCount * words))
      row = Self.pack(text, range, count, to: &batch.planes, at: target)
    } else {
      if scratch.planes.count < VariantBatch.planeCount * words {
        scratch.planes = Array(repeating: 0, count: VariantBatch.planeCount * words)
      }
      row = Self.pack(text, range, count, to: &scratch.planes, at: 0)
    }
    guard row != .odd, row == .reference || alleleCount == 2 else {
      batch.planes.removeLast(batch.planes.count - target)
      return false
    }
    if layout.hasGenotype, !isDirect { select(scratch.planes, words, to: &batch) }
    appendNothing(to: &batch)
    guard layout.hasGenotype else { return true }
    let last = batch.sampleValues.count - 1
    batch.sampleValues[last].planeStart = target
    batch.sampleValues[last].ploidy = 2
    return true
  }

  /// Appends a row of genotypes such as `0/2` or `./1` as codes; false where it is not one.
  private func appendCodes(
    _ text: RowText, _ range: Range<Int>, alleleCount: Int, _ layout: FormatLayout,
    _ scratch: inout SampleScratch, to batch: inout VariantBatch
  ) -> Bool {
    let start = batch.genotypeEnd
    let missing = start + 2 * wantedCount - batch.genotypes.count
    if layout.hasGenotype, missing > 0 { batch.genotypes += repeatElement(0, count: missing) }
    if isIdentity && layout.hasGenotype {
      guard code(text, range, alleleCount, to: &batch.genotypes, at: start) else { return false }
    } else {
      if scratch.codes.count < 2 * count { scratch.codes = Array(repeating: 0, count: 2 * count) }
      guard code(text, range, alleleCount, to: &scratch.codes, at: 0) else { return false }
      if layout.hasGenotype {
        for (sample, column) in places.enumerated() {
          batch.genotypes[start + 2 * sample] = scratch.codes[2 * column]
          batch.genotypes[start + 2 * sample + 1] = scratch.codes[2 * column + 1]
        }
      }
    }
    let planes =
      layout.hasGenotype
      ? batch.packGenotypes(from: start, ploidy: 2, alleleCount: alleleCount) : -1
    appendNothing(to: &batch)
    guard layout.hasGenotype else { return true }
    let last = batch.sampleValues.count - 1
    batch.sampleValues[last].planeStart = planes
    batch.sampleValues[last].ploidy = 2
    scratch.ploidy = 2
    return true
  }

  private func code(
    _ text: RowText, _ range: Range<Int>, _ alleleCount: Int, to codes: inout [Int16],
    at target: Int
  ) -> Bool {
    text.withSpan(to: range.upperBound + 1) { bytes in
      GenotypeText.codes(
        bytes, from: range.lowerBound, count: count, alleleCount: alleleCount, to: &codes,
        at: target)
    }
  }

  private static func pack(
    _ text: RowText, _ range: Range<Int>, _ count: Int, to planes: inout [UInt64], at target: Int
  ) -> GenotypeText.Row {
    var words = planes.mutableSpan
    return text.withSpan(to: range.upperBound) { bytes in
      GenotypeText.packPlanes(
        bytes, from: range.lowerBound, count: count, to: &words, at: target)
    }
  }

  /// Appends the wanted samples' bits of all columns' planes.
  private func select(_ planes: [UInt64], _ words: Int, to batch: inout VariantBatch) {
    let target = batch.planes.count
    batch.planes.append(
      contentsOf: repeatElement(0, count: VariantBatch.planeCount * batch.planeWords))
    for plane in 0..<VariantBatch.planeCount {
      let start = target + plane * batch.planeWords
      if !mask.isEmpty {
        GenotypeText.selectBits(
          planes, from: plane * words, mask: mask, to: &batch.planes, at: start)
        continue
      }
      for (sample, column) in places.enumerated() {
        let bit = planes[plane * words + column >> 6] >> UInt64(column & 63) & 1
        batch.planes[start + sample >> 6] |= bit << UInt64(sample & 63)
      }
    }
  }
}
