internal import ChordaeCore
internal import ChordaeKernels
internal import Glibc

/// Decodes rows of VCF text straight into batches, without htslib.
///
/// It takes what it is sure of and gives all other rows back: htslib's parser then judges them, so that
/// both read the same records and refuse the same rows in the same words. What a row it takes adds to
/// the batch is what htslib's record would have added.
struct VariantTextDecoder {
  let fields: VariantFields
  let choice: SampleChoice
  let columns: SampleColumns
  private var tags: DeclaredTags
  private var ends = [UInt32](repeating: 0, count: 10)

  private var contigName: [UInt8] = []
  private var contig = -1
  private var filterText: [UInt8] = []
  private var filter = VariantBatch.Filter.missing
  private var layouts: [FormatLayout] = []
  private var lastLayout = 0
  private var infoRanges: [(range: Range<Int>, type: Int32)?]
  /// Whether the last row has a wanted tag.
  private var hasInfo = false
  private let infoTags: [String]
  private var scratch = SampleScratch()
  /// The form of the last block row; nil before one was met.
  private var block: BlockRow?
  private var blocks = BlockRows(room: VariantReader.batchRecords)

  /// Where a row lies on the genome.
  struct Site {
    /// Index in the open file's header.
    let contig: Int
    /// 0-based; -1 for POS 0.
    let position: Int64
  }

  /// Block rows one behind the other.
  struct BlockRun {
    /// Index in the open file's header.
    let contig: Int
    let count: Int
    /// 0-based; -1 for POS 0.
    let firstPosition: Int64
    let lastPosition: Int64
  }

  /// A decoder for the wanted samples of an open file.
  init(
    _ file: borrowing VariantFile, choice: SampleChoice, fields: VariantFields, infoTags: [String]
  ) {
    self.choice = choice
    self.fields = fields
    self.infoTags = infoTags
    columns = SampleColumns(
      choice, columnCount: file.columnCount, allowsLeadingPhase: file.isVersion44)
    tags = DeclaredTags(wanted: infoTags)
    infoRanges = Array(repeating: nil, count: infoTags.count)
  }

  /// Appends a row, but for its contig, to the batch; nil, with the batch as it was, where htslib is to
  /// judge the row.
  mutating func decode(
    _ text: RowText, _ line: VariantLine, _ file: borrowing VariantFile,
    to batch: inout VariantBatch
  ) -> Site? {
    if let position = block?.append(text, line, to: &batch) {
      return Site(contig: contig, position: position)
    }
    block?.endRun()
    let found = text.withSpan(to: line.newline + 1 + GenotypeText.padding) { bytes in
      GenotypeText.columnEnds(bytes, from: line.start, limit: line.newline + 1, to: &ends)
    }
    let start = line.start
    func column(_ index: Int) -> Range<Int> { Self.column(index, of: line, ends) }
    if columns.count > 0 {
      guard found == 10 else { return nil }
    } else {
      // A header without samples may or may not name FORMAT, and so may its rows.
      guard found == 8 || found == 9, start + Int(ends[found - 1]) == line.newline else {
        return nil
      }
    }
    for index in 0..<8 where column(index).isEmpty { return nil }
    guard let contig = contigIndex(text, column(0), file),
      let position = Self.position(text, column(1)),
      let filter = filter(text, column(6), file)
    else { return nil }
    let mark = BatchMark(batch)
    let alleleCount = appendAlleles(text, column(3), column(4), to: &batch)
    guard alleleCount > 0,
      let end = scanInfo(text, column(7), position: position, file),
      appendInfo(text, file, to: &batch)
    else {
      mark.restore(&batch)
      return nil
    }
    let isDecoded =
      columns.count == 0 || choice.places.isEmpty
      ? skipSamples(text, line, to: &batch)
      : decodeSamples(text, column(8), line, file, alleleCount: alleleCount, to: &batch)
    guard isDecoded else {
      mark.restore(&batch)
      return nil
    }
    batch.positions.append(position)
    let length = end ?? Int64(column(3).count)
    batch.referenceLengths.append(max(length, scratch.blockLength))
    batch.filters.append(filter)
    if columns.count == 1, let length = end, length > 0 {
      learnBlock(text, line, batch)
    }
    return Site(contig: contig, position: position)
  }

  /// Appends, but for their contigs, the block rows that follow the row just decoded, at most `room` of
  /// them; nil where none does.
  mutating func decodeBlocks(
    of lines: inout VariantLines, room: Int, to batch: inout VariantBatch
  ) -> BlockRun? {
    guard let form = block?.runForm else { return nil }
    lines.read(&blocks, form, room: room)
    guard blocks.count > 0 else { return nil }
    block?.append(blocks, to: &batch)
    return BlockRun(
      contig: contig, count: blocks.count, firstPosition: blocks.positions[0],
      lastPosition: blocks.positions[blocks.count - 1])
  }

  /// Notes the form of a row just appended where it is a block row, so that the next such rows are read
  /// without taking their columns apart.
  private mutating func learnBlock(
    _ text: RowText, _ line: VariantLine, _ batch: borrowing VariantBatch
  ) {
    guard !hasInfo, lastLayout < layouts.count else { return }
    let columns = (0..<9).map { Self.column($0, of: line, ends) }
    let new = BlockRow(
      text, columns: columns, layouts[lastLayout], batch, sampleCount: self.columns.wantedCount)
    if let new { block = new }
  }

  // MARK: Columns

  @inline(__always)
  private static func column(
    _ index: Int, of line: VariantLine, _ ends: [UInt32]
  ) -> Range<Int> {
    let start = line.start
    return
      (index == 0 ? start : start + Int(ends[index - 1]) + 1)..<min(
        start + Int(ends[index]), line.end)
  }

  private mutating func contigIndex(
    _ text: RowText, _ range: Range<Int>, _ file: borrowing VariantFile
  ) -> Int? {
    if text.equals(range, contigName) { return contig }
    let name = unsafe Array(text.bytes(range))
    guard let index = file.contigIndex(String(decoding: name, as: UTF8.self)) else { return nil }
    (contigName, contig) = (name, index)
    // It is of the contig before.
    block = nil
    return index
  }

  /// A position as the file prints it, less one.
  @inline(__always)
  private static func position(_ text: RowText, _ range: Range<Int>) -> Int64? {
    guard range.count <= 18 else { return nil }
    var value: Int64 = 0
    for place in range {
      let digit = text[place] &- 48
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    return value - 1
  }

  private mutating func filter(
    _ text: RowText, _ range: Range<Int>, _ file: borrowing VariantFile
  ) -> VariantBatch.Filter? {
    if text.equals(range, filterText) { return filter }
    let bytes = unsafe Array(text.bytes(range))
    let names = bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    if names == ["."] {
      filter = .missing
    } else {
      for name in names where name.isEmpty || file.tag(name) < 0 { return nil }
      filter = names == ["PASS"] ? .pass : .failed
    }
    filterText = bytes
    return filter
  }

  /// Appends the alleles; gives their number, 0 where one of them is not sound.
  private func appendAlleles(
    _ text: RowText, _ reference: Range<Int>, _ alternate: Range<Int>,
    to batch: inout VariantBatch
  ) -> Int {
    let shift = batch.text.count - reference.lowerBound
    let hasAlternates = alternate.count > 1 || text[alternate.lowerBound] != UInt8(ascii: ".")
    let last = hasAlternates ? alternate.upperBound : reference.upperBound
    unsafe batch.text.append(contentsOf: text.bytes(reference.lowerBound..<last))
    append(reference, AlleleChange.none, text, shift, to: &batch)
    var count = 1
    guard hasAlternates else {
      batch.alleleStarts.append(batch.alleles.count)
      return count
    }
    var start = alternate.lowerBound
    while true {
      let end = Self.comma(text, start..<alternate.upperBound)
      guard end > start, count < SampleColumns.alleleLimit else { return 0 }
      let change = AlleleChange(text, reference: reference, alternate: start..<end)
      append(start..<end, change, text, shift, to: &batch)
      count += 1
      if end == alternate.upperBound { break }
      start = end + 1
    }
    batch.alleleStarts.append(batch.alleles.count)
    return count
  }

  @inline(__always)
  private func append(
    _ allele: Range<Int>, _ change: AlleleChange, _ text: RowText, _ shift: Int,
    to batch: inout VariantBatch
  ) {
    batch.alleles.append(
      VariantBatch.Allele(
        text: allele.lowerBound + shift..<allele.upperBound + shift, kind: change.kind,
        length: change.length, base: VariantBatch.base(of: text[allele.lowerBound])))
  }

  @inline(__always)
  private static func comma(_ text: RowText, _ range: Range<Int>) -> Int {
    var place = range.lowerBound
    while place < range.upperBound, text[place] != UInt8(ascii: ",") { place += 1 }
    return place
  }

  // MARK: INFO

  /// Looks at each INFO tag and notes the wanted ones; gives the bases up to END, an inner nil where
  /// there is none, and nil where htslib is to judge the row.
  private mutating func scanInfo(
    _ text: RowText, _ range: Range<Int>, position: Int64, _ file: borrowing VariantFile
  ) -> Int64?? {
    if hasInfo {
      for place in infoRanges.indices { infoRanges[place] = nil }
      hasInfo = false
    }
    var length: Int64?
    if range.count == 1, text[range.lowerBound] == UInt8(ascii: ".") { return .some(nil) }
    var start = range.lowerBound
    while true {
      var place = text.firstPlace(of: 59, or: 61, in: start..<range.upperBound)
      guard place > start, let tag = tags.tag(text, start..<place, file) else { return nil }
      var value = place..<place
      if place < range.upperBound, text[place] == 61 {
        value = place + 1..<text.nearPlace(of: 59, in: place + 1..<range.upperBound)
        if tag.isEnd, tag.type == ValueType.integer {
          guard let end = Self.end(text, value) else { return nil }
          if end > position { length = end - position }
        }
        place = value.upperBound
        // An empty value and no value are not the same.
        note(tag, value)
      } else {
        note(tag, nil)
      }
      if place == range.upperBound { return .some(length) }
      start = place + 1
      if start == range.upperBound { return nil }
    }
  }

  @inline(__always)
  private mutating func note(_ tag: DeclaredTags.Tag, _ value: Range<Int>?) {
    guard tag.wanted >= 0, infoRanges[tag.wanted] == nil else { return }
    hasInfo = true
    infoRanges[tag.wanted] =
      value.map { ($0, tag.type) } ?? (0..<0, ValueType.none)
  }

  /// END where it is a whole number that htslib keeps.
  private static func end(_ text: RowText, _ range: Range<Int>) -> Int64? {
    guard (1...10).contains(range.count), let before = position(text, range) else { return nil }
    return before + 1 > Int64(Int32.max) ? nil : before + 1
  }

  /// Appends the texts of the wanted tags; false where htslib is to judge the row.
  private func appendInfo(
    _ text: RowText, _ file: borrowing VariantFile, to batch: inout VariantBatch
  ) -> Bool {
    guard hasInfo else {
      batch.infoStarts.append(-1)
      return true
    }
    batch.infoStarts.append(batch.infoTexts.count)
    for info in infoRanges {
      let start = batch.text.count
      if let (range, type) = info {
        switch type {
        case ValueType.none: batch.text.append(UInt8(ascii: "."))
        case ValueType.integer:
          guard let values = SampleNumbers.integers(text, range) else { return false }
          VariantFile.append(integers: values, to: &batch.text)
        case ValueType.real:
          guard let values = SampleNumbers.reals(text, range) else { return false }
          VariantFile.append(reals: values, to: &batch.text)
        default: unsafe batch.text.append(contentsOf: text.bytes(range))
        }
      }
      batch.infoTexts.append(start..<batch.text.count)
    }
    return true
  }

  // MARK: FORMAT

  /// The layout of a FORMAT text; nil where htslib is to judge the row.
  private mutating func layout(
    _ text: RowText, _ range: Range<Int>, _ file: borrowing VariantFile
  ) -> Int? {
    if lastLayout < layouts.count, text.equals(range, layouts[lastLayout].text) {
      return lastLayout
    }
    if let known = layouts.firstIndex(where: { text.equals(range, $0.text) }) {
      lastLayout = known
      return known
    }
    guard let new = FormatLayout(unsafe Array(text.bytes(range)), fields, file) else { return nil }
    if layouts.count == Self.layoutLimit { layouts.removeAll() }
    layouts.append(new)
    lastLayout = layouts.count - 1
    return lastLayout
  }

  /// Layouts kept at most.
  private static let layoutLimit = 64

  private mutating func decodeSamples(
    _ text: RowText, _ format: Range<Int>, _ line: VariantLine, _ file: borrowing VariantFile,
    alleleCount: Int, to batch: inout VariantBatch
  ) -> Bool {
    guard !format.isEmpty, let index = layout(text, format, file) else { return false }
    return columns.decode(
      text, format.upperBound + 1..<line.end, layouts[index], alleleCount: alleleCount, &scratch,
      to: &batch)
  }

  /// Counts the columns of a row of which no sample is wanted.
  private func skipSamples(
    _ text: RowText, _ line: VariantLine, to batch: inout VariantBatch
  ) -> Bool {
    if columns.count > 0 {
      let start = line.start + Int(ends[8]) + 1
      guard columns.hasAll(text, start..<line.end) else { return false }
    }
    columns.appendNothing(to: &batch)
    return true
  }
}
