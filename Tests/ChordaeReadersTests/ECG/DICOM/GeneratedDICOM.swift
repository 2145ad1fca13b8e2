import Foundation

/// A DICOM 12-lead waveform in explicit little-endian encoding, element by element.
struct GeneratedDICOM {
  var syntax = "1.2.840.10008.1.2.1"
  var sopClass = "1.2.840.10008.5.1.4.1.1.9.1.1"
  var samples: [[Int]] = [[1, 2, 3, 4, 5, 6], [-1, -2, -3, -4, -5, -6]]
  var declaredCount: Int?
  var channelCount: Int?
  var frequency: String? = "500"
  var sensitivity: String? = "1000"
  var unit: String? = "uV"
  var bits = 16
  var interpretation = "SS"
  var originality = "ORIGINAL"
  var label: String?
  var baseline: String?
  /// The files whose groups stand behind this one's.
  var others: [GeneratedDICOM] = []
  /// Elements before the waveform.
  var preface: [UInt8] = []
  /// Bytes behind the samples, inside their element.
  var surplus: [UInt8] = []

  /// The whole file.
  var bytes: [UInt8] {
    let meta = Self.element(0x0002, 0x0010, "UI", Array(syntax.utf8))
    return [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + meta
      + Self.element(0x0008, 0x0016, "UI", Array(sopClass.utf8))
      + Self.element(0x0010, 0x0010, "PN", Array("Not^To^Be^Shown".utf8)) + preface
      + Self.sequence(0x5400, 0x0100, [group] + others.map(\.group))
  }

  private var group: [UInt8] {
    let count = samples.first?.count ?? 0
    let data = (0..<count).flatMap { place in samples.flatMap { LittleEndian.u16($0[place]) } }
    return Self.text(0x003A, 0x0004, "CS", originality)
      + Self.element(0x003A, 0x0005, "US", LittleEndian.u16(channelCount ?? samples.count))
      + Self.element(0x003A, 0x0010, "UL", LittleEndian.u32(declaredCount ?? count))
      + Self.text(0x003A, 0x001A, "DS", frequency)
      + Self.text(0x003A, 0x0020, "SH", label)
      + Self.sequence(0x003A, 0x0200, samples.indices.map(channel))
      + Self.element(0x5400, 0x1004, "US", LittleEndian.u16(bits))
      + Self.text(0x5400, 0x1006, "CS", interpretation)
      + Self.element(0x5400, 0x1010, "OW", data + surplus)
  }

  private func channel(_ place: Int) -> [UInt8] {
    Self.sequence(0x003A, 0x0208, [Self.code("5.6.3-9-\(place + 1)", "SCPECG")])
      + Self.text(0x003A, 0x0210, "DS", sensitivity)
      + (unit.map { Self.sequence(0x003A, 0x0211, [Self.code($0, "UCUM")]) } ?? [])
      + Self.text(0x003A, 0x0213, "DS", baseline)
  }

  static func code(_ value: String, _ scheme: String) -> [UInt8] {
    text(0x0008, 0x0100, "SH", value) + text(0x0008, 0x0102, "SH", scheme)
  }

  static func text(_ group: Int, _ number: Int, _ kind: String, _ value: String?) -> [UInt8] {
    value.map { element(group, number, kind, Array($0.utf8)) } ?? []
  }

  static func sequence(_ group: Int, _ number: Int, _ items: [[UInt8]]) -> [UInt8] {
    element(
      group, number, "SQ",
      items.flatMap {
        LittleEndian.u16(0xFFFE) + LittleEndian.u16(0xE000) + LittleEndian.u32($0.count) + $0
      })
  }

  static func element(_ group: Int, _ number: Int, _ kind: String, _ value: [UInt8]) -> [UInt8] {
    let padded = value.count % 2 == 0 ? value : value + [0x20]
    let isLong = ["OB", "OW", "SQ", "UN"].contains(kind)
    let length = isLong ? [0, 0] + LittleEndian.u32(padded.count) : LittleEndian.u16(padded.count)
    return LittleEndian.u16(group) + LittleEndian.u16(number) + Array(kind.utf8) + length + padded
  }
}
