internal import ChordaeCore

/// What the recorder measured, from a waveform's annotations (DICOM PS3.3, C.10.10).
///
/// Global values are told by the codes of SCP-ECG and of ISO/IEEE 11073-10102 (PS3.16, CID 3227 to
/// 3229); coded statements are kept as codes. Texts are not read.
enum DICOMMeasurements {
  /// The measurements of all annotations; nil where there are none.
  static func read(_ annotations: [DICOMDataset]) -> DeviceMeasurements? {
    var device = DeviceMeasurements()
    for annotation in annotations where isGlobal(annotation) {
      if let concept = annotation.code(DICOMTag.conceptName),
        let figure = figure(of: concept)
      {
        // The first value of a kind stands.
        device.take(
          figure, annotation.number(DICOMTag.numericValue),
          unit: annotation.code(DICOMTag.measurementUnits)?.value ?? "none")
      } else if let code = annotation.code(DICOMTag.conceptCode),
        ["SCPECG", "MDC"].contains(code.scheme)
      {
        device.take(statement: code.value, of: code.scheme)
      }
    }
    return device.ifAny
  }

  private static func figure(of concept: (scheme: String, value: String)) -> DeviceFigure? {
    switch concept.scheme {
    case "SCPECG": DeviceFigure(scpecg: concept.value)
    case "MDC": DeviceFigure(mdcNumber: concept.value)
    default: nil
    }
  }

  /// Whether an annotation is of the whole recording: of all channels of a group, and of no moment.
  private static func isGlobal(_ annotation: DICOMDataset) -> Bool {
    let channels = annotation.integers(DICOMTag.referencedChannels, width: 2)
    return annotation.text(DICOMTag.temporalRange) == nil
      && (channels.count < 2 || channels[1] == 0)
  }
}
