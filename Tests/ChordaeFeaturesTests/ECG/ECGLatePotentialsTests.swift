import ChordaeCore
import ChordaeKernels
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeFeatures

@Suite struct ECGLatePotentialsTests {
  /// X, Y and Z of a beat at 1000 Hz with a burst of 100 Hz behind QRS, in mV.
  private func axes(late: Double, noise: Double) -> [[Double]] {
    var generator = SeededGenerator(seed: 4)
    return (0..<3).map { axis in
      (0..<600).map { sample in
        let time = Double(sample - 300)
        let qrs = Double(axis + 1) * 0.5 * exp(-time * time / 200)
        let burst = time > 20 && time < 70 ? late * sin(2 * .pi * 0.1 * time + Double(axis)) : 0
        return qrs + burst + noise * Double.random(in: -1.73...1.73, using: &generator)
      }
    }
  }

  @Test func `The figures are those of scipy's filters`() throws {
    guard let python = Oracle.python else { return }
    let cases = [(0.0, 0.0005), (0.03, 0.0005), (0.01, 0.0008)].map { axes(late: $0, noise: $1) }
    let folder = Fixtures.scratch("late")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "axes")
    try Float32File.write(cases.joined().joined().map { Float($0) }, to: file)
    let script = """
      import sys, numpy as np, scipy.signal as s
      hp = s.butter(4, 40, 'hp', fs=1000, output='sos'); lp = s.butter(4, 250, 'lp', fs=1000, output='sos')
      def both(x): return s.sosfilt(lp, s.sosfilt(hp, x))
      for a in np.fromfile(sys.argv[1], '<f4').astype(float).reshape(-1, 3, 600):
        mid = (270 + 340) // 2; v = 0
        for x in a:
          f = both(x - x[0]); b = both((x - x[-1])[::-1])[::-1]
          v = v + np.where(np.arange(600) < mid, f, b) ** 2
        v = 1000 * np.sqrt(v)
        def edge(q, place, step):
          limit = q.mean() + 3 * q.std(ddof=1)
          while True:
            seg = v[place + step:place] if step < 0 else v[place:place + step]
            if seg.mean() > limit: return place
            place += step
        on, off = edge(v[210:250], 250, 5), edge(v[400:440], 400, -5)
        rms = lambda x: np.sqrt((x ** 2).mean())
        loud = np.flatnonzero(v[on:off] >= 40)
        print(rms(v[400:440]), off - on, rms(v[off - 40:off]), off - 1 - (on + loud[-1]))
      """
    let lines = Oracle.run(python, ["-c", script, file.path(percentEncoded: false)]).text
      .split(separator: "\n")
    try #require(lines.count == cases.count)
    for (axes, line) in zip(cases, lines) {
      let expected = line.split(separator: " ").compactMap { Double($0) }
      try #require(expected.count == 4)
      let found = try #require(
        LatePotentials(
          axes.map { $0.map { Double(Float($0)) } }, qrsOnset: 270, qrsOffset: 340,
          samplingFrequency: 1000))
      #expect(abs(found.noise - expected[0]) < 1e-6)
      #expect(found.duration == expected[1] && found.las40 == expected[3])
      #expect(abs((found.rms40 ?? 0) - expected[2]) < 1e-6)
    }
  }

  /// A recording of the eight leads at a rate.
  private func recording(_ rate: Double, lowPass: Double? = nil) -> ECGRecording {
    ECGRecording(
      leads: ECGLead.leads(named: KorsVector.leads.map { $0.lead.name }), samplingFrequency: rate,
      declaredSampleCount: nil, startSeconds: nil, bandwidth: ECGBandwidth(lowPass: lowPass))
  }

  @Test func `What the recording cannot show is null with its reason`() {
    let ecg = TriangularECG.ecg([("II", .scaled(1))])
    for (recording, reason) in [
      (recording(500), MissingReason.rateTooLow), (recording(1000, lowPass: 150), .bandTooNarrow),
    ] {
      let feature = ECGLatePotentials(ECGContext(recording, options: FeatureOptions()))
      #expect(values(feature, ecg.measured()).values.allSatisfy { $0 == .missing(reason) })
    }
  }

  @Test func `Beats at 1000 Hz are averaged, and noise above 1 uV leaves only itself`() {
    for (noise, isQuiet) in [(Float(0), true), (0.05, false)] {
      var generator = SeededGenerator(seed: 6)
      // The same numbers of samples as at 500 Hz, so every wave lasts half as long.
      var ecg = TriangularECG.ecg(KorsVector.leads.map { ($0.lead.name, .scaled(1, t: 0)) })
      ecg.samplingFrequency = 1000
      for lead in ecg.leads.indices {
        for sample in ecg.leads[lead].indices {
          ecg.leads[lead][sample] +=
            Float.random(in: -0.0002...0.0002, using: &generator)
            + Float.random(in: -1...1, using: &generator) * noise
        }
      }
      var feature = ECGLatePotentials(ECGContext(ecg.recording, options: FeatureOptions()))
      feature.consume(ecg.measuredStrip())
      let own = values(feature, ecg.measured())
      #expect(((own["ecg.late_potentials.noise"]?.double ?? 9) < 1) == isQuiet)
      let duration = own["ecg.late_potentials.qrs"]
      // The triangles of QRS end 24 ms behind R.
      #expect(isQuiet ? abs((duration?.double ?? 0) - 50) < 20 : duration == .missing(.tooNoisy))
    }
  }
}
