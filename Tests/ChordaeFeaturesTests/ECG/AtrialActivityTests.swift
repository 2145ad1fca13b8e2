import ChordaeCore
import ChordaeKernels
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeFeatures

@Suite struct AtrialActivityTests {
  /// Beats without P over f waves of a frequency, in V1.
  private func fibrillation(_ frequency: Double, p: Bool = false) -> MarkedECG {
    var ecg = TriangularECG.ecg([
      ("II", .scaled(1, p: 0)), ("V1", TriangularECG.Heights(p: 0, q: 0, r: 0.3, s: -1.1, t: 0.2)),
    ])
    for sample in ecg.leads[1].indices {
      ecg.leads[1][sample] += 0.06 * Float(sin(2 * .pi * frequency * Double(sample) / 500))
    }
    if !p {
      for beat in ecg.beats.indices {
        ecg.marks.global[beat].p = nil
        for lead in 0...1 { ecg.marks.leads[lead][beat].p = nil }
      }
    }
    return ecg
  }

  private func measure(_ ecg: MarkedECG) -> [String: FeatureValue] {
    var feature = AtrialActivity(ECGContext(ecg.recording, options: FeatureOptions()))
    feature.consume(ecg.measuredStrip())
    return values(feature, ecg.measured())
  }

  @Test(arguments: [5.3, 6.5, 8.25])
  func `The frequency of f waves is found under QRS and T`(frequency: Double) {
    let own = measure(fibrillation(frequency))
    #expect(own["af.p_absence"] == .number(1))
    #expect(abs((own["af.f_wave_frequency"]?.double ?? 0) - frequency) <= 0.125)
    #expect((own["af.f_wave_organisation"]?.double ?? 0) > 0.7)
  }

  @Test func `With P waves there are no f waves, and without a beat nothing is known`() {
    let own = measure(fibrillation(6, p: true))
    #expect(own["af.p_absence"] == .number(0))
    #expect(own["af.f_wave_frequency"] == .missing(.pWaves))
    var some = fibrillation(6)
    for beat in 0..<7 { some.marks.global[beat].p = WaveMarks() }
    #expect(measure(some)["af.p_absence"] == .number(5.0 / 12))
    #expect(measure(some)["af.f_wave_organisation"] == .missing(.pWaves))
    var empty = fibrillation(6)
    empty.beats = []
    empty.marks = StripDelineation(leads: [[], []], global: [])
    #expect(measure(empty).values.allSatisfy { $0 == .missing(.tooFewBeats) })
  }

  @Test func `A cancelled lead is flat where it held nothing but its median beat`() {
    let ecg = TriangularECG.ecg([("V1", .scaled(1, p: 0))])
    guard let measurement = ecg.measuredStrip().measurement else {
      Issue.record("nothing measured")
      return
    }
    let center = measurement.median.center
    let cancellation = QRSTCancellation(
      measurement.median.leads[0], center: center, range: center - 40..<center + 200,
      samplingFrequency: 500)
    var beats = measurement.fiducials.map { QRSTCancellation.Beat(sample: $0, fits: true) }
    let flat = cancellation.residual(ecg.leads[0], beats: beats)
    #expect(flat.allSatisfy { abs($0 - 0.7) < 1e-5 })
    // A beat of another kind is bridged.
    var other = ecg.leads[0]
    for sample in 780..<900 { other[sample] += 3 }
    beats[1] = QRSTCancellation.Beat(sample: beats[1].sample, fits: false)
    let bridged = cancellation.residual(other, beats: beats)
    #expect(bridged.allSatisfy { abs($0 - 0.7) < 1e-5 })
  }
}
