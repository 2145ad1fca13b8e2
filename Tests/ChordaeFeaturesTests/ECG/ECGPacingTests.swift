import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Testing

@Suite struct ECGPacingTests {
  private func run(_ frequency: Double) -> [String: FeatureValue] {
    let ecg = SyntheticECG(seconds: 20, samplingFrequency: frequency, noise: 0.01)
    return StripRun(ECGPacing.self, [ecg.samples], samplingFrequency: frequency).values
  }

  @Test func `Below 250 Hz no spike can be sought, so nobody knows whether beats are paced`() {
    for id in ["spikes", "paced_fraction", "is_paced"] {
      #expect(run(200)["ecg.pacing.\(id)"] == .missing(.rateTooLow), "\(id)")
    }
  }

  @Test func `A rhythm without spikes is not paced`() {
    let own = run(250)
    #expect(own["ecg.pacing.spikes"] == .integer(0))
    #expect(own["ecg.pacing.paced_fraction"] == .number(0))
    #expect(own["ecg.pacing.is_paced"] == .flag(false))
  }
}
