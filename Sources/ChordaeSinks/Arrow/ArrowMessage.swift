import ChordaeCore

/// One encapsulated message of the Arrow IPC format: its length, its metadata, its body.
struct ArrowMessage {
  /// The kinds that are written, with their tags in the union `MessageHeader`.
  enum Kind: Int {
    case schema = 1
    case recordBatch = 3
  }

  /// Where a message stands in a file, as the footer lists it.
  struct Block {
    let offset: Int
    let metadataLength: Int
    let bodyLength: Int
  }

  /// Eight bytes that end a stream: a message of no length.
  static let endOfStream: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]
  /// Bodies and their buffers start on multiples of this many bytes, as the format advises for
  /// memory-mapped reading.
  static let alignment = 64
  /// Version 5 of the metadata, in force since Arrow 1.0.
  static let version = FlatTable.Value.int16(4)

  private let metadata: [UInt8]
  private let bodyLength: Int

  /// A message; its body, a multiple of 64 bytes, is written after it.
  init(_ kind: Kind, _ header: FlatTable, bodyLength: Int = 0) {
    metadata =
      FlatBuffer(
        FlatTable(
          Self.version, .int8(kind.rawValue), .table(header), .int64(bodyLength))
      ).bytes
    self.bodyLength = bodyLength
  }

  /// The message that opens a stream or a file.
  init(_ schema: TableSchema) { self.init(.schema, ArrowSchema.table(schema)) }

  /// Appends all but the body, to a stream of which `position` bytes are written before `output`.
  ///
  /// Zeros follow the metadata, counted in its length, so that the body starts on 64 bytes.
  @discardableResult
  func append(to output: inout [UInt8], position: Int) -> Block {
    let start = output.count
    output += [0xFF, 0xFF, 0xFF, 0xFF]
    let unpadded = position + start + 8 + metadata.count
    let padding = (Self.alignment - unpadded % Self.alignment) % Self.alignment
    output.append(littleEndian: UInt32(metadata.count + padding))
    output += metadata
    output.append(contentsOf: repeatElement(0, count: padding))
    return Block(
      offset: position + start, metadataLength: output.count - start, bodyLength: bodyLength)
  }
}
