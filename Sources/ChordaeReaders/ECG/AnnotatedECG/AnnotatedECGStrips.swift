internal import ChordaeCore

/// The strips of a series, each with its own time, and the one recording that they make.
struct AnnotatedECGStrips {
  private let path: String
  private var strips: [AnnotatedECGStrip] = []
  private(set) var faults: [InputError] = []
  /// Sequences that are no voltage.
  private(set) var skippedSignals = 0

  /// Times the samples that are there that a recording may last: strips of a print follow each
  /// other, and a wrong time must not make a recording of gaps.
  private static let sparsest = 16

  init(path: String) { self.path = path }

  /// The time of day of the first sample, where strips have one.
  var start: ClockTime? { first?.start.absolute }

  private var first: AnnotatedECGStrip? {
    guard var first = strips.first else { return nil }
    for strip in strips where strip.seconds(since: first) < 0 { first = strip }
    return first
  }

  mutating func add(_ set: XMLElement) throws(InputError) {
    let strip = try AnnotatedECGStrip(set, path: path)
    skippedSignals += strip.skippedSignals
    faults += strip.faults
    if !strip.leads.isEmpty { strips.append(strip) }
  }

  /// The samples of all leads, in the order in which their names first occur.
  func joined(
    fault: InputError?
  ) throws(InputError) -> (leads: [[Float]], names: [String], samplingFrequency: Double) {
    guard let first, strips.contains(where: { $0.hasSamples }) else {
      if let fault { throw fault }
      if let fault = faults.first { throw fault }
      throw InputError(.noSignal, path: path, "The rhythm series holds no lead with samples.")
    }
    guard strips.allSatisfy({ $0.increment == first.increment && $0.isTimed(as: first) }) else {
      throw InputError(
        .unsupported, path: path,
        "Strips of the rhythm series differ in their rate or in the kind of their times.")
    }
    var places: [AnnotatedECGStrip.Key: Int] = [:]
    var keys: [AnnotatedECGStrip.Key] = []
    for key in strips.lazy.flatMap(\.keys) where places[key] == nil {
      places[key] = keys.count
      keys.append(key)
    }
    let placed = try placed(after: first, leadCount: keys.count)
    var leads = [[Float]](
      repeating: [Float](repeating: .nan, count: placed.count), count: keys.count)
    for (strip, offset) in zip(strips, placed.offsets) {
      for (key, samples) in zip(strip.keys, strip.leads.map(\.samples)) {
        guard let place = places[key] else { continue }
        Self.fill(&leads[place], from: samples, at: offset)
      }
    }
    return (leads, keys.map(\.name), Self.frequency(ofIncrement: first.increment))
  }

  /// Writes samples to where none is yet.
  private static func fill(_ lead: inout [Float], from samples: [Float], at offset: Int) {
    let source = samples.span
    var target = lead.mutableSpan
    for index in source.indices where target[offset + index].isNaN {
      target[offset + index] = source[index]
    }
  }

  /// Where each strip starts, in samples, and how many samples the recording has.
  private func placed(
    after first: AnnotatedECGStrip, leadCount: Int
  ) throws(InputError) -> (offsets: [Int], count: Int) {
    let stored = strips.reduce(0) { $0 + $1.sampleCount }
    var offsets: [Int] = []
    var count = 0
    for strip in strips {
      let offset = (strip.seconds(since: first) / first.increment).rounded()
      guard offset + Double(strip.sampleCount) <= Double(Self.sparsest * stored) else {
        throw InputError(
          .unsupported, path: path, at: .line(strip.line),
          "The strips of the rhythm series lie too far apart to be one recording.")
      }
      offsets.append(Int(offset))
      count = max(count, Int(offset) + strip.sampleCount)
    }
    guard DecodedECG.canHold(leads: leadCount, samples: count) else {
      throw InputError(
        .unsupported, path: path, "The recording has more leads or samples than can be held.")
    }
    return (offsets, count)
  }

  /// The rate; one that is a whole number up to what the increment's digits leave open is whole.
  private static func frequency(ofIncrement increment: Double) -> Double {
    let frequency = 1 / increment
    let whole = frequency.rounded()
    return abs(frequency - whole) <= 1e-6 * frequency ? whole : frequency
  }
}
