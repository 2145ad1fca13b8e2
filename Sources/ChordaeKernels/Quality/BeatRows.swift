internal import CKernels

/// Sums over the beats of a lead, one a row: each is made in the order of its samples, those of several
/// beats side by side.
enum BeatRows {
  /// Takes each row's mean off it.
  static func center(
    _ rows: inout [Float], count: Int, width: Int, form: SampleForm = .vectors
  ) {
    precondition(count >= 0 && width >= 0 && count * width <= rows.count)
    guard count * width > 0 else { return }
    switch form {
    case .reference:
      for row in 0..<count {
        let own = row * width..<(row + 1) * width
        let mean = rows[own].reduce(0, +) / Float(width)
        for place in own { rows[place] -= mean }
      }
    case .vectors:
      // Safe: the rows were counted.
      unsafe rows.withUnsafeMutableBufferPointer { rows in
        guard let rows = rows.baseAddress else { return }
        unsafe chordae_center_rows(rows, count, width)
      }
    }
  }

  /// Each row's product with a template of its width, and with itself.
  static func products(
    _ rows: [Float], count: Int, _ template: [Float], form: SampleForm = .vectors
  ) -> (products: [Float], squares: [Float]) {
    let width = template.count
    precondition(count >= 0 && count * width <= rows.count)
    var (products, squares) = (
      [Float](repeating: 0, count: count), [Float](repeating: 0, count: count)
    )
    switch form {
    case .reference:
      for row in 0..<count {
        for place in 0..<width {
          let value = rows[row * width + place]
          products[row] += value * template[place]
          squares[row] += value * value
        }
      }
    case .vectors:
      // Safe: the rows were counted, and there is room for a number of each.
      unsafe rows.withUnsafeBufferPointer { rows in
        unsafe template.withUnsafeBufferPointer { template in
          unsafe products.withUnsafeMutableBufferPointer { products in
            unsafe squares.withUnsafeMutableBufferPointer { squares in
              guard let rows = rows.baseAddress, let template = template.baseAddress,
                let products = products.baseAddress, let squares = squares.baseAddress
              else { return }
              unsafe chordae_row_products(rows, count, width, template, products, squares)
            }
          }
        }
      }
    }
    return (products, squares)
  }
}
