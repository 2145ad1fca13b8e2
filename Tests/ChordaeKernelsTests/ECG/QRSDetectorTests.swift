import ChordaeKernels
import ChordaeTestSupport
import Testing

/// The beats of leads that are taken in chunk by chunk.
func detect(_ leads: [[Float]], samplingFrequency: Double, chunk: Int = 4096) -> [Int] {
  detections(leads, samplingFrequency: samplingFrequency, chunk: chunk).map(\.sample)
}

/// The beats with their gaps.
func detections(
  _ leads: [[Float]], samplingFrequency: Double, chunk: Int = 4096
) -> [QRSDetector.Detection] {
  var detector = QRSDetector(samplingFrequency: samplingFrequency, leads: Array(leads.indices))
  let count = leads[0].count
  for start in stride(from: 0, to: count, by: chunk) {
    let end = min(count, start + chunk)
    detector.consume(leads.map { Array($0[start..<end]) }, count: end - start)
  }
  detector.finish()
  return detector.takeBeats()
}

@Suite struct QRSDetectorTests {
  private let clean = SyntheticECG(seconds: 30, samplingFrequency: 250, noise: 0.02)

  @Test(arguments: [100, 128, 200, 250, 257, 360, 500, 1000, 2000])
  func `Every beat is found at its R peak at any sampling frequency`(frequency: Double) {
    for seconds in [10.0, 40] {
      let lead = SyntheticECG(seconds: seconds, samplingFrequency: frequency, noise: 0.01)
      let beats = detect([lead.samples], samplingFrequency: frequency)
      #expect(beats.count == lead.peaks.count)
      for (found, true_) in zip(beats, lead.peaks) {
        #expect(Double(abs(found - true_)) <= max(1, 0.004 * frequency))
      }
    }
  }

  @Test(arguments: [0.3, 0.4, 1.0, 1.6])
  func `Slow and fast rhythms are found`(interval: Double) {
    let lead = SyntheticECG(
      seconds: 30, samplingFrequency: 250, interval: interval, noise: 0.01)
    #expect(detect([lead.samples], samplingFrequency: 250).count == lead.peaks.count)
  }

  @Test(arguments: [1, 17, 250, 1000, 7500])
  func `The size of the chunks changes nothing`(chunk: Int) {
    var lead = clean.samples
    lead[1000] = .nan
    for index in 3000..<3200 { lead[index] = .nan }
    let other = SyntheticECG(seconds: 30, samplingFrequency: 250, amplitude: 0.4, noise: 0.1)
    let leads = [lead, other.samples]
    let whole = detections(leads, samplingFrequency: 250, chunk: .max >> 1)
    #expect(detections(leads, samplingFrequency: 250, chunk: chunk) == whole)
  }

  @Test(arguments: [-1, 1000, 0.001, -0.2])
  func `Unit and polarity change nothing`(factor: Float) {
    let beats = detect([clean.samples], samplingFrequency: 250)
    #expect(beats == clean.peaks)
    #expect(detect([clean.samples.map { $0 * factor }], samplingFrequency: 250) == beats)
    #expect(
      detect([clean.samples.map { $0 * factor + 4 * factor }], samplingFrequency: 250) == beats)
  }

  @Test func `Flat, absent and noisy leads beside a good one do no harm`() {
    let count = clean.samples.count
    let noise = SyntheticECG(
      seconds: 30, samplingFrequency: 250, amplitude: 0, noise: 5, seed: 3
    ).samples
    let flat = [Float](repeating: 2, count: count)
    let absent = [Float](repeating: .nan, count: count)
    #expect(
      detect([noise, flat, clean.samples, absent], samplingFrequency: 250) == clean.peaks)
  }

  @Test func `A lead that drops out leaves the beats to the others`() {
    var lead = clean.samples
    for index in 2000..<5000 { lead[index] = .nan }
    let found = detections([lead, clean.samples], samplingFrequency: 250)
    #expect(found.map(\.sample) == clean.peaks)
    #expect(found.filter(\.followsGap).count == 1)
  }

  @Test(arguments: [true, false])
  func `A strong lead that drops out leaves the beats to a weak one`(isMissing: Bool) {
    let weak = SyntheticECG(seconds: 30, samplingFrequency: 250, amplitude: 0.4, noise: 0.02)
    for (first, last) in [(1, 930), (420, 1450), (2030, 3020), (2330, 5030), (5630, 7500)] {
      var strong = clean.samples
      for index in first..<last { strong[index] = isMissing ? .nan : strong[first - 1] }
      for leads in [[strong, weak.samples], [weak.samples, strong, strong]] {
        let found = detect(leads, samplingFrequency: 250)
        #expect(found.count == clean.peaks.count, "off from \(first) to \(last)")
        #expect(zip(found, clean.peaks).allSatisfy { abs($0 - $1) <= 2 }, "from \(first)")
      }
    }
  }

  @Test func `A missing sample costs at most one beat and one interval, wherever it lies`() {
    let peak = clean.peaks[10]
    for place in stride(from: peak - 60, through: peak + 60, by: 4) {
      for length in [1, 5, 15] {
        var lead = clean.samples
        for index in place..<place + length { lead[index] = .nan }
        let found = detections([lead], samplingFrequency: 250)
        #expect(abs(found.count - clean.peaks.count) <= 1, "missing from \(place), \(length) long")
        #expect(found.filter(\.followsGap).count <= 3)
        #expect(found.dropFirst().contains { $0.followsGap })
      }
    }
  }

  @Test func `No interval bridges a gap, and the beats beyond it are found`() {
    var lead = clean.samples
    for index in 2500..<3000 { lead[index] = .nan }
    let found = detections([lead], samplingFrequency: 250)
    let expected = clean.peaks.filter { !(2500..<3000).contains($0) }
    #expect(found.map(\.sample) == expected)
    #expect(
      found.filter(\.followsGap).map(\.sample) == [expected[0], expected.first { $0 > 3000 }])
  }

  @Test func `Samples that the recording does not hold are a gap`() {
    var detector = QRSDetector(samplingFrequency: 250, leads: [0])
    detector.consume([clean.samples], count: clean.samples.count)
    detector.skip(1000)
    detector.consume([clean.samples], count: clean.samples.count)
    detector.finish()
    let beats = detector.takeBeats()
    #expect(beats.map(\.sample) == clean.peaks + clean.peaks.map { $0 + 8500 })
    #expect(beats.filter(\.followsGap).count == 2)
  }

  @Test(arguments: [250, 1000])
  func `No beat comes before the sample up to which all are decided`(chunk: Int) {
    var lead = SyntheticECG(seconds: 60, samplingFrequency: 250, noise: 0.05).samples
    for index in 5000..<7500 { lead[index] = 0 }
    for index in 11_000..<11_100 { lead[index] = .nan }
    var detector = QRSDetector(samplingFrequency: 250, leads: [0])
    var decided = 0
    for start in stride(from: 0, to: lead.count, by: chunk) {
      detector.consume([Array(lead[start..<start + chunk])], count: chunk)
      let beats = detector.takeBeats()
      #expect(beats.allSatisfy { $0.sample >= decided && $0.sample < detector.decidedSample })
      #expect(detector.decidedSample >= decided)
      decided = detector.decidedSample
      let isNew = start < 25 * 250 || start >= 11_000
      #expect(detector.sampleCount - decided <= (isNew ? 21 : 15) * 250)
    }
    detector.finish()
    #expect(detector.takeBeats().allSatisfy { $0.sample >= decided })
    #expect(detector.decidedSample == lead.count)
  }

  @Test func `Runs under three seconds have no beats`() {
    #expect(detect([Array(clean.samples[..<125])], samplingFrequency: 250).isEmpty)
    #expect(detect([Array(clean.samples[..<749])], samplingFrequency: 250).isEmpty)
    #expect(!detect([Array(clean.samples[..<1000])], samplingFrequency: 250).isEmpty)
    #expect(detect([[]], samplingFrequency: 250).isEmpty)
  }

  @Test func `Flat and missing signals have no beats`() {
    for value: Float in [0, 1, -1e8, .nan, .infinity, 3e38] {
      let lead = [Float](repeating: value, count: 10_000)
      #expect(detect([lead], samplingFrequency: 250).isEmpty)
    }
  }

  @Test func `An absurd sample spoils nothing behind it`() {
    for value: Float in [1e30, -3e38, .infinity, -.infinity, 9e8] {
      var lead = clean.samples
      lead[1200] = value
      let beats = detect([lead], samplingFrequency: 250)
      #expect(beats.filter { $0 > 3000 } == clean.peaks.filter { $0 > 3000 })
    }
  }

  @Test func `White noise alone gives few beats and no trap`() {
    for seed: UInt64 in 1...4 {
      let noise = SyntheticECG(
        seconds: 60, samplingFrequency: 250, amplitude: 0, noise: 1, seed: seed)
      #expect(detect([noise.samples], samplingFrequency: 250).count < 150)
    }
  }

  @Test func `A pause is no reason to take noise for a beat`() {
    var lead = SyntheticECG(seconds: 20, samplingFrequency: 250, noise: 0.01)
    let removed = lead.peaks.filter { (2000..<3000).contains($0) }
    let quiet = SyntheticECG(
      seconds: 20, samplingFrequency: 250, amplitude: 0, noise: 0.01, seed: 9)
    let first = (removed.first ?? 0) - 80
    let last = (removed.last ?? 0) + 120
    lead.samples.replaceSubrange(first..<last, with: quiet.samples[first..<last])
    let beats = detect([lead.samples], samplingFrequency: 250)
    #expect(beats == lead.peaks.filter { !removed.contains($0) })
  }
}
