import Foundation

/// An ISHNE file of known stored numbers, written byte by byte as the standard lays it out.
struct GeneratedISHNE {
  /// One lead: its code, nanovolts a step, and its samples.
  struct Lead {
    var samples: [Int]
    var code = 6
    var nanovolts = 2500
  }

  var leads: [Lead]
  var frequency = 200
  /// Day, month and year; hour, minute and second.
  var date = (2, 3, 2004)
  var time = (5, 6, 7)
  var text = ""
  /// The header's number of samples; nil for those of a lead.
  var statedCount: Int?
  var statedLeadCount: Int?
  var statedOffset: Int?
  var statedTextSize: Int?
  /// The checksum; nil for the true one.
  var checksum: Int?
  var signature = "ISHNE1.0"
  /// What follows the header in place of samples.
  var content: [UInt8]?
  /// Bytes cut off (negative) or added at the end.
  var surplus = 0

  @discardableResult
  func write(to folder: URL, name: String = "r.ecg") throws -> String {
    let file = folder.appending(path: name)
    try Data(bytes).write(to: file)
    return file.path()
  }

  var bytes: [UInt8] {
    let header = header
    let sum = checksum ?? LittleEndian.crc16(header)
    var bytes = Array(signature.utf8) + LittleEndian.number(sum, 2) + header
    bytes += content ?? interleaved
    if surplus < 0 { bytes.removeLast(-surplus) }
    return bytes + [UInt8](repeating: 0x55, count: max(0, surplus))
  }

  private var interleaved: [UInt8] {
    leads[0].samples.indices.flatMap { i in
      leads.flatMap { LittleEndian.number($0.samples[i], 2) }
    }
  }

  /// The header from byte 10 on, with the text block.
  private var header: [UInt8] {
    func short(_ values: Int...) -> [UInt8] { values.flatMap { LittleEndian.number($0, 2) } }
    func padded(_ values: [Int]) -> [UInt8] {
      (values + Array(repeating: -9, count: 12)).prefix(12).flatMap { LittleEndian.number($0, 2) }
    }
    func block(_ text: String, _ width: Int) -> [UInt8] {
      Array((Array(text.utf8) + [UInt8](repeating: 0, count: width)).prefix(width))
    }
    let size = text.utf8.count
    var bytes = LittleEndian.number(statedTextSize ?? size, 4)
    bytes += LittleEndian.number(statedCount ?? leads[0].samples.count, 4)
    bytes +=
      LittleEndian.number(522, 4) + LittleEndian.number(statedOffset ?? 522 + size, 4) + short(1)
    bytes += block("Not", 40) + block("To Be Shown", 40) + block("id", 20)
    bytes += short(2, 0) + short(1, 1, 1950) + short(date.0, date.1, date.2) + short(9, 9, 2009)
    bytes += short(time.0, time.1, time.2) + short(statedLeadCount ?? leads.count)
    bytes +=
      padded(leads.map(\.code)) + padded(leads.map { _ in 0 }) + padded(leads.map(\.nanovolts))
    bytes += short(0) + block("digital", 40) + short(frequency)
    bytes += block("", 80) + block("", 80) + block("", 88)
    precondition(bytes.count == 512)
    return bytes + Array(text.utf8)
  }
}
