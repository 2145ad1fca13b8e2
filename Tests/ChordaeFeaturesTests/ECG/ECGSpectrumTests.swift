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
      def show(path):
        x = np.fromfile(path, '<f4').astype(float); fs = float(path.split('_')[-1]); n = round(2 * fs)
        f, p = s.welch(x, fs, window='hann', nperseg=n, noverlap=n // 2, detrend='constant')
        for lo, hi, w in ((.5, 5, '0p5_5hz'), (5, 15, '5_15hz'), (15, 40, '15_40hz'),
                          (40, 100, '40_100hz'), (100, 150, '100_150hz')):
          if hi <= fs / 2: yield 'power_' + w, p[(f >= lo) & (f < hi)].sum() * f[1]
        k = (f >= .5) & (f <= 40); f = f[k]; p = p[k]; q = p / p.sum()
        yield 'entropy', -(q * np.log(q)).sum() / np.log(len(q))
        yield 'centroid', (f * q).sum()
        yield 'edge_95', f[np.argmax(np.cumsum(p) >= .95 * p.sum())]
        yield 'dominant_frequency', f[np.argmax(p)]
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
      #expect(expected.count >= 7)
      for (id, value) in values(feature, ecg, lead: 0) {
        guard let reference = expected[id] else {
          #expect(value == .missing(.bandAboveNyquist), "\(id)")
          continue
        }
        #expect(abs(value.double - reference) <= 1e-9 * reference, "\(id)")
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
