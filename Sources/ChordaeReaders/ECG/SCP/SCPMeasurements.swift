internal import ChordaeCore

/// The global measurements of an SCP-ECG record's section 7 (EN 1064, 5.10).
enum SCPMeasurements {
  /// Marks of values that were not measured: not computed, lead rejected, wave not there.
  private static let unmeasured: Set<Int> = [29_999, 29_998, 19_999, 0xFFFF]
  private static let noAxis = 999

  /// Reads the reference beat's waves, the rates and the QTc; what is not measured stays nil.
  static func read(_ content: BinaryFields) -> DeviceMeasurements {
    var device = DeviceMeasurements()
    guard let beatTypes = content.u8(0), let spikes = content.u8(1) else { return device }
    // The first block is that of the reference beat; the others are those of single beats.
    if beatTypes > 0 { readWaves(content, into: &device) }
    if spikes > 0 { device.isPaced = true }
    let typesOffset = 6 + 16 * beatTypes + 10 * spikes
    guard let count = content.u16(typesOffset) else { return device }
    if count > 0 { device.qrsCount = count }
    readRates(content, at: typesOffset + 2 + count, into: &device)
    return device
  }

  private static func readWaves(_ content: BinaryFields, into device: inout DeviceMeasurements) {
    // Milliseconds from the reference beat's start.
    let marks = (0..<5).map { measured(content.u16(6 + 2 * $0)) }
    func between(_ start: Int, _ end: Int) -> Double? {
      guard let a = marks[start], let b = marks[end], b > a else { return nil }
      return Double(b - a)
    }
    device.pDuration = between(0, 1)
    device.prInterval = between(0, 2)
    device.qrsDuration = between(2, 3)
    device.qtInterval = between(2, 4)
    let axes = (0..<3).map { axis(content.i16(16 + 2 * $0)) }
    (device.pAxis, device.qrsAxis, device.tAxis) = (axes[0], axes[1], axes[2])
  }

  private static func readRates(
    _ content: BinaryFields, at offset: Int, into device: inout DeviceMeasurements
  ) {
    device.ventricularRate = positive(content.u16(offset))
    device.atrialRate = positive(content.u16(offset + 2))
    let corrected = positive(content.u16(offset + 4))
    // 1 is Bazett's formula; 2 is Hodges', for which there is no field of its own.
    if content.u8(offset + 6) == 1 {
      device.qtBazett = corrected
    } else {
      device.qtCorrected = corrected
    }
  }

  private static func measured(_ value: Int?) -> Int? {
    value.flatMap { unmeasured.contains($0) ? nil : $0 }
  }

  private static func positive(_ value: Int?) -> Double? {
    measured(value).flatMap { $0 > 0 ? Double($0) : nil }
  }

  private static func axis(_ value: Int?) -> Double? {
    guard let value = measured(value), value != noAxis, (-180...360).contains(value) else {
      return nil
    }
    return Double(value > 180 ? value - 360 : value == -180 ? 180 : value)
  }
}

/// The universal statement codes of an SCP-ECG record's section 11 (EN 1064, 5.14).
enum SCPStatements {
  private static let coded = 1
  private static let longestCode = 8

  /// The codes of the coded statements, as `SCPECG:SR`; texts are stepped over unread.
  ///
  /// A section that ends early gives what it holds.
  static func codes(_ content: BinaryFields) -> [String] {
    guard let count = content.u8(8) else { return [] }
    var codes: [String] = []
    var offset = 9
    for _ in 0..<count {
      guard let length = content.u16(offset + 1), let type = content.u8(offset + 3) else { break }
      if type == coded {
        let fields = content.slice(offset + 4..<offset + 3 + max(1, length)).split(separator: 0)
        codes += fields.compactMap(code)
      }
      offset += 3 + length
    }
    return codes
  }

  /// A field as a code; nil for what may be text.
  private static func code(_ field: ArraySlice<UInt8>) -> String? {
    let isCode = field.allSatisfy { byte in
      (0x41...0x5A).contains(byte) || byte.isDigit || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "_")
    }
    guard isCode, field.count <= longestCode else { return nil }
    return "SCPECG:" + String(decoding: field, as: UTF8.self)
  }
}
