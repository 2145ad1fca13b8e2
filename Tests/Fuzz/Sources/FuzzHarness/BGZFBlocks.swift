/// BGZF (SAM specification, 4.1) of stored blocks: any payload with the right sizes and checksums.
public enum BGZFBlocks {
  /// Bytes that one block may hold: a block is at most 64 KiB with its own 31 bytes.
  static let largestBlock = 65_505

  /// Wraps a payload, and ends it with the end-of-file block.
  public static func wrap(_ payload: [UInt8], blockSize: Int) -> [UInt8] {
    var file: [UInt8] = []
    for start in stride(from: 0, to: payload.count, by: min(blockSize, largestBlock)) {
      let end = min(start + min(blockSize, largestBlock), payload.count)
      append(payload[start..<end], to: &file)
    }
    return file + endOfFile
  }

  private static func append(_ payload: ArraySlice<UInt8>, to file: inout [UInt8]) {
    // gzip's header with the extra field BC, one stored deflate block of 5 bytes more, the trailer.
    let count = payload.count
    file += [31, 139, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 66, 67, 2, 0] + little(count + 30, 2)
    file += [1] + little(count, 2) + little(~count, 2)
    file += payload
    file += little(Int(CRC32.checksum(of: payload)), 4) + little(count, 4)
  }

  private static func little(_ value: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  private static let endOfFile: [UInt8] = [
    31, 139, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 66, 67, 2, 0, 27, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ]
}
