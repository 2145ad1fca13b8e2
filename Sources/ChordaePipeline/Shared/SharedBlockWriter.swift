public import ChordaeCore
import ChordaeSinks

/// Writes the (sample x column) block of a shared source, row after row, holding one chunk.
///
/// The file stands under a temporary name until `finish`; given up before, it is removed.
public struct SharedBlockWriter: ~Copyable {
  private let path: String
  private let file: BlockFile
  private let layout: SharedBlockLayout
  private let headerChecksum: UInt32
  private var rowCount = 0
  private var chunk: [UInt8] = []
  private var chunkChecksums: [UInt32] = []
  private var reasons: [MissingReason?] = []
  private var numberOfReason: [MissingReason?: UInt8] = [:]
  private var texts: [String] = []
  private var numberOfText: [String: UInt64] = [:]
  private var isFinished = false

  /// Begins a block for some samples, in the order in which their rows will come.
  ///
  /// - Throws: `cannotWrite`.
  public init(
    path: String, temporaryPath: String, identity: String,
    columns: [Field], samples: [String]
  ) throws(SharedBlockError) {
    let layout = SharedBlockLayout(
      identity: identity, columns: columns, sampleCount: samples.count)
    let header = Array(layout.header.line.utf8)
    let file = try BlockFile(writing: temporaryPath)
    try file.write(
      SharedBlockLayout.start + SharedBlockLayout.bytes(UInt32(SharedBlockLayout.version))
        + SharedBlockLayout.bytes(UInt32(header.count)) + header)
    // Rows of one sample follow each other in tables.
    var last: (name: String, digest: [UInt8])?
    for start in stride(from: 0, to: samples.count, by: 4_096) {
      var digests: [UInt8] = []
      for name in samples[start..<min(start + 4_096, samples.count)] {
        if let last, last.name.utf8.elementsEqual(name.utf8) {
          digests += last.digest
        } else {
          let digest = SharedBlockLayout.digest(of: name)
          last = (name, digest)
          digests += digest
        }
      }
      try file.write(digests)
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
    precondition(rowCount < layout.sampleCount, "there is a row a sample")
    let index = rowCount / layout.chunkRows
    let rows = layout.rows(ofChunk: index)
    let place = rowCount % layout.chunkRows
    if place == 0 { chunk = [UInt8](repeating: 0, count: layout.chunkLength(rows: rows)) }
    for (column, value) in row.enumerated() {
      let start = layout.columnStart(column, rows: rows)
      if case .missing(let reason) = value {
        chunk[start + place] = number(of: reason)
        continue
      }
      let described = layout.columns[column]
      put(value, described, at: start + rows + place * described.valueLength)
    }
    rowCount += 1
    if place + 1 == rows { try flush() }
  }

  /// Writes what is left and gives the file its name, on disk to the last byte.
  ///
  /// - Throws: `cannotWrite`; the file is then removed.
  public consuming func finish() throws(SharedBlockError) {
    precondition(rowCount == layout.sampleCount, "there is a row a sample")
    let trailer = JSONValue.object([
      ("reasons", .array(reasons.map { $0.map { .string($0.code) } ?? .null })),
      ("texts", .array(texts.map { .string($0) })),
      ("checksums", .array(chunkChecksums.map { .integer(Int64($0)) })),
    ])
    let text = Array(trailer.line.utf8)
    try file.write(
      text + SharedBlockLayout.bytes(UInt32(text.count))
        + SharedBlockLayout.bytes(headerChecksum) + SharedBlockLayout.bytes(CRC32.of(text))
        + SharedBlockLayout.end)
    try file.sync()
    try file.rename(to: path)
    isFinished = true
  }

  private mutating func flush() throws(SharedBlockError) {
    chunkChecksums.append(CRC32.of(chunk))
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
      return put(number(of: text), at: place)
    }
    guard let count = column.type.listCount else {
      return put(bits(of: value, isInteger: column.isInteger), at: place)
    }
    var bits: [UInt64] = []
    switch value {
    case .integers(let list) where column.isInteger: bits = list.map { UInt64(bitPattern: $0) }
    case .integers(let list): bits = list.map { Double($0).bitPattern }
    case .numbers(let list) where !column.isInteger: bits = list.map(\.bitPattern)
    default: break
    }
    precondition(bits.count == count, "the value fits its column's type")
    for (index, number) in bits.enumerated() {
      put(number, at: place + index * SharedBlockLayout.numberLength)
    }
  }

  private mutating func put(_ bits: UInt64, at place: Int) {
    for byte in 0..<SharedBlockLayout.numberLength {
      chunk[place + byte] = UInt8(truncatingIfNeeded: bits >> (8 * byte))
    }
  }

  /// The number that stands for a text, from 0 up.
  private mutating func number(of text: String) -> UInt64 {
    if let number = numberOfText[text] { return number }
    let number = UInt64(texts.count)
    texts.append(text)
    numberOfText[text] = number
    return number
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
