/// How far one beat's wave lies from that of its group's mean.
enum BeatShift {
  /// The least correlation at which a shift is believed.
  private static let leastCorrelation = 0.7

  /// The shifts of beats in samples, zero where a beat's wave is too unlike the mean's: the lag, up to
  /// `reach`, at which the beat's slopes correlate best with those of the mean in `range` of the averaged
  /// beat, which begins at the beat's sample of the signal among `origins`; `energy` is that of the mean
  /// there.
  static func all(
    _ signal: borrowing SlopeSignal, origins: [Int], _ mean: borrowing LeadRows, energy: Double,
    in range: Range<Int>, reach: Int, into shifts: inout [Int], _ products: inout [Float]
  ) {
    shifts.removeAll(keepingCapacity: true)
    shifts.append(contentsOf: repeatElement(0, count: origins.count))
    guard range.count > 2 else { return }
    let length = signal.count
    func isWhole(_ beat: Int) -> Bool {
      let start = origins[beat] + range.lowerBound
      return start - reach >= 0 && start + range.count + reach <= length
    }
    var next = 0
    while next < origins.count {
      // Four beats at a time; the last one again where there are fewer.
      var (beats, count) = (SIMD4<Int>(repeating: next), 0)
      while next < origins.count, count < 4 {
        if isWhole(next) {
          for place in count..<4 { beats[place] = next }
          count += 1
        }
        next += 1
      }
      guard count > 0 else { return }
      var starts = SIMD4<Int>(repeating: range.lowerBound)
      for place in 0..<4 { starts[place] += origins[beats[place]] }
      LagProducts.ofFour(
        signal.smoothed, at: starts, reach: reach, mean, from: range.lowerBound,
        count: range.count, &products)
      for place in 0..<count {
        let first = place * LagProducts.lanes(reach)
        shifts[beats[place]] =
          best(
            signal, products[first..<first + 2 * reach + 1], from: starts[place] - reach,
            count: range.count, energy: energy) ?? reach
        shifts[beats[place]] -= reach
      }
    }
  }

  /// The lag of the highest correlation; nil where none is believed.
  private static func best(
    _ signal: borrowing SlopeSignal, _ products: ArraySlice<Float>, from start: Int, count: Int,
    energy: Double
  ) -> Int? {
    let products = products.span
    let energies = signal.smoothedEnergy.span
    var (best, shift): (Double, Int?) = (leastCorrelation, nil)
    for lag in products.indices {
      let own = energies[start + lag + count] - energies[start + lag]
      guard let correlation = LagProducts.correlation(products[lag], own * energy, above: best)
      else { continue }
      (best, shift) = (correlation, lag)
    }
    return shift
  }

  /// The sum of the squares of a range of all leads' rows.
  static func energy(_ mean: borrowing LeadRows, in range: Range<Int>) -> Double {
    var energy = 0.0
    for lead in 0..<mean.leadCount {
      let first = mean.start(lead)
      for index in range.clamped(to: 0..<mean.length) {
        energy += Double(mean.values[first + index] * mean.values[first + index])
      }
    }
    return energy
  }
}
