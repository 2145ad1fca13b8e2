/// Compresses pages and writes them with their headers and checksums.
struct PageWriter: ~Copyable, Sendable {
  /// What a page is: its values are counted with the nulls.
  enum Kind {
    case dictionary(entryCount: Int)
    case data(valueCount: Int, encoding: ParquetEncoding)
  }

  private var compressor: ZstdCompressor
  private var stored: [UInt8] = []

  /// A writer; `path` is what errors call the file.
  init(level: Int, path: String) throws(SinkError) {
    compressor = try ZstdCompressor(level: level, path: path)
  }

  /// Writes one page and adds its sizes to the chunk's.
  mutating func write(
    _ kind: Kind, _ page: [UInt8], to file: inout OutputFile, chunk: inout ColumnChunk
  ) throws(SinkError) {
    stored.removeAll(keepingCapacity: true)
    try compressor.compress(page, to: &stored)
    let header = Self.header(kind, page, stored)
    switch kind {
    case .dictionary: chunk.dictionaryOffset = file.byteCount
    case .data: if chunk.dataOffset == 0 { chunk.dataOffset = file.byteCount }
    }
    try file.write(header)
    try file.write(stored)
    chunk.uncompressedSize += header.count + page.count
    chunk.compressedSize += header.count + stored.count
  }

  /// The struct `PageHeader`.
  private static func header(_ kind: Kind, _ page: [UInt8], _ stored: [UInt8]) -> [UInt8] {
    var thrift = ThriftCompact()
    thrift.element { thrift in
      switch kind {
      case .dictionary: thrift.i32(1, 2)
      case .data: thrift.i32(1, 0)
      }
      thrift.i32(2, page.count)
      thrift.i32(3, stored.count)
      thrift.i32(4, Int(Int32(bitPattern: CRC32.of(stored))))
      switch kind {
      case .dictionary(let entryCount):
        thrift.structure(7) { thrift in
          thrift.i32(1, entryCount)
          thrift.i32(2, ParquetEncoding.plain.rawValue)
        }
      case .data(let valueCount, let encoding):
        thrift.structure(5) { thrift in
          thrift.i32(1, valueCount)
          thrift.i32(2, encoding.rawValue)
          thrift.i32(3, ParquetEncoding.rle.rawValue)  // definition levels
          thrift.i32(4, ParquetEncoding.rle.rawValue)  // repetition levels; only lists have them
        }
      }
    }
    return thrift.bytes
  }
}
