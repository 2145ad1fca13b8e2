internal import Glibc

/// Bounds of a fraction of which a sample was counted (Clopper and Pearson, Biometrika 1934;26:404).
public enum BinomialBound {
  /// The greatest fraction that `count` of `total` cannot exclude, one-sided: at it, so few would be
  /// counted with a probability of 1 - `confidence`.
  ///
  /// It is 1 where all of the sample counts, or where there is none. The tail of the binomial
  /// distribution is summed and the fraction found by bisection, to the last bits of a double.
  public static func upper(count: Int, total: Int, confidence: Double = 0.95) -> Double {
    precondition(0 <= count && count <= total && 0 < confidence && confidence < 1)
    guard count < total else { return 1 }
    if count == 0 { return -expm1(log1p(-confidence) / Double(total)) }
    var (low, high) = (Double(count) / Double(total), 1.0)
    while true {
      let middle = (low + high) / 2
      guard low < middle, middle < high else { return middle }
      if tail(count, of: total, at: middle) > 1 - confidence { low = middle } else { high = middle }
    }
  }

  /// The probability of `count` or fewer of `total`, where the expected number is above `count`.
  static func tail(_ count: Int, of total: Int, at fraction: Double) -> Double {
    let odds = (1 - fraction) / fraction
    // From the greatest term, that of `count`, down: the terms shrink from one to the next.
    var term = exp(
      logCombinations(count, of: total) + Double(count) * log(fraction)
        + Double(total - count) * log1p(-fraction))
    var (sum, next) = (term, count)
    while next > 0, term > sum * 1e-18 {
      term *= Double(next) / Double(total - next + 1) * odds
      sum += term
      next -= 1
    }
    return sum
  }

  private static func logCombinations(_ count: Int, of total: Int) -> Double {
    logFactorial(total) - logFactorial(count) - logFactorial(total - count)
  }

  private static func logFactorial(_ number: Int) -> Double {
    // Unlike lgamma it writes to nothing that threads share.
    var sign: Int32 = 0
    return unsafe lgamma_r(Double(number) + 1, &sign)
  }
}
