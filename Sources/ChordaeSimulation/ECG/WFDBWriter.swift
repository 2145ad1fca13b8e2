/// A WFDB record that is being written: signals, header and annotations.
///
/// Formats 16 and 212 as the WFDB Applications Guide describes them (`signal(5)`, `header(5)`,
/// `annot(5)`). The header comes last, since it holds each signal's checksum.
struct WFDBWriter: ~Copyable {
  /// How a sample is stored.
  enum Format: Int, Sendable {
    case bits16 = 16
    case bits12 = 212

    /// The code of a sample that is missing.
    var missing: Int { self == .bits16 ? -32_768 : -2_048 }
    var resolution: Int { self == .bits16 ? 16 : 12 }
  }

  /// What the header says of the record.
  struct Layout: Sendable {
    let leads: [String]
    let samplingFrequency: Int
    /// Steps of a millivolt.
    let gain: Int
    let format: Format
    /// `HH:MM:SS DD/MM/YYYY`.
    let start: String
  }

  private let path: String
  private let layout: Layout
  private var signals: OutputFile
  private var buffer: [UInt8] = []
  private var half: Int?
  private var checksums: [Int16]
  private var initial: [Int] = []
  private var frameCount = 0

  /// Opens `path.dat`.
  init(_ path: String, layout: Layout) throws(SimulationError) {
    self.path = path
    self.layout = layout
    signals = try OutputFile(path + ".dat")
    checksums = Array(repeating: 0, count: layout.leads.count)
  }

  /// Appends one sample of each lead.
  mutating func write(_ frame: [Int]) throws(SimulationError) {
    if initial.isEmpty { initial = frame }
    frameCount += 1
    for (lead, sample) in frame.enumerated() {
      checksums[lead] &+= Int16(truncatingIfNeeded: sample)
      encode(sample)
    }
    if buffer.count >= 1 << 16 { try flush() }
  }

  private mutating func encode(_ sample: Int) {
    switch layout.format {
    case .bits16: append(sample, sample >> 8)
    case .bits12:
      guard let first = half.take() else {
        half = sample
        return
      }
      append(first, (first >> 8 & 0xF) | (sample >> 8 & 0xF) << 4, sample)
    }
  }

  private mutating func append(_ bytes: Int...) {
    for byte in bytes { buffer.append(UInt8(truncatingIfNeeded: byte)) }
  }

  private mutating func flush() throws(SimulationError) {
    try signals.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes what is left, the header and the beats (`path.atr`); only then is the record whole.
  mutating func finish(beats: [SimulatedBeat]) throws(SimulationError) {
    if half != nil { encode(0) }
    try flush()
    try signals.finish()
    try OutputFile.write(header, to: path + ".hea")
    var annotations = try OutputFile(path + ".atr")
    try annotations.write(Self.annotations(beats))
    try annotations.finish()
  }

  private var header: String {
    let name = String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
    var text = "\(name) \(layout.leads.count) \(layout.samplingFrequency) \(frameCount)"
    text += " \(layout.start)\n"
    for (lead, label) in layout.leads.enumerated() {
      text += "\(name).dat \(layout.format.rawValue) \(layout.gain)(0)/mV"
      text += " \(layout.format.resolution) 0 \(initial.isEmpty ? 0 : initial[lead])"
      text += " \(checksums[lead]) 0 \(label)\n"
    }
    return text + "# synthetic: a dynamical model, no person\n"
  }

  /// Beats in the MIT format: 6 bits of type, 10 bits of samples since the last one.
  private static func annotations(_ beats: [SimulatedBeat]) -> [UInt8] {
    var bytes: [UInt8] = []
    func append(_ word: Int) { bytes += [UInt8(word & 0xFF), UInt8(word >> 8 & 0xFF)] }
    var last = 0
    for beat in beats {
      var step = beat.sample - last
      if step > 1023 {
        // Code 59 skips: the step follows in two words, the high one first.
        append(59 << 10)
        append(step >> 16)
        append(step & 0xFFFF)
        step = 0
      }
      append((beat.isVentricular ? 5 : 1) << 10 | step)
      last = beat.sample
    }
    append(0)
    return bytes
  }
}
