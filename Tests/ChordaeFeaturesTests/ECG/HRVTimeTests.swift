import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct HRVTimeTests {
  private func ecg(
    _ samples: [Int], types: String? = nil, gaps: [Int] = [], samplingFrequency: Double = 1000
  ) -> PreparedECG {
    var lead = SyntheticECG(seconds: 40, samplingFrequency: 250, noise: 0.02).samples
    for gap in gaps { lead[gap] = .nan }
    let letters = Array(types ?? String(repeating: "N", count: samples.count))
    let beats = zip(samples, letters).map { Beat(sample: $0, type: $1) }
    return prepare([lead], samplingFrequency: samplingFrequency, beats: beats)
  }

  /// Mean, SDNN, RMSSD and pNN50.
  private func figures(_ ecg: PreparedECG, filters: Bool = false) -> [FeatureValue] {
    var output = FeatureOutput()
    HRVTime(.bare(FeatureOptions(filtersNN: filters))).measure(ecg, into: &output)
    return Array(output.values.prefix(4))
  }

  @Test func `Figures are those of a hand`() {
    // RR 800, 860, 800, 810: mean 817.5; deviations -17.5, 42.5, -17.5, -7.5; differences 60, -60, 10.
    let ecg = ecg([0, 800, 1660, 2460, 3270])
    let expected = [
      817.5, ((17.5 * 17.5 * 2 + 42.5 * 42.5 + 7.5 * 7.5) / 3).squareRoot(),
      (7300.0 / 3).squareRoot(), 200.0 / 3,
    ]
    for (own, hand) in zip(figures(ecg), expected) { #expect(abs(own.double - hand) < 1e-9) }
    let rate = values(ECGRhythm(.bare()), ecg)["ecg.rhythm.heart_rate"]
    #expect(abs((rate?.double ?? 0) - 60_000 / 817.5) < 1e-9)
  }

  @Test func `Intervals beside a ventricular beat are no NN and no difference crosses it`() {
    // NN: 800, 820 | 900, 880. Differences: 20, -20. RR besides: 500, 1100.
    let ecg = ecg([0, 800, 1620, 2120, 3220, 4120, 5000], types: "NNNVNNN")
    let own = figures(ecg)
    #expect(own[0].double == 850 && abs(own[2].double - 20) < 1e-9 && own[3].double == 0)
    let rate = values(ECGRhythm(.bare()), ecg)["ecg.rhythm.heart_rate"]
    #expect(abs((rate?.double ?? 0) - 60_000 / (5000.0 / 6)) < 1e-9)
  }

  @Test func `No interval and no difference bridges a gap`() {
    let ecg = ecg([0, 800, 1600, 2600, 3500, 4400], gaps: [2000])
    let own = figures(ecg)
    // NN: 800, 800 | 900, 900; the interval of 1000 holds the gap.
    #expect(own[0].double == 850 && own[2].double == 0)
    let rate = values(ECGRhythm(.bare()), ecg)["ecg.rhythm.heart_rate"]
    #expect(abs((rate?.double ?? 0) - 60_000 / 850) < 1e-9)
  }

  @Test func `The 20 % rule leaves out what differs from the last accepted interval`() {
    // RR 800, 960 (exactly 20 %, stays), 1160 (20.8 % of 960, out), 770 (19.8 % of 960, stays).
    let ecg = ecg([0, 800, 1760, 2920, 3690])
    #expect(abs(figures(ecg)[0].double - 922.5) < 1e-9)
    let filtered = figures(ecg, filters: true)
    #expect(abs(filtered[0].double - (800 + 960 + 770) / 3.0) < 1e-9)
    // Only 800 and 960 are adjacent.
    #expect(abs(filtered[2].double - 160) < 1e-9 && filtered[3].double == 100)
  }

  @Test func `Too few beats give nulls with their reason`() {
    for samples in [[], [5], [5, 805]] {
      #expect(figures(ecg(samples)).allSatisfy { $0 == .missing(.tooFewBeats) })
      let rate = values(ECGRhythm(.bare()), ecg(samples))["ecg.rhythm.heart_rate"]
      #expect(rate == .missing(.tooFewBeats))
    }
    let two = figures(ecg([0, 800, 1700]))
    #expect(two[0].double == 850 && two[2].double == 100)
    let none = figures(prepare([[Float](repeating: 0, count: 5000)]))
    #expect(none.allSatisfy { $0 == .missing(.noSignal) })
  }

  @Test func `Record 100's annotated beats give the reference's figures to 1e-9`() throws {
    guard let python = Oracle.python, let signal = Fixtures.publicRecord("ecg/mitdb/100.dat") else {
      return
    }
    let path = String(signal.dropLast(4))
    let record = try #require(WFDBRecord(path))
    let annotations = try #require(WFDBAnnotations(path + ".atr"))
    let beats = annotations.beats.map { Beat(sample: $0.sample, type: $0.type) }
    let ecg = prepare(
      record.leads, names: ["MLII", "V5"], samplingFrequency: 360, beats: beats, chunk: 65_536)
    let script = """
      import sys, wfdb, numpy as np
      a = wfdb.rdann(sys.argv[1], 'atr'); kinds = set('NLRBAaJSVrFejnE/fQ?')
      b = [(s, c) for s, c in zip(a.sample, a.symbol) if c in kinds]
      rr = np.diff([s for s, _ in b]) / 360 * 1000
      ok = np.array([x[1] == 'N' == y[1] for x, y in zip(b, b[1:])])
      d = np.diff(rr)[ok[1:] & ok[:-1]]; nn = rr[ok]
      for v in (nn.mean(), nn.std(ddof=1), np.sqrt(np.mean(d * d)), 100 * np.mean(abs(d) > 50),
                60000 / rr.mean()): print(repr(float(v)))
      """
    let expected = Oracle.run(python, ["-c", script, path]).text.split(separator: "\n")
      .compactMap { Double($0) }
    try #require(expected.count == 5)
    let own =
      figures(ecg).map(\.double)
      + [values(ECGRhythm(.bare()), ecg)["ecg.rhythm.heart_rate"]?.double ?? .nan]
    for (own, reference) in zip(own, expected) {
      #expect(abs(own - reference) <= 1e-9 * reference)
    }
    // The figures that the literature-minded research page gives for the same beats.
    for (own, golden) in zip(own, [795.012, 35.961, 27.481, 5.7630]) {
      #expect(abs(own - golden) < 0.0006)
    }
  }

  @Test func `Detected beats of record 100 give the annotated rate and mean interval`() throws {
    guard let signal = Fixtures.publicRecord("ecg/mitdb/100.dat") else { return }
    let record = try #require(WFDBRecord(String(signal.dropLast(4))))
    let annotations = try #require(WFDBAnnotations(String(signal.dropLast(4)) + ".atr"))
    // The engine tells ventricular beats; premature ones of the atria it takes for normal.
    let truth = annotations.beats.map {
      Beat(sample: $0.sample, type: $0.type == "V" ? "V" : "N")
    }
    let detected = prepare(
      record.leads, names: ["MLII", "V5"], samplingFrequency: 360, chunk: 65_536)
    let annotated = prepare(
      record.leads, names: ["MLII", "V5"], samplingFrequency: 360, beats: truth, chunk: 65_536)
    for (own, reference) in zip(figures(detected), figures(annotated)) {
      #expect(abs(own.double / reference.double - 1) < 0.02)
    }
  }
}
