internal import Glibc

/// The Lomb-Scargle periodogram: power of unevenly sampled values, nothing interpolated.
///
/// Scargle, Astrophys J 1982;263:835, unnormalised as `scipy.signal.lombscargle`: at each frequency half
/// of the sum of squares that a cosine and a sine, shifted so that they are orthogonal at these times,
/// explain.
enum LombScargle {
  /// Powers of values at times in seconds.
  ///
  /// The frequencies are `count` multiples of `step` Hz, from it on. The reference computes sine and cosine
  /// of every time at every frequency; by vectors they are turned from frequency to frequency.
  /// Cost: values times frequencies. The rotation's error grows with the frequencies' number to some
  /// 1e-14 at a hundred.
  static func powers(
    _ times: [Double], _ values: [Double], step: Double, count: Int, form: SampleForm = .vectors
  ) -> [Double] {
    precondition(times.count == values.count)
    switch form {
    case .reference:
      return (1...count).map { number in
        var sums = Sums()
        for (time, value) in zip(times, values) {
          let angle = 2 * Double.pi * step * Double(number) * time
          sums.add(cosine: cos(angle), sine: sin(angle), value: value)
        }
        return sums.power(of: Double(times.count))
      }
    case .vectors:
      return rotating(times, values, step: step, count: count)
    }
  }

  /// What is summed over all times at one frequency.
  private struct Sums {
    var cosine = 0.0
    var sine = 0.0
    var doubleCosine = 0.0
    var doubleSine = 0.0

    mutating func add(cosine c: Double, sine s: Double, value: Double) {
      cosine += value * c
      sine += value * s
      doubleCosine += c * c - s * s
      doubleSine += 2 * c * s
    }

    func power(of count: Double) -> Double {
      let shift = atan2(doubleSine, doubleCosine) / 2
      let (c, s) = (cos(shift), sin(shift))
      let length = (doubleCosine * doubleCosine + doubleSine * doubleSine).squareRoot()
      let (along, across) = (c * cosine + s * sine, c * sine - s * cosine)
      let (cosines, sines) = ((count + length) / 2, (count - length) / 2)
      return (along * along / cosines + (sines > 0 ? across * across / sines : 0)) / 2
    }
  }

  /// What is summed in four lanes, the product of cosine and sine not doubled yet.
  private struct Lanes {
    var cosine = SIMD4<Double>.zero
    var sine = SIMD4<Double>.zero
    var doubleCosine = SIMD4<Double>.zero
    var product = SIMD4<Double>.zero

    var sums: Sums {
      Sums(
        cosine: cosine.sum(), sine: sine.sum(), doubleCosine: doubleCosine.sum(),
        doubleSine: 2 * product.sum())
    }
  }

  /// Times of which all frequencies are taken before the next ones: they stay in the cache.
  private static let blockLength = 512

  private static func rotating(
    _ times: [Double], _ values: [Double], step: Double, count: Int
  ) -> [Double] {
    var sums = [Lanes](repeating: Lanes(), count: count)
    for start in stride(from: 0, to: times.count, by: blockLength) {
      let block = start..<min(start + blockLength, times.count)
      add(times[block], values[block], step: step, to: &sums)
    }
    return sums.map { $0.sums.power(of: Double(times.count)) }
  }

  private static func add(
    _ times: ArraySlice<Double>, _ values: ArraySlice<Double>, step: Double, to sums: inout [Lanes]
  ) {
    // A lane that holds no time turns a zero, which adds nothing.
    let packs = (times.count + 3) / 4
    var turnCosine = [SIMD4<Double>](repeating: .zero, count: packs)
    var (turnSine, value) = (turnCosine, turnCosine)
    for place in 0..<times.count {
      let angle = 2 * Double.pi * step * times[times.startIndex + place]
      turnCosine[place / 4][place % 4] = cos(angle)
      turnSine[place / 4][place % 4] = sin(angle)
      value[place / 4][place % 4] = values[values.startIndex + place]
    }
    var (cosine, sine) = (turnCosine, turnSine)
    for number in sums.indices {
      var lanes = sums[number]
      for pack in 0..<packs {
        let (c, s) = (cosine[pack], sine[pack])
        lanes.cosine += value[pack] * c
        lanes.sine += value[pack] * s
        lanes.doubleCosine += c * c - s * s
        lanes.product += c * s
        cosine[pack] = c * turnCosine[pack] - s * turnSine[pack]
        sine[pack] = s * turnCosine[pack] + c * turnSine[pack]
      }
      sums[number] = lanes
    }
  }
}
