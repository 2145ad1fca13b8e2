import ChordaeCore
import ChordaeKernels
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeFeatures

@Suite struct TWaveAlternansTests {
  /// Strips of twelve beats one after the other, every other T changed by twice `alternans` in mV.
  private func measure(
    _ alternans: Float, strips: Int, ectopic: Int? = nil, gap: Int? = nil
  ) -> (global: [String: FeatureValue], lead: [String: FeatureValue]) {
    var generator = SeededGenerator(seed: 3)
    let plain = TriangularECG.ecg([("V4", .scaled(1))])
    var feature = TWaveAlternans(ECGContext(plain.recording, options: FeatureOptions()))
    var beat = 0
    for strip in 0..<strips {
      var ecg = plain
      if strip > 0 { ecg.beats[0].followsGap = false }
      for place in ecg.beats.indices {
        let change: Float = beat % 2 == 0 ? alternans : -alternans
        for sample in 55...175 { ecg.leads[0][400 * (place + 1) + sample] += change }
        if beat == ectopic { ecg.beats[place].code = UInt8(ascii: "V") }
        if beat == gap { ecg.beats[place].followsGap = true }
        beat += 1
      }
      for sample in ecg.leads[0].indices {
        ecg.leads[0][sample] += Float.random(in: -0.01...0.01, using: &generator)
      }
      feature.consume(ecg.measuredStrip())
    }
    return (values(feature, plain.measured()), values(feature, plain.measured(), lead: 0))
  }

  @Test func `Alternans of 20 uV is found, and none where there is none`() {
    let found = measure(0.02, strips: 11)
    #expect(found.global["ecg.twa.blocks"] == .integer(1))
    #expect(abs((found.lead["ecg.twa.v_alt"]?.double ?? 0) - 20) < 0.5)
    #expect((found.lead["ecg.twa.k"]?.double ?? 0) > 100)
    #expect(abs((found.lead["ecg.twa.mma"]?.double ?? 0) - 40) < 8)
    let none = measure(0, strips: 22)
    #expect(none.global["ecg.twa.blocks"] == .integer(2))
    #expect((none.lead["ecg.twa.v_alt"]?.double ?? 9) < 1.5)
    #expect((none.lead["ecg.twa.k"]?.double ?? 99) < 10)
  }

  @Test func `A beat of another kind is left out, a gap begins anew, too few beats give nulls`() {
    let ectopic = measure(0.02, strips: 11, ectopic: 40)
    #expect(abs((ectopic.lead["ecg.twa.v_alt"]?.double ?? 0) - 20) < 0.8)
    let gap = measure(0.02, strips: 11, gap: 40)
    #expect(gap.global["ecg.twa.blocks"] == .integer(0))
    #expect(gap.lead["ecg.twa.v_alt"] == .missing(.tooFewBeats))
    #expect(abs((gap.lead["ecg.twa.mma"]?.double ?? 0) - 40) < 8)
    let short = measure(0.02, strips: 1)
    #expect(short.lead.values.allSatisfy { $0 == .missing(.tooFewBeats) })
  }

  @Test func `The spectrum's voltage and ratio are those of numpy`() throws {
    guard let python = Oracle.python else { return }
    var generator = SeededGenerator(seed: 8)
    let width = 7
    let rows = (0..<128 * width).map { place in
      (place / width % 2 == 0 ? 0.004 : -0.004) + Float.random(in: -0.02...0.02, using: &generator)
    }
    let folder = Fixtures.scratch("alternans")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "rows")
    try Float32File.write(rows, to: file)
    let script = """
      import sys, numpy as np
      x = np.fromfile(sys.argv[1], '<f4').astype(float).reshape(128, -1)
      p = (abs(np.fft.fft(x - x.mean(0), axis=0)) ** 2 / 128 ** 2).mean(1)
      f = np.arange(128) / 128
      n = p[(f >= .44) & (f <= .49)]
      print(np.sqrt(p[64] - n.mean()), (p[64] - n.mean()) / n.std(ddof=1))
      """
    let text = Oracle.run(python, ["-c", script, file.path(percentEncoded: false)]).text
    let expected = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    let found = try #require(AlternansSpectrum(rows, width: width))
    try #require(expected.count == 2)
    #expect(abs(found.voltage - expected[0]) < 1e-6)
    #expect(abs(found.ratio - expected[1]) < 1e-3 * expected[1])
  }
}
