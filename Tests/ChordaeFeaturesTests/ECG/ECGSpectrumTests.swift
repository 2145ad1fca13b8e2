import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct ECGSpectrumTests {
  private let feature = ECGSpectrum(FeatureOptions())

  /// The figures by scipy and numpy from the same samples.
  private func reference(_ samples: [Float], samplingFrequency: Double) throws -> [String: Double]?
  {
    guard let python = Oracle.python else { return nil }
    let folder = Fixtures.scratch("spectrum")
    defer { try? FileManager.default.removeItem(at: folder) }
    try Float32File.write(samples, to: folder.appending(path: "lead.f32"))
    let script = """
      import sys, numpy as np, scipy.signal as s
      x = np.fromfile(sys.argv[1], '<f4').astype(float); fs = float(sys.argv[2]); n = round(2 * fs)
      f, p = s.welch(x, fs, window='hann', nperseg=n, noverlap=n // 2, detrend='constant')
      for lo, hi, w in ((.5, 5, '0p5_5hz'), (5, 15, '5_15hz'), (15, 40, '15_40hz'),
                        (40, 100, '40_100hz'), (100, 150, '100_150hz')):
        if hi <= fs / 2: print('power_' + w, repr(float(p[(f >= lo) & (f < hi)].sum() * f[1])))
      k = (f >= .5) & (f <= 40); f = f[k]; p = p[k]; q = p / p.sum()
      print('entropy', repr(float(-(q * np.log(q)).sum() / np.log(len(q)))))
      print('centroid', repr(float((f * q).sum())))
      print('edge_95', repr(float(f[np.argmax(np.cumsum(p) >= .95 * p.sum())])))
      print('dominant_frequency', repr(float(f[np.argmax(p)])))
      """
    let path = folder.appending(path: "lead.f32").path(percentEncoded: false)
    let text = Oracle.run(python, ["-c", script, path, "\(samplingFrequency)"]).text
    let pairs = text.split(separator: "\n").map { $0.split(separator: " ") }
    return Dictionary(
      uniqueKeysWithValues: pairs.map { ("ecg.spectrum.\($0[0])", Double($0[1]) ?? .nan) })
  }

  private func compare(_ samples: [Float], samplingFrequency: Double) throws {
    guard let expected = try reference(samples, samplingFrequency: samplingFrequency) else {
      return
    }
    let own = values(feature, prepare([samples], samplingFrequency: samplingFrequency), lead: 0)
    #expect(expected.count >= 7)
    for (id, value) in own {
      guard let reference = expected[id] else {
        #expect(value == .missing(.bandAboveNyquist), "\(id)")
        continue
      }
      #expect(abs(value.double - reference) <= 1e-9 * reference, "\(id)")
    }
  }

  @Test(arguments: [128, 250, 360, 500, 1000])
  func `Figures of a generated lead equal scipy's`(samplingFrequency: Double) throws {
    let lead = SyntheticECG(
      seconds: 11, samplingFrequency: samplingFrequency, noise: 0.005, seed: 5)
    try compare(lead.samples, samplingFrequency: samplingFrequency)
  }

  @Test func `Drift and offset beside a microvolt of noise cost no accuracy`() throws {
    let lead = SyntheticECG(seconds: 30, samplingFrequency: 500, noise: 0.001, seed: 6)
    let samples = lead.samples.enumerated().map { index, value in
      value + 5 + 2 * Float(sin(2 * Double.pi * 0.3 * Double(index) / 500))
    }
    try compare(samples, samplingFrequency: 500)
  }

  @Test func `Figures of real leads equal scipy's`() throws {
    if let path = Fixtures.publicRecord("ecg/mitdb/100.dat") {
      let record = try #require(WFDBRecord(String(path.dropLast(4))))
      for lead in record.leads { try compare(Array(lead[..<108_000]), samplingFrequency: 360) }
    }
    if let path = PublicECG.ludb.first {
      let record = try #require(WFDBRecord(path))
      for lead in record.leads[..<3] { try compare(lead, samplingFrequency: 500) }
    }
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
    #expect(flat["ecg.spectrum.power_5_15hz"] == .number(0))
    #expect(flat["ecg.spectrum.centroid"] == .missing(.noSignal))
  }
}
