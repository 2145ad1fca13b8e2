/// The weighted sum of three leads, which is zero where they fit each other.
public enum LeadSum {
  /// Samples whose squares are added up in single precision before they are in double.
  private static let stretch = 512

  /// The sum of the squares over some samples, and how many of these no lead misses.
  ///
  /// - Precondition: there are three leads and weights, and the leads hold the samples.
  public static func squares(
    _ leads: [[Float]], weights: [Float], _ samples: Range<Int>, form: SampleForm = .vectors
  ) -> (squares: Double, count: Int) {
    precondition(leads.count == 3 && weights.count == 3)
    precondition(samples.lowerBound >= 0 && leads.allSatisfy { samples.upperBound <= $0.count })
    var (squares, count) = (0.0, 0)
    if form == .reference {
      for sample in samples where leads.allSatisfy({ $0[sample].isPresent }) {
        let value = zip(leads, weights).reduce(0.0) { $0 + Double($1.0[sample]) * Double($1.1) }
        squares += value * value
        count += 1
      }
      return (squares, count)
    }
    for start in stride(from: samples.lowerBound, to: samples.upperBound, by: stretch) {
      let end = min(start + stretch, samples.upperBound)
      var (sum, present) = (SIMD4<Float>.zero, SIMD4<Int32>.zero)
      for sample in stride(from: start, to: end, by: 4) {
        let (value, isThere) = weighted(leads, weights, sample, before: end)
        let kept = SIMD4<Float>.zero.replacing(with: value, where: isThere)
        sum += kept * kept
        present &+= SIMD4<Int32>.zero.replacing(with: 1, where: isThere)
      }
      squares += Double(sum.sum())
      count += Int(present.wrappedSum())
    }
    return (squares, count)
  }

  /// The weighted sums of up to four samples, and which of them all leads have.
  @inline(__always)
  private static func weighted(
    _ leads: [[Float]], _ weights: [Float], _ sample: Int, before end: Int
  ) -> (value: SIMD4<Float>, isThere: SIMDMask<SIMD4<Int32>>) {
    let (x, y, z) = (
      vector(leads[0], sample, end), vector(leads[1], sample, end), vector(leads[2], sample, end)
    )
    return (
      x * weights[0] + y * weights[1] + z * weights[2], isPresent(x) .& isPresent(y) .& isPresent(z)
    )
  }

  @inline(__always)
  private static func isPresent(_ value: SIMD4<Float>) -> SIMDMask<SIMD4<Int32>> {
    value .< SamplePresence.limit .& (value .> -SamplePresence.limit)
  }

  /// Four samples of a lead, NaN from `end` on.
  @inline(__always)
  private static func vector(_ lead: [Float], _ place: Int, _ end: Int) -> SIMD4<Float> {
    if place + 4 <= end {
      // Safe: the caller has checked that the leads hold the samples before `end`.
      return unsafe lead.withUnsafeBytes {
        unsafe $0.loadUnaligned(fromByteOffset: 4 * place, as: SIMD4<Float>.self)
      }
    }
    var vector = SIMD4<Float>(repeating: .nan)
    for lane in 0..<end - place { vector[lane] = lead[place + lane] }
    return vector
  }
}
