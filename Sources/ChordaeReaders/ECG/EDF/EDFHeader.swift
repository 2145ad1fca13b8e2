internal import ChordaeCore

/// What the header of an EDF, EDF+ or BDF file says, apart from who was recorded.
///
/// Source: Kemp et al. 1992 (EDF), Kemp and Olivan 2003 (EDF+); BDF is EDF with three bytes a sample.
struct EDFHeader {
  /// Bytes of a sample: 2 in EDF, 3 in BDF.
  let sampleSize: Int
  let isPlus: Bool
  /// Whether data records may have gaps between them, so that each states its own time (EDF+D).
  let isDiscontinuous: Bool
  /// Bytes of the header.
  let size: Int
  /// Data records; nil where the recorder left it open (-1, or 0 with records behind the header).
  let recordCount: Int?
  /// Seconds that a data record lasts.
  let recordSeconds: Double
  /// Seconds since 1970-01-01 of the recorder's own clock; nil without a date.
  let startSeconds: Int?
  private(set) var signals: [EDFSignal] = []
  /// Bytes of a data record.
  private(set) var recordSize = 0

  private static let fixedSize = 256
  private static let signature = Array("0       ".utf8)
  private static let bdfSignature = [0xFF] + Array("BIOSEMI".utf8)

  /// Whether a file that begins with these bytes is EDF or BDF of any kind.
  static func recognises(_ opening: [UInt8]) -> Bool {
    opening.starts(with: signature) || opening.starts(with: bdfSignature)
  }

  /// Reads the header; it is no longer than the file.
  init(_ file: borrowing ByteFile) throws(InputError) {
    var bytes: [UInt8] = []
    try file.read(min(Self.fixedSize, file.size), at: 0, into: &bytes)
    guard bytes.count == Self.fixedSize else {
      throw InputError(
        .truncated, path: file.path, at: .byte(bytes.count),
        "The file ends within its header of 256 bytes.")
    }
    let fields = EDFFields(bytes, path: file.path)
    sampleSize = bytes[0] == 0xFF ? 3 : 2
    let reserved = fields.text(192, 44)
    isPlus = reserved.dropFirst().starts(with: Array("DF+".utf8))
    isDiscontinuous = reserved.dropFirst().starts(with: Array("DF+D".utf8))
    startSeconds = EDFStart.seconds(fields)
    let count = try fields.integer(236, 8, "number of data records")
    guard count >= -1 else {
      throw fields.fault(236, "The number of data records is negative.")
    }
    recordCount = count > 0 ? count : nil
    recordSeconds = try fields.number(244, 8, "duration of a data record")
    let signalCount = try fields.integer(252, 4, "number of signals")
    guard (1...9999).contains(signalCount) else {
      throw fields.fault(252, "The number of signals is not positive.")
    }
    size = Self.fixedSize * (signalCount + 1)
    guard try fields.integer(184, 8, "length of the header") == size else {
      throw fields.fault(184, "The header's length is not that of its number of signals.")
    }
    try readSignals(signalCount, of: file)
  }

  private mutating func readSignals(
    _ count: Int, of file: borrowing ByteFile
  ) throws(InputError) {
    guard file.size >= size else {
      throw InputError(
        .truncated, path: file.path, at: .byte(file.size),
        "The file ends within its header, which describes \(count) signals.")
    }
    var bytes: [UInt8] = []
    try file.read(size, at: 0, into: &bytes)
    guard bytes.count == size else {
      throw InputError(.readFailed, path: file.path, "The file became shorter while it was read.")
    }
    let fields = EDFFields(bytes, path: file.path)
    for place in 0..<count {
      let signal = try EDFSignal(place, of: count, fields, offset: recordSize)
      recordSize += signal.samplesPerRecord * sampleSize
      signals.append(signal)
    }
    guard recordSize > 0 else {
      throw fields.fault(Self.fixedSize, "The data records hold no sample of any signal.")
    }
  }
}
