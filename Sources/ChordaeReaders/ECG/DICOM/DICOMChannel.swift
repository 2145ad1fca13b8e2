internal import ChordaeCore

/// One channel of a multiplex group: its lead, and how its samples become mV (DICOM PS3.3,
/// C.10.9.1.4).
struct DICOMChannel {
  let name: String
  let isDerived: Bool
  /// The unit of the samples' values; nil where it is no voltage, or there are no values.
  let unit: VoltageUnit?
  let sensitivity: Double
  let correction: Double
  let baseline: Double
  /// Whole samples that the channel begins behind its group's start.
  let skew: Int
  let bandwidth: ECGBandwidth

  /// Why a channel cannot be used.
  struct Fault: Error { let detail: String }

  init(_ definition: DICOMDataset, frequency: Double) throws(Fault) {
    (name, isDerived) = Self.name(definition)
    let code = definition.code(DICOMTag.sensitivityUnits)
    unit = code.flatMap { VoltageUnit(spelling: Array($0.value.utf8)) }
    // Of a channel that is no voltage nothing more is needed.
    let sensitivity = definition.number(DICOMTag.sensitivity)
    correction = definition.number(DICOMTag.sensitivityCorrection) ?? 1
    guard unit == nil && code != nil || sensitivity != nil && code != nil else {
      throw Fault(detail: "states no sensitivity or no unit of it; neither can be guessed.")
    }
    guard unit == nil || sensitivity != 0 && correction != 0 else {
      throw Fault(detail: "has a sensitivity of zero; its amplitudes are not known.")
    }
    self.sensitivity = sensitivity ?? 1
    baseline = definition.number(DICOMTag.baseline) ?? 0
    if let unit {
      guard SignalBounds.isStep(unit.millivolts(self.sensitivity * correction)),
        SignalBounds.isSample(unit.millivolts(baseline))
      else { throw Fault(detail: "has an absurd sensitivity or baseline.") }
    }
    let seconds = definition.number(DICOMTag.timeSkew) ?? 0
    let samples = definition.number(DICOMTag.sampleSkew) ?? seconds * frequency
    guard samples.magnitude <= 1e9 else { throw Fault(detail: "has an absurd skew.") }
    skew = Int(samples.rounded())
    func corner(_ tag: Int) -> Double? { definition.number(tag).flatMap { $0 > 0 ? $0 : nil } }
    bandwidth = ECGBandwidth(
      highPass: corner(DICOMTag.filterLow), lowPass: corner(DICOMTag.filterHigh),
      notch: corner(DICOMTag.notchFilter))
  }

  /// A stored number in mV.
  @inline(__always)
  func millivolts(_ sample: Double) -> Float {
    let value = sample * sensitivity * correction + baseline
    return Float(unit?.millivolts(value) ?? .nan)
  }

  /// The lead by its code, else by the code's meaning or the channel's label.
  private static func name(_ definition: DICOMDataset) -> (String, Bool) {
    if let code = definition.code(DICOMTag.channelSource) {
      let prefix = ["SCPECG": "5.6.3-9-", "MDC": "2:"][code.scheme]
      if let prefix, code.value.hasPrefix(prefix),
        let number = Int(code.value.dropFirst(prefix.utf8.count)), number > 0
      {
        let lead = LeadNumber(number: number)
        return (lead.name, lead.isDerived)
      }
      let word = "MDC_ECG_LEAD_"
      if code.value.hasPrefix(word) {
        return (String(code.value.dropFirst(word.utf8.count)), false)
      }
      let meaning = definition.sequences[DICOMTag.channelSource]?.first?.text(DICOMTag.codeMeaning)
      // `Lead aVR, augmented voltage, right`
      if let meaning { return (String(meaning.prefix { $0 != "," }), false) }
    }
    return (definition.text(DICOMTag.channelLabel) ?? "", false)
  }
}
