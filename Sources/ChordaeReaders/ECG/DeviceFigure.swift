internal import ChordaeCore

/// A figure that recorders store, with the codes by which vocabularies name it.
enum DeviceFigure {
  case ventricularRate, atrialRate, pDuration, prInterval, qrsDuration, qtInterval
  case qtCorrected, qtBazett, qtFridericia, qtFramingham, pAxis, qrsAxis, tAxis, qrsCount

  /// A figure over all leads by its reference id of ISO/IEEE 11073-10102, in the spellings that
  /// files of HL7 aECG have.
  init?(mdc code: String) {
    guard code.hasPrefix("MDC_ECG_") else { return nil }
    switch code.dropFirst(8).uppercased() {
    case "HEART_RATE", "HEART_RATE_VENT": self = .ventricularRate
    case "HEART_RATE_ATRIAL": self = .atrialRate
    case "TIME_PD_P": self = .pDuration
    case "TIME_PD_PR", "TIME_PD_PQ": self = .prInterval
    case "TIME_PD_QRS": self = .qrsDuration
    case "TIME_PD_QT": self = .qtInterval
    case "TIME_PD_QTC": self = .qtCorrected
    case "TIME_PD_QTCB", "TIME_PD_QTC_BAZETT": self = .qtBazett
    case "TIME_PD_QTCF", "TIME_PD_QTC_FREDERICA", "TIME_PD_QTC_FRIDERICIA": self = .qtFridericia
    case "TIME_PD_QTC_FRAMINGHAM": self = .qtFramingham
    case "ANGLE_P_FRONT": self = .pAxis
    case "ANGLE_QRS_FRONT": self = .qrsAxis
    case "ANGLE_T_FRONT": self = .tAxis
    case "QRS_COUNT": self = .qrsCount
    default: return nil
    }
  }

  /// A figure by the code that DICOM makes of SCP-ECG's fields (PS3.16, CID 3227 to 3229).
  init?(scpecg code: String) {
    switch code {
    case "5.10.2.5-1": self = .ventricularRate
    case "5.10.2.5-3": self = .atrialRate
    case "5.10.2.5-5": self = .qtCorrected
    case "5.13.5-5": self = .pDuration
    case "5.13.5-7": self = .prInterval
    case "5.13.5-9": self = .qrsDuration
    case "5.13.5-11": self = .qtInterval
    case "5.10.3-11": self = .pAxis
    case "5.10.3-13": self = .qrsAxis
    case "5.10.3-15": self = .tAxis
    default: return nil
    }
  }

  /// A figure by its partition and number in ISO/IEEE 11073-10102, as DICOM writes them.
  init?(mdcNumber code: String) {
    switch code {
    case "2:16770": self = .ventricularRate
    case "2:16184": self = .pDuration
    case "2:15872": self = .prInterval
    case "2:16156": self = .qrsDuration
    case "2:16160": self = .qtInterval
    case "2:15876": self = .qtCorrected
    case "2:15880": self = .qtBazett
    case "2:15892": self = .qtFridericia
    case "2:16128": self = .pAxis
    case "2:16132": self = .qrsAxis
    case "2:16136": self = .tAxis
    default: return nil
    }
  }

  /// A figure by its LOINC code.
  init?(loinc code: String) {
    switch code {
    case "8867-4", "76282-3": self = .ventricularRate
    case "8625-6": self = .prInterval
    case "8633-0": self = .qrsDuration
    case "8634-8": self = .qtInterval
    case "8636-3": self = .qtCorrected
    case "76635-2": self = .qtBazett
    case "76634-5": self = .qtFridericia
    case "8626-4": self = .pAxis
    case "8632-2": self = .qrsAxis
    case "8638-9": self = .tAxis
    case "8897-1": self = .qrsCount
    default: return nil
    }
  }

  /// The value in the unit that the engine has it in: ms, /min, degrees in (-180, 180], a count;
  /// nil where the unit is none of its kind, or the value one that recorders write for `none`.
  func value(_ value: Double, unit: String) -> Double? {
    switch self {
    case .ventricularRate, .atrialRate:
      return (unit.hasSuffix("/min") || unit == "bpm") && value > 0 && value <= 1000 ? value : nil
    case .pAxis, .qrsAxis, .tAxis:
      guard unit.hasPrefix("deg"), abs(value) <= 360 else { return nil }
      return value > 180 ? value - 360 : value <= -180 ? value + 360 : value
    case .qrsCount:
      return ["1", "", "{count}", "{#}"].contains(unit) && value >= 0 && value <= 1e6 ? value : nil
    default:
      guard let scale = ["ms": 1, "s": 1000, "us": 0.001][unit] else { return nil }
      let milliseconds = value * scale
      return milliseconds > 0 && milliseconds <= 5000 ? milliseconds : nil
    }
  }

  /// Where measurements keep each; not the number of complexes, which is a whole one.
  static let fields: [DeviceFigure: any WritableKeyPath<DeviceMeasurements, Double?> & Sendable] = [
    .ventricularRate: \.ventricularRate, .atrialRate: \.atrialRate, .pDuration: \.pDuration,
    .prInterval: \.prInterval, .qrsDuration: \.qrsDuration, .qtInterval: \.qtInterval,
    .qtCorrected: \.qtCorrected, .qtBazett: \.qtBazett, .qtFridericia: \.qtFridericia,
    .qtFramingham: \.qtFramingham, .pAxis: \.pAxis, .qrsAxis: \.qrsAxis, .tAxis: \.tAxis,
  ]
}
