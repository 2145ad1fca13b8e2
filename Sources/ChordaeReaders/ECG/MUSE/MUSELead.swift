internal import CZlib
internal import ChordaeCore

/// One `LeadData` of a waveform: 16-bit little-endian samples in base64.
struct MUSELead {
  let name: String
  let line: Int
  /// mV, with missing ones before the lead's own start.
  private(set) var samples: [Float] = []
  let declaredCount: Int?
  private(set) var faults: [InputError] = []
  private let path: String

  /// Times its own samples that a lead may be missing before them.
  private static let sparsest = 16.0

  /// Reads one of so many leads, which must be held together.
  init(
    _ lead: XMLElement, of leadCount: Int, samplingFrequency: Double, path: String
  ) throws(InputError) {
    self.path = path
    line = lead.line
    name = lead.first("LeadID")?.word ?? ""
    declaredCount = lead.first("LeadSampleCountTotal")?.trimmedText.integer
    let unit = try Self.unit(lead, path: path)
    if let size = lead.first("LeadSampleSize")?.word, size != "2" {
      throw InputError(
        .unsupported, path: path, at: .line(line), "Only samples of two bytes can be read.")
    }
    let text = lead.first("WaveFormData")?.text
    // Four letters are three bytes, and two bytes a sample.
    try Self.check(
      samples: (text?.count ?? 0) / 8 * 3, leads: leadCount, path: path, line: line)
    guard let text,
      let bytes = Base64.decoded(text, reserving: text.count / 4 * 3)
    else {
      tell(.malformed, "A lead's samples are no base64; they are missing.")
      return
    }
    check(bytes, lead)
    let stated = lead.first("LeadAmplitudeUnitsPerBit")?.number ?? 0
    let step = SignalBounds.isStep(unit.millivolts(stated)) ? stated : 0
    if step == 0 {
      tell(.uncalibrated, "A lead's gain is zero or absurd; its samples are missing.")
    }
    let isOff = lead.first("LeadOff")?.word?.lowercased() == "true"
    if isOff { tell(.leadOff, "The device marks a lead as off; its samples are missing.") }
    let isMissing = isOff || step == 0
    let offset = try offset(lead, samplingFrequency: samplingFrequency, count: bytes.count / 2)
    try Self.check(samples: offset + bytes.count / 2, leads: leadCount, path: path, line: line)
    samples = [Float](repeating: .nan, count: offset)
    samples.reserveCapacity(offset + bytes.count / 2)
    for place in stride(from: 0, to: bytes.count - 1, by: 2) {
      let digit = Int16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8)
      samples.append(isMissing ? .nan : Float(unit.millivolts(step * Double(digit))))
    }
    if let declaredCount { cut(to: declaredCount, after: offset) }
  }

  /// Refuses what cannot be held before anything is set aside for it.
  private static func check(
    samples: Int, leads: Int, path: String, line: Int
  ) throws(InputError) {
    guard DecodedECG.canHold(leads: leads, samples: samples) else {
      throw InputError(
        .unsupported, path: path, at: .line(line),
        "The recording has more leads or samples than can be held.")
    }
  }

  /// The unit, which has no default.
  private static func unit(_ lead: XMLElement, path: String) throws(InputError) -> VoltageUnit {
    switch lead.first("LeadAmplitudeUnits")?.word?.uppercased() {
    case "MICROVOLTS": return .microvolt
    case "MILLIVOLTS": return .millivolt
    case "VOLTS": return .volt
    case let word?:
      if let unit = VoltageUnit(spelling: Array(word.utf8)) { return unit }
      throw InputError(.unsupported, path: path, at: .line(lead.line), "A lead's unit is unknown.")
    case nil:
      throw InputError(.malformed, path: path, at: .line(lead.line), "A lead states no unit.")
    }
  }

  /// The CRC-32 of zlib over the decoded bytes, and their number.
  private mutating func check(_ bytes: [UInt8], _ lead: XMLElement) {
    if let stated = lead.first("LeadDataCRC32")?.trimmedText.integer {
      let sum = unsafe bytes.withUnsafeBufferPointer {
        unsafe crc32_z(0, $0.baseAddress, $0.count)
      }
      // Some exports write the same 32 bits with a sign.
      if UInt32(truncatingIfNeeded: stated) != UInt32(truncatingIfNeeded: sum) {
        tell(.checksumMismatch, "A lead's samples do not have the checksum that the file states.")
      }
    }
    if lead.first("LeadSampleCountTotal")?.word != nil, (declaredCount ?? -1) < 0 {
      tell(.malformed, "A lead's stated number of samples is no number; it is not held to it.")
    }
    if let declaredCount, bytes.count / 2 < declaredCount {
      tell(.truncated, "A lead holds fewer samples than the file states; its last are missing.")
    } else if bytes.count % 2 == 1 {
      tell(.truncated, "A lead's samples end within one; it is missing.")
    }
  }

  /// Samples before the lead's first: `LeadOffsetFirstSample` in samples, `LeadTimeOffset` in ms.
  private func offset(
    _ lead: XMLElement, samplingFrequency: Double, count: Int
  ) throws(InputError) -> Int {
    let time = lead.first("LeadTimeOffset")?.number ?? 0
    let samples = lead.first("LeadOffsetFirstSample")?.number ?? 0
    let offset = (samples + time * samplingFrequency / 1000).rounded()
    guard offset >= 0, offset <= Self.sparsest * Double(count) else {
      throw InputError(
        .unsupported, path: path, at: .line(line),
        "A lead starts too long after the others, or before them.")
    }
    return Int(offset)
  }

  private mutating func cut(to count: Int, after offset: Int) {
    guard count >= 0, samples.count - offset > count else { return }
    samples.removeLast(samples.count - offset - count)
    tell(.longerThanDeclared, "A lead holds more samples than the file states; they are left out.")
  }

  private mutating func tell(_ reason: MissingReason, _ detail: String) {
    faults.append(InputError(reason, path: path, at: .line(line), detail))
  }
}
