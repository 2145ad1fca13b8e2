import ChordaeCore

/// Encodes the columns of a row group, one after the other, page by page.
struct ColumnChunkEncoder: ~Copyable, Sendable {
  private var pages: PageWriter
  private let limits: ParquetLimits
  /// The page in hand, and the values of a page that a second step encodes.
  private var page: [UInt8] = []
  private var values: [UInt8] = []

  /// An encoder; `path` is what errors call the file.
  init(limits: ParquetLimits, path: String) throws(SinkError) {
    pages = try PageWriter(level: limits.compressionLevel, path: path)
    self.limits = limits
  }

  /// Writes all pages of a column.
  mutating func write(
    _ column: Column, field: Field, to file: inout OutputFile
  ) throws(SinkError) -> ColumnChunk {
    let dictionary =
      column.type == .text ? TextDictionary(column, limit: limits.dictionaryBytes) : nil
    var chunk = ColumnChunk(column, field: field, distinct: dictionary?.entries)
    switch column.type {
    case .float32, .float64:
      try write(column, .byteStreamSplit, to: &file, chunk: &chunk)
    case .int32, .int64, .bool:
      try write(column, .plain, to: &file, chunk: &chunk)
    case .list, .tensor:
      // Split, floats would take some 6 to 8 % less, but polars (2.1) cannot read split lists that
      // have nulls and several pages.
      try write(column, .plain, to: &file, chunk: &chunk)
    case .text:
      if let dictionary { try write(dictionary, of: column, to: &file, chunk: &chunk) }
      try write(
        column, dictionary == nil ? .plain : .rleDictionary, dictionary, to: &file, chunk: &chunk)
    }
    return chunk
  }

  private mutating func write(
    _ dictionary: TextDictionary, of column: Column, to file: inout OutputFile,
    chunk: inout ColumnChunk
  ) throws(SinkError) {
    page.removeAll(keepingCapacity: true)
    dictionary.appendEntries(of: column, to: &page)
    let kind = PageWriter.Kind.dictionary(entryCount: dictionary.entries.count)
    try pages.write(kind, page, to: &file, chunk: &chunk)
    chunk.encodings.append(.plain)
  }

  /// Writes the data pages.
  private mutating func write(
    _ column: Column, _ encoding: ParquetEncoding, _ dictionary: TextDictionary? = nil,
    to file: inout OutputFile, chunk: inout ColumnChunk
  ) throws(SinkError) {
    chunk.encodings += [.rle, encoding]
    var row = 0
    while row < column.count {
      let rows = row..<limits.pageEnd(of: column, from: row, bitWidth: dictionary?.bitWidth)
      page.removeAll(keepingCapacity: true)
      ParquetLevels.append(column, rows: rows, to: &page)
      switch (encoding, dictionary) {
      case (_, let dictionary?): appendPlaces(dictionary, column, rows)
      case (.byteStreamSplit, _): appendSplit(column, rows)
      default: PlainEncoding.append(column, rows: rows, to: &page)
      }
      let kind = PageWriter.Kind.data(
        valueCount: ParquetLevels.valueCount(column, rows: rows), encoding: encoding)
      try pages.write(kind, page, to: &file, chunk: &chunk)
      row = rows.upperBound
    }
  }

  private mutating func appendPlaces(
    _ dictionary: TextDictionary, _ column: Column, _ rows: Range<Int>
  ) {
    var places: [UInt32] = []
    places.reserveCapacity(rows.count)
    column.forEachValidRun(in: rows) { places += dictionary.places[$0] }
    page.append(UInt8(dictionary.bitWidth))
    HybridRunLength.append(places, bitWidth: dictionary.bitWidth, to: &page)
  }

  private mutating func appendSplit(_ column: Column, _ rows: Range<Int>) {
    let width = column.type.byteWidth ?? 1
    if column.nullCount == 0 {
      let bytes = rows.lowerBound * width..<rows.upperBound * width
      ByteStreamSplit.append(column.values[bytes], width: width, to: &page)
    } else {
      values.removeAll(keepingCapacity: true)
      PlainEncoding.append(column, rows: rows, to: &values)
      ByteStreamSplit.append(values[...], width: width, to: &page)
    }
  }
}
