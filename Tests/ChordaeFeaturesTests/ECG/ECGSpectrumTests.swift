import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct ECGSpectrumTests {
  private let feature = ECGSpectrum(.bare())

  private typealias Lead = (samples: [Float], samplingFrequency: Double)

  /// The figures by scipy and numpy from the same samples; nil without the oracle.
  private func reference(_ leads: [Lead]) throws -> [[String: Double]]? {
    guard let python = Oracle.python else { return nil }
    let folder = Fixtures.scratch("spectrum")
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = """
      import sys, numpy as np, scipy.signal as s
      from scipy.stats import gmean as s_gmean
      def show(path):
        x = np.fromfile(path, '<f4').astype(float); fs = float(path.split('_')[-1]); n = round(2 * fs)
        f, p = s.welch(x, fs, window='hann', nperseg=n, noverlap=n // 2, detrend='constant')
        tot = p[(f >= .5) & (f < 150)].sum() * f[1]
        L = int(fs // 25); m = len(x) // L; fl = fs / L; ns = 2 * int(5 * fl)
        blocks = x[:m * L].reshape(m, L).mean(axis=1).astype('f4').astype(float)
        for lo, hi, w in ((.05, .5, '0p05_0p5hz'), (.5, 5, '0p5_5hz'), (5, 15, '5_15hz'),
                          (15, 40, '15_40hz'), (40, 100, '40_100hz'), (100, 150, '100_150hz'),
                          (48, 52, '48_52hz'), (58, 62, '58_62hz')):
          if hi > fs / 2: continue
          if hi > .5: v = p[(f >= lo) & (f < hi)].sum() * f[1]
          elif m < ns: continue
          else:
            g, q = s.welch(blocks, fl, window='hann', nperseg=ns, noverlap=ns // 2, detrend='constant')
            v = q[(g >= lo) & (g < hi)].sum() * g[1]
          yield 'power_' + w, v
          yield 'relative_' + w, v / tot
        yield 'power_total', tot
        k = (f >= .5) & (f <= 40); f = f[k]; p = p[k]; q = p / p.sum()
        yield 'entropy', -(q * np.log(q)).sum() / np.log(len(q))
        c = (f * q).sum()
        yield 'centroid', c
        yield 'spread', np.sqrt(((f - c) ** 2 * q).sum())
        yield 'edge_50', f[np.argmax(np.cumsum(p) >= .5 * p.sum())]
        yield 'edge_95', f[np.argmax(np.cumsum(p) >= .95 * p.sum())]
        yield 'dominant_frequency', f[np.argmax(p)]
        yield 'flatness', s_gmean(p) / p.mean()
        yield 'slope', np.polyfit(np.log(f), np.log(p), 1)[0]
      for path in sys.argv[1:]: print(' '.join(f'{w}={float(v)!r}' for w, v in show(path)))
      """
    var paths: [String] = []
    for (place, lead) in leads.enumerated() {
      let file = folder.appending(path: "lead\(place)_\(lead.samplingFrequency)")
      try Float32File.write(lead.samples, to: file)
      paths.append(file.path(percentEncoded: false))
    }
    return Oracle.run(python, ["-c", script] + paths).text.split(separator: "\n").map { line in
      let pairs = line.split(separator: " ").map { $0.split(separator: "=") }
      return Dictionary(
        uniqueKeysWithValues: pairs.map { ("ecg.spectrum.\($0[0])", Double($0[1]) ?? .nan) })
    }
  }

  private func compare(_ leads: [Lead]) throws {
    guard let expected = try reference(leads) else { return }
    try #require(expected.count == leads.count)
    for (lead, expected) in zip(leads, expected) {
      let ecg = prepare([lead.samples], samplingFrequency: lead.samplingFrequency)
      #expect(expected.count >= 15)
      for (id, value) in values(feature, ecg, lead: 0) {
        guard let reference = expected[id] else {
          #expect(value == .missing(.bandAboveNyquist), "\(id)")
          continue
        }
        #expect(abs(value.double - reference) <= 1e-9 * abs(reference), "\(id)")
      }
    }
  }

  @Test func `Figures of generated leads equal scipy's`() throws {
    var leads: [Lead] = [128, 250, 360, 500, 1000].map {
      (SyntheticECG(seconds: 11, samplingFrequency: $0, noise: 0.005, seed: 5).samples, $0)
    }
    // Drift and offset beside a microvolt of noise.
    let faint = SyntheticECG(seconds: 30, samplingFrequency: 500, noise: 0.001, seed: 6)
    let drifting = faint.samples.enumerated().map { index, value in
      value + 5 + 2 * Float(sin(2 * Double.pi * 0.3 * Double(index) / 500))
    }
    leads.append((drifting, 500))
    try compare(leads)
  }

  @Test func `Figures of real leads equal scipy's`() throws {
    var leads: [Lead] = []
    if let path = Fixtures.publicRecord("ecg/mitdb/100.dat") {
      let record = try #require(WFDBRecord(String(path.dropLast(4))))
      leads += record.leads.map { (Array($0[..<36_000]), 360) }
    }
    for path in PublicECG.ludb.prefix(2) {
      leads += try #require(WFDBRecord(path)).leads.map { ($0, 500) }
    }
    if !leads.isEmpty { try compare(leads) }
  }

  @Test func `Drift of a quarter of a Hz is in the lowest band, and is its power`() {
    let drift = (0..<10_000).map { Float(0.2 * sin(2 * Double.pi * 0.25 * Double($0) / 250)) }
    let own = values(feature, prepare([drift]), lead: 0)
    #expect(abs((own["ecg.spectrum.power_0p05_0p5hz"]?.double ?? 0) - 0.02) < 3e-4)
    let short = values(feature, prepare([Array(drift[..<2_400])]), lead: 0)
    #expect(short["ecg.spectrum.power_0p05_0p5hz"] == .missing(.tooShort))
    #expect(short["ecg.spectrum.relative_0p05_0p5hz"] == .missing(.tooShort))
    #expect((short["ecg.spectrum.power_0p5_5hz"]?.double ?? 0) > 0)
  }

  @Test func `Bands beyond half of the sampling frequency are null`() {
    let lead = SyntheticECG(seconds: 10, samplingFrequency: 128, noise: 0.01).samples
    let own = values(feature, prepare([lead], samplingFrequency: 128), lead: 0)
    #expect(own["ecg.spectrum.power_40_100hz"] == .missing(.bandAboveNyquist))
    #expect(own["ecg.spectrum.power_100_150hz"] == .missing(.bandAboveNyquist))
    #expect((own["ecg.spectrum.power_15_40hz"]?.double ?? 0) > 0)
    let slow = values(feature, prepare([lead], samplingFrequency: 60), lead: 0)
    #expect(slow["ecg.spectrum.entropy"] == .missing(.bandAboveNyquist))
    #expect((slow["ecg.spectrum.power_5_15hz"]?.double ?? 0) > 0)
  }

  @Test func `Short, absent and flat leads say so`() {
    let clean = SyntheticECG(seconds: 10, samplingFrequency: 250).samples
    let short = values(feature, prepare([Array(clean[..<499])]), lead: 0)
    #expect(short.values.allSatisfy { $0 == .missing(.tooShort) })
    let absent = values(feature, prepare([[Float](repeating: .nan, count: 5000)]), lead: 0)
    #expect(absent.values.allSatisfy { $0 == .missing(.noSignal) })
    let flat = values(feature, prepare([[Float](repeating: 0.1, count: 5000)]), lead: 0)
    #expect(flat.values.allSatisfy { $0 == .missing(.noSignal) })
  }
}
