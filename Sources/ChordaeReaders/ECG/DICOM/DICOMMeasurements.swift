internal import ChordaeCore

/// What the recorder measured, from a waveform's annotations (DICOM PS3.3, C.10.10).
///
/// Global values are told by the codes of SCP-ECG and of ISO/IEEE 11073-10102 (PS3.16, CID 3227 to
/// 3229); coded statements are kept as codes. Texts are not read.
enum DICOMMeasurements {
  private enum Kind { case time, angle, rate }

  private static let fields:
    [String: (kind: Kind, field: any WritableKeyPath<DeviceMeasurements, Double?> & Sendable)] = [
      "SCPECG 5.10.2.5-1": (.rate, \.ventricularRate), "SCPECG 5.10.2.5-3": (.rate, \.atrialRate),
      "SCPECG 5.10.2.5-5": (.time, \.qtCorrected), "SCPECG 5.13.5-5": (.time, \.pDuration),
      "SCPECG 5.13.5-7": (.time, \.prInterval), "SCPECG 5.13.5-9": (.time, \.qrsDuration),
      "SCPECG 5.13.5-11": (.time, \.qtInterval), "SCPECG 5.10.3-11": (.angle, \.pAxis),
      "SCPECG 5.10.3-13": (.angle, \.qrsAxis), "SCPECG 5.10.3-15": (.angle, \.tAxis),
      "MDC 2:16770": (.rate, \.ventricularRate), "MDC 2:16184": (.time, \.pDuration),
      "MDC 2:15872": (.time, \.prInterval), "MDC 2:16156": (.time, \.qrsDuration),
      "MDC 2:16160": (.time, \.qtInterval), "MDC 2:15876": (.time, \.qtCorrected),
      "MDC 2:15880": (.time, \.qtBazett), "MDC 2:15892": (.time, \.qtFridericia),
      "MDC 2:16128": (.angle, \.pAxis), "MDC 2:16132": (.angle, \.qrsAxis),
      "MDC 2:16136": (.angle, \.tAxis),
    ]

  /// The measurements of all annotations; nil where there are none.
  static func read(_ annotations: [DICOMDataset]) -> DeviceMeasurements? {
    var device = DeviceMeasurements()
    for annotation in annotations where isGlobal(annotation) {
      if let concept = annotation.code(DICOMTag.conceptName),
        let measured = fields["\(concept.scheme) \(concept.value)"]
      {
        // The first value of a kind stands.
        if device[keyPath: measured.field] == nil {
          device[keyPath: measured.field] = value(annotation, measured.kind)
        }
      } else if let code = annotation.code(DICOMTag.conceptCode), isCode(code) {
        device.statementCodes.append("\(code.scheme):\(code.value)")
      }
    }
    return device == DeviceMeasurements() ? nil : device
  }

  /// Whether an annotation is of the whole recording: of all channels of a group, and of no moment.
  private static func isGlobal(_ annotation: DICOMDataset) -> Bool {
    let channels = annotation.integers(DICOMTag.referencedChannels, width: 2)
    return annotation.text(DICOMTag.temporalRange) == nil
      && (channels.count < 2 || channels[1] == 0)
  }

  private static func isCode(_ code: (scheme: String, value: String)) -> Bool {
    ["SCPECG", "MDC"].contains(code.scheme) && code.value.utf8.count <= 16
      && code.value.utf8.allSatisfy { byte in
        byte.isDigit || (0x41...0x5A).contains(byte & 0xDF) || "-_.:".utf8.contains(byte)
      }
  }

  private static func value(_ annotation: DICOMDataset, _ kind: Kind) -> Double? {
    guard let number = annotation.number(DICOMTag.numericValue),
      let unit = annotation.code(DICOMTag.measurementUnits)?.value
    else { return nil }
    switch kind {
    case .time:
      guard let scale = ["ms": 1, "s": 1000, "us": 0.001][unit], number > 0 else { return nil }
      return number * scale
    case .angle:
      guard unit.hasPrefix("deg"), (-180.0...360).contains(number) else { return nil }
      return number > 180 ? number - 360 : number == -180 ? 180 : number
    case .rate:
      return number > 0 && (unit.hasSuffix("/min") || unit == "bpm") ? number : nil
    }
  }
}
