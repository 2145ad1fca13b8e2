/// One lead on its way through the detector: samples in, envelope out, and what is needed of both
/// until a decision is made.
struct QRSLead {
  /// Envelope of the samples taken in and not yet used, from the start of the run.
  private(set) var envelope: [Float] = []
  /// The lead's last seconds in mV, gaps filled; the first is the sample `waveformStart` of the run.
  private(set) var waveform: [Float] = []
  private(set) var waveformStart = 0
  /// The filter that makes the envelope.
  private(set) var filter: QRSFilter
  /// Whether the filter runs: false before the first sample of a run and in a gap.
  private var isOn = false
  private var lastValue: Float = 0
  /// Missing samples that wait until the gap ends or is too long to be filled.
  private var waiting = 0
  private let longestFill: Int

  /// A lead; gaps of up to `longestFill` samples are filled with a straight line.
  init(samplingFrequency: Double, longestFill: Int) {
    filter = QRSFilter(samplingFrequency: samplingFrequency)
    self.longestFill = longestFill
  }

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
    let samples = samples.span
    var index = range.lowerBound
    while index < range.upperBound, samples[index].isPresent { index += 1 }
    return index
  }

  /// Ends a run: the lead stays at its last value until its last sample has passed the filter.
  mutating func finishRun(extra samples: Int) {
    let tail = repeatElement(lastValue, count: waiting + samples)
    put(Array(tail)[...])
    waiting = 0
  }

  /// Forgets all but the waveform from a sample of the run on, and the envelope's first samples.
  mutating func drop(envelope count: Int, waveformBefore sample: Int) {
    envelope.removeFirst(count)
    let passed = min(waveform.count, max(0, sample - waveformStart))
    waveform.removeFirst(passed)
    waveformStart += passed
  }

  /// Begins a new run.
  mutating func startRun() {
    envelope.removeAll(keepingCapacity: true)
    waveform.removeAll(keepingCapacity: true)
    waveformStart = 0
    isOn = false
    waiting = 0
    filter.restart()
  }

  private mutating func take(_ samples: ArraySlice<Float>) {
    guard let first = samples.first, let last = samples.last else { return }
    if !isOn {
      isOn = true
      filter.start(at: Double(first))
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
    put(Array(repeating: lastValue, count: waiting)[...])
    waiting = 0
  }

  private mutating func fillGap(upTo value: Float) {
    let step = (value - lastValue) / Float(waiting + 1)
    put((1...waiting).map { lastValue + step * Float($0) }[...])
    waiting = 0
  }

  private mutating func put(_ samples: ArraySlice<Float>) {
    waveform.append(contentsOf: samples)
    if isOn {
      filter.process(samples, into: &envelope)
    } else {
      filter.pass(samples.count, into: &envelope)
    }
  }
}
