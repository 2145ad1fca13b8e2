internal import ChordaeCore

/// How a Sierra file stores its leads, which the versions say in attributes or in elements.
struct SierraSignal {
  let names: [String]
  let samplingFrequency: Double
  /// µV of one step.
  let resolution: Double
  /// Samples of each lead that the file states.
  let declaredCount: Int?
  private let path: String
  private let line: Int

  private static let longestRecording = 1 << 24

  init(_ waveforms: XMLElement, in root: XMLElement, path: String) throws(InputError) {
    self.path = path
    line = waveforms.line
    let signal = root.first("dataacquisition", "signalcharacteristics")
    func stated(_ attribute: String, _ elements: String...) -> Double? {
      if let value = waveforms.number(attribute) { return value }
      return elements.lazy.compactMap { signal?.first($0)?.number }.first
    }
    let rate = stated("samplespersecond", "samplingrate") ?? 0
    let step = stated("resolution", "resolution", "signalresolution") ?? 0
    let isCalibrated = step > 0 && SignalBounds.isStep(step / 1000)
    guard SignalBounds.isFrequency(rate), isCalibrated else {
      throw InputError(
        isCalibrated ? .malformed : .uncalibrated, path: path, at: .line(line),
        "The waveforms state no sampling rate or no resolution, or an absurd one.")
    }
    let bits = stated("bitspersample", "bitspersample") ?? waveforms.number("nbitspersample") ?? 16
    let isSigned =
      (waveforms["signalsigned"] ?? signal?.first("signalsigned")?.word ?? "True") == "True"
    guard bits == 16, stated("signaloffset", "signaloffset") ?? 0 == 0, isSigned else {
      throw InputError(
        .unsupported, path: path, at: .line(line),
        "Only signed samples of 16 bits without an offset can be read.")
    }
    (samplingFrequency, resolution) = (rate, step)
    names = try Self.names(waveforms, signal, path: path)
    let duration = waveforms.number("durationperchannel") ?? 0
    let count = (duration * rate / 1000).rounded(.down)
    guard count <= Double(Self.longestRecording), count >= 0 else {
      throw InputError(
        .malformed, path: path, at: .line(line), "The waveforms state an absurd duration.")
    }
    declaredCount = count > 0 ? Int(count) : nil
  }

  /// The labels; version 1.03 has none, but only the twelve leads in their usual order.
  private static func names(
    _ waveforms: XMLElement, _ signal: XMLElement?, path: String
  ) throws(InputError) -> [String] {
    let labels = (waveforms["leadlabels"] ?? "").split(separator: " ").map { String($0) }
    guard labels.count <= DecodedECG.mostLeads else {
      throw InputError(
        .unsupported, path: path, at: .line(waveforms.line),
        "The waveforms have more leads than can be held.")
    }
    if !labels.isEmpty {
      let count = waveforms.number("numberofleads").flatMap { Int(exactly: $0) } ?? labels.count
      return Array(labels.prefix(max(1, count)))
    }
    let channels = signal?.first("numberchannelsallocated")?.trimmedText.integer
    let type = signal?.first("acquisitiontype")?.word ?? ""
    guard channels == 12, ["STD-12", "10-WIRE"].contains(type) else {
      throw InputError(
        .unsupported, path: path, at: .line(waveforms.line),
        "The waveforms have no lead labels and are not the twelve standard leads.")
    }
    return StandardLead.allCases.map(\.name)
  }

  /// The leads in mV; those that cannot be decoded miss all samples, and are told.
  func leads(_ waveforms: XMLElement, faults: inout [InputError]) throws(InputError) -> [[Float]] {
    guard waveforms["dataencoding"] == "Base64" else {
      throw fault(.unsupported, "The waveforms are in no base64.")
    }
    guard let data = Base64.decoded(waveforms.text, reserving: waveforms.text.count / 4 * 3) else {
      throw fault(.malformed, "The waveforms are no base64.")
    }
    let stored: [[Int32]?]
    switch waveforms["compressmethod"] ?? waveforms["compression"] ?? "Uncompressed" {
    case "XLI": stored = unpacked(data)
    case "Uncompressed", "None", "": stored = try plain(data)
    default: throw fault(.unsupported, "The waveforms' compression is unknown.")
    }
    let digits = names.indices.map { $0 < stored.count ? stored[$0] : nil }
    guard digits.contains(where: { !($0 ?? []).isEmpty }) else {
      throw fault(data.isEmpty ? .noSignal : .malformed, "No lead can be decoded.")
    }
    let count = declaredCount ?? digits.reduce(0) { max($0, $1?.count ?? 0) }
    return digits.enumerated().map { place, lead in
      tell(place, lead?.count, of: count, faults: &faults)
      return (lead ?? []).prefix(count).map {
        Float(VoltageUnit.microvolt.millivolts(resolution * Double($0)))
      }
    }
  }

  private func unpacked(_ data: [UInt8]) -> [[Int32]?] {
    // A second more than stated may be there; it is cut off and told.
    let most = DecodedECG.mostSamples / max(1, names.count)
    let limit = min(most, declaredCount.map { $0 + Int(samplingFrequency) } ?? most)
    var leads = XLI.leads(data, count: names.count, samplesAtMost: limit)
    leads += [[Int32]?](repeating: nil, count: names.count - leads.count)
    let limbs: [StandardLead] = [.i, .ii, .iii, .avr, .avl, .avf]
    let places = limbs.compactMap { limb in
      names.firstIndex { StandardLead(spelling: $0) == limb }
    }
    if places.count == limbs.count { XLI.restoreLimbLeads(&leads, places: places) }
    return leads
  }

  /// Lead after lead of little-endian samples, each of the stated number.
  private func plain(_ data: [UInt8]) throws(InputError) -> [[Int32]?] {
    guard let count = declaredCount else {
      throw fault(.malformed, "The waveforms state no duration.")
    }
    return names.indices.map { lead in
      let start = min(2 * count * lead, data.count)
      let end = min(start + 2 * count, data.count)
      guard start < end else { return nil }
      return stride(from: start, to: end - 1, by: 2).map {
        Int32(Int16(bitPattern: UInt16(data[$0]) | UInt16(data[$0 + 1]) << 8))
      }
    }
  }

  private func tell(_ lead: Int, _ count: Int?, of expected: Int, faults: inout [InputError]) {
    guard let count else {
      faults.append(fault(.malformed, "Lead \(lead + 1) cannot be decoded; it is missing."))
      return
    }
    if count < expected {
      faults.append(
        fault(.truncated, "Lead \(lead + 1) has \(count) samples where \(expected) are stated."))
    } else if count > expected {
      faults.append(
        fault(
          .longerThanDeclared, "Lead \(lead + 1) has more samples than stated; they are left out."))
    }
  }

  private func fault(_ reason: MissingReason, _ detail: String) -> InputError {
    InputError(reason, path: path, at: .line(line), detail)
  }
}
