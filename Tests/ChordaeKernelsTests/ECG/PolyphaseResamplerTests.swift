import ChordaeKernels
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct PolyphaseResamplerTests {
  private static let factors = [
    (1, 1), (1, 2), (1, 5), (2, 1), (5, 2), (2, 5), (25, 18), (125, 64), (500, 257), (4, 6),
  ]

  @Test func `The same as scipy's at all factors`() throws {
    guard let python = Oracle.python else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let lead = SyntheticECG(seconds: 2.01, samplingFrequency: 257, noise: 0.05).samples
    let path = folder.appending(path: "lead")
    try Float32File.write(lead, to: path)
    let script = """
      import numpy as np, scipy.signal as s, sys
      x = np.fromfile(sys.argv[1], '<f4').astype(float)
      for f in sys.argv[2:]:
        up, down = map(int, f.split('/'))
        print(' '.join(repr(float(v)) for v in s.resample_poly(x, up, down)))
      """
    let names = Self.factors.map { "\($0)/\($1)" }
    let output = Oracle.run(
      python, ["-c", script, path.path(percentEncoded: false)] + names)
    let lines = output.text.split(separator: "\n")
    try #require(lines.count == names.count)
    for ((up, down), line) in zip(Self.factors, lines) {
      let expected = line.split(separator: " ").compactMap { Float($0) }
      for form in SampleForm.allCases {
        var resampler = PolyphaseResampler(up: up, down: down)
        var resampled: [Float] = []
        resampler.resample(lead, into: &resampled, form: form)
        try #require(resampled.count == expected.count)
        for (own, other) in zip(resampled, expected) { #expect(abs(own - other) < 2e-6) }
      }
    }
  }

  @Test(arguments: [(1, 2), (2, 1), (5, 2)])
  func `A sample between others of which one is missing is missing`(up: Int, down: Int) {
    var lead = [Float](repeating: 0.25, count: 200)
    for index in 100..<110 { lead[index] = .nan }
    var resampler = PolyphaseResampler(up: up, down: down, ends: .held)
    var resampled: [Float] = []
    resampler.resample(lead, into: &resampled)
    #expect(resampled.count == 200 * up / down)
    for (index, value) in resampled.enumerated() {
      let place = Double(index) * Double(down) / Double(up)
      #expect(value.isNaN == (place > 99 && place < 110))
      // An offset stays one, at the ends and over the gap.
      if !value.isNaN { #expect(abs(value - 0.25) < 1e-3) }
    }
  }

  @Test func `No samples, one, and none that is there`() {
    var resampler = PolyphaseResampler(up: 2, down: 5)
    var resampled: [Float] = [1, 2]
    resampler.resample([], into: &resampled)
    #expect(resampled.isEmpty)
    resampler.resample([1], into: &resampled)
    #expect(resampled.count == 1)
    resampler.resample([.nan, .infinity, .nan], into: &resampled)
    #expect(resampled.count == 2 && resampled.allSatisfy(\.isNaN))
    #expect(resampler.outputCount(11) == 5)
  }
}
