import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

@Suite struct LombScargleTests {
  // From 512 times on they are taken block by block.
  @Test(arguments: Array(0...9) + [511, 512, 513, 1030])
  func `Turned and computed sines give the same powers`(count: Int) {
    var random = SeededGenerator(seed: UInt64(count + 1))
    var time = 0.0
    let times = (0..<count).map { _ in
      time += Double.random(in: 0.3..<2, using: &random)
      return time
    }
    let values = times.map { _ in Double.random(in: -50..<50, using: &random) }
    let plain = LombScargle.powers(times, values, step: 1.0 / 300, count: 119, form: .reference)
    let turned = LombScargle.powers(times, values, step: 1.0 / 300, count: 119, form: .vectors)
    #expect(plain.count == 119 && turned.count == 119)
    for (one, other) in zip(plain, turned) where one.isFinite {
      #expect(abs(one - other) <= 1e-9 * max(1, one))
    }
  }

  @Test func `A sine has all its power at its frequency`() {
    // Evenly spaced over whole periods: a quarter of the squared height times the count.
    let times = (0..<300).map(Double.init)
    let values = times.map { 30 * sine(2 * Double.pi * 0.1 * $0) }
    let powers = LombScargle.powers(times, values, step: 1.0 / 300, count: 119)
    for (place, power) in powers.enumerated() {
      #expect(abs(power - (place == 29 ? 900 * 300 / 4.0 : 0)) < 1e-6)
    }
  }

  /// The sine by its series, turned back to the first period.
  private func sine(_ angle: Double) -> Double {
    let x = angle.remainder(dividingBy: 2 * Double.pi)
    var (term, sum) = (x, x)
    for n in 1...20 {
      term *= -x * x / Double(2 * n * (2 * n + 1))
      sum += term
    }
    return sum
  }
}
