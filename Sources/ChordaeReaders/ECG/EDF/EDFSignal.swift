internal import ChordaeCore

/// One signal of an EDF header.
struct EDFSignal {
  let label: String
  /// The unit's spelling; empty where the header states none.
  let unit: ArraySlice<UInt8>
  let samplesPerRecord: Int
  /// Bytes of a data record before the signal's first sample.
  let offset: Int
  let bandwidth: ECGBandwidth
  /// Its place among the signals, from 0.
  let place: Int

  private let fields: EDFFields
  private let signalCount: Int

  /// Where each field of all signals begins, in bytes a signal behind the fixed header.
  private enum Field: Int {
    case label = 0
    case unit = 96
    case physicalMinimum = 104
    case physicalMaximum = 112
    case digitalMinimum = 120
    case digitalMaximum = 128
    case prefilter = 136
    case samples = 216
  }

  /// Reads what every signal needs; a signal's range is read where it is a lead.
  init(_ place: Int, of count: Int, _ fields: EDFFields, offset: Int) throws(InputError) {
    func start(_ field: Field, _ width: Int) -> Int { 256 + field.rawValue * count + width * place }
    (self.place, self.fields, self.offset, signalCount) = (place, fields, offset, count)
    label = String(decoding: fields.text(start(.label, 16), 16), as: UTF8.self)
    unit = fields.text(start(.unit, 8), 8)
    bandwidth = EDFPrefilter.bandwidth(fields.text(start(.prefilter, 80), 80))
    samplesPerRecord = try fields.integer(
      start(.samples, 8), 8, "number of samples of signal \(place + 1)")
    guard samplesPerRecord >= 0 else {
      throw fields.fault(
        start(.samples, 8), "The number of samples of signal \(place + 1) is negative.")
    }
  }

  /// Whether it holds time stamps and texts in place of samples.
  var isAnnotations: Bool { label == "EDF Annotations" || label == "BDF Annotations" }

  /// Whether it may be a lead: a voltage that is not named as something else.
  var isCandidate: Bool {
    !isAnnotations && samplesPerRecord > 0 && VoltageUnit(spelling: unit) != nil
      && !SignalName.isOther(label)
  }

  /// How its stored numbers become mV.
  func scale() throws(InputError) -> EDFScale {
    let (low, high) = (try number(.digitalMinimum), try number(.digitalMaximum))
    let (bottom, top) = (try number(.physicalMinimum), try number(.physicalMaximum))
    guard low < high, bottom != top, let unit = VoltageUnit(spelling: unit) else {
      throw fields.fault(
        start(.physicalMinimum),
        "The range of signal \(place + 1) is empty, so that its samples have no amplitude.")
    }
    let scale = EDFScale(
      digitalMinimum: low, digitalRange: high - low, physicalMinimum: bottom,
      physicalRange: top - bottom, unit: unit)
    // Then a sample of 24 bits lies within 2^33 steps of the range's start, and is a number.
    let isPossible =
      abs(low) <= Double(UInt32.max) && abs(high) <= Double(UInt32.max)
      && SignalBounds.isStep(unit.millivolts(scale.physicalRange / scale.digitalRange))
      && SignalBounds.isSample(unit.millivolts(bottom))
    guard isPossible else {
      throw fields.fault(
        start(.physicalMinimum),
        "The range of signal \(place + 1) is absurd; its samples have no amplitude.")
    }
    return scale
  }

  private func start(_ field: Field) -> Int { 256 + field.rawValue * signalCount + 8 * place }

  private func number(_ field: Field) throws(InputError) -> Double {
    try fields.number(start(field), 8, "range of signal \(place + 1)")
  }
}
