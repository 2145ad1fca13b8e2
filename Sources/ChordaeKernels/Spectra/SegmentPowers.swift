/// The powers of one Welch segment in the bands by which a signal's quality is judged.
///
/// In the unit of the squared transform: only their ratios mean something.
public struct SegmentPowers: Sendable, Equatable {
  /// The segment's first sample, counted from the lead's first.
  public var firstSample: Int
  /// Samples of the segment.
  public let length: Int
  /// Power in each band, in the order of `Band.allCases`.
  public var values: SIMD16<Float>

  /// A band, both ends in Hz.
  public enum Band: Int, Sendable, CaseIterable {
    case below1, from1To5, from5To15, from15To40, above40, near50, around50, near60, around60

    /// The band's ends; of the mains bands both belong to it, of the others the lower alone.
    var ends: (low: Double, high: Double, isClosed: Bool) {
      switch self {
      case .below1: (0, 1, false)
      case .from1To5: (1, 5, false)
      case .from5To15: (5, 15, false)
      case .from15To40: (15, 40, false)
      case .above40: (40, 150, false)
      case .near50: (49, 51, true)
      case .around50: (45, 55, true)
      case .near60: (59, 61, true)
      case .around60: (55, 65, true)
      }
    }
  }

  /// The sample in its middle, by which it belongs to a strip or a window.
  public var middle: Int { firstSample + length / 2 }

  /// The power in a band.
  public subscript(band: Band) -> Double { Double(values[band.rawValue]) }

  /// The places of each band's bins; those of a band beyond the highest frequency are none.
  static func bins(length: Int, samplingFrequency: Double) -> [Range<Int>] {
    let width = 1 / (Double(length) * (1 / samplingFrequency))
    let count = length / 2 + 1
    func first(_ isInside: (Double) -> Bool) -> Int {
      (0..<count).first { isInside(Double($0) * width) } ?? count
    }
    return Band.allCases.map { band in
      let (low, high, isClosed) = band.ends
      let start = first { $0 >= low }
      let end = first { isClosed ? $0 > high : $0 >= high }
      return start..<max(start, end)
    }
  }

  /// The powers of a transform whose squared magnitudes are given; zero, and with an even length the
  /// highest frequency, have no mirror image and count by half.
  init(firstSample: Int, power: [Double], bins: [Range<Int>], length: Int) {
    self.firstSample = firstSample
    self.length = length
    values = SIMD16()
    for (place, range) in bins.enumerated() {
      var sum = Self.sum(power, range)
      if range.contains(0) { sum -= power[0] / 2 }
      if length.isMultiple(of: 2), range.contains(length / 2) { sum -= power[length / 2] / 2 }
      values[place] = Float(sum)
    }
  }

  /// The sum over a range of bins.
  static func sum(_ power: [Double], _ range: Range<Int>, form: SampleForm = .vectors) -> Double {
    if form == .reference { return power[range].reduce(0, +) }
    var lanes = SIMD4<Double>.zero
    var place = range.lowerBound
    while place + 4 <= range.upperBound {
      lanes += SIMD4(power[place], power[place + 1], power[place + 2], power[place + 3])
      place += 4
    }
    var sum = lanes.sum()
    while place < range.upperBound {
      sum += power[place]
      place += 1
    }
    return sum
  }
}
