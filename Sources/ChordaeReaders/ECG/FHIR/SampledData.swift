internal import ChordaeCore

/// A FHIR `SampledData` of one dimension: each sample is the origin and so many times the factor.
struct SampledData {
  let samplingFrequency: Double
  /// mV; NaN where the data say `E` (no valid value), `U` (above) or `L` (below the range).
  private(set) var samples: [Float] = []
  private(set) var faults: [InputError] = []

  /// Times the samples that are there that offsets may stretch a lead to.
  private static let sparsest = 16.0
  /// Whole numbers up to here are exact in double precision.
  private static let largestNumber = Double(1 << 53)

  /// Reads a value whose origin's unit is a voltage; `lead` is its place, for faults.
  init(_ data: JSONValue, unit: VoltageUnit, lead: Int, path: String) throws(InputError) {
    func fault(_ reason: MissingReason, at sample: Int? = nil, _ detail: String) -> InputError {
      InputError(
        reason, path: path, at: sample.map { .sample($0) }, "Lead \(lead + 1) \(detail)")
    }
    guard data["dimensions"]?.int ?? 1 == 1 else {
      throw fault(.unsupported, "has several dimensions; give each lead a component of its own.")
    }
    guard data["codeMap"] == nil else {
      throw fault(.unsupported, "is written in codes of a map, which cannot be looked up.")
    }
    let factor = data["factor"].map { $0.double ?? 0 } ?? 1
    let origin = data["origin"]?["value"]?.double ?? 0
    guard abs(origin) <= Self.largestNumber else {
      throw fault(.malformed, "has an absurd origin.")
    }
    let words = Self.words(of: data["data"]?.text ?? "")
    let offsets = try data["offsets"]?.text.map { text throws(InputError) in
      let offsets = Self.words(of: text).map { $0.number }
      guard offsets.count == words.count, !offsets.contains(nil) else {
        throw fault(.malformed, "has not as many offsets as samples.")
      }
      return offsets.compactMap { $0 }
    }
    guard let interval = Self.interval(data, offsets), interval > 0,
      SignalBounds.isFrequency(1 / interval)
    else {
      throw fault(.malformed, "states no period or interval with a unit, so no rate.")
    }
    let frequency = 1 / interval
    let whole = frequency.rounded()
    samplingFrequency = abs(frequency - whole) <= 1e-6 * frequency ? whole : frequency
    let isCalibrated = SignalBounds.isStep(unit.millivolts(factor))
    if !isCalibrated {
      faults.append(fault(.uncalibrated, "has a factor that is zero or absurd; it is missing."))
    }
    let places = try Self.places(words.count, offsets, data) { detail in fault(.unsupported, detail)
    }
    samples = [Float](repeating: .nan, count: (places.last ?? -1) + 1)
    var (outside, wrong) = (Int?.none, Int?.none)
    for (place, word) in zip(places, words) {
      if let number = word.number, abs(number) <= Self.largestNumber {
        if isCalibrated { samples[place] = Float(unit.millivolts(origin + factor * number)) }
      } else if word.elementsEqual("U".utf8) || word.elementsEqual("L".utf8) {
        outside = outside ?? place
      } else if !word.elementsEqual("E".utf8) {
        wrong = wrong ?? place
      }
    }
    if let outside {
      faults.append(
        fault(
          .beyondRange, at: outside, "has samples beyond the recorder's range; they are missing."))
    }
    if let wrong {
      faults.append(fault(.malformed, at: wrong, "holds words that are no samples."))
    }
  }

  private static func words(of text: String) -> [ArraySlice<UInt8>] {
    Array(text.utf8).split { $0.isXMLSpace }
  }

  /// Seconds between samples: the `period` of R4 in ms, the `interval` of R5 in its unit.
  private static func interval(_ data: JSONValue, _ offsets: [Double]?) -> Double? {
    if let period = data["period"]?.double { return period / 1000 }
    guard let scale = timeScale(data) else { return nil }
    if let interval = data["interval"]?.double { return interval * scale }
    guard let offsets, offsets.count > 1 else { return nil }
    return (offsets[1] - offsets[0]) * scale
  }

  private static func timeScale(_ data: JSONValue) -> Double? {
    switch data["intervalUnit"]?.text {
    case "s": 1
    case "ms": 1e-3
    case "us": 1e-6
    default: nil
    }
  }

  /// The place of each sample: one after the other, or where offsets, which are multiples of the
  /// interval, put it.
  private static func places(
    _ count: Int, _ offsets: [Double]?, _ data: JSONValue, _ fault: (String) -> InputError
  ) throws(InputError) -> [Int] {
    guard let offsets, let first = offsets.first else { return Array(0..<count) }
    let step = data["interval"]?.double ?? (offsets.count > 1 ? offsets[1] - first : 1)
    var places: [Int] = []
    for offset in offsets {
      let place = (offset - first) / step
      guard place.isFinite, abs(place - place.rounded()) <= 1e-3,
        place <= sparsest * Double(count), place.rounded() > Double(places.last ?? -1)
      else { throw fault("has offsets that are no rising multiples of one interval.") }
      places.append(Int(place.rounded()))
    }
    return places
  }
}

extension JSONValue {
  /// A number, whole or not.
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
