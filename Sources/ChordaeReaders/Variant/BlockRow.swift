internal import ChordaeCore
internal import ChordaeKernels

/// The form of a gVCF's block rows, by which the next of them is read at a glance.
///
/// Of one sample, such rows are most of a genome, and differ only in position, first base, END and the
/// sample's numbers. The general parser shows one; a row is then of that form if all between these is
/// letter by letter the same. What it adds to a batch is what the general parser would have added. One
/// behind the other they are read in runs, all that are written in the plainest way, and else one by one.
struct BlockRow {
  /// CHROM, from the line's start.
  private let contig: [UInt8]
  /// From behind REF up to the number of END: `<tab><NON_REF><tab>.<tab>.<tab>END=`.
  private let middle: [UInt8]
  /// From behind END's number up to the sample.
  private let format: [UInt8]
  /// ALT.
  let alternate: [UInt8]
  let filter: VariantBatch.Filter
  /// What each FORMAT key behind GT is wanted for; all are whole numbers.
  private let roles: [FormatLayout.Role]
  let depthSource: VariantBatch.DepthSource
  let hasEvidence: Bool
  /// By what runs of such rows are read; nil where its texts are too long for it.
  let runForm: BlockRowForm?
  /// The alleles of the batch after the last row of this form; -1 once another row was met.
  var runEnd = -1

  private static let tab: UInt8 = 9
  /// ID, which blocks do not have, between its tabs.
  private static let identifier: [UInt8] = [9, 46, 9]
  private static let colon = UInt8(ascii: ":")
  private static let end = Array("END=".utf8)

  /// The form of the row that was appended last; nil where it is no block of one sample.
  init?(
    _ text: RowText, columns: [Range<Int>], _ layout: FormatLayout, _ batch: borrowing VariantBatch,
    sampleCount: Int
  ) {
    let (alternate, info) = (columns[4], columns[7])
    let digits = info.lowerBound + Self.end.count
    guard sampleCount == 1, text.equals(columns[2], [46]), columns[3].count == 1,
      text[alternate.lowerBound] == UInt8(ascii: "<"), batch.alleles.last?.kind == [],
      digits < info.upperBound, text.equals(info.lowerBound..<digits, Self.end),
      (digits..<info.upperBound).allSatisfy({ text[$0] &- 48 < 10 }),
      batch.alleles.count - batch.alleleStarts[batch.alleleStarts.count - 2] == 2,
      layout.hasGenotype, layout.phaseSets == .none, layout.dosageSource == .genotypes,
      layout.keys.first?.role == .genotype, let filter = batch.filters.last,
      layout.keys.dropFirst().allSatisfy({ $0.values == .integer && Self.isRead($0.role) })
    else { return nil }
    contig = unsafe Array(text.bytes(columns[0]))
    middle = unsafe Array(text.bytes(columns[3].upperBound..<digits))
    format = unsafe Array(text.bytes(info.upperBound..<columns[8].upperBound + 1))
    self.alternate = unsafe Array(text.bytes(alternate))
    self.filter = filter
    roles = layout.keys.dropFirst().map(\.role)
    depthSource = layout.depthSource
    hasEvidence = layout.hasEvidence
    runForm = BlockRowForm(
      contig: contig + [Self.tab], middle: middle, format: format, numbers: roles.map(Self.number))
  }

  private static func number(_ role: FormatLayout.Role) -> BlockRowForm.Number {
    switch role {
    case .depth: .depth
    case .quality: .quality
    case .minimumDepth: .minimumDepth
    default: .unwanted
    }
  }

  private static func isRead(_ role: FormatLayout.Role) -> Bool {
    switch role {
    case .none, .depth, .quality, .minimumDepth: true
    default: false
    }
  }

  /// Takes note that a row of another form comes next.
  @inline(__always)
  mutating func endRun() { runEnd = -1 }

  /// What differs between the block rows of a file.
  private struct Numbers {
    var depth = VariantBatch.missingDepth
    var quality = VariantBatch.missingDepth
    var minimumDepth = VariantBatch.missingDepth
  }

  /// Appends a row of this form, but for its contig, and gives its position; nil, with the batch as it
  /// was, where the row has another form.
  @inline(__always)
  mutating func append(
    _ text: RowText, _ line: VariantLine, to batch: inout VariantBatch
  ) -> Int64? {
    var place = line.start
    guard skip(contig, text, &place, line), text[place] == Self.tab else { return nil }
    place += 1
    guard
      let position = number(text, &place), skip(Self.identifier, text, &place, line)
    else { return nil }
    let reference = place
    place += 1
    guard text[reference] > Self.tab, skip(middle, text, &place, line),
      let end = number(text, &place), end <= Int(Int32.max), skip(format, text, &place, line),
      let numbers = numbers(text, &place, line)
    else { return nil }
    batch.positions.append(position - 1)
    batch.referenceLengths.append(end >= position ? end - position + 1 : 1)
    batch.filters.append(filter)
    appendAlleles(text, reference, to: &batch)
    appendSample(numbers, to: &batch)
    return position - 1
  }

  /// Goes past letters that are the form's; false where others stand there.
  @inline(__always)
  private func skip(
    _ letters: [UInt8], _ text: RowText, _ place: inout Int, _ line: VariantLine
  ) -> Bool {
    let end = place + letters.count
    guard end <= line.end, text.equals(place..<end, letters) else { return false }
    place = end
    return true
  }

  /// A number of one to ten digits, as the general parser takes END.
  @inline(__always)
  private func number(_ text: RowText, _ place: inout Int) -> Int64? {
    let first = text.digits(at: place)
    guard first.count > 0 else { return nil }
    var value = Int64(first.value)
    place += first.count
    guard first.count == 8 else { return value }
    let rest = text.digits(at: place)
    guard rest.count <= 2 else { return nil }
    for _ in 0..<rest.count { value *= 10 }
    place += rest.count
    return value + Int64(rest.value)
  }

  /// The sample's numbers behind a genotype of `0/0`; those left out at the end are missing.
  @inline(__always)
  private func numbers(_ text: RowText, _ place: inout Int, _ line: VariantLine) -> Numbers? {
    guard text[place] == 48, text[place + 1] == UInt8(ascii: "/"), text[place + 2] == 48 else {
      return nil
    }
    place += 3
    var numbers = Numbers()
    var key = 0
    while place < line.end {
      guard text[place] == Self.colon, key < roles.count else { return nil }
      place += 1
      let role = roles[key]
      key += 1
      if role != .none {
        guard let value = SampleNumbers.integer(text, &place) else { return nil }
        switch role {
        case .depth: numbers.depth = value
        case .quality: numbers.quality = value
        default: numbers.minimumDepth = value
        }
        guard text[place] == UInt8(ascii: ",") else { continue }
        place += 1
      }
      guard SampleNumbers.skipIntegers(text, &place) else { return nil }
    }
    return place == line.end ? numbers : nil
  }

  @inline(__always)
  private mutating func appendAlleles(
    _ text: RowText, _ reference: Int, to batch: inout VariantBatch
  ) {
    let start = batch.text.count
    let letter = text[reference]
    batch.text.append(letter)
    var place = start + 1..<start + 1 + alternate.count
    if runEnd == batch.alleles.count, let last = batch.alleles.last {
      // The letters of the block before are the same, and stand in the text already.
      place = last.text
    } else {
      batch.text.append(contentsOf: alternate)
    }
    batch.alleles.append(
      VariantBatch.Allele(
        text: start..<start + 1, kind: [], length: 0, base: VariantBatch.base(of: letter)))
    batch.alleles.append(
      VariantBatch.Allele(text: place, kind: [], length: 0, base: VariantBatch.otherBase))
    runEnd = batch.alleles.count
    batch.alleleStarts.append(runEnd)
    batch.infoStarts.append(-1)
  }

  @inline(__always)
  private func appendSample(_ numbers: Numbers, to batch: inout VariantBatch) {
    var values = VariantBatch.SampleValues(
      genotypeStart: batch.genotypeEnd, depthStart: batch.depthEnd)
    values.ploidy = 2
    values.planeStart = batch.planes.count
    batch.planes.append(contentsOf: repeatElement(0, count: VariantBatch.planeCount))
    values.depthSource = depthSource
    if depthSource != .none {
      if values.depthStart < batch.depths.count {
        batch.depths[values.depthStart] = numbers.depth
      } else {
        batch.depths.append(numbers.depth)
      }
    }
    if hasEvidence {
      values.evidenceStart = batch.evidence.count
      batch.evidence.append(numbers.quality)
      batch.evidence.append(numbers.minimumDepth)
    }
    batch.sampleValues.append(values)
  }
}
