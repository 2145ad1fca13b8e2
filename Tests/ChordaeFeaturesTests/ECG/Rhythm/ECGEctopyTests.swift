import ChordaeCore
import ChordaeFeatures
import Testing

@Suite struct ECGEctopyTests {
  private func figures(_ text: String) -> [String: Double] {
    values(ECGEctopy(.bare()), GeneratedBeats(text).ecg).mapValues(\.double)
  }

  @Test func `Couplets, runs and burden are counted`() {
    let own = figures(
      "N:800 V:500 V:400 N:1100 V:500 N:1200 V:400 V:350 V:350 V:300 N:900 A:600 A:600 N:900 F:700")
    #expect(own["ecg.ectopy.beat_count"] == 15 && own["ecg.ectopy.vpb_count"] == 7)
    #expect(own["ecg.ectopy.vpb_couplets"] == 1 && own["ecg.ectopy.vpb_runs"] == 1)
    #expect(own["ecg.ectopy.vpb_longest_run"] == 4 && own["ecg.ectopy.svpb_couplets"] == 1)
    #expect(own["ecg.ectopy.svpb_count"] == 2 && own["ecg.ectopy.svpb_runs"] == 0)
    #expect(own["ecg.ectopy.vpb_burden"] == 700 / 15.0)
    // 8.8 s of intervals: the first beat has none before it.
    #expect(abs((own["ecg.ectopy.vpb_per_hour"] ?? 0) - 7 * 3600 / 8.8) < 1e-9)
    // 500, 500, 400.
    #expect(abs((own["ecg.ectopy.coupling_mean"] ?? 0) - 1400 / 3.0) < 1e-9)
  }

  @Test func `A gap ends rows, and an artefact is no beat`() {
    let own = figures("N:800 V:500 V:400 |V:3000 V:400 N:900 |:300 N:500 N:800")
    #expect(own["ecg.ectopy.vpb_runs"] == 0 && own["ecg.ectopy.vpb_couplets"] == 2)
    #expect(own["ecg.ectopy.beat_count"] == 8)
    // The gap's three seconds are no pause, the intervals beside the artefact none at all.
    #expect(own["ecg.ectopy.pauses_2s"] == 0 && own["ecg.ectopy.longest_rr"] == 900)
  }

  @Test func `Bigeminy and trigeminy take three ventricular beats`() {
    let two = figures("N:800 V:500 N:900 V:500 N:900 N:800 N:800")
    #expect(two["ecg.ectopy.bigeminy_fraction"] == 0)
    let three = figures("N:800 V:500 N:900 V:500 N:900 V:500 N:900 N:800 N:800 N:800")
    #expect(three["ecg.ectopy.bigeminy_fraction"] == 0.5)
    #expect(three["ecg.ectopy.trigeminy_fraction"] == 0)
    let thirds = figures("V:500 N:900 N:800 V:500 N:900 A:800 V:500 N:800")
    #expect(thirds["ecg.ectopy.trigeminy_fraction"] == 7 / 8.0)
    #expect(thirds["ecg.ectopy.bigeminy_fraction"] == 0)
    let broken = figures("V:500 N:900 V:500 |N:900 V:500 N:900 F:800 V:500")
    #expect(broken["ecg.ectopy.bigeminy_fraction"] == 0)
  }

  @Test func `Pauses and the rate's range are counted`() {
    let beats = [String](repeating: "N:1000", count: 9) + ["N:2001", "N:2600", "N:3001"]
    let own = figures((beats + [String](repeating: "N:500", count: 8)).joined(separator: " "))
    #expect(own["ecg.ectopy.pauses_2s"] == 3 && own["ecg.ectopy.pauses_2p5s"] == 2)
    #expect(own["ecg.ectopy.pauses_3s"] == 1 && own["ecg.ectopy.longest_rr"] == 3001)
    #expect(abs((own["ecg.ectopy.max_heart_rate"] ?? 0) - 120) < 1e-9)
    #expect(abs((own["ecg.ectopy.min_heart_rate"] ?? 0) - 480 / 12.602) < 1e-9)
  }

  @Test func `Without intervals there is nothing`() {
    let own = values(ECGEctopy(.bare()), GeneratedBeats("N:800").ecg)
    #expect(own.values.allSatisfy { $0 == .missing(.tooFewBeats) })
    let none = values(ECGEctopy(.bare()), prepare([[Float](repeating: 0, count: 5000)]))
    #expect(none.values.allSatisfy { $0 == .missing(.noSignal) })
  }
}
