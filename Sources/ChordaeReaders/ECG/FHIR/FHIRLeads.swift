internal import ChordaeCore

/// The leads that Observations of one recording hold.
struct FHIRLeads {
  private let path: String
  private(set) var names: [String] = []
  private(set) var samples: [[Float]] = []
  private(set) var samplingFrequency: Double?
  private(set) var start: ClockTime?
  private(set) var skippedSignals = 0
  /// Figures of the Observations that hold the leads.
  private var own = DeviceMeasurements()
  private(set) var faults: [InputError] = []
  private var subject: String?
  /// When the leads were recorded, as their Observations write it.
  private var times: Set<String> = []
  /// Figures of Observations without leads, whose recording is not known before all are read.
  private var loose: [LooseFigures] = []
  private var isEnded = false

  private struct LooseFigures {
    let subject: String?
    let time: String
    let device: DeviceMeasurements
  }

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
    let figures = Self.figures(parts)
    if signals.isEmpty {
      guard let time = Self.time(of: observation), let device = figures.ifAny else { return }
      loose.append(
        LooseFigures(subject: Self.subject(of: observation), time: time, device: device))
    } else if try take(signals, of: observation) {
      own.fill(from: figures)
    }
  }

  /// Figures of the recording: of the leads' own Observations, else of others that are of the same
  /// patient and the same time.
  var device: DeviceMeasurements {
    loose.filter { $0.subject == subject && times.contains($0.time) }
      .reduce(into: own) { $0.fill(from: $1.device) }
  }

  private static func figures(_ parts: [JSONValue]) -> DeviceMeasurements {
    var device = DeviceMeasurements()
    for part in parts {
      guard let quantity = part["valueQuantity"], let value = quantity["value"]?.double else {
        continue
      }
      for code in FHIRCode.codings(of: part) where code.system == .loinc {
        guard let figure = DeviceFigure(loinc: code.code) else { continue }
        device.take(figure, value, unit: FHIRCode.unit(of: quantity))
      }
    }
    return device
  }

  private static func subject(of observation: JSONValue) -> String? {
    observation["subject"]?["reference"]?.text
  }

  private static func time(of observation: JSONValue) -> String? {
    let time = observation["effectiveDateTime"] ?? observation["effectiveInstant"]
    return time?.text ?? observation["effectivePeriod"]?["start"]?.text
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

  /// Takes over leads; false where they are of another recording than those before.
  private mutating func take(
    _ signals: [JSONValue], of observation: JSONValue
  ) throws(InputError) -> Bool {
    let found = signals.map { FHIRCode.leadName(of: $0) }
    let repeats = found.contains { name in name.map { names.contains($0) } ?? false }
    let time = Self.time(of: observation)
    let isOfOtherTime =
      time.map { !times.isEmpty && !times.contains($0) && signals.contains(where: Self.isVoltage) }
      ?? false
    guard !isEnded, !repeats, !isOfOtherTime else {
      if !isEnded {
        faults.append(
          InputError(
            .furtherRecordings, path: path,
            "The Bundle holds further recordings; only the first is read."))
      }
      isEnded = true
      return false
    }
    try checkSubject(observation)
    let count = names.count
    for (signal, name) in zip(signals, found) {
      guard let data = signal["valueSampledData"] else { continue }
      try add(data, name: name ?? "")
    }
    // What holds no voltage is no part of the recording.
    guard names.count > count else { return false }
    if let time { times.insert(time) }
    start = start ?? time.flatMap { ClockTime(iso8601: $0) }
    return true
  }

  private static func isVoltage(_ signal: JSONValue) -> Bool {
    let unit = signal["valueSampledData"]?["origin"].map { FHIRCode.unit(of: $0) } ?? ""
    return VoltageUnit(spelling: unit.utf8) != nil
  }

  /// Samples of two patients must never become one recording.
  private mutating func checkSubject(_ observation: JSONValue) throws(InputError) {
    guard let reference = Self.subject(of: observation) else { return }
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
    guard names.count < DecodedECG.mostLeads else {
      throw InputError(
        .unsupported, path: path, "The resource holds more leads than can be held.")
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
