internal import CBLAS

/// The sum of the products of two columns, such as frequencies and the power at each.
public enum DotProduct {
  /// The way it is computed.
  public enum Form: Sendable, CaseIterable {
    /// A plain loop in the order of the elements.
    case reference
    /// The BLAS that is installed; it may add up in another order.
    case blas
  }

  /// The sum over `a[i] * b[i]`; zero where both are empty.
  ///
  /// - Precondition: both have the same number of elements.
  public static func of(_ a: [Double], _ b: [Double], form: Form = .blas) -> Double {
    precondition(a.count == b.count)
    switch form {
    case .reference:
      var sum = 0.0
      for index in a.indices { sum += a[index] * b[index] }
      return sum
    case .blas:
      guard let count = Int32(exactly: a.count) else { return of(a, b, form: .reference) }
      return unsafe a.withUnsafeBufferPointer { a in
        unsafe b.withUnsafeBufferPointer { b in
          unsafe cblas_ddot(count, a.baseAddress, 1, b.baseAddress, 1)
        }
      }
    }
  }
}
