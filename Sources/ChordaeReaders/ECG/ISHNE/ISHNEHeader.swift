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
    let fields = BinaryFields(bytes[...])
    // The bytes hold the whole fixed header, so that no field is missing.
    func short(_ offset: Int) -> Int { fields.i16(offset) ?? 0 }
    func long(_ offset: Int) -> Int { fields.i32(offset) ?? 0 }
    variableSize = long(10)
    declaredCount = long(14)
    let offset = long(22)
    samplingFrequency = short(272)
    startSeconds = RecorderClock.seconds(
      year: short(142), month: short(140), day: short(138),
      hour: short(150), minute: short(152), second: short(154))
    let leadCount = short(156)
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
      file, stated: fields.u16(8) ?? 0, upTo: Self.fixedSize + variableSize)
  }

  /// Whether the bytes behind the checksum add up to it; some writers swap its bytes.
  private static func isSound(
    _ file: borrowing ByteFile, stated: Int, upTo end: Int
  ) throws(InputError) -> Bool {
    if stated == 0 { return true }
    var bytes: [UInt8] = []
    try file.read(min(end, file.size) - 10, at: 10, into: &bytes)
    let sum = CRC16.of(bytes)
    return sum == stated || sum == (stated & 0xFF) << 8 | stated >> 8
  }
}
