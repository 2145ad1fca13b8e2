import ChordaeKernels
import ChordaeTestSupport
import Testing

/// The kernels that go over samples: their forms agree, and give what a hand computes.
@Suite struct SampleFormsTests {
  private func samples(_ count: Int, seed: UInt64, missing: Bool) -> [Float] {
    var random = SeededGenerator(seed: seed)
    let gaps: [Float] = [.nan, .infinity, -.infinity, 1e9, -3e12]
    return (0..<count).map { _ in
      if missing, random.next() % 7 == 0 { return gaps[Int(random.next() % 5)] }
      return (Float.random(in: -1...1, using: &random) * 8).rounded() / 8
    }
  }

  @Test(arguments: [0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 47, 48, 64, 100, 257])
  func `Forms agree at every length, offset and gap`(count: Int) {
    for offset in [0, 1, 3, 15, 16] {
      for missing in [false, true] {
        let all = samples(offset + count + 20, seed: UInt64(count), missing: missing)
        let range = offset..<offset + count
        let plain = SampleScan(all, in: range, form: .reference)
        let scan = SampleScan(all, in: range)
        #expect(
          (scan.presentCount, scan.low, scan.high) == (plain.presentCount, plain.low, plain.high))
        #expect(scan.sum == plain.sum)
        let reference = SampleMoments(all, in: range, scan: plain, form: .reference)
        let moments = SampleMoments(all, in: range, scan: scan)
        #expect(moments?.count == reference?.count)
        for path in [\SampleMoments.mean, \.second, \.third, \.fourth] {
          #expect(
            abs((moments?[keyPath: path] ?? 0) - (reference?[keyPath: path] ?? 0)) < 1e-12)
        }
        let cut = [SampleForm.reference, .vectors].map {
          ClippedRuns.count(all, in: range, low: -1, high: 1, form: $0)
        }
        #expect(cut[0] == cut[1])
      }
    }
  }

  @Test(arguments: [1, 2, 7, 16, 17, 40, 50])
  func `Flat samples are those of a plain look at every stretch`(length: Int) {
    var random = SeededGenerator(seed: UInt64(length))
    for turn in 0..<6 {
      var all: [Float] = []
      while all.count < 700 {
        let run = Int.random(in: 1...(turn % 2 == 0 ? 90 : 8), using: &random)
        let level = Float.random(in: -1...1, using: &random)
        all += (0..<run).map { _ in level + Float.random(in: -0.002...0.002, using: &random) }
        if random.next() % 6 == 0 { all.append(.nan) }
      }
      let range = 13..<688
      var isFlat = [Bool](repeating: false, count: all.count)
      for start in range.lowerBound...range.upperBound - length {
        let part = all[start..<start + length]
        guard part.allSatisfy({ !$0.isNaN }), let low = part.min(), let high = part.max(),
          high - low <= 0.003
        else { continue }
        for place in start..<start + length { isFlat[place] = true }
      }
      for form in SampleForm.allCases {
        let count = FlatRuns.count(all, in: range, length: length, tolerance: 0.003, form: form)
        #expect(count == isFlat.count { $0 }, "\(form), turn \(turn)")
      }
    }
  }

  @Test func `Moments of two values are those of a coin`() throws {
    let all: [Float] = [1, 3, 3, 1, .nan, 1, 3]
    let scan = SampleScan(all, in: 0..<7)
    let moments = try #require(SampleMoments(all, in: 0..<7, scan: scan))
    #expect(moments.count == 6 && moments.mean == 2)
    #expect(moments.kurtosis == 1 && moments.skewness == 0)
    let constant = try #require(
      SampleMoments([2, 2], in: 0..<2, scan: SampleScan([2, 2], in: 0..<2)))
    #expect(constant.kurtosis == nil && constant.skewness == nil)
  }

  @Test func `Only runs of three at an extreme are cut off`() {
    let all: [Float] = [5, 5, 0, 5, 5, 5, -2, -2, -2, -2, 5, -2, 5]
    #expect(ClippedRuns.count(all, in: 0..<13, low: -2, high: 5) == 7)
    #expect(ClippedRuns.count(all, in: 0..<2, low: -2, high: 5) == 0)
  }

  @Test func `Steep slopes are found where the beats are`() {
    for rate in [100.0, 250, 360, 500, 1000] {
      let ecg = SyntheticECG(seconds: 11, samplingFrequency: rate, noise: 0.01, seed: 2)
      let found = SlopePeaks.find(ecg.samples, samplingFrequency: rate)
      #expect(found == SlopePeaks.find(ecg.samples, samplingFrequency: rate, form: .reference))
      #expect(found.count == ecg.peaks.count, "\(rate)")
      for (peak, own) in zip(ecg.peaks, found) { #expect(abs(Double(peak - own)) < 0.1 * rate) }
    }
    #expect(SlopePeaks.find([Float](repeating: 1, count: 900), samplingFrequency: 250).isEmpty)
    #expect(SlopePeaks.find([.nan, 1], samplingFrequency: 250).isEmpty)
  }

  @Test func `Beats are matched one to one, each with the nearest`() {
    let agreement = BeatAgreement([100, 200, 300, 400], [95, 205, 212, 380, 500], tolerance: 15)
    #expect(agreement.isMatched == [true, true, false, false])
    #expect(agreement.unmatchedOfSecond == [212, 380, 500])
    let one = BeatAgreement([100, 110], [109], tolerance: 15)
    #expect(one.isMatched == [false, true] && one.unmatchedOfSecond.isEmpty)
    #expect(BeatAgreement([], [7], tolerance: 3).unmatchedOfSecond == [7])
  }

  @Test func `Equal beats are alike, and opposite ones are not`() throws {
    let beat = SyntheticECG(seconds: 8, samplingFrequency: 250)
    func likeness(_ samples: [Float], _ beats: [Int]) -> Double? {
      BeatLikeness.correlation(samples, beats: beats, samplingFrequency: 250)
    }
    #expect(abs(try #require(likeness(beat.samples, beat.peaks)) - 1) < 1e-5)
    #expect(likeness(beat.samples, Array(beat.peaks[..<2])) == nil)
    var gap = beat.samples
    gap[beat.peaks[1]] = .nan
    #expect(likeness(gap, Array(beat.peaks[..<3])) == nil)
  }

  @Test func `Ratios of rates are in lowest terms`() {
    func terms(_ old: Double, _ new: Double) -> [Int] {
      let ratio = ResamplingRatio(from: old, to: new)
      return [ratio.up, ratio.down]
    }
    #expect(
      terms(360, 500) == [25, 18] && terms(500, 500) == [1, 1] && terms(1000, 100) == [1, 10])
    #expect(terms(333.3, 500) == [5000, 3333] && terms(128.25, 100) == [400, 513])
    let odd = terms(359.98765, 500)
    #expect(odd[0] <= 5_000 && odd[1] <= 5_000)
    #expect(abs(Double(odd[0]) / Double(odd[1]) * 359.98765 / 500 - 1) < 1e-7)
  }

  @Test func `Wavelet energies and spectra are the same in both forms`() throws {
    let lead = samples(5_003, seed: 4, missing: false)
    var energies: [[Double]] = []
    var densities: [[Double]] = []
    let other = samples(3_001, seed: 5, missing: false)
    // Leads that take turns in one memory, and one that has its own.
    var shared = WaveletEnergies.Memory()
    for form in SampleForm.allCases {
      var wavelet = WaveletEnergies(samplingFrequency: 500, form: form)
      var between = WaveletEnergies(samplingFrequency: 500, form: form)
      var alone = WaveletEnergies(samplingFrequency: 500, form: form)
      var own = WaveletEnergies.Memory()
      for range in [0..<777, 777..<lead.count] {
        wavelet.consume(lead, in: range, &shared)
        between.consume(other, in: 0..<other.count, &shared)
        alone.consume(lead, in: range, &own)
      }
      #expect(wavelet.meanEnergies == alone.meanEnergies)
      energies.append(try #require(wavelet.meanEnergies))
      var spectrum = WelchSpectrum(WelchWorkspace(samplingFrequency: 257, form: form))
      spectrum.consume(lead, count: lead.count)
      densities.append(try #require(spectrum.density()).values)
    }
    #expect(zip(energies[0], energies[1]).allSatisfy { abs($0 - $1) <= 1e-12 * $0 })
    #expect(zip(densities[0], densities[1]).allSatisfy { abs($0 - $1) <= 1e-12 * $0 + 1e-18 })
  }
}
