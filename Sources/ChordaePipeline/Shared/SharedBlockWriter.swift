public import ChordaeCore
import ChordaeSinks

/// Writes the (sample x column) block of a shared source, row after row, holding one chunk; or that of
/// a table, sample after sample.
///
/// The file stands under a temporary name until `finish`; given up before, it is removed.
public struct SharedBlockWriter: ~Copyable {
  private let path: String
  private let file: BlockFile
  let layout: SharedBlockLayout
  private let headerChecksum: UInt32
  private var rowCount = 0
  var chunk: [UInt8] = []
  private var chunks: [SharedBlockLayout.Chunk] = []
  private var reasons: [MissingReason?] = []
  private var numberOfReason: [MissingReason?: UInt8] = [:]
  var texts = TextNumbers()
  /// The columns of texts that the sample before had, which are often the next one's too.
  var lastTexts: [Int: (texts: Column, numbers: [UInt32])] = [:]
  /// Where each of a table's columns stands in the chunk for the sample before.
  var columnStarts: [Int] = []
  private var isFinished = false

  /// Begins a block for some samples, in the order in which their rows will come; with `tableRows`
  /// that of a table of which every sample has so many rows.
  ///
  /// - Throws: `cannotWrite`.
  public init(
    path: String, temporaryPath: String, identity: String,
    columns: [Field], samples: [String], tableRows: Int? = nil
  ) throws(SharedBlockError) {
    let layout = SharedBlockLayout(
      identity: identity, columns: columns, sampleCount: samples.count, tableRows: tableRows)
    let header = layout.header.lineBytes
    let file = try BlockFile(writing: temporaryPath)
    try file.write(
      SharedBlockLayout.start + SharedBlockLayout.bytes(UInt32(SharedBlockLayout.version))
        + SharedBlockLayout.bytes(UInt32(header.count)) + header)
    for start in stride(from: 0, to: samples.count, by: 4_096) {
      let names = samples[start..<min(start + 4_096, samples.count)]
      try file.write(names.flatMap { SharedBlockLayout.digest(of: $0) })
    }
    self.path = path
    self.file = file
    self.layout = layout
    headerChecksum = CRC32.of(header)
  }

  deinit { if !isFinished { file.remove() } }

  /// Appends the next sample's values, in the columns' order.
  ///
  /// - Throws: `cannotWrite`.
  public mutating func append(_ row: [FeatureValue]) throws(SharedBlockError) {
    precondition(row.count == layout.columns.count, "a row has as many values as columns")
    precondition(layout.tableRows == nil, "a table's rows come as rows of a table")
    let (place, rows) = nextPlace()
    for (column, value) in row.enumerated() {
      let start = layout.columnStart(column, rows: rows)
      if case .missing(let reason) = value {
        chunk[start + place] = number(of: reason)
        continue
      }
      let described = layout.columns[column]
      put(value, described, at: start + rows + place * described.valueLength)
    }
    try end(place, of: rows)
  }

  /// Writes what is left and gives the file its name, on disk to the last byte.
  ///
  /// - Throws: `cannotWrite`; the file is then removed.
  public consuming func finish() throws(SharedBlockError) {
    precondition(rowCount == layout.sampleCount, "there is a row a sample")
    let trailer = JSONValue.object([
      ("reasons", .array(reasons.map { $0.map { .string($0.code) } ?? .null })),
      ("texts", .array(texts.texts.map { .string($0) })),
      ("checksums", .array(chunks.map { .integer(Int64($0.checksum)) })),
      ("lengths", .array(chunks.map { .integer(Int64($0.length)) })),
    ])
    let text = trailer.lineBytes
    try file.write(
      text + SharedBlockLayout.bytes(UInt32(text.count))
        + SharedBlockLayout.bytes(headerChecksum) + SharedBlockLayout.bytes(CRC32.of(text))
        + SharedBlockLayout.end)
    try file.sync()
    try file.rename(to: path)
    isFinished = true
  }

  /// Where the next row stands in its chunk, and the rows of that; a new chunk is zeros, or empty
  /// where a table's rows will be appended.
  mutating func nextPlace() -> (place: Int, rows: Int) {
    precondition(rowCount < layout.sampleCount, "there is a row a sample")
    let rows = layout.rows(ofChunk: rowCount / layout.chunkRows)
    let place = rowCount % layout.chunkRows
    if place == 0 {
      // In the memory of the chunk before, which a new one would have to be fetched for page by page.
      chunk.removeAll(keepingCapacity: true)
      let length = layout.tableRows == nil ? layout.chunkLength(rows: rows) : 0
      chunk.append(contentsOf: repeatElement(0, count: length))
    }
    return (place, rows)
  }

  mutating func end(_ place: Int, of rows: Int) throws(SharedBlockError) {
    rowCount += 1
    guard place + 1 == rows else { return }
    chunks.append(SharedBlockLayout.Chunk(length: chunk.count, checksum: CRC32.of(chunk)))
    try file.write(chunk)
  }

  /// The number that stands for a reason, from 1 up.
  private mutating func number(of reason: MissingReason?) -> UInt8 {
    if let number = numberOfReason[reason] { return number }
    reasons.append(reason)
    let number = UInt8(reasons.count)
    numberOfReason[reason] = number
    return number
  }

  private mutating func put(
    _ value: FeatureValue, _ column: SharedBlockLayout.Column, at place: Int
  ) {
    if case .text(let text) = value, column.type == .text {
      return put([UInt64(texts.number(of: text))], at: place)
    }
    guard let count = column.type.listCount else {
      return put([bits(of: value, isInteger: column.isInteger)], at: place)
    }
    switch value {
    case .integers(let list) where column.isInteger && list.count == count: put(list, at: place)
    case .integers(let list) where list.count == count: put(list.map { Double($0) }, at: place)
    case .numbers(let list) where !column.isInteger && list.count == count: put(list, at: place)
    default: preconditionFailure("the value fits its column's type")
    }
  }

  /// Puts numbers as they stand in memory, the lowest byte first.
  private mutating func put<Number: BitwiseCopyable>(_ numbers: [Number], at place: Int) {
    // The target is a part of the chunk, else this traps.
    unsafe chunk.withUnsafeMutableBytes { target in
      unsafe numbers.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[place..<place + source.count])
          .copyMemory(from: source)
      }
    }
  }

  private func bits(of value: FeatureValue, isInteger: Bool) -> UInt64 {
    switch value {
    case .integer(let integer) where isInteger: return UInt64(bitPattern: integer)
    case .flag(let flag) where isInteger: return flag ? 1 : 0
    case .integer(let integer): return Double(integer).bitPattern
    case .number(let number) where !isInteger: return number.bitPattern
    case .number, .flag, .text, .numbers, .integers, .missing:
      preconditionFailure("the value fits its column's type")
    }
  }
}
