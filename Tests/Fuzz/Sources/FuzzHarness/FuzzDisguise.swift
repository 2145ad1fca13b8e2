/// A form in which fuzzed bytes stand in a file, so that damage comes past the checksums.
struct FuzzDisguise {
  let bytes: [UInt8]
  /// Whether these are the input's own bytes.
  let isPlain: Bool

  /// The bytes as they are; the payload of a BAM or BCF, or text, in BGZF blocks; a CRAM whose
  /// checksums are made to hold.
  static func all(of bytes: [UInt8]) -> [FuzzDisguise] {
    let plain = FuzzDisguise(bytes: bytes, isPlain: true)
    if bytes.starts(with: Array("CRAM".utf8)) {
      let mended = CRAMChecksums.mended(bytes)
      return mended == bytes ? [plain] : [plain, FuzzDisguise(bytes: mended, isPlain: false)]
    }
    let isPayload = ["BAM\u{1}", "BCF\u{2}", "@", "##fileformat"].contains { opening in
      bytes.starts(with: Array(opening.utf8))
    }
    guard isPayload else { return [plain] }
    // Small blocks, whose number depends on the input alone, so that records lie across their ends.
    let size = [61, 512, 65_280][Int(CRC32.checksum(of: bytes) % 3)]
    return [plain, FuzzDisguise(bytes: BGZFBlocks.wrap(bytes, blockSize: size), isPlain: false)]
  }
}
