public import ChordaeCore
import ChordaeSinks

/// The (sample x column) block of a shared source, read a row at a time, holding one chunk.
///
/// Rows that follow one another cost one reading of their chunk (at most 4 MiB, or one row). Each
/// thread opens its own: it is a class, to be kept by the name of its source.
public final class SharedBlock {
  /// Ids of the columns, in their order.
  public var columnIDs: [String] { layout.columns.map(\.id) }
  /// Rows, one a sample.
  public var sampleCount: Int { layout.sampleCount }

  private let file: BlockFile
  private let layout: SharedBlockLayout
  private let digestStart: Int
  private let reasons: [MissingReason?]
  private let texts: [String]
  private let chunkChecksums: [UInt32]
  private var chunkIndex = -1
  private var chunk: [UInt8] = []
  /// The sample asked for last, whose rows of a table follow each other, and its digest.
  private var sample: (name: String, digest: [UInt8])?

  /// Opens a block that is there whole and was made with this identity; nil where there is none.
  ///
  /// - Throws: `cannotRead`, or `damaged` where the file is not as it was written.
  public init?(path: String, identity: String) throws(SharedBlockError) {
    guard let file = try BlockFile(reading: path) else { return nil }
    let (layout, digestStart, headerChecksum) = try Self.header(of: file)
    let trailer = try Self.trailer(of: file, headerChecksum: headerChecksum)
    guard layout.identity == identity else { return nil }
    let chunks = layout.chunkLength(rows: layout.sampleCount)
    guard trailer.checksums.count == layout.chunkCount,
      digestStart + layout.sampleCount * SharedBlockLayout.digestLength + chunks == trailer.start
    else { throw .damaged(path: path, detail: "its length is not that of its rows") }
    self.file = file
    self.layout = layout
    self.digestStart = digestStart
    reasons = trailer.reasons
    texts = trailer.texts
    chunkChecksums = trailer.checksums
  }

  /// The values of one sample, by its place among the samples of the block; its name is held
  /// against the block's digest.
  ///
  /// - Throws: `cannotRead`, or `damaged` where the row is another sample's or its bytes changed.
  public func row(
    _ place: Int, of sample: String
  ) throws(SharedBlockError) -> [FeatureValue] {
    precondition((0..<sampleCount).contains(place), "the place is one of the block's samples")
    let length = SharedBlockLayout.digestLength
    let digest = try file.read(length, at: digestStart + place * length)
    guard digest == self.digest(of: sample) else {
      throw .damaged(path: file.path, detail: "row \(place) belongs to another sample")
    }
    let index = place / layout.chunkRows
    if index != chunkIndex { try load(index) }
    let rows = layout.rows(ofChunk: index)
    return layout.columns.indices.map { value($0, place % layout.chunkRows, rows: rows) }
  }

  private func digest(of name: String) -> [UInt8] {
    // By its bytes: two names may be the same to Unicode and still two samples'.
    if let sample, sample.name.utf8.elementsEqual(name.utf8) { return sample.digest }
    let digest = SharedBlockLayout.digest(of: name)
    sample = (name, digest)
    return digest
  }

  private func load(_ index: Int) throws(SharedBlockError) {
    let start =
      digestStart + sampleCount * SharedBlockLayout.digestLength
      + index * layout.chunkLength(rows: layout.chunkRows)
    chunkIndex = -1
    chunk = try file.read(layout.chunkLength(rows: layout.rows(ofChunk: index)), at: start)
    guard CRC32.of(chunk) == chunkChecksums[index] else {
      throw .damaged(path: file.path, detail: "the checksum of chunk \(index) is wrong")
    }
    chunkIndex = index
  }

  private func value(_ column: Int, _ row: Int, rows: Int) -> FeatureValue {
    let start = layout.columnStart(column, rows: rows)
    let reason = Int(chunk[start + row])
    if reason > 0 { return .missing(reason <= reasons.count ? reasons[reason - 1] : nil) }
    let described = layout.columns[column]
    let at = start + rows + row * described.valueLength
    return switch described.type {
    case .float32, .float64: .number(Double(bitPattern: number(at)))
    case .bool: .flag(number(at) != 0)
    case .text: .text(Int(number(at)) < texts.count ? texts[Int(number(at))] : "")
    case .int32, .int64: .integer(Int64(bitPattern: number(at)))
    case .list, .tensor:
      described.isInteger
        ? .integers(numbers(described.type.valuesPerRow, at) { Int64(bitPattern: $0) })
        : .numbers(numbers(described.type.valuesPerRow, at) { Double(bitPattern: $0) })
    }
  }

  private func number(_ place: Int) -> UInt64 {
    SharedBlockLayout.number(chunk[place..<place + SharedBlockLayout.numberLength])
  }

  private func numbers<Number>(_ count: Int, _ start: Int, _ make: (UInt64) -> Number) -> [Number] {
    (0..<count).map { make(number(start + $0 * SharedBlockLayout.numberLength)) }
  }

  private static func header(
    of file: borrowing BlockFile
  ) throws(SharedBlockError) -> (SharedBlockLayout, digestStart: Int, checksum: UInt32) {
    let start = try file.read(16, at: 0)
    let version = Int(SharedBlockLayout.number(start[8..<12]))
    guard Array(start[..<8]) == SharedBlockLayout.start, version == SharedBlockLayout.version else {
      throw .damaged(path: file.path, detail: "it is no block of this engine's version")
    }
    let length = Int(SharedBlockLayout.number(start[12..<16]))
    guard try length <= file.length() else {
      throw .damaged(path: file.path, detail: "it ends early")
    }
    let text = try file.read(length, at: 16)
    guard let json = try? JSONParser.parse(text), let layout = SharedBlockLayout(header: json)
    else { throw .damaged(path: file.path, detail: "its header is not one") }
    return (layout, 16 + length, CRC32.of(text))
  }

  private static func trailer(
    of file: borrowing BlockFile, headerChecksum: UInt32
  ) throws(SharedBlockError) -> (
    start: Int, reasons: [MissingReason?], texts: [String], checksums: [UInt32]
  ) {
    let end = try file.length()
    let tailStart = max(0, end - SharedBlockLayout.tailLength)
    let tail = try file.read(SharedBlockLayout.tailLength, at: tailStart)
    let length = Int(SharedBlockLayout.number(tail[0..<4]))
    guard Array(tail[12...]) == SharedBlockLayout.end, length <= tailStart else {
      throw .damaged(path: file.path, detail: "it ends early")
    }
    let text = try file.read(length, at: tailStart - length)
    guard UInt64(headerChecksum) == SharedBlockLayout.number(tail[4..<8]),
      UInt64(CRC32.of(text)) == SharedBlockLayout.number(tail[8..<12]),
      let json = try? JSONParser.parse(text),
      let reasons = json["reasons"]?.elements, let texts = json["texts"]?.elements,
      let checksums = json["checksums"]?.elements
    else { throw .damaged(path: file.path, detail: "the checksum of its frame is wrong") }
    return (
      tailStart - length, reasons.map { $0.text.map(MissingReason.init) },
      texts.map { $0.text ?? "" },
      checksums.map { UInt32(truncatingIfNeeded: $0.int ?? 0) }
    )
  }
}
