import ChordaeKernels
import ChordaeTestSupport
import Testing

@Suite struct PacingSpikesTests {
  /// Two leads with pulses of half a millisecond, 40 ms before each R peak.
  private func paced(
    _ frequency: Double, millivolts: Float
  ) -> (leads: [[Float]], spikes: [Int], beats: [Int]) {
    let lead = SyntheticECG(seconds: 10, samplingFrequency: frequency, noise: 0.005)
    let other = SyntheticECG(
      seconds: 10, samplingFrequency: frequency, amplitude: 0.5, noise: 0.005, seed: 2)
    var leads = [lead.samples, other.samples]
    let spikes = lead.peaks.map { $0 - Int(0.04 * frequency) }
    // A sample stands for as much of the pulse as falls into its interval.
    let height = millivolts * Float(min(1, 0.0005 * frequency))
    for spike in spikes {
      leads[0][spike] += height
      leads[1][spike] -= 0.8 * height
    }
    return (leads, spikes, lead.peaks)
  }

  @Test(arguments: [250.0, 500, 1000])
  func `Generated spikes are found where they are`(frequency: Double) {
    let (leads, spikes, beats) = paced(frequency, millivolts: 4)
    let search = PacingSpikes(samplingFrequency: frequency)
    #expect(search.places(in: leads) == spikes)
    #expect(search.places(in: [leads[0]]) == spikes)
    #expect(beats.allSatisfy { search.paces(spikes, beat: $0) })
    #expect(!search.paces(spikes, beat: beats[0] + Int(0.2 * frequency)))
    let isUpright = leads.map { $0.map { -$0 } }
    #expect(search.places(in: isUpright) == spikes)
  }

  @Test(arguments: [250.0, 500, 1000])
  func `Without spikes none are found`(frequency: Double) {
    let search = PacingSpikes(samplingFrequency: frequency)
    for noise in [0, 0.02, 0.2] {
      let leads = (1...3).map {
        SyntheticECG(seconds: 10, samplingFrequency: frequency, noise: noise, seed: $0).samples
      }
      #expect(search.places(in: leads).isEmpty)
      #expect(search.places(in: [leads[0]]).isEmpty)
    }
    #expect(search.places(in: [[]]).isEmpty)
    #expect(search.places(in: [[Float](repeating: .nan, count: 100)]).isEmpty)
  }

  @Test func `A spike in one of several leads is none`() {
    var (leads, _, _) = paced(500, millivolts: 4)
    leads[1] = SyntheticECG(seconds: 10, samplingFrequency: 500, noise: 0.005).samples
    #expect(PacingSpikes(samplingFrequency: 500).places(in: leads).isEmpty)
  }

  @Test func `Missing samples hide no spike far from them`() {
    var (leads, spikes, _) = paced(500, millivolts: 4)
    for lead in 0..<2 { for place in 2000..<2100 { leads[lead][place] = .nan } }
    spikes.removeAll { (1980..<2120).contains($0) }
    #expect(PacingSpikes(samplingFrequency: 500).places(in: leads) == spikes)
  }

  @Test func `A small spike counts where an atrial one stands before another, and nowhere else`() {
    var (leads, spikes, _) = paced(500, millivolts: 4)
    for lead in 0..<2 {
      for spike in spikes[1...] {
        leads[lead][spike - 60] += 0.12
        leads[lead][spike - 180] += 0.12
      }
    }
    let search = PacingSpikes(samplingFrequency: 500)
    #expect(search.places(in: leads) == (spikes + spikes[1...].map { $0 - 60 }).sorted())
    for lead in 0..<2 {
      for spike in spikes { leads[lead][spike] -= lead == 0 ? 1 : -0.8 }
    }
    #expect(search.places(in: leads).isEmpty, "without the large ones")
  }

  @Test func `Real paced records have spikes, others hardly any`() throws {
    let paced: Set<String> = ["45", "90", "95"]
    var wrong = 0
    for path in PublicECG.ludb {
      let record = try #require(WFDBRecord(path))
      let count = PacingSpikes(samplingFrequency: 500).places(in: record.leads).count
      if paced.contains(String(path.split(separator: "/").last ?? "")) {
        #expect(count >= 2, "\(path)")
      } else {
        wrong += count
      }
    }
    #expect(wrong <= 3)
  }

  @Test(arguments: [0, 1, 7, 8, 9, 16, 31, 33])
  func `The forms of the heights agree`(count: Int) {
    let lead = SyntheticECG(seconds: 1, samplingFrequency: 500, noise: 0.3).samples
    for (distance, skipped) in [(1, 1), (2, 2), (3, 3), (3, 0)] {
      let part = Array(lead[200..<200 + count + 2 * (distance + skipped)])
      let forms = SampleForm.allCases.map {
        PacingSpikes.heights(part, distance: distance, skipping: skipped, form: $0)
      }
      #expect(forms[0].count == count && forms[0] == forms[1])
    }
  }
}
