internal import CKernels

/// Sums of products of two stretches of rows, over all leads, at neighbouring lags.
enum LagProducts {
  /// Fills `products` with those at the lags from `-reach` to `reach` and gives their number: of
  /// `rows` from `start + lag` on with `pattern` from `first` on, `count` samples each.
  static func of(
    _ rows: borrowing LeadRows, at start: Int, reach: Int, _ pattern: borrowing LeadRows,
    from first: Int, count: Int, _ products: inout [Float]
  ) -> Int {
    products.removeAll(keepingCapacity: true)
    products.append(contentsOf: repeatElement(0, count: 2 * reach + 1))
    for lead in 0..<rows.leadCount {
      let origin = pattern.start(lead) + first
      FilteredRow.add(
        rows.values, from: rows.start(lead) + start - reach, count: 2 * reach + 1, pattern.values,
        origin..<origin + count, to: &products, at: 0)
    }
    return products.count
  }

  /// The same for four starts at a time: the products of one stand `lanes(reach)` behind those of the one
  /// before, of which the first `2 * reach + 1` mean something.
  ///
  /// - Precondition: what lies within the reach of each start belongs to the rows.
  static func ofFour(
    _ rows: borrowing LeadRows, at starts: SIMD4<Int>, reach: Int, _ pattern: borrowing LeadRows,
    from first: Int, count: Int, _ products: inout [Float]
  ) {
    let lanes = lanes(reach)
    let (lowest, highest) = (starts.min() - reach, starts.max() + reach)
    // Where the last lanes read beyond, they read the zeros behind a row.
    precondition(lanes - 2 * reach - 1 <= LeadRows.margin)
    precondition(lowest >= 0 && highest + count <= rows.length && count >= 0)
    precondition(rows.leadCount > 0 && rows.leadCount <= pattern.leadCount)
    precondition(pattern.start(0) + first >= 0)
    precondition(pattern.start(rows.leadCount - 1) + first + count <= pattern.values.count)
    products.removeAll(keepingCapacity: true)
    products.append(contentsOf: repeatElement(0, count: 4 * lanes))
    // Safe: what the kernel reads was held to the rows, and there are four times `lanes` products.
    unsafe rows.values.withUnsafeBufferPointer { values in
      unsafe pattern.values.withUnsafeBufferPointer { patterns in
        unsafe products.withUnsafeMutableBufferPointer { products in
          guard let values = values.baseAddress, let patterns = patterns.baseAddress,
            let products = products.baseAddress
          else { return }
          for lead in 0..<rows.leadCount {
            let row = unsafe values + rows.start(lead) - reach
            unsafe chordae_add_lag_products_of_four(
              row + starts[0], row + starts[1], row + starts[2], row + starts[3],
              patterns + pattern.start(lead) + first, count, lanes, products)
          }
        }
      }
    }
  }

  /// The lags up to a reach, either way, and those that fill the kernel's lanes.
  static func lanes(_ reach: Int) -> Int {
    let lanes = Int(CHORDAE_LAGS)
    return (2 * reach + lanes) / lanes * lanes
  }

  /// What a product is of the root of two energies' product; nil where that is not above a bound.
  @inline(__always)
  static func correlation(_ product: Float, _ energies: Double, above bound: Double) -> Double? {
    let (product, energies) = (Double(product), energies + 1e-20)
    // What is surely lower needs neither a root nor a division.
    if bound > 0, product < 0 || product * product < 0.9999 * bound * bound * energies {
      return nil
    }
    let correlation = product / energies.squareRoot()
    return correlation > bound ? correlation : nil
  }
}
