internal import ChordaeCore
internal import ChordaeKernels

/// Decodes rows of VCF text straight into batches, without htslib.
///
/// It takes what it is sure of and gives all other rows back: htslib's parser then judges them, so that
/// both read the same records and refuse the same rows in the same words. What a row it takes adds to
/// the batch is what htslib's record would have added.
struct VariantTextDecoder {
  let fields: VariantFields
  let choice: SampleChoice
  let columns: SampleColumns
  var tags: DeclaredTags
  var ends = [UInt32](repeating: 0, count: 10)

  var contigName: [UInt8] = []
  var contig = -1
  var filterText: [UInt8] = []
  var filter = VariantBatch.Filter.missing
  private var layouts: [FormatLayout] = []
  private var lastLayout = 0
  var infoRanges: [(range: Range<Int>, type: Int32)?]
  /// Whether the last row has a wanted tag.
  var hasInfo = false
  private var scratch = SampleScratch()
  /// The form of the last block row; nil before one was met.
  var block: BlockRow?
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
