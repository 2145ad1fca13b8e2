/// The weighted sum of three leads, which is zero where they fit each other.
public enum LeadSum {
  /// Samples whose squares are added up in single precision before they are in double.
  private static let stretch = 512

  /// The sum of the squares over some samples, and how many of these no lead misses.
  ///
  /// - Precondition: there are three leads and weights, and the leads hold the samples.
  public static func squares(
    _ leads: [[Float]], weights: [Float], _ samples: Range<Int>
  ) -> (squares: Double, count: Int) {
    precondition(leads.count == 3 && weights.count == 3)
    precondition(samples.lowerBound >= 0 && leads.allSatisfy { samples.upperBound <= $0.count })
    var (squares, count) = (0.0, 0)
    for start in stride(from: samples.lowerBound, to: samples.upperBound, by: stretch) {
      let end = min(start + stretch, samples.upperBound)
      var (sum, present) = (SIMD4<Float>.zero, SIMD4<Int32>.zero)
      for sample in stride(from: start, to: end, by: 4) {
        var value = SIMD4<Float>(repeating: .nan)
        if sample + 4 <= end {
          value =
            vector(leads[0], sample) * weights[0] + vector(leads[1], sample) * weights[1]
            + vector(leads[2], sample) * weights[2]
        } else {
          for place in sample..<end {
            value[place - sample] =
              leads[0][place] * weights[0] + leads[1][place] * weights[1] + leads[2][place]
              * weights[2]
          }
        }
        let isThere = value .< 1e9 .& (value .> -1e9)
        let kept = SIMD4<Float>.zero.replacing(with: value, where: isThere)
        sum += kept * kept
        present &+= SIMD4<Int32>.zero.replacing(with: 1, where: isThere)
      }
      squares += Double(sum.sum())
      count += Int(present.wrappedSum())
    }
    return (squares, count)
  }

  private static func vector(_ lead: [Float], _ place: Int) -> SIMD4<Float> {
    SIMD4(lead[place], lead[place + 1], lead[place + 2], lead[place + 3])
  }
}
