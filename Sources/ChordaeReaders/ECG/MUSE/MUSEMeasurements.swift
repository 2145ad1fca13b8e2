internal import ChordaeCore

/// What the recorder measured and how it filtered, as a MUSE file says.
enum MUSEMeasurements {
  /// The figures of `RestingECGMeasurements`, which an editor may have corrected.
  ///
  /// The duration of the P wave is what lies between its marks on the median beat. Statements have
  /// texts alone and no codes.
  static func device(of root: XMLElement) -> DeviceMeasurements? {
    guard let stored = root.first("RestingECGMeasurements") else { return nil }
    var device = DeviceMeasurements()
    func take(_ figure: DeviceFigure, _ name: String, _ unit: String) {
      device.take(figure, stored.first(name)?.number, unit: unit)
    }
    take(.ventricularRate, "VentricularRate", "/min")
    take(.atrialRate, "AtrialRate", "/min")
    take(.prInterval, "PRInterval", "ms")
    take(.qrsDuration, "QRSDuration", "ms")
    take(.qtInterval, "QTInterval", "ms")
    take(.qtCorrected, "QTCorrected", "ms")
    take(.qtFridericia, "QTcFrederica", "ms")
    take(.qtFridericia, "QTcFridericia", "ms")
    take(.qtFramingham, "QTcFramingham", "ms")
    take(.pAxis, "PAxis", "deg")
    take(.qrsAxis, "RAxis", "deg")
    take(.tAxis, "TAxis", "deg")
    take(.qrsCount, "QRSCount", "1")
    device.take(.pDuration, pDuration(stored), unit: "ms")
    return device.ifAny
  }

  private static func pDuration(_ stored: XMLElement) -> Double? {
    guard let onset = stored.first("POnset")?.number, onset > 0,
      let offset = stored.first("POffset")?.number, offset > onset,
      let base = stored.first("ECGSampleBase")?.number,
      let exponent = stored.first("ECGSampleExponent")?.trimmedText.integer,
      (-9...9).contains(exponent), base > 0
    else { return nil }
    return (offset - onset) * 1000 / scaled(base, exponent: exponent)
  }

  /// The filters' corners: the high-pass one is stored in hundredths of a Hz, and zero is none.
  static func bandwidth(of waveform: XMLElement) -> ECGBandwidth {
    func frequency(_ name: String) -> Double? {
      waveform.first(name)?.number.flatMap { $0 > 0 && $0 <= 1e6 ? $0 : nil }
    }
    return ECGBandwidth(
      highPass: frequency("HighPassFilter").map { $0 / 100 }, lowPass: frequency("LowPassFilter"),
      notch: frequency("ACFilter"))
  }

  /// A number times a power of ten, exact where the power is not negative.
  static func scaled(_ base: Double, exponent: Int) -> Double {
    let power = (0..<abs(exponent)).reduce(1.0) { value, _ in value * 10 }
    return exponent < 0 ? base / power : base * power
  }
}
