import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeKernels

/// Kernels whose figures a hand computes.
@Suite struct HandComputedTests {
  @Test func `A QT is corrected as the four formulas say`() {
    func corrected(_ qt: Float, _ rr: Double) -> [Float] {
      let one = CorrectedQT(qt, rrSeconds: rr)
      return [one.bazett, one.fridericia, one.framingham, one.hodges]
    }
    // At one second none changes it.
    #expect(corrected(400, 1) == [400, 400, 400, 400])
    // The root of 0.64 is 0.8, the cube root of 0.512 too.
    #expect(corrected(400, 0.64)[0] == 500 && corrected(400, 0.512)[1] == 500)
    // Half a second, 120 a minute: 154 / 2, and 1.75 times 60 more.
    #expect(corrected(400, 0.5)[2] == 477 && corrected(400, 0.5)[3] == 505)
  }

  @Test func `Evidence of fibrillation is bins, less the origin, less twice premature beats`() {
    func evidence(_ points: [(Double, Double)]) -> Double { LorenzEvidence(points).value }
    #expect(evidence([]) == 0 && evidence([(0, 0), (10, -12), (5, 5)]) == -3)
    // Near the origin, but not in its bin; too far.
    #expect(evidence([(30, 60), (-80, 80), (601, 0), (0, -700)]) == 0)
    #expect(evidence([(100, -200), (-300, 150), (600, 90)]) == 3)
    // Three in one bin: along the diagonals for, against and undecided, along the axes for and against.
    func three(_ x: Double, _ y: Double) -> Double {
      evidence([(x, y), (x + 1, y), (x, y + 1)])
    }
    #expect(three(-200, -200) == 1 - 2 * 2 && three(200, 200) == 1 + 2 * 2)
    #expect(three(200, -200) == 1 && three(-200, 200) == 1)
    #expect(three(-200, 0) == -3 && three(200, 0) == 5)
    #expect(three(0, -200) == -3 && three(0, 200) == 5)
    // Elsewhere for.
    #expect(three(300, -150) == -3 && three(150, 400) == -3)
  }

  @Test func `A Butterworth filter at a quarter of the rate is that of a hand`() {
    // There the warped frequency is 1: b = (1, 2, 1) / (2 + d), a = (0, (2 - d) / (2 + d)).
    let sections = ButterworthSection.fourPoles(
      cutoff: 250, samplingFrequency: 1000, isHighPass: false)
    for (section, angle) in zip(sections, [Double.pi / 8, 3 * Double.pi / 8]) {
      let damping = 2 * cos(angle)
      let (b, a) = (1 / (2 + damping), (2 - damping) / (2 + damping))
      var impulse = [1.0, 0, 0, 0, 0]
      section.filter(&impulse)
      let expected = [b, 2 * b, b - a * b, -2 * a * b, -a * (b - a * b)]
      #expect(zip(impulse, expected).allSatisfy { abs($0 - $1) < 1e-15 })
    }
  }

  @Test(arguments: [false, true])
  func `Four poles pass half of the power at the cutoff, all and nothing far from it`(
    isHighPass: Bool
  ) {
    func gain(_ frequency: Double) -> Double {
      var signal = (0..<4000).map { cos(2 * Double.pi * frequency * Double($0) / 1000) }
      for section in ButterworthSection.fourPoles(
        cutoff: 40, samplingFrequency: 1000, isHighPass: isHighPass)
      {
        section.filter(&signal)
      }
      return signal[3000...].map(abs).max() ?? 0
    }
    #expect(abs(gain(40) - 0.5.squareRoot()) < 1e-3)
    #expect(abs(gain(0) - (isHighPass ? 0 : 1)) < 1e-9)
    #expect(abs(gain(500) - (isHighPass ? 1 : 0)) < 1e-9)
    // An octave below or above: 1 / sqrt(1 + w^8) with w from the warped frequencies.
    let w = tan(Double.pi * 0.08) / tan(Double.pi * 0.04)
    let stopped = isHighPass ? gain(20) : gain(80)
    let octave = isHighPass ? tan(Double.pi * 0.04) / tan(Double.pi * 0.02) : w
    #expect(abs(stopped - 1 / (1 + pow(octave, 8)).squareRoot()) < 1e-3)
  }

  @Test func `A ratio is off by less than one part in 5,000 times its smaller number`() {
    let near = ResamplingRatio(from: 500.05, to: 500)
    #expect(near.up == 1 && near.down == 1)
    var random = SeededGenerator(seed: 6)
    for _ in 0..<2000 {
      let (old, new) = (
        Double.random(in: 50...4000, using: &random), Double.random(in: 50...4000, using: &random)
      )
      let ratio = ResamplingRatio(from: old, to: new)
      #expect(max(ratio.up, ratio.down) <= 5000 && min(ratio.up, ratio.down) >= 1)
      let error = abs(Double(ratio.up) / Double(ratio.down) * old / new - 1)
      #expect(error < 1 / (5000 * Double(min(ratio.up, ratio.down))), "\(old) to \(new)")
    }
  }
}
