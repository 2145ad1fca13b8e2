import Foundation

/// An EDF or BDF file of known stored numbers, written by the format's definition.
struct GeneratedEDF {
  /// One signal: its numbers of all data records and the fields of its header.
  struct Signal {
    var samples: [Int]
    var label = "ECG II"
    var unit = "mV"
    var physical = ("-5", "5")
    var digital = ("-32768", "32767")
    var prefilter = ""
    /// Samples a data record as the header says; nil for the true number.
    var statedCount: String?
  }

  var signals: [Signal]
  var isBDF = false
  var reserved = ""
  var recordSeconds = "1"
  var recordCount = 1
  /// The header's number of data records; nil for the true one.
  var statedRecordCount: String?
  var statedSignalCount: String?
  var statedHeaderSize: String?
  var version: String?
  var startDate = "02.03.04"
  var startTime = "05.06.07"
  var recording = ""
  /// The time stamps of the data records of an EDF+ file, as `+0`.
  var onsets: [String] = []
  /// Bytes cut off (negative) or added at the end.
  var surplus = 0

  private static let annotationSize = 20

  /// Writes the file and returns its path.
  @discardableResult
  func write(to folder: URL, name: String = "r.edf") throws -> String {
    let file = folder.appending(path: name)
    try Data(bytes).write(to: file)
    return file.path()
  }

  var bytes: [UInt8] {
    let size = isBDF ? 3 : 2
    var bytes = header
    for record in 0..<recordCount {
      for signal in signals {
        let count = signal.samples.count / recordCount
        for sample in signal.samples[record * count..<(record + 1) * count] {
          bytes += (0..<size).map { UInt8(truncatingIfNeeded: sample >> (8 * $0)) }
        }
      }
      if !onsets.isEmpty {
        let text = Array(onsets[record].utf8) + [0x14, 0x14, 0]
        bytes += text + [UInt8](repeating: 0, count: Self.annotationSize * size - text.count)
      }
    }
    if surplus < 0 { bytes.removeLast(-surplus) }
    return bytes + [UInt8](repeating: 0x55, count: max(0, surplus))
  }

  private var header: [UInt8] {
    func field(_ text: String, _ width: Int) -> [UInt8] {
      Array(Array((text + String(repeating: " ", count: width)).utf8).prefix(width))
    }
    var all = signals
    if !onsets.isEmpty {
      all.append(
        Signal(
          samples: [], label: isBDF ? "BDF Annotations" : "EDF Annotations", unit: "",
          physical: ("-1", "1"), statedCount: String(Self.annotationSize)))
    }
    var bytes =
      version.map { field($0, 8) } ?? (isBDF ? [0xFF] + field("BIOSEMI", 7) : field("0", 8))
    bytes += field("Not To Be Shown", 80) + field(recording, 80) + field(startDate, 8)
    bytes += field(startTime, 8) + field(statedHeaderSize ?? String(256 * (all.count + 1)), 8)
    bytes += field(reserved, 44) + field(statedRecordCount ?? String(recordCount), 8)
    bytes += field(recordSeconds, 8) + field(statedSignalCount ?? String(all.count), 4)
    for signal in all { bytes += field(signal.label, 16) }
    for _ in all { bytes += field("electrode", 80) }
    for signal in all { bytes += field(signal.unit, 8) }
    for signal in all { bytes += field(signal.physical.0, 8) }
    for signal in all { bytes += field(signal.physical.1, 8) }
    for signal in all { bytes += field(signal.digital.0, 8) }
    for signal in all { bytes += field(signal.digital.1, 8) }
    for signal in all { bytes += field(signal.prefilter, 80) }
    for signal in all {
      bytes += field(signal.statedCount ?? String(signal.samples.count / recordCount), 8)
    }
    for _ in all { bytes += field("", 32) }
    return bytes
  }

  /// The mV that a reader must give for stored numbers of the default range.
  static func millivolts(
    _ samples: [Int], physical: (Double, Double) = (-5, 5),
    digital: (Double, Double) = (-32768, 32767)
  ) -> [Float] {
    samples.map {
      Float(
        (Double($0) - digital.0) * (physical.1 - physical.0) / (digital.1 - digital.0)
          + physical.0)
    }
  }
}
