/// Turns one lead into the envelope of its QRS slopes: high during a QRS complex of whatever
/// polarity, low during P and T waves, drift, mains and muscle noise.
///
/// In order: a mean over 20 ms (it takes out 50 Hz and is the guard against aliasing), every
/// `decimation`-th sample, a mean over 1/60 s (60 Hz), less the mean of the surrounding 120 ms
/// (drift, P and T waves), the difference over 20 ms, its magnitude, and the mean of that over
/// 100 ms. All windows are symmetric, so each output sample has one place in time. The chain of
/// band, slope and window integration is that of Pan & Tompkins (IEEE Trans Biomed Eng 1985;32:230)
/// with the magnitude of Hamilton (Comput Cardiol 2002;29:101) instead of the square.
struct QRSFilter {
  /// Input samples to one sample of the envelope: the envelope has 125 to 250 samples a second
  /// (the input's own number below 250 Hz).
  let decimation: Int
  /// Samples of the envelope a second.
  let envelopeFrequency: Double
  /// Input samples from the time an envelope sample belongs to until the one that completes it.
  let delay: Double
  private var mains50: MovingMean
  private var mains60: MovingMean
  private var surroundings: MovingMean
  private var center: DelayLine
  private var slope: DelayLine
  private var window: MovingMean
  /// Input samples until the one that gives the next envelope sample.
  private var untilNext: Int
  private var band: [Double] = []
  private var past: [Double] = []

  /// A filter for a lead of `samplingFrequency` Hz.
  init(samplingFrequency: Double) {
    decimation = max(1, Int(samplingFrequency / 125))
    untilNext = decimation
    let frequency = samplingFrequency / Double(decimation)
    envelopeFrequency = frequency
    func samples(_ seconds: Double) -> Int { max(1, Int((seconds * frequency).rounded())) }
    mains50 = MovingMean(length: Int((samplingFrequency / 50).rounded()))
    mains60 = MovingMean(length: samples(1 / 60))
    surroundings = MovingMean(length: max(3, samples(0.12) | 1))
    center = DelayLine(length: surroundings.length / 2)
    slope = DelayLine(length: samples(0.02))
    window = MovingMean(length: samples(0.1))
    let inEnvelopeSamples =
      Double(mains60.length - 1) / 2 + Double(center.length) + Double(slope.length) / 2
      + Double(window.length - 1) / 2
    delay = Double(mains50.length - 1) / 2 + Double(decimation) * inEnvelopeSamples
  }

  /// Begins anew as if the lead had always stood at `value`, so that its offset makes no pulse.
  mutating func start(at value: Double) {
    mains50.fill(value)
    mains60.fill(value)
    surroundings.fill(value)
    center.fill(value)
    slope.fill(0)
    window.fill(0)
  }

  /// Takes in samples and appends what they complete of the envelope.
  mutating func process(_ samples: ArraySlice<Float>, into envelope: inout [Float]) {
    band.removeAll(keepingCapacity: true)
    mains50.thin(samples, every: decimation, untilNext: &untilNext, into: &band)
    mains60.apply(to: &band)
    past.replaceSubrange(past.startIndex..., with: band)
    surroundings.apply(to: &past)
    center.apply(to: &band)
    for index in band.indices { band[index] -= past[index] }
    past.replaceSubrange(past.startIndex..., with: band)
    slope.apply(to: &past)
    for index in band.indices { band[index] = abs(band[index] - past[index]) }
    window.apply(to: &band)
    envelope.append(contentsOf: band.lazy.map { Float($0) })
  }

  /// Lets time pass for which the lead has no samples: the envelope is zero.
  mutating func pass(_ count: Int, into envelope: inout [Float]) {
    var place = untilNext - 1
    while place < count {
      envelope.append(0)
      place += decimation
    }
    untilNext = place - count + 1
  }

  /// Sets the time to the start of a run.
  mutating func restart() { untilNext = decimation }
}
