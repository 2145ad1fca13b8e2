internal import ChordaeCore

/// What an SCP-ECG record says beside its signal, as far as it names no person: of section 1 the
/// date and the filters, of section 7 the measurements, of section 11 the coded statements.
struct SCPDescription {
  private(set) var startSeconds: Int?
  private(set) var bandwidth = ECGBandwidth()
  private(set) var device = DeviceMeasurements()

  init(_ record: SCPRecord, beatCount: Int) {
    if let header = record.content(of: 1) { readHeader(header) }
    if let measurements = record.content(of: 7) { device = SCPMeasurements.read(measurements) }
    if device.qrsCount == nil && beatCount > 0 { device.qrsCount = beatCount }
    if let statements = record.content(of: 11) {
      device.statementCodes = SCPStatements.codes(statements)
    }
  }

  /// Walks over the tagged fields of section 1; those of a person are stepped over unread.
  private mutating func readHeader(_ content: BinaryFields) {
    var offset = 0
    var date: [Int]?
    var time: [Int]?
    while let tag = content.u8(offset), let length = content.u16(offset + 1), tag != 255 {
      let value = BinaryFields(content.slice(offset + 3..<offset + 3 + length))
      switch tag {
      case 25:
        date = value.u16(0).flatMap { year in
          value.u8(2).flatMap { month in
            value.u8(3).map { [year, month, $0] }
          }
        }
      case 26: time = value.count < 3 ? nil : (0..<3).compactMap(value.u8)
      case 27: bandwidth.highPass = value.u16(0).flatMap { $0 > 0 ? Double($0) / 100 : nil }
      case 28: bandwidth.lowPass = value.u16(0).flatMap { $0 > 0 ? Double($0) : nil }
      case 29: bandwidth.notch = value.u8(0).flatMap { $0 & 1 > 0 ? 60 : $0 & 2 > 0 ? 50 : nil }
      default: break
      }
      offset += 3 + length
    }
    guard let date, let time else { return }
    startSeconds = RecorderClock.seconds(
      year: date[0], month: date[1], day: date[2], hour: time[0], minute: time[1], second: time[2])
  }
}
