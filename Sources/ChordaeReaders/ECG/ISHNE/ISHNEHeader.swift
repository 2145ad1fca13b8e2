internal import ChordaeCore

/// What the header of an ISHNE Holter file says, apart from who was recorded.
///
/// Source: Badilini et al., The ISHNE Holter Standard Output File Format, Ann. Noninvasive
/// Electrocardiol. 3 (1998) 263-266.
struct ISHNEHeader {
  /// Samples that the file declares; writers count those of one lead, or of all together.
  let declaredCount: Int
  /// Bytes before the first sample.
  let offset: Int
  let leads: [ISHNELead]
  /// Samples a second of each lead.
  let samplingFrequency: Int
  /// Seconds since 1970-01-01 of the recorder's own clock; nil without a date.
  let startSeconds: Int?
  /// Bytes of the block of any length behind the fixed header.
  let variableSize: Int
  /// Whether the header adds up to its checksum; true where the writer left it out.
  let hasSoundChecksum: Bool

  /// Bytes of the signature, the checksum and the fixed header.
  static let fixedSize = 522
  static let signature = Array("ISHNE1.0".utf8)
  static let annotationSignature = Array("ANN  1.0".utf8)
  /// Larger text blocks are refused: nothing of them is used.
  private static let largestVariableBlock = 1 << 20

  /// Reads the header of a file that begins with a signature.
  init(_ file: borrowing ByteFile) throws(InputError) {
    var bytes: [UInt8] = []
    try file.read(min(Self.fixedSize, file.size), at: 0, into: &bytes)
    guard bytes.count == Self.fixedSize else {
      throw InputError(
        .truncated, path: file.path, at: .byte(bytes.count),
        "The file ends within its header of \(Self.fixedSize) bytes.")
    }
    let fields = ISHNEFields(bytes)
    variableSize = fields.long(10)
    declaredCount = fields.long(14)
    let offset = fields.long(22)
    samplingFrequency = fields.short(272)
    startSeconds = RecorderClock.seconds(
      year: fields.short(142), month: fields.short(140), day: fields.short(138),
      hour: fields.short(150), minute: fields.short(152), second: fields.short(154))
    let leadCount = fields.short(156)
    func fault(_ byte: Int, _ detail: String) -> InputError {
      InputError(.malformed, path: file.path, at: .byte(byte), detail)
    }
    guard (0...Self.largestVariableBlock).contains(variableSize) else {
      throw fault(10, "The size of the header's text block is negative or absurd.")
    }
    guard (1...12).contains(leadCount) else {
      throw fault(156, "The number of leads is not one of 1 to 12.")
    }
    guard samplingFrequency > 0 else {
      throw fault(272, "The sampling frequency is not a positive number.")
    }
    guard offset >= Self.fixedSize else {
      throw fault(22, "The samples' place lies within the header.")
    }
    self.offset = offset
    leads = (0..<leadCount).map { ISHNELead($0, fields) }
    hasSoundChecksum = try Self.isSound(
      file, stated: fields.short(8), upTo: Self.fixedSize + variableSize)
  }

  /// Whether the bytes behind the checksum add up to it; some writers swap its bytes.
  private static func isSound(
    _ file: borrowing ByteFile, stated: Int, upTo end: Int
  ) throws(InputError) -> Bool {
    let stated = UInt16(truncatingIfNeeded: stated)
    if stated == 0 { return true }
    var bytes: [UInt8] = []
    try file.read(min(end, file.size) - 10, at: 10, into: &bytes)
    let sum = ISHNEChecksum.of(bytes)
    return sum == stated || sum == stated.byteSwapped
  }
}

/// A lead of an ISHNE header.
struct ISHNELead {
  /// The lead's name; empty where its code has none.
  let name: String
  /// Nanovolts of a step of the converter.
  let nanovolts: Int

  /// The names of the codes 0 to 19.
  private static let names = [
    "", "", "X", "Y", "Z", "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5",
    "V6",
    "ES", "AS", "AI",
  ]

  init(_ place: Int, _ fields: ISHNEFields) {
    let code = fields.short(158 + 2 * place)
    name = Self.names.indices.contains(code) ? Self.names[code] : ""
    nanovolts = fields.short(206 + 2 * place)
  }
}

/// The numbers of an ISHNE header, low byte first.
struct ISHNEFields {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func short(_ start: Int) -> Int {
    Int(Int16(bitPattern: UInt16(bytes[start]) | UInt16(bytes[start + 1]) << 8))
  }

  func long(_ start: Int) -> Int {
    let low = UInt32(bytes[start]) | UInt32(bytes[start + 1]) << 8
    let high = UInt32(bytes[start + 2]) | UInt32(bytes[start + 3]) << 8
    return Int(Int32(bitPattern: low | high << 16))
  }
}

/// CRC-16 with the polynomial 0x1021 and the start 0xFFFF (CRC-CCITT, `FALSE`).
enum ISHNEChecksum {
  static func of(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt16 = 0xFFFF
    for byte in bytes {
      sum ^= UInt16(byte) << 8
      for _ in 0..<8 { sum = sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ 0x1021 }
    }
    return sum
  }
}
