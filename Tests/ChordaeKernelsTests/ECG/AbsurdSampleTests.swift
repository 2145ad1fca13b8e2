import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

/// Samples that no amplifier gives, and the largest that count as present: neither makes an infinity.
@Suite struct AbsurdSampleTests {
  private static let absurd: [Float] = [.nan, .infinity, -.infinity, 3e38, -3e38, 1e9, 2e9]

  @Test(arguments: [250.0, 500])
  func `A slope over an absurd sample is none`(frequency: Double) {
    let ecg = SyntheticECG(seconds: 11, samplingFrequency: frequency, noise: 0.01, seed: 2)
    let clean = SlopePeaks.find(ecg.samples, samplingFrequency: frequency)
    #expect(clean.count == ecg.peaks.count)
    for value in Self.absurd {
      var lead = ecg.samples
      // Between a T wave and the next P wave.
      for peak in ecg.peaks.dropLast() { lead[peak + Int(0.5 * frequency)] = value }
      lead[ecg.peaks[0] + Int(0.5 * frequency) + 1] = -value
      for form in SampleForm.allCases {
        #expect(SlopePeaks.find(lead, samplingFrequency: frequency, form: form) == clean)
        let slopes = SlopePeaks.slopes(lead, lag: 5, block: 16, form)
        #expect(slopes.allSatisfy { $0 < 5 }, "\(value)")
      }
    }
  }

  @Test func `A lead with an absurd sample around a beat is missing there`() {
    let ecg = SyntheticECG(seconds: 4, samplingFrequency: 1000)
    let whole = BeatShape(
      [ecg.samples, ecg.samples], at: ecg.peaks[2], .init(samplingFrequency: 1000))
    #expect(whole.isPresent == [true, true])
    for value in Self.absurd {
      // One of the 21 samples of a mean: what is left of 2e9 could be real.
      var lead = ecg.samples
      lead[ecg.peaks[2] + 103] = value
      let shape = BeatShape([ecg.samples, lead], at: ecg.peaks[2], .init(samplingFrequency: 1000))
      #expect(shape.isPresent == [true, false])
      #expect(shape.areas[1] == 0 && shape.areas[0] == whole.areas[0] && shape.width.isFinite)
      let match = shape.correlation(with: BeatTemplate(whole, isTimely: true))
      #expect(match.shift == 0 && abs(match.value - 1) < 1e-5)
    }
  }

  @Test(arguments: [1e-6, 1, 1e5, 5e8] as [Float])
  func `The largest present samples correlate as any others`(factor: Float) throws {
    let ecg = SyntheticECG(seconds: 8, samplingFrequency: 250)
    let lead = ecg.samples.map { $0 * factor }
    let shape = BeatShape([lead, lead], at: ecg.peaks[3], .init(samplingFrequency: 250))
    let match = shape.correlation(with: BeatTemplate(shape, isTimely: true))
    #expect(match.shift == 0 && abs(match.value - 1) < 1e-4)
    let likeness = BeatLikeness.correlation(lead, beats: ecg.peaks, samplingFrequency: 250)
    #expect(abs(try #require(likeness) - 1) < 1e-4)
    var aligner = BeatAligner(samplingFrequency: 250)
    #expect(aligner.fiducials([lead], peaks: ecg.peaks) == ecg.peaks)
  }
}
