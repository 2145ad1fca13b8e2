internal import ChordaeCore

/// An SCP-ECG record: its bytes and where its sections lie (EN 1064, 5.1 to 5.3).
///
/// Sections that the file no longer holds, or holds in part, are cut to what is there.
struct SCPRecord {
  let path: String
  /// The version of the protocol times ten, as section 0 states it: 13, 20, 30.
  let version: Int
  /// What is wrong with the record although it can be read.
  private(set) var faults: [InputError] = []
  private let bytes: [UInt8]
  private var sections: [Int: Range<Int>] = [:]
  /// Whether section 0 points to a long-term rhythm, be it in the file or cut off.
  private(set) var hasLongTermRhythm = false

  static let headerLength = 16
  private static let longTermSection = 12
  /// Larger files are refused: 255 leads of 65,535 bytes, the most that section 6 describes where no
  /// lead's length wraps around.
  static let largestFile = 1 << 24

  /// The error of a record whose rhythm is in section 12, or nil of one that has no such section.
  ///
  /// No public description gives that section's layout for certain, and none is guessed.
  var longTermFault: InputError? {
    guard hasLongTermRhythm else { return nil }
    return InputError(
      .unsupported, path: path, at: place(of: Self.longTermSection),
      "The long-term rhythm in section 12 (version 3 of the standard) is not read.")
  }

  /// Reads the pointers of section 0 and checks lengths and checksums.
  init(_ bytes: [UInt8], path: String) throws(InputError) {
    let fields = BinaryFields(bytes[...])
    guard let size = fields.u32(2), let length = fields.u32(10), let version = fields.u8(15),
      fields.u16(8) == 0, length >= Self.headerLength
    else {
      throw InputError(.malformed, path: path, at: .byte(6), "Section 0 is not a section header.")
    }
    self.bytes = bytes
    self.path = path
    self.version = version
    checkSize(declared: size)
    try readPointers(fields, end: min(bytes.count, 6 + length))
    checkChecksums(fields, size: size)
  }

  /// What stands behind a section's header; nil where the record has no such section.
  func content(of section: Int) -> BinaryFields? {
    sections[section].map { range in
      BinaryFields(
        bytes[min(range.upperBound, range.lowerBound + Self.headerLength)..<range.upperBound])
    }
  }

  /// Place of a section in the file.
  func place(of section: Int) -> InputError.Place? {
    sections[section].map { .byte($0.lowerBound) }
  }

  private mutating func checkSize(declared: Int) {
    if bytes.count < declared {
      faults.append(
        InputError(
          .truncated, path: path, at: .byte(bytes.count),
          "The file is shorter than its record; what it still holds was read."))
    } else if bytes.count > declared {
      faults.append(
        InputError(
          .longerThanDeclared, path: path, at: .byte(declared),
          "The file is longer than its record; what follows is left out."))
    }
  }

  private mutating func readPointers(_ fields: BinaryFields, end: Int) throws(InputError) {
    for offset in stride(from: 6 + Self.headerLength, through: end - 10, by: 10) {
      guard let id = fields.u16(offset), let length = fields.u32(offset + 2),
        let index = fields.u32(offset + 6)
      else { break }
      // A section without content has a length of zero; old carts leave its index as it was.
      guard id > 0, length > Self.headerLength, sections[id] == nil else { continue }
      if id == Self.longTermSection { hasLongTermRhythm = true }
      let start = index - 1
      guard index > 6, start < bytes.count else {
        try leaveOut(id, at: offset)
        continue
      }
      guard fields.u16(start + 2) == id || start + 4 > bytes.count else {
        throw InputError(
          .malformed, path: path, at: .byte(offset),
          "The pointer of section \(id) does not lead to its header.")
      }
      sections[id] = start..<min(bytes.count, start + length)
    }
  }

  /// A pointer past the end is a truncated file, which the size has told already, or a wrong one.
  private func leaveOut(_ section: Int, at offset: Int) throws(InputError) {
    if faults.contains(where: { $0.reason == .truncated }) { return }
    throw InputError(
      .malformed, path: path, at: .byte(offset), "The pointer of section \(section) lies outside.")
  }

  private mutating func checkChecksums(_ fields: BinaryFields, size: Int) {
    if size <= bytes.count, size >= 2, CRC16.of(bytes[2..<size]) != fields.u16(0) {
      addChecksumFault("The record", at: 0)
    }
    for (id, range) in sections.sorted(by: { $0.key < $1.key }) {
      // Of a section that was cut the checksum says nothing new.
      guard fields.u32(range.lowerBound + 4) == range.count else { continue }
      let sum = CRC16.of(bytes[range.lowerBound + 2..<range.upperBound])
      if sum != fields.u16(range.lowerBound) {
        addChecksumFault("Section \(id)", at: range.lowerBound)
      }
    }
  }

  private mutating func addChecksumFault(_ what: String, at byte: Int) {
    faults.append(
      InputError(
        .checksumMismatch, path: path, at: .byte(byte),
        "\(what) does not have the checksum that it states; its values were read nevertheless."))
  }

  /// An error in a section's content.
  func malformed(section: Int, _ detail: String) -> InputError {
    InputError(.malformed, path: path, at: place(of: section), detail)
  }
}
