internal import ChordaeCore

/// What the recorder measured and how it filtered, as the annotations of a series say.
enum AnnotatedECGMeasurements {
  private static let mdc = "2.16.840.1.113883.6.24"

  /// The figures over the whole series; where one is not there, that of the representative beat;
  /// else that of the beats, if all of them have the same.
  static func device(of series: XMLElement) -> DeviceMeasurements? {
    let own = annotations(of: series)
    let derived = series.all("derivation").compactMap { $0.first("derivedSeries") }
      .flatMap { annotations(of: $0) }
    var device = figures(own)
    device.fill(from: figures(derived))
    let beats = own.filter { $0.first("code")?["code"] == "MDC_ECG_BEAT" }.map { beat in
      figures(beat.all("component").compactMap { $0.first("annotation") })
    }
    device.fill(from: agreed(beats))
    for annotation in own.flatMap({ [$0] + $0.descendants("annotation") }) {
      takeStatement(annotation, into: &device)
    }
    return device.ifAny
  }

  /// The corner frequencies that the series' control variables state in Hz.
  static func bandwidth(of series: XMLElement) -> ECGBandwidth {
    var bandwidth = ECGBandwidth()
    for variable in series.all("controlVariable").compactMap({ $0.first("controlVariable") }) {
      let frequency = variable.descendants("value")
        .first { $0["unit"] == "Hz" }.flatMap { $0.number("value") }
      guard let frequency, frequency > 0 else { continue }
      switch variable.first("code")?["code"] {
      case "MDC_ECG_CTL_VBL_ATTR_FILTER_LOW_PASS": bandwidth.lowPass = frequency
      case "MDC_ECG_CTL_VBL_ATTR_FILTER_HIGH_PASS": bandwidth.highPass = frequency
      case "MDC_ECG_CTL_VBL_ATTR_FILTER_NOTCH": bandwidth.notch = frequency
      default: break
      }
    }
    return bandwidth
  }

  private static func annotations(of series: XMLElement) -> [XMLElement] {
    series.all("subjectOf").compactMap { $0.first("annotationSet") }
      .flatMap { $0.all("component") }.compactMap { $0.first("annotation") }
  }

  private static func figures(_ annotations: [XMLElement]) -> DeviceMeasurements {
    var device = DeviceMeasurements()
    for annotation in annotations {
      guard let code = annotation.first("code")?["code"], let figure = DeviceFigure(mdc: code),
        let value = annotation.first("value"), let unit = value["unit"]
      else { continue }
      device.take(figure, value.number("value"), unit: unit)
    }
    return device
  }

  /// What all beats have in common.
  private static func agreed(_ beats: [DeviceMeasurements]) -> DeviceMeasurements {
    guard var common = beats.first else { return DeviceMeasurements() }
    for beat in beats.dropFirst() { common.keep(asIn: beat) }
    return common
  }

  private static func takeStatement(_ annotation: XMLElement, into device: inout DeviceMeasurements)
  {
    guard let code = annotation.first("code")?["code"], let value = annotation.first("value"),
      ["MDC_ECG_RHY", "MDC_ECG_INTERPRETATION_STATEMENT"].contains(code),
      let statement = value["code"], value["codeSystem"] == mdc, statement.hasPrefix("MDC_")
    else { return }
    device.take(statement: statement, of: "MDC")
    if statement.contains("PACED") { device.isPaced = true }
  }
}
