import ChordaeKernels
import ChordaeTestSupport
import Testing

@Suite struct QRSEnvelopeTests {
  @Test(arguments: [100.0, 128, 250, 257, 360, 500, 1000, 2000])
  func `The forms of the envelope agree at any sampling frequency and length`(frequency: Double) {
    let envelope = QRSEnvelope(samplingFrequency: frequency)
    var scratch: [Float] = []
    for count in [1, 2, 7, 8, 9, 31, 64] {
      let needed = envelope.needed(for: count)
      let lead = SyntheticECG(
        seconds: Double(needed + 1) / frequency, samplingFrequency: frequency, noise: 0.2,
        seed: UInt64(count)
      ).samples.prefix(needed)
      var forms: [[Float]] = []
      for form in SampleForm.allCases {
        var values: [Float] = []
        envelope.append(count, of: Array(lead).span, to: &values, &scratch, form: form)
        forms.append(values)
      }
      let highest = forms[0].max() ?? 0
      #expect(forms[0].count == count && forms[1].count == count)
      #expect(zip(forms[0], forms[1]).allSatisfy { abs($0 - $1) <= 2e-5 * highest })
    }
  }

  @Test func `The envelope of a step is that counted by hand, and lies where the step is`() {
    // 100 Hz: means of 2 and 2, less the mean of 13, difference over 2, window of 10.
    let envelope = QRSEnvelope(samplingFrequency: 100)
    #expect(envelope.decimation == 1 && envelope.reach == 26 && envelope.lag == 12)
    let count = 60
    let needed = envelope.needed(for: count)
    let lead = (0..<needed).map { Float($0 < 30 + envelope.lag ? 0 : 1) }
    var values: [Float] = []
    var scratch: [Float] = []
    envelope.append(count, of: lead.span, to: &values, &scratch)
    // Symmetric around sample 29, the last before the step; zero where no window reaches it.
    #expect(values[..<17].allSatisfy { $0 == 0 } && values[42...].allSatisfy { $0 == 0 })
    #expect(values[17] > 0 && values[41] > 0)
    for distance in 0..<13 {
      #expect(abs(values[29 - distance] - values[29 + distance]) < 1e-5)
    }
    // The whole slope of the smoothed step, 4, less what its surroundings rise at the same time.
    #expect(abs((values.max() ?? 0) - Self.heightOfStep) < 1e-4)
  }

  /// Sums over 2 and 2 rise by 1, 2 and 1 to 4; differences over 2 of that are 1, 3, 3, 1, and their
  /// surroundings' thirteenth part, which rises by 8 / 13 over the whole, is taken off inside.
  private static let heightOfStep: Float = {
    var step = [Float](repeating: 0, count: 40)
    for (place, value) in [(20, Float(1)), (21, 3)] { step[place] = value }
    for place in 22..<40 { step[place] = 4 }
    func sum(_ values: [Float], _ range: Range<Int>) -> Float { values[range].reduce(0, +) }
    let band: [Float] = (6..<34).map { place -> Float in
      step[place] - sum(step, place - 6..<place + 7) / 13
    }
    let slopes: [Float] = (2..<band.count).map { place -> Float in
      abs(band[place] - band[place - 2])
    }
    let windows: [Float] = (0...slopes.count - 10).map { sum(slopes, $0..<$0 + 10) }
    return windows.max() ?? 0
  }()

  @Test func `A flat lead has an envelope of zero, whatever its offset`() {
    let envelope = QRSEnvelope(samplingFrequency: 250)
    var scratch: [Float] = []
    for offset: Float in [0, 1, -3.3, 1e8] {
      let lead = [Float](repeating: offset, count: envelope.needed(for: 50))
      var values: [Float] = []
      envelope.append(50, of: lead.span, to: &values, &scratch)
      #expect(values.allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: SampleForm.allCases)
  func `Samples count as present up to the first that is not`(form: SampleForm) {
    for count in [0, 1, 31, 32, 33, 64, 100] {
      let values = (0..<count).map { Float($0) - 50 }
      #expect(SamplePresence.count(values.span, form: form) == count)
      for place in stride(from: 0, to: count, by: 7) {
        for value: Float in [.nan, .infinity, -.infinity, 1e9, -1e9] {
          var gapped = values
          gapped[place] = value
          #expect(SamplePresence.count(gapped.span, form: form) == place)
        }
      }
    }
  }
}
