public import ChordaeCore
import ChordaeSinks

/// The (sample x column) block of a shared source, or that of one of its tables, read a sample at a
/// time, holding two chunks.
///
/// Rows that follow one another cost one reading of their chunk (at most 4 MiB, or one row). Threads
/// may share it: only the reading of a chunk keeps others waiting.
public final class SharedBlock: Sendable {
  /// Ids of the columns, in their order.
  public var columnIDs: [String] { layout.columns.map(\.id) }
  /// Rows, one a sample.
  public var sampleCount: Int { layout.sampleCount }

  let layout: SharedBlockLayout
  let texts: [String]
  var path: String { file.path }
  private let file: BlockFile
  private let digestStart: Int
  private let reasons: [MissingReason?]
  private let chunks: [SharedBlockLayout.Chunk]
  /// Where each chunk starts in the file.
  private let chunkStarts: [Int]
  private let held = Monitor(Held())

  /// What is kept between samples.
  private struct Held {
    /// The chunks used last, the newest first: threads work on both sides of a chunk's end.
    var chunks: [Chunk] = []
    /// By column, the texts of the sample before, which are often the next one's too.
    var texts: [Int: Texts] = [:]
  }

  /// A column of texts and the bytes that it was made from.
  struct Texts {
    let bytes: [UInt8]
    let column: Column
  }

  /// Rows that were read, and the digests of their samples.
  private struct Chunk {
    let index: Int
    let bytes: [UInt8]
    let digests: [UInt8]
  }

  /// Opens a block that is there whole and was made with this identity; nil where there is none.
  ///
  /// - Throws: `cannotRead`, or `damaged` where the file is not as it was written.
  public init?(path: String, identity: String) throws(SharedBlockError) {
    guard let file = try BlockFile(reading: path) else { return nil }
    let (layout, digestStart, headerChecksum) = try Self.header(of: file)
    let trailer = try Self.trailer(of: file, headerChecksum: headerChecksum)
    guard layout.identity == identity else { return nil }
    var place = digestStart + layout.sampleCount * SharedBlockLayout.digestLength
    var starts: [Int] = []
    for (index, chunk) in trailer.chunks.prefix(layout.chunkCount).enumerated() {
      guard layout.mayHave(chunk.length, inChunk: index) else { break }
      starts.append(place)
      place += chunk.length
    }
    guard trailer.chunks.count == layout.chunkCount, starts.count == layout.chunkCount,
      place == trailer.start
    else {
      throw .damaged(path: path, detail: "its length is not that of its rows")
    }
    self.file = file
    self.layout = layout
    self.digestStart = digestStart
    chunkStarts = starts
    (reasons, texts, chunks) = (trailer.reasons, trailer.texts, trailer.chunks)
  }

  /// The values of one sample, by its place among the samples of the block; its name is held
  /// against the block's digest.
  ///
  /// - Throws: `cannotRead`, or `damaged` where the row is another sample's or its bytes changed.
  public func row(
    _ place: Int, of sample: String
  ) throws(SharedBlockError) -> [FeatureValue] {
    try row(place, digest: SharedBlockLayout.digest(of: sample))
  }

  /// The values of one sample, by the digest of its name.
  func row(_ place: Int, digest: [UInt8]) throws(SharedBlockError) -> [FeatureValue] {
    precondition(layout.tableRows == nil, "a table has rows, not values")
    let chunk = try bytes(of: place, digest: digest)
    let rows = layout.rows(ofChunk: place / layout.chunkRows)
    return layout.columns.indices.map { value($0, place % layout.chunkRows, rows: rows, chunk) }
  }

  /// The bytes of the chunk that a sample's row is in.
  func bytes(of place: Int, digest: [UInt8]) throws(SharedBlockError) -> [UInt8] {
    precondition((0..<sampleCount).contains(place), "the place is one of the block's samples")
    let index = place / layout.chunkRows
    let chunk = try held.change { held -> Result<Chunk, SharedBlockError> in
      if let chunk = held.chunks.first(where: { $0.index == index }) { return .success(chunk) }
      do throws(SharedBlockError) {
        // The older one goes before the new one comes.
        if held.chunks.count > 1 { held.chunks.removeLast() }
        let chunk = try load(index)
        held.chunks.insert(chunk, at: 0)
        return .success(chunk)
      } catch { return .failure(error) }
    }.get()
    let start = place % layout.chunkRows * digest.count
    guard chunk.digests[start..<start + digest.count].elementsEqual(digest) else {
      throw .damaged(path: file.path, detail: "row \(place) belongs to another sample")
    }
    return chunk.bytes
  }

  /// A column of texts: the one that was asked for last where the bytes are the same, else a new one.
  func texts(_ column: Int, _ bytes: [UInt8], _ make: ([UInt8]) throws(SharedBlockError) -> Column)
    throws(SharedBlockError) -> Column
  {
    let last = held.change { $0.texts[column] }
    if let last, BlockFile.isSame(last.bytes, bytes) { return last.column }
    let made = try make(bytes)
    held.change { $0.texts[column] = Texts(bytes: bytes, column: made) }
    return made
  }

  private func load(_ index: Int) throws(SharedBlockError) -> Chunk {
    let length = SharedBlockLayout.digestLength
    let rows = layout.rows(ofChunk: index)
    let digests = try file.read(
      rows * length, at: digestStart + index * layout.chunkRows * length)
    let bytes = try file.read(chunks[index].length, at: chunkStarts[index])
    guard CRC32.of(bytes) == chunks[index].checksum else {
      throw .damaged(path: file.path, detail: "the checksum of chunk \(index) is wrong")
    }
    return Chunk(index: index, bytes: bytes, digests: digests)
  }

  private func value(_ column: Int, _ row: Int, rows: Int, _ chunk: [UInt8]) -> FeatureValue {
    let start = layout.columnStart(column, rows: rows)
    let reason = Int(chunk[start + row])
    if reason > 0 { return .missing(reason <= reasons.count ? reasons[reason - 1] : nil) }
    let described = layout.columns[column]
    let at = start + rows + row * described.valueLength
    return switch described.type {
    case .float32, .float64: .number(number(chunk, at))
    case .bool: .flag(number(chunk, at) as UInt64 != 0)
    case .text: text(number(chunk, at))
    case .int32, .int64: .integer(number(chunk, at))
    case .list, .tensor:
      described.isInteger
        ? .integers(numbers(described.type.valuesPerRow, chunk, at))
        : .numbers(numbers(described.type.valuesPerRow, chunk, at))
    }
  }

  private func text(_ number: UInt64) -> FeatureValue {
    .text(number < UInt64(texts.count) ? texts[Int(number)] : "")
  }

  private func number<Number: BitwiseCopyable>(_ bytes: [UInt8], _ place: Int) -> Number {
    precondition(place >= 0 && place + MemoryLayout<Number>.size <= bytes.count)
    return unsafe bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: Number.self)
  }

  private func numbers<Number: BitwiseCopyable>(
    _ count: Int, _ bytes: [UInt8], _ start: Int
  ) -> [Number] {
    (0..<count).map { number(bytes, start + $0 * SharedBlockLayout.numberLength) }
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
    start: Int, reasons: [MissingReason?], texts: [String], chunks: [SharedBlockLayout.Chunk]
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
      let checksums = json["checksums"]?.elements, let lengths = json["lengths"]?.elements,
      checksums.count == lengths.count
    else { throw .damaged(path: file.path, detail: "the checksum of its frame is wrong") }
    return (
      tailStart - length, reasons.map { $0.text.map(MissingReason.init) },
      texts.map { $0.text ?? "" },
      zip(lengths, checksums).map { length, checksum in
        SharedBlockLayout.Chunk(
          length: length.int ?? -1, checksum: UInt32(truncatingIfNeeded: checksum.int ?? 0))
      }
    )
  }
}
