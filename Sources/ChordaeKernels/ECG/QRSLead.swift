/// One lead on its way through the detector: samples in, envelope out, and what is needed of both
/// until a decision is made.
struct QRSLead {
  /// Envelope of the samples taken in and not yet used.
  private(set) var envelope: [Float] = []
  /// The lead's last seconds in mV, gaps filled; the first is the sample `waveformStart` of the run.
  private(set) var waveform: [Float] = []
  private(set) var waveformStart = 0
  private let filter: QRSEnvelope
  /// Where the lead has samples, in samples of the run; the last may still grow while it is on.
  private var stretches: [Range<Int>] = []
  /// Whether the last stretch still grows.
  private var isOn = false
  private var lastValue: Float = 0
  /// Missing samples that wait until the gap ends or is too long to be filled.
  private var waiting = 0
  private let longestFill: Int
  /// Samples of the envelope so far, from the start of the run.
  private var measured = 0

  /// What all leads are measured in, one after the other: so it stays in the cache.
  struct Memory {
    fileprivate var padded: [Float] = []
    fileprivate var scratch: [Float] = []
  }

  /// A lead; gaps of up to `longestFill` samples are filled with a straight line.
  init(_ filter: QRSEnvelope, longestFill: Int) {
    self.filter = filter
    self.longestFill = longestFill
  }

  /// Samples of the envelope that can be measured, from the start of the run.
  var measurable: Int {
    (waveformEnd - filter.reach + filter.lag) / filter.decimation + 1
  }

  private var waveformEnd: Int { waveformStart + waveform.count }

  /// Takes in samples of the run.
  mutating func consume(_ samples: [Float], _ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      let end = Self.presentEnd(samples, index..<range.upperBound)
      if end > index { take(samples[index..<end]) } else { takeMissing() }
      index = max(end, index + 1)
    }
  }

  /// Where the present samples end that begin a range.
  static func presentEnd(_ samples: [Float], _ range: Range<Int>) -> Int {
    range.lowerBound + SamplePresence.count(samples.span.extracting(range))
  }

  /// Ends a run: behind its last sample the lead stays at its last value.
  mutating func finishRun(length: Int) {
    isOn = false
    if waveformEnd < length {
      waveform.append(contentsOf: repeatElement(lastValue, count: length - waveformEnd))
    }
    waiting = 0
  }

  /// Forgets the envelope's first samples, and the waveform before a sample of the run as soon as
  /// that is half of it, so that each sample is moved once.
  mutating func drop(envelope count: Int, waveformBefore sample: Int) {
    envelope.removeFirst(count)
    let passed = min(waveform.count, sample - waveformStart)
    guard 2 * passed > waveform.count else { return }
    waveform.removeFirst(passed)
    waveformStart += passed
  }

  /// Begins a new run.
  mutating func startRun() {
    envelope.removeAll(keepingCapacity: true)
    waveform.removeAll(keepingCapacity: true)
    stretches.removeAll(keepingCapacity: true)
    waveformStart = 0
    measured = 0
    isOn = false
    waiting = 0
  }

  private mutating func take(_ samples: ArraySlice<Float>) {
    guard let first = samples.first, let last = samples.last else { return }
    if !isOn {
      isOn = true
      stretches.append(waveformEnd..<waveformEnd)
    } else if waiting > 0 {
      fillGap(upTo: first)
    }
    lastValue = last
    put(samples)
  }

  private mutating func takeMissing() {
    waiting += 1
    guard !isOn || waiting > longestFill else { return }
    isOn = false
    waveform.append(contentsOf: repeatElement(lastValue, count: waiting))
    waiting = 0
  }

  private mutating func fillGap(upTo value: Float) {
    let step = (value - lastValue) / Float(waiting + 1)
    put((1...waiting).map { lastValue + step * Float($0) }[...])
    waiting = 0
  }

  private mutating func put(_ samples: ArraySlice<Float>) {
    waveform.append(contentsOf: samples)
    let start = stretches.removeLast().lowerBound
    stretches.append(start..<waveformEnd)
  }
}

// MARK: - Envelope

extension QRSLead {
  /// Measures the envelope up to one of its samples; it is zero where the lead is off.
  mutating func measure(upTo end: Int, _ memory: inout Memory) {
    let step = filter.decimation
    for stretch in stretches {
      let first = max(measured, (stretch.lowerBound + step - 1) / step)
      let last = min(end, (stretch.upperBound + step - 1) / step)
      guard last > first else { continue }
      envelope.append(contentsOf: repeatElement(0, count: first - measured))
      measure(first..<last, in: stretch, &memory)
      measured = last
    }
    envelope.append(contentsOf: repeatElement(0, count: max(0, end - measured)))
    measured = max(measured, end)
    let (past, end) = ((measured - 1) * step, waveformEnd)
    stretches.removeAll { $0.upperBound <= past && $0.upperBound < end }
  }

  /// Measures within a stretch, as if the lead had always stood at its first value before and stayed
  /// at its last behind.
  private mutating func measure(
    _ places: Range<Int>, in stretch: Range<Int>, _ memory: inout Memory
  ) {
    let first = places.lowerBound * filter.decimation - filter.lag
    let needed = filter.needed(for: places.count)
    let inside = max(first, stretch.lowerBound)..<min(first + needed, stretch.upperBound)
    let held = inside.lowerBound - waveformStart..<inside.upperBound - waveformStart
    // Taken out of the lead while its waveform is read.
    var envelope: [Float] = []
    swap(&envelope, &self.envelope)
    defer { swap(&envelope, &self.envelope) }
    if inside.count == needed {
      filter.append(
        places.count, of: waveform.span.extracting(held), to: &envelope, &memory.scratch)
      return
    }
    let (before, behind) = (waveform[held.lowerBound], waveform[held.upperBound - 1])
    var padded: [Float] = []
    swap(&padded, &memory.padded)
    padded.removeAll(keepingCapacity: true)
    padded.append(contentsOf: repeatElement(before, count: inside.lowerBound - first))
    padded.append(contentsOf: waveform[held])
    padded.append(contentsOf: repeatElement(behind, count: needed - padded.count))
    filter.append(places.count, of: padded.span, to: &envelope, &memory.scratch)
    swap(&padded, &memory.padded)
  }
}
