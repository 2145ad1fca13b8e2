import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

@Suite struct CubicSplineTests {
  private func points(_ count: Int, seed: UInt64) -> (x: [Double], y: [Double]) {
    var random = SeededGenerator(seed: seed)
    var place = 0.0
    let x = (0..<count).map { _ in
      place += Double.random(in: 0.3..<1.6, using: &random)
      return place
    }
    return (x, x.map { _ in Double.random(in: 500..<1200, using: &random) })
  }

  @Test(arguments: [4, 5, 9])
  func `A cubic is given back as it is`(count: Int) {
    func cubic(_ x: Double) -> Double { 3 - x + 0.5 * x * x - 0.25 * x * x * x }
    let x = points(count, seed: 3).x
    let spline = CubicSpline(x, x.map(cubic))
    var values = [Double](repeating: 0, count: 20)
    let step = (x[count - 1] - x[0]) / 20
    spline.evaluate(from: x[0], step: step, count: 20, into: &values)
    for (place, value) in values.enumerated() {
      #expect(abs(value - cubic(x[0] + Double(place) * step)) < 1e-11)
    }
  }

  @Test func `A piece cut out with its surroundings equals the whole`() throws {
    let (x, y) = points(400, seed: 8)
    var series = RRSeries()
    for (end, value) in zip(x, y) {
      series.append(milliseconds: value, end: end, isAdjacent: true, followsGap: false)
    }
    let tachogram = try #require(Tachogram(series, 0..<400))
    var whole = [Double](repeating: 0, count: tachogram.sampleCount)
    CubicSpline(x.map { $0 - x[0] }, y).evaluate(
      from: 0, step: 0.25, count: whole.count, into: &whole)
    var (place, piece) = (0, [Double](repeating: 0, count: 100))
    for first in stride(from: 0, through: whole.count - 100, by: 50) {
      tachogram.resample(from: first, near: &place, into: &piece)
      for (one, other) in zip(piece, whole[first...]) {
        #expect(abs(one - other) <= 1e-12 * abs(other))
      }
    }
  }
}
