import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct ECGWaveletTests {
  @Test func `Energies equal those of a recomputation over the whole lead`() throws {
    guard let python = Oracle.python else { return }
    let folder = Fixtures.scratch("wavelet")
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = """
      import sys, numpy as np
      for path in sys.argv[1:]:
        fs = float(path.split('_')[-1]); x = np.fromfile(path, '<f4').astype(float)
        k = max(1, int(fs // 250)); m = len(x) // k
        a = x[:m * k].reshape(m, k).mean(axis=1).astype('f4').astype(float)
        e = []
        for j in range(5):
          h = np.zeros(3 * 2 ** j + 1); h[::2 ** j] = np.array([1, 3, 3, 1]) / 8
          g = np.zeros(2 ** j + 1); g[0], g[-1] = 2, -2
          d = np.convolve(a, g, 'valid'); e.append(np.nanmean(d ** 2)); a = np.convolve(a, h, 'valid')
        e = np.array(e); p = e / e.sum()
        print(*map(lambda v: repr(float(v)), [*p, e.sum(), -(p * np.log(p)).sum() / np.log(5)]))
      """
    let rates: [Double] = [128, 250, 360, 500, 1000]
    var leads = rates.map {
      SyntheticECG(seconds: 20, samplingFrequency: $0, noise: 0.01, seed: 9).samples
    }
    for place in leads.indices { leads[place][700] = .nan }
    var paths: [String] = []
    for (rate, lead) in zip(rates, leads) {
      let file = folder.appending(path: "lead_\(rate)")
      try Float32File.write(lead, to: file)
      paths.append(file.path(percentEncoded: false))
    }
    let output = Oracle.run(python, ["-c", script] + paths)
    let lines = output.text.split(separator: "\n")
    try #require(lines.count == rates.count, "\(output.errors)")
    for (place, rate) in rates.enumerated() {
      let run = StripRun(
        ECGWavelet.self, [leads[place]], samplingFrequency: rate, chunk: 777)
      let own = run.values(lead: 0)
      let ids = ECGWavelet.group.leadColumns.map(\.id)
      let expected = lines[place].split(separator: " ").compactMap { Double($0) }
      try #require(expected.count == ids.count)
      for (id, reference) in zip(ids, expected) {
        let value = own[id]?.double ?? .nan
        #expect(abs(value - reference) <= 1e-9 * reference, "\(rate) Hz, \(id)")
      }
    }
  }

  @Test func `An alternating lead has all its energy in the smallest scale`() {
    // Differences of 2 are doubled to 4; the smoothed lead is zero.
    let samples = (0..<2_500).map { Float($0 % 2 == 0 ? 1 : -1) }
    let own = StripRun(ECGWavelet.self, [samples]).values(lead: 0)
    #expect(own["ecg.wavelet.energy_1"] == .number(1))
    #expect(own["ecg.wavelet.energy_2"] == .number(0))
    #expect(own["ecg.wavelet.total"] == .number(16) && own["ecg.wavelet.entropy"] == .number(0))
  }

  @Test func `Flat and absent leads have no energies`() {
    for samples in [[Float](repeating: 0.2, count: 2_500), [Float](repeating: .nan, count: 2_500)] {
      let own = StripRun(ECGWavelet.self, [samples]).values(lead: 0)
      #expect(own.values.allSatisfy { $0 == .missing(.noSignal) })
    }
  }
}
