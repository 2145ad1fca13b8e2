import Foundation

/// An SCP-ECG record of known samples, written by the standard's definitions.
struct GeneratedSCP {
  enum Coding { case plain, standard, own }

  struct Lead {
    var number = 2
    var start = 1
    var samples: [Int]
  }

  /// A beat: where the reference beat is taken off, and the zone of the full rate.
  struct Beat {
    var type = 0
    var start: Int
    var fiducial: Int
    var end: Int
    var zone: ClosedRange<Int>
  }

  var leads: [Lead]
  var multiplier = 2500
  var interval = 2000
  var differences = 0
  var coding = Coding.standard
  var isBimodal = false
  var isSubtracted = false
  /// Samples that section 6 stores of each lead, where they are not the lead's own.
  var stored: [[Int]]?
  var reference: [[Int]] = []
  var referenceMultiplier = 1000
  var referenceInterval = 2000
  var referenceFiducial = 1
  var beats: [Beat] = []
  var header: [UInt8] = []
  var measurements: [UInt8] = []
  var statements: [UInt8] = []
  /// Section 12 of version 3, whatever it holds.
  var longTerm: [UInt8] = []
  var version = 20
  var hasSignature = true
  /// Section 2 as it is, for tables that no encoder would write.
  var tables: [UInt8]?

  /// The whole record with its checksums.
  var bytes: [UInt8] {
    var sections: [(Int, [UInt8])] = [
      (1, header + [255, 0, 0]), (2, tables ?? tableBytes), (3, leadBytes), (4, beatBytes),
      (5, reference.isEmpty ? [] : stored(reference, referenceMultiplier, referenceInterval)),
      (6, stored(stored ?? leads.map(\.samples), multiplier, interval)), (7, measurements),
      (11, statements), (12, longTerm),
    ]
    if coding == .plain { sections[1].1 = [] }
    if leads.isEmpty && !longTerm.isEmpty { sections.removeAll { (3...6).contains($0.0) } }
    let last = longTerm.isEmpty ? 11 : 12
    let pointersLength = 16 + 10 * (last + 1)
    var pointers = LittleEndian.u16(0) + LittleEndian.u32(pointersLength) + LittleEndian.u32(7)
    var body: [UInt8] = []
    for id in 1...last {
      let content = sections.first { $0.0 == id }?.1 ?? []
      let padded = content.count % 2 == 0 ? content : content + [0]
      let length = content.isEmpty ? 0 : padded.count + 16
      pointers += LittleEndian.u16(id) + LittleEndian.u32(length)
      pointers += LittleEndian.u32(length == 0 ? 0 : 6 + pointersLength + body.count + 1)
      if length > 0 { body += section(id, padded, name: []) }
    }
    body = section(0, pointers, name: hasSignature ? Array("SCPECG".utf8) : []) + body
    return Self.withChecksum(LittleEndian.u32(body.count + 6) + body)
  }

  private func section(_ id: Int, _ content: [UInt8], name: [UInt8]) -> [UInt8] {
    let reserved = name + [UInt8](repeating: 0, count: 6 - name.count)
    return Self.withChecksum(
      LittleEndian.u16(id) + LittleEndian.u32(content.count + 16) + [
        UInt8(version), UInt8(version),
      ] + reserved
        + content)
  }

  private var leadBytes: [UInt8] {
    let flags = (isSubtracted ? 1 : 0) | 4 | leads.count << 3
    return [UInt8(leads.count), UInt8(flags & 0xFF)]
      + leads.flatMap { lead in
        let end = lead.start + lead.samples.count - 1
        return LittleEndian.u32(lead.start) + LittleEndian.u32(end) + [UInt8(lead.number)]
      }
  }

  private var beatBytes: [UInt8] {
    if beats.isEmpty && reference.isEmpty { return [] }
    let length = (reference.first?.count ?? 0) * referenceInterval / 1000
    return LittleEndian.u16(length) + LittleEndian.u16(referenceFiducial)
      + LittleEndian.u16(beats.count)
      + beats.flatMap {
        LittleEndian.u16($0.type) + LittleEndian.u32($0.start) + LittleEndian.u32($0.fiducial)
          + LittleEndian.u32($0.end)
      }
      + beats.flatMap {
        LittleEndian.u32($0.zone.lowerBound) + LittleEndian.u32($0.zone.upperBound)
      }
  }

  private func stored(_ leads: [[Int]], _ multiplier: Int, _ interval: Int) -> [UInt8] {
    let encoded = leads.map { encode(Self.differentiate($0, differences)) }
    let head =
      LittleEndian.u16(multiplier) + LittleEndian.u16(interval) + [
        UInt8(differences), isBimodal ? 1 : 0,
      ]
    return head + encoded.flatMap { LittleEndian.u16($0.count) } + encoded.flatMap { $0 }
  }

  static func differentiate(_ x: [Int], _ order: Int) -> [Int] {
    x.indices.map { i in
      if i < order || order == 0 { return x[i] }
      return order == 1 ? x[i] - x[i - 1] : x[i] - 2 * x[i - 1] + x[i - 2]
    }
  }

  // MARK: Huffman codes

  private func encode(_ values: [Int]) -> [UInt8] {
    if coding == .plain { return values.flatMap { LittleEndian.u16($0) } }
    var bits = ""
    var isSecondTable = false
    for value in values {
      bits += coding == .standard ? Self.standardCode(value) : ownCode(value, &isSecondTable)
    }
    bits += String(repeating: "0", count: (16 - bits.utf8.count % 16) % 16)
    let digits = Array(bits.utf8)
    return stride(from: 0, to: digits.count, by: 8).map { start in
      digits[start..<start + 8].reduce(0) { $0 << 1 | ($1 - 48) }
    }
  }

  private static func standardCode(_ value: Int) -> String {
    switch abs(value) {
    case 0: return "0"
    case 1...8:
      return String(repeating: "1", count: abs(value)) + (value > 0 ? "00" : "01")
    case ...127: return "1111111110" + binary(value, 8)
    default: return "1111111111" + binary(value, 16)
    }
  }

  /// Two tables: one for zeros and large values, one for small values.
  private func ownCode(_ value: Int, _ isSecondTable: inout Bool) -> String {
    if !isSecondTable {
      if value == 0 { return "0" }
      if abs(value - 5) > 31 { return "11" + Self.binary(value, 16) }
      isSecondTable = true
      return "10" + ownCode(value, &isSecondTable)
    }
    if value == 1 { return "0" }
    if value == -1 { return "10" }
    // The table adds 5 to what is written.
    if abs(value - 5) <= 31 { return "110" + Self.binary(value - 5, 6) }
    isSecondTable = false
    return "111" + ownCode(value, &isSecondTable)
  }

  private var tableBytes: [UInt8] {
    if coding == .standard { return LittleEndian.u16(19_999) }
    return LittleEndian.u16(2)
      + Self.table([("0", 1, 1, 0), ("10", 2, 0, 2), ("11", 18, 1, 0)])
      + Self.table([("0", 1, 1, 1), ("10", 2, 1, -1), ("110", 9, 1, 5), ("111", 3, 0, 1)])
  }

  /// A table of words with the bits of word and number, the mode, and the value or table.
  static func table(_ codes: [(word: String, bits: Int, mode: Int, value: Int)]) -> [UInt8] {
    LittleEndian.u16(codes.count)
      + codes.flatMap { code in
        let word = Int(String(code.word.reversed()), radix: 2) ?? 0
        return [UInt8(code.word.utf8.count), UInt8(code.bits), UInt8(code.mode)]
          + LittleEndian.u16(code.value)
          + LittleEndian.u32(word)
      }
  }

  // MARK: Bytes

  private static func binary(_ value: Int, _ bits: Int) -> String {
    let digits = String(value & (1 << bits - 1), radix: 2)
    return String(repeating: "0", count: bits - digits.utf8.count) + digits
  }

  private static func withChecksum(_ bytes: [UInt8]) -> [UInt8] {
    LittleEndian.u16(LittleEndian.crc16(bytes)) + bytes
  }
}
