import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

@Suite struct RRKernelTests {
  /// A series of one run, in ms.
  private func series(_ milliseconds: [Double]) -> RRSeries {
    var (series, end) = (RRSeries(), 0.0)
    for (place, value) in milliseconds.enumerated() {
      end += value / 1000
      series.append(milliseconds: value, end: end, isAdjacent: place > 0, followsGap: place == 0)
    }
    return series
  }

  @Test func `Stretches end at gaps and at long holes, runs at any hole`() {
    var series = RRSeries()
    for (end, adjacent, gap) in [
      (1.0, false, true), (2.0, true, false), (4.5, false, false), (10.0, false, false),
      (12.0, false, true),
    ] {
      series.append(milliseconds: 1000, end: end, isAdjacent: adjacent, followsGap: gap)
    }
    #expect(series.runs == [0..<2, 2..<3, 3..<4, 4..<5])
    // From 4.5 to 9 s nothing is known: more than four seconds.
    #expect(series.stretches == [0..<3, 3..<4, 4..<5])
    let part = series.part(1..<4)
    #expect(part.runs == [0..<1, 1..<2, 2..<3] && part.stretches == [0..<2, 2..<3])
    #expect(series.places(from: 2, to: 10) == 1..<3)
    let windows = series.windows(seconds: 5)
    #expect(windows.map(\.places) == [0..<3, 3..<5] && windows.map(\.coverage) == [0.6, 0.4])
  }

  @Test func `A segment of the tachogram counts where intervals cover it`() throws {
    /// Seconds of 0.8 to 0.9 s a beat; in the first `holed` of them one second of each `period` stands.
    func density(holed: Double, period: Double, seconds: Double) -> SpectralDensity? {
      var (series, end, place) = (RRSeries(), 0.0, 0)
      while end < seconds {
        let length = place % 5 < 2 ? 800.0 : 900
        let hole = end < holed ? period - length / 1000 : 0
        end += length / 1000 + hole
        series.append(
          milliseconds: length, end: end, isAdjacent: hole == 0 && place > 0,
          followsGap: place == 0)
        place += 1
      }
      return TachogramSpectrum.density(series)
    }
    // Holes of two seconds leave a third: no segment counts.
    #expect(density(holed: 700, period: 2.9, seconds: 700) == nil)
    #expect(density(holed: 130, period: 2.9, seconds: 130) == nil)
    // A tenth of a second missing of each: all count, and from 300 s on the whole ones alone.
    let thin = try #require(density(holed: 700, period: 1, seconds: 700))
    #expect(thin.values.contains { $0 > 0 })
    let part = try #require(density(holed: 400, period: 2.9, seconds: 1200))
    let whole = try #require(density(holed: 0, period: 1, seconds: 1200))
    let power = { (one: SpectralDensity) in one.power(from: 0.04, below: 0.4) }
    #expect(abs(power(part) / power(whole) - 1) < 0.01)
  }

  @Test func `Entropies are those of a hand`() {
    // Templates of two: (1,2) (2,1) (1,2) (2,3); with a third: 1, 2, 1 | 2, 1, 2 | 1, 2, 3.
    let entropy = RREntropy([1, 2, 1, 2, 3], stretches: [0..<5], tolerance: 0.5)
    // One pair of two like (1,2); its thirds 1 and 3 differ.
    #expect(entropy.sample == nil)
    let wide = RREntropy([1, 2, 1, 2, 1, 2, 9], stretches: [0..<7], tolerance: 0.5)
    // (1,2,1) twice, (2,1,2) twice, (1,2,9): pairs of two 3 + 1, of three 1 + 1.
    #expect(abs((wide.sample ?? 0) - 0.6931471805599453) < 1e-15)
    let cut = RREntropy([1, 2, 1, 2, 1, 2, 9], stretches: [0..<3, 3..<7], tolerance: 0.5)
    #expect(cut.sample == nil)
  }

  @Test func `Fragmentation and asymmetry are those of a hand`() {
    // Differences: 10, 10, 10, -5, 5, -5, 0, -5.
    let series = series([800, 810, 820, 830, 825, 830, 825, 825, 820])
    let turns = RateFragmentation(series)
    // Turns: 10|-5, -5|5, 5|-5, -5|0, 0|-5 of seven places.
    #expect(turns.inflectionPercent == 500 / 7.0)
    // Segments: three, one, one, one, one of seven differences.
    #expect(turns.inverseSegmentLength == 5 / 7.0)
    #expect(turns.shortSegmentPercent == 62.5)
    // 10, -5, 5, -5 alternate.
    #expect(turns.alternationPercent == 50)
    let asymmetry = RateAsymmetry(series)
    #expect(asymmetry.guzikPercent == 100 * 35 / 50.0)
    #expect(asymmetry.portaPercent == 100 * 3 / 7.0)
  }

  @Test func `The triangle's base is that of a triangle`() throws {
    // Counts 1, 2, 3, 2, 1 in successive bins of 7.8125 ms: feet one bin beyond, base six bins.
    let values = [1, 2, 3, 2, 1].enumerated().flatMap { bin, count in
      [Double](repeating: 800 + 7.8125 * Double(bin), count: count)
    }
    let histogram = try #require(RRHistogram(values))
    #expect(histogram.triangleBase == 6 * 7.8125 && histogram.triangularIndex == 3)
    #expect(RRHistogram([]) == nil && RRHistogram([500, 20_000]) == nil)
  }

  @Test func `Turbulence is that of a hand`() {
    let before = [Double](repeating: 800, count: 5)
    let rising = [780, 770, 780, 790, 800, 810]
    let after = rising.map(Double.init) + [Double](repeating: 810, count: 9)
    var turbulence = RateTurbulence()
    for _ in 0..<4 { turbulence.add((before + [500, 1100] + after)[...]) }
    #expect(turbulence.count == 4 && turbulence.onset == nil && turbulence.slope == nil)
    // Late, without a pause, with a step of 200 ms: none passes.
    let late = turbulence.add((before + [641, 1100] + after)[...])
    let unpaused = turbulence.add((before + [500, 959] + after)[...])
    let uneven = turbulence.add((before + [500, 1100, 700, 900] + after.dropLast(2))[...])
    #expect(!late && !unpaused && !uneven)
    turbulence.add((before + [640, 960] + after)[...])
    #expect(turbulence.count == 5)
    #expect(abs((turbulence.onset ?? 0) + 100 * 50 / 1600.0) < 1e-12)
    #expect(abs((turbulence.slope ?? 0) - 10) < 1e-12)
  }

  @Test func `Capacities are those of a hand`() {
    // Anchors: 810 (+10), 800 (-10), not 1000 (25 % off).
    let prsa = PhaseRectifiedAveraging(series([800, 800, 810, 800, 1000, 790]))
    #expect(prsa.decelerationCount == 1 && prsa.accelerationCount == 1)
    #expect(
      prsa.decelerationCapacity == 2.5 && prsa.accelerationCapacity == (800 + 1000 - 1610) / 4.0)
  }

  @Test func `Quantiles and the median distance are those of a sort`() {
    var random = SeededGenerator(seed: 9)
    for count in 1...40 {
      let values = (0..<count).map { _ in Double(Int.random(in: 0...30, using: &random)) }
      let order = OrderStatistics(values)
      func middle(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
      }
      let median = middle(values)
      #expect(order.median == median)
      #expect(order.medianAbsoluteDeviation == middle(values.map { abs($0 - median) }))
      var heap = values
      OrderStatistics.sortInPlace(&heap)
      #expect(heap == values.sorted())
    }
    #expect(OrderStatistics([5, 1, 2, 4]).interquartileRange == 2.5)
  }

  @Test func `Nothing of nothing`() {
    let none = RRSeries()
    #expect(TachogramSpectrum.density(none) == nil && LombSpectrum.powers(none) == nil)
    #expect(RRComplexity(none).sample == nil && RRComplexity(none).multiscale == nil)
    #expect(DetrendedFluctuation(none).exponent(4...16) == nil)
    #expect(SegmentStatistics(none).deviationOfMeans == nil)
    #expect(RRMoments([]).mean == nil && OrderStatistics([]).median == nil)
    #expect(RRIrregularity([], isAdjacent: []).isFibrillation == false)
  }
}
