import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct ECGQualityTests {
  private typealias Lead = (samples: [Float], beats: [Int], rate: Double)

  /// Figures of whole leads of up to 15 s, which are one window each, by numpy and scipy.
  private static let script = """
    import sys, numpy as np, scipy.signal as s, scipy.stats as st
    def flat(x, n, tol):
      f = np.zeros(len(x), bool)
      for i in range(len(x) - n + 1):
        w = x[i:i + n]
        if not np.isnan(w).any() and w.max() - w.min() <= tol: f[i:i + n] = True
      return f.mean()
    def clip(x):
      c = 0
      for v in np.nanmin(x), np.nanmax(x):
        e = np.flatnonzero(np.diff(np.r_[0, (x == v).astype(int), 0]))
        c += sum(b - a for a, b in zip(e[::2], e[1::2]) if b - a >= 3)
      return c / len(x)
    def likeness(x, beats, fs):
      k = max(1, int(fs // 125)); a, b = int(.2 * fs), int(.4 * fs); w = (a + b) // k + 1
      rows = [x[r - a:r - a + w * k:k] for r in beats if r >= a and r - a + (w - 1) * k < len(x)]
      rows = np.array([r - r.mean() for r in rows if not np.isnan(r).any()])
      if len(rows) < 3: return None
      return np.mean([np.corrcoef(r, rows.mean(axis=0))[0, 1] for r in rows])
    def show(path):
      fs = float(path.split('_')[-1]); x32 = np.fromfile(path, '<f4'); x = x32.astype(float)
      beats = np.fromfile(path + '.beats', '<f4').astype(int); n = round(2 * fs)
      yield 'missing_frac', np.isnan(x).mean()
      yield 'flat_frac', flat(x32, max(2, round(.2 * fs)), np.float32(.005))
      yield 'clip_frac', clip(x)
      yield 'ksqi', st.kurtosis(x, fisher=False, nan_policy='omit')
      yield 'ssqi', st.skew(x, nan_policy='omit')
      step = n - n // 2
      segments = [x[i:i + n] for i in range(0, len(x) - n + 1, step)]
      p = np.mean([s.welch(g, fs, window='hann', nperseg=n, detrend='constant')[1]
                   for g in segments if not np.isnan(g).any()], axis=0)
      f = np.fft.rfftfreq(n, 1 / fs)
      def power(lo, hi, closed=False): return p[(f >= lo) & ((f <= hi) if closed else (f < hi))].sum()
      yield 'psqi', power(5, 15) / power(5, 40)
      yield 'bassqi', 1 - power(0, 1) / power(0, 40)
      yield 'hf_ratio', power(40, 150) / power(1, 40)
      lines = [power(m - 1, m + 1, True) / power(m - 5, m + 5, True) for m in (50, 60) if m + 5 <= fs / 2]
      if lines: yield 'line_ratio', max(lines)
      r = likeness(x, beats, fs)
      if r is not None: yield 'tsqi', r
    for path in sys.argv[1:]: print(' '.join(f'{w}={float(v)!r}' for w, v in show(path)))
    """

  private func leads() throws -> [Lead] {
    var leads: [Lead] = [128, 250, 360, 500, 1000].map { rate in
      let ecg = SyntheticECG(seconds: 10, samplingFrequency: rate, noise: 0.01, seed: 8)
      let hum = ecg.samples.enumerated().map { index, value in
        value + 0.05 * Float(sin(2 * Double.pi * 50.2 * Double(index) / rate))
      }
      return (rate == 250 ? hum : ecg.samples, ecg.peaks, rate)
    }
    // Cut off above, standing still and missing for a while.
    var bad = leads[2].samples.map { min($0, 0.8) }
    for index in 900..<1_100 { bad[index] = 0.1 + 0.002 * Float(index % 2) }
    for index in 2_000..<2_050 { bad[index] = .nan }
    leads.append((bad, leads[2].beats, 360))
    for path in PublicECG.ludb.prefix(1) {
      leads += try #require(WFDBRecord(path)).leads.prefix(4).map { ($0, [], 500) }
    }
    return leads
  }

  @Test func `Indexes equal those of scipy and numpy`() throws {
    guard let python = Oracle.python else { return }
    let folder = Fixtures.scratch("quality")
    defer { try? FileManager.default.removeItem(at: folder) }
    let leads = try leads()
    var paths: [String] = []
    for (place, lead) in leads.enumerated() {
      let file = folder.appending(path: "lead\(place)_\(lead.rate)")
      try Float32File.write(lead.samples, to: file)
      try Float32File.write(
        lead.beats.map { Float($0) }, to: URL(filePath: file.path(percentEncoded: false) + ".beats")
      )
      paths.append(file.path(percentEncoded: false))
    }
    let output = Oracle.run(python, ["-c", Self.script] + paths)
    let lines = output.text.split(separator: "\n")
    try #require(lines.count == leads.count, "\(output.errors)")
    for (lead, line) in zip(leads, lines) {
      let run = StripRun(
        ECGQuality.self, [lead.samples], samplingFrequency: lead.rate,
        beats: lead.beats.map { Beat(sample: $0, type: "N") })
      let own = run.values(lead: 0)
      let pairs = line.split(separator: " ").map { $0.split(separator: "=") }
      #expect(pairs.count >= 8)
      for pair in pairs {
        let (value, reference) = (
          own["ecg.quality.\(pair[0])"]?.double ?? .nan, Double(pair[1]) ?? .nan
        )
        // Medians over windows and the bands' powers are kept in single precision.
        #expect(abs(value - reference) <= 2e-6 * max(1, abs(reference)), "\(lead.rate) Hz, \(pair)")
      }
    }
  }

  @Test func `A clean lead is good, noise and a lead that is off are bad`() {
    let clean = SyntheticECG(seconds: 20, samplingFrequency: 250, noise: 0.01)
    var random = SeededGenerator(seed: 5)
    let noise = (0..<5_000).map { _ in Float.random(in: -1...1, using: &random) }
    let off = [Float](repeating: 0.3, count: 5_000)
    let run = StripRun(ECGQuality.self, [clean.samples, noise, off])
    #expect(run.values(lead: 0)["ecg.quality.class"] == .text("good"))
    #expect(run.values(lead: 0)["ecg.quality.bsqi"] == .number(1))
    #expect(run.values(lead: 0)["ecg.quality.mains_frequency"] == .missing(.noMains))
    #expect(run.values(lead: 1)["ecg.quality.class"] == .text("bad"))
    #expect(run.values(lead: 2)["ecg.quality.class"] == .text("bad"))
    #expect(run.values(lead: 2)["ecg.quality.lead_off_frac"] == .number(1))
    #expect(run.values(lead: 2)["ecg.quality.ksqi"] == .missing(.noSignal))
    #expect(run.values["ecg.quality.overall"] == .text("bad"))
  }

  @Test func `Detectors that find other beats disagree`() {
    let clean = SyntheticECG(seconds: 10, samplingFrequency: 250, noise: 0.01)
    // Every second beat is annotated: half of those found are not known.
    let half = stride(from: 0, to: clean.peaks.count, by: 2).map { clean.peaks[$0] }
    let run = StripRun(
      ECGQuality.self, [clean.samples], beats: half.map { Beat(sample: $0, type: "N") })
    let own = run.values(lead: 0)
    let (known, all) = (Double(half.count), Double(clean.peaks.count))
    #expect(abs((own["ecg.quality.bsqi"]?.double ?? 0) - known / all) < 1e-6)
    #expect(abs((own["ecg.quality.qsqi"]?.double ?? 0) - 2 * known / (known + all)) < 1e-6)
  }

  @Test func `The mains is named by its frequency`() {
    for (mains, rate) in [(50.0, 250.0), (60, 250), (60, 500)] {
      let clean = SyntheticECG(seconds: 10, samplingFrequency: rate, noise: 0.002)
      let hum = clean.samples.enumerated().map { index, value in
        value + 0.1 * Float(sin(2 * Double.pi * mains * Double(index) / rate))
      }
      let own = StripRun(ECGQuality.self, [hum], samplingFrequency: rate).values(lead: 0)
      #expect(own["ecg.quality.mains_frequency"] == .number(mains))
      #expect((own["ecg.quality.line_ratio"]?.double ?? 0) > 0.9)
    }
    let slow = SyntheticECG(seconds: 10, samplingFrequency: 100, noise: 0.01).samples
    let own = StripRun(ECGQuality.self, [slow], samplingFrequency: 100).values(lead: 0)
    #expect(own["ecg.quality.line_ratio"] == .missing(.bandAboveNyquist))
    #expect((own["ecg.quality.hf_ratio"]?.double ?? 0) > 0)
  }

  @Test func `The table has a row a lead and window, and the windows fill the recording`() throws {
    let clean = SyntheticECG(seconds: 127, samplingFrequency: 125, noise: 0.01)
    var broken = clean.samples
    for index in 6_250..<7_500 { broken[index] = .nan }
    let run = StripRun(
      ECGQuality.self, [clean.samples, broken], samplingFrequency: 125, tables: [.quality])
    let rows = try #require(run.output.tables[.quality])
    // A minute in six windows, and 67 s in seven.
    try #require(rows.rowCount == 26)
    var ends: [String: Double] = [:]
    for row in 0..<rows.rowCount {
      guard case .text(let lead)? = run.cell(.quality, row, "lead") else { continue }
      let start = run.cell(.quality, row, "start")?.double ?? .nan
      #expect(abs(start - ends[lead, default: 0]) < 1e-9)
      ends[lead, default: 0] += run.cell(.quality, row, "seconds")?.double ?? .nan
    }
    #expect(ends.count == 2 && ends.values.allSatisfy { abs($0 - 127) < 1e-9 })
    let missing = (0..<rows.rowCount).filter {
      run.cell(.quality, $0, "lead") == .text("II")
        && run.cell(.quality, $0, "missing_frac") == .number(1)
    }
    #expect(missing.count == 1)
    #expect(run.cell(.quality, missing[0], "start") == .number(50))
    #expect(run.cell(.quality, missing[0], "class") == .text("bad"))
    #expect(run.cell(.quality, missing[0], "ksqi") == .missing(nil))
    #expect(run.values(lead: 1)["ecg.quality.class"] == .text("good"))
  }
}
