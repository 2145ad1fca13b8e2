internal import ChordaeCore

/// What the recorder measured and how it filtered, as a Sierra file says.
enum SierraMeasurements {
  /// The figures over all leads.
  ///
  /// They are the `globalmeasurements` of version 1.03, `crossleadmeasurements` of the later ones.
  /// Words such as `Failed` or `Indeterminate` stand for no figure.
  static func device(of root: XMLElement) -> DeviceMeasurements? {
    var device = DeviceMeasurements()
    let stored =
      root.first("measurements", "globalmeasurements")
      ?? root.first("internalmeasurements", "crossleadmeasurements")
    func take(_ figure: DeviceFigure, _ name: String, _ unit: String) {
      device.take(figure, stored?.first(name)?.number, unit: unit)
    }
    take(.ventricularRate, "meanventrate", "/min")
    take(.atrialRate, "atrialrate", "/min")
    take(.prInterval, "meanprint", "ms")
    take(.qrsDuration, "meanqrsdur", "ms")
    take(.qtInterval, "meanqtint", "ms")
    take(.qtCorrected, "meanqtc", "ms")
    take(.pAxis, "pfrontaxis", "deg")
    take(.qrsAxis, "qrsfrontaxis", "deg")
    take(.tAxis, "tfrontaxis", "deg")
    take(.qrsCount, "numberofcomplexes", "1")
    for statement in root.first("interpretations")?.descendants("statementcode") ?? [] {
      guard let code = statement.word, code.utf8.count <= 12 else { continue }
      device.take(statement: code, of: "PHILIPS")
    }
    return device.ifAny
  }

  /// The band of the stored samples, not that of the printed report.
  static func bandwidth(of waveforms: XMLElement, in root: XMLElement) -> ECGBandwidth {
    let signal = root.first("dataacquisition", "signalcharacteristics")
    func stated(_ name: String) -> Double? {
      (waveforms.number(name) ?? signal?.first(name)?.number).flatMap { $0 > 0 ? $0 : nil }
    }
    // Version 1.03 has both corners in one word, `0.05-150`.
    let band = (signal?.first("signalbandwidth")?.word ?? "").split(separator: "-")
      .map { Array($0.utf8)[...].trimmed.number }
    let isNotched =
      (waveforms["notchfiltered"] ?? signal?.first("notchfiltered")?.word) == "True"
    return ECGBandwidth(
      highPass: stated("hipass") ?? (band.count == 2 ? band[0] : nil),
      lowPass: stated("lowpass") ?? (band.count == 2 ? band[1] : nil),
      notch: isNotched ? stated("notchfilterfreqs") : nil)
  }
}
