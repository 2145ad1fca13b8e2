/// Where the rows of a VCF begin, and how the file is cut into parts that can be read side by side.
///
/// The cuts follow from the file alone, so that what is merged part by part has the same bits whatever
/// the number of threads.
package struct VariantParts: Sendable, Equatable {
  /// Whether the file is BGZF; a plain one is one part.
  let isBlocked: Bool
  /// The virtual offset of the first row, in a plain file its byte.
  let firstOffset: Int
  /// Bytes of the file.
  let byteCount: Int
  /// Compressed bytes of a part.
  let partBytes: Int

  /// The parts of a file of so many bytes; `partBytes` nil for what suits its size.
  init(isBlocked: Bool, firstOffset: Int, byteCount: Int, partBytes: Int? = nil) {
    self.isBlocked = isBlocked
    self.firstOffset = firstOffset
    self.byteCount = byteCount
    self.partBytes = partBytes ?? min(max(byteCount / 64, 1 << 20), 16 << 20)
  }

  /// How many parts there are; one has no row where its blocks have none.
  package var count: Int {
    isBlocked ? max(1, (byteCount - firstOffset >> 16 + partBytes - 1) / partBytes) : 1
  }

  /// Where a part begins in the file; its first block is the first one from there on.
  func address(of part: Int) -> Int { firstOffset >> 16 + part * partBytes }

  /// The part of a block that begins at an address.
  func part(of address: Int) -> Int { isBlocked ? (address - firstOffset >> 16) / partBytes : 0 }
}
