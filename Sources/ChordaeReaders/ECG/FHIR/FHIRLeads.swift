internal import ChordaeCore

/// The leads that Observations of one recording hold.
struct FHIRLeads {
  private let path: String
  private(set) var names: [String] = []
  private(set) var samples: [[Float]] = []
  private(set) var samplingFrequency: Double?
  private(set) var start: ClockTime?
  private(set) var skippedSignals = 0
  private(set) var device = DeviceMeasurements()
  private(set) var faults: [InputError] = []
  private var subject: String?
  private var isEnded = false

  init(path: String) { self.path = path }

  /// Takes over the leads and figures of an Observation.
  mutating func add(_ observation: JSONValue) throws(InputError) {
    let parts = [observation] + (observation["component"]?.elements ?? [])
    var signals = parts.filter { $0["valueSampledData"] != nil }
    // Beside leads that are known, others are no leads: a median beat, a pulse wave.
    if signals.contains(where: { FHIRCode.leadName(of: $0) != nil }), !isEnded {
      let known = signals.filter { FHIRCode.leadName(of: $0) != nil }
      skippedSignals += signals.count - known.count
      signals = known
    }
    if !signals.isEmpty { try take(signals, of: observation) }
    guard !isEnded else { return }
    for part in parts {
      guard let quantity = part["valueQuantity"], let value = quantity["value"]?.double else {
        continue
      }
      for code in FHIRCode.codings(of: part) where code.system == .loinc {
        guard let figure = DeviceFigure(loinc: code.code) else { continue }
        device.take(figure, value, unit: FHIRCode.unit(of: quantity))
      }
    }
  }

  /// Leads that hold fewer samples than the longest.
  var shortLeads: [InputError] {
    let count = samples.reduce(0) { max($0, $1.count) }
    return samples.indices.filter { samples[$0].count < count }.map { lead in
      InputError(
        .truncated, path: path, at: .sample(samples[lead].count),
        "Lead \(lead + 1) has \(samples[lead].count) samples where others have \(count).")
    }
  }

  private mutating func take(
    _ signals: [JSONValue], of observation: JSONValue
  ) throws(InputError) {
    let found = signals.map { FHIRCode.leadName(of: $0) }
    let repeats = found.contains { name in name.map { names.contains($0) } ?? false }
    guard !isEnded, !repeats else {
      if !isEnded {
        faults.append(
          InputError(
            .furtherRecordings, path: path,
            "The Bundle holds further recordings; only the first is read."))
      }
      isEnded = true
      return
    }
    try checkSubject(observation)
    for (signal, name) in zip(signals, found) {
      guard let data = signal["valueSampledData"] else { continue }
      try add(data, name: name ?? "")
    }
    let time = observation["effectiveDateTime"] ?? observation["effectiveInstant"]
    let text = time?.text ?? observation["effectivePeriod"]?["start"]?.text
    start = start ?? text.flatMap { ClockTime(iso8601: $0) }
  }

  /// Samples of two patients must never become one recording.
  private mutating func checkSubject(_ observation: JSONValue) throws(InputError) {
    guard let reference = observation["subject"]?["reference"]?.text else { return }
    guard subject == nil || subject == reference else {
      throw InputError(
        .unsupported, path: path,
        "The Bundle's recordings are of different patients; give each a file of its own.")
    }
    subject = reference
  }

  private mutating func add(_ data: JSONValue, name: String) throws(InputError) {
    guard let unit = data["origin"].map({ FHIRCode.unit(of: $0) }), !unit.isEmpty else {
      throw InputError(.malformed, path: path, "A lead's origin states no unit.")
    }
    guard let voltage = VoltageUnit(spelling: unit.utf8) else {
      skippedSignals += 1
      return
    }
    let signal = try SampledData(data, unit: voltage, lead: names.count, path: path)
    guard samplingFrequency ?? signal.samplingFrequency == signal.samplingFrequency else {
      throw InputError(
        .unsupported, path: path, "The leads are sampled at different rates.")
    }
    samplingFrequency = signal.samplingFrequency
    names.append(name)
    samples.append(signal.samples)
    faults += signal.faults
  }
}
