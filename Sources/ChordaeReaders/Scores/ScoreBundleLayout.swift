internal import CDeflate

/// The bytes of a score bundle; whole numbers are little-endian, floats IEEE 754.
///
/// ```
/// head         64 bytes: "chordpgs", u32 version, u32 0, u64 offset of the alleles, u64 of the
///              directory, u64 of the description, u64 length of the file,
///              u32 CRC-32 of all from the alleles to the end, u32 CRC-32 of the head before it, 0…
/// blocks       one after the other: sites of one chromosome, by position and the letters of effect
///              and other allele, and their rows
///   sites      i32 position (0-based) a site, then u32 effect allele, u32 other allele (0 unknown),
///              u32 the reference's letters (0 unknown), each by its place among the alleles
///   rows       u32 rows of each site; then f64 weight a row; then u32 score << 2 | effect a row,
///              effect 0 additive, 1 dominant, 2 recessive; a site's rows by score
/// alleles      letters of each allele and a line end; the first is empty
/// directory    32 bytes a block: u64 offset, u32 chromosome (1 to 22, X 23, Y 24, MT 25), u32 sites,
///              u32 rows, u32 CRC-32 of its sites, u32 CRC-32 of its rows, u32 0
/// description  JSON: build, and of each score its id, name, trait, file, SHA-256 and counts of rows
/// ```
/// The digest of a bundle is the SHA-256 of all from the alleles on, which holds the checksums of the
/// blocks and the digests of the files that were compiled.
package enum ScoreBundleLayout {
  package static let magic = Array("chordpgs".utf8)
  package static let version: UInt32 = 1
  package static let headLength = 64
  package static let entryLength = 32
  /// Rows and sites after which a block ends.
  package static let blockRows = 1 << 16

  /// Where the parts of a file are.
  package struct Head: Sendable, Equatable {
    package var alleles = 0
    package var directory = 0
    package var description = 0
    package var length = 0
    package var tailChecksum: UInt32 = 0

    package init() {}

    /// The head's bytes.
    package var bytes: [UInt8] {
      var bytes = ScoreBundleLayout.magic
      bytes.append(little: ScoreBundleLayout.version)
      bytes.append(little: UInt32(0))
      for place in [alleles, directory, description, length] {
        bytes.append(little: UInt64(place))
      }
      bytes.append(little: tailChecksum)
      bytes.append(little: ScoreBundleLayout.checksum(bytes[...]))
      return bytes + [UInt8](repeating: 0, count: ScoreBundleLayout.headLength - bytes.count)
    }
  }

  /// A block's entry of the directory.
  package struct Entry: Sendable, Equatable {
    package var offset = 0
    package var chromosome: UInt8 = 0
    package var siteCount = 0
    package var rowCount = 0
    package var siteChecksum: UInt32 = 0
    package var rowChecksum: UInt32 = 0

    package init() {}

    package var siteBytes: Int { 16 * siteCount }
    package var rowBytes: Int { 4 * siteCount + 12 * rowCount }

    /// The entry's bytes.
    package var bytes: [UInt8] {
      var bytes: [UInt8] = []
      bytes.append(little: UInt64(offset))
      for number in [UInt32(chromosome), UInt32(siteCount), UInt32(rowCount)] {
        bytes.append(little: number)
      }
      for number in [siteChecksum, rowChecksum, 0] { bytes.append(little: number) }
      return bytes
    }
  }

  /// The CRC-32 (ISO-HDLC) of some bytes.
  package static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    // Safe: the buffer lives as long as the call.
    unsafe bytes.withUnsafeBytes { unsafe libdeflate_crc32(0, $0.baseAddress, $0.count) }
  }
}

extension [UInt8] {
  /// Appends a whole number, its lowest byte first.
  @inlinable
  package mutating func append(little number: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: 0, to: number.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// Reads a whole number whose lowest byte comes first.
  @inlinable
  package func little<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type, at offset: Int
  ) -> Number {
    precondition(offset >= 0 && offset + Number.bitWidth / 8 <= count)
    // Safe: the range was checked, and every pattern of bits is a number.
    return unsafe withUnsafeBytes {
      Number(littleEndian: unsafe $0.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
  }
}
