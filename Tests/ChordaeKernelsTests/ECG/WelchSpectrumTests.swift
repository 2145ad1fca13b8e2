import ChordaeKernels
import ChordaeTestSupport
import Dispatch
import Foundation
import Synchronization
import Testing

@Suite struct WelchSpectrumTests {
  private func density(
    _ samples: [Float], samplingFrequency: Double, chunk: Int = .max
  ) -> (SpectralDensity?, WelchSpectrum) {
    var spectrum = WelchSpectrum(WelchWorkspace(samplingFrequency: samplingFrequency))
    for start in stride(from: 0, to: samples.count, by: min(chunk, max(1, samples.count))) {
      let part = Array(samples[start..<min(samples.count, start + min(chunk, samples.count))])
      spectrum.consume(part, count: part.count)
    }
    return (spectrum.density(), spectrum)
  }

  @Test func `A sine's power is half of its squared amplitude, at its frequency`() throws {
    let samples = (0..<5000).map { Float(3 + 2 * sin(2 * Double.pi * 10 * Double($0) / 500)) }
    let density = try #require(density(samples, samplingFrequency: 500).0)
    #expect(abs(density.power(from: 5, below: 15) - 2) < 1e-6)
    #expect(density.power(from: 15, below: 250) < 1e-10)
    let shape = try #require(density.shape(from: 0.5, through: 40))
    #expect(shape.dominantFrequency == 10)
    #expect(abs(shape.centroid - 10) < 1e-6)
  }

  @Test func `A flat density has the shape that a hand computes`() throws {
    // Bins at 0.5 Hz: 0.5 to 40 Hz are 80 equal ones; 95 % of 80 is reached at the 76th, 38 Hz.
    let flat = SpectralDensity(
      Array(repeating: 1, count: 101), samplingFrequency: 100, length: 200)
    let shape = try #require(flat.shape(from: 0.5, through: 40))
    #expect(abs(shape.entropy - 1) < 1e-12)
    #expect(abs(shape.centroid - 20.25) < 1e-12)
    #expect(shape.edge95 == 38)
    #expect(shape.dominantFrequency == 0.5)
    #expect(flat.power(from: 0.5, below: 5) == 4.5)
  }

  @Test(arguments: [1, 7, 359, 360, 719, 720, 721, 5000])
  func `The size of the chunks changes nothing`(chunk: Int) {
    let lead = SyntheticECG(seconds: 20, samplingFrequency: 360, noise: 0.02).samples
    let whole = density(lead, samplingFrequency: 360)
    let parts = density(lead, samplingFrequency: 360, chunk: chunk)
    #expect(whole.0 == parts.0)
    #expect(whole.1.segmentCount == 19)
  }

  @Test func `Segments with a missing sample are left out and counted`() throws {
    var lead = SyntheticECG(seconds: 20, samplingFrequency: 250, noise: 0.02).samples
    lead[2600] = .nan
    lead[100] = .infinity
    let (density, spectrum) = density(lead, samplingFrequency: 250)
    // Sample 2600 lies in the segments from 2250 and 2500, sample 100 in the first.
    #expect(spectrum.segmentCount == 16 && spectrum.skippedSegmentCount == 3)
    #expect(try #require(density).values.allSatisfy(\.isFinite))
  }

  @Test func `A signal shorter than a segment has no density`() {
    #expect(density([], samplingFrequency: 250).0 == nil)
    #expect(density(Array(repeating: 1, count: 499), samplingFrequency: 250).0 == nil)
    #expect(density(Array(repeating: .nan, count: 5000), samplingFrequency: 250).0 == nil)
  }

  @Test func `A constant lead has no power and no shape`() throws {
    let density = try #require(
      density(Array(repeating: 0.1, count: 3000), samplingFrequency: 250).0)
    #expect(density.values.allSatisfy { $0 == 0 })
    #expect(density.shape(from: 0.5, through: 40) == nil)
  }

  @Test func `Samples that the recording does not hold end a segment`() {
    var spectrum = WelchSpectrum(WelchWorkspace(samplingFrequency: 100))
    let half = (0..<150).map { Float($0 % 7) }
    spectrum.consume(half, count: 150)
    spectrum.skip()
    spectrum.consume(half, count: 150)
    #expect(spectrum.segmentCount == 0)
    spectrum.consume(half, count: 50)
    #expect(spectrum.segmentCount == 1)
  }

  @Test func `Density equals that of scipy`() throws {
    guard let python = Oracle.python else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = """
      import numpy as np, scipy.signal as s, sys
      for path in sys.argv[1:]:
        x = np.fromfile(path, '<f4').astype(float); fs = float(path.split('_')[-1]); n = round(2 * fs)
        f, p = s.welch(x, fs, window='hann', nperseg=n, noverlap=n // 2, detrend='constant')
        print(repr(float(f[1])), ' '.join(repr(float(v)) for v in p))
      """
    let frequencies = [100, 128, 250, 257, 333.3, 360, 500, 1000, 128.25]
    let leads = frequencies.map {
      SyntheticECG(seconds: 13.3, samplingFrequency: $0, noise: 0.01, seed: 7).samples.map {
        $0 + 5
      }
    }
    let paths = frequencies.map { folder.appending(path: "lead_\($0)") }
    for (path, lead) in zip(paths, leads) { try Float32File.write(lead, to: path) }
    let output = Oracle.run(python, ["-c", script] + paths.map { $0.path(percentEncoded: false) })
    let lines = output.text.split(separator: "\n")
    try #require(lines.count == frequencies.count)
    for (place, line) in lines.enumerated() {
      let expected = line.split(separator: " ").compactMap { Double($0) }
      let density = try #require(density(leads[place], samplingFrequency: frequencies[place]).0)
      try #require(density.values.count == expected.count - 1)
      #expect(density.binWidth == expected[0])
      let largest = expected[1...].max() ?? 0
      for (own, other) in zip(density.values, expected[1...]) {
        #expect(abs(own - other) <= 1e-9 * other + 1e-15 * largest)
      }
    }
  }

  @Test func `Workers that plan and transform at the same time get what one alone gets`() {
    let lead = SyntheticECG(seconds: 10, samplingFrequency: 250, noise: 0.02).samples
    // Frequencies that no other test plans for.
    let frequencies = (0..<12).map { 201 + Double($0 % 6) * 7 }
    let together = Mutex<[Int: SpectralDensity]>([:])
    DispatchQueue.concurrentPerform(iterations: frequencies.count) { @Sendable place in
      let own = density(lead, samplingFrequency: frequencies[place]).0
      together.withLock { $0[place] = own }
    }
    for (place, frequency) in frequencies.enumerated() {
      let alone = density(lead, samplingFrequency: frequency).0
      #expect(together.withLock { $0[place] } == alone)
    }
  }
}
