/// Cubic spline through points, as `scipy.interpolate.CubicSpline` with its default ends (not-a-knot).
///
/// The slopes at the points solve a tridiagonal system (de Boor, A Practical Guide to Splines, 1978,
/// chapter IV). A point's influence on the slopes falls by at least half from point to point, so that a
/// piece of a long series can be had from the points around it: see `isCut`.
struct CubicSpline {
  private let x: [Double]
  private let y: [Double]
  private var slopes: [Double]

  /// A spline through points with rising `x`.
  ///
  /// On a side that `isCut`, the points go on and are left out: there the spline's end is a plain one, and
  /// some tens of points from it nothing of that remains.
  ///
  /// - Precondition: there are at least four points.
  init(_ x: [Double], _ y: [Double], isCut: (first: Bool, last: Bool) = (false, false)) {
    precondition(x.count == y.count && x.count >= 4)
    self.x = x
    self.y = y
    slopes = []
    slopes = solve(isCut)
  }

  /// Values at `count` places from `start` on, `step` apart, handed over with their number.
  ///
  /// - Precondition: the places rise, and none lies outside of the points by more than rounding.
  func evaluate(from start: Double, step: Double, count: Int, into values: inout [Double]) {
    var piece = 0
    for number in 0..<count {
      let place = start + Double(number) * step
      while piece < x.count - 2, place >= x[piece + 1] { piece += 1 }
      values[number] = value(at: place, in: piece)
    }
  }

  private func value(at place: Double, in piece: Int) -> Double {
    let (width, offset) = (x[piece + 1] - x[piece], place - x[piece])
    let secant = (y[piece + 1] - y[piece]) / width
    let bend = (slopes[piece] + slopes[piece + 1] - 2 * secant) / width
    let second = (secant - slopes[piece]) / width - bend
    return y[piece] + offset * (slopes[piece] + offset * (second + offset * bend / width))
  }

  private func solve(_ isCut: (first: Bool, last: Bool)) -> [Double] {
    let last = x.count - 1
    func width(_ piece: Int) -> Double { x[piece + 1] - x[piece] }
    func secant(_ piece: Int) -> Double { (y[piece + 1] - y[piece]) / width(piece) }
    // Gaussian elimination from the first row down: what stays above the diagonal, and the right side.
    var upper = [Double](repeating: 0, count: last + 1)
    var right = upper
    if isCut.first {
      right[0] = secant(0)
    } else {
      let (a, b) = (width(0), width(1))
      upper[0] = (a + b) / b
      right[0] = ((3 * a + 2 * b) * b * secant(0) + a * a * secant(1)) / (a + b) / b
    }
    for row in 1..<last {
      let (a, b) = (width(row - 1), width(row))
      let pivot = 2 * (a + b) - b * upper[row - 1]
      upper[row] = a / pivot
      right[row] =
        (3 * (b * secant(row - 1) + a * secant(row)) - b * right[row - 1]) / pivot
    }
    if isCut.last {
      right[last] = secant(last - 1)
    } else {
      let (a, b) = (width(last - 2), width(last - 1))
      let side = (b * b * secant(last - 2) + (2 * a + 3 * b) * a * secant(last - 1)) / (a + b)
      right[last] = (side - (a + b) * right[last - 1]) / (a - (a + b) * upper[last - 1])
    }
    for row in (0..<last).reversed() { right[row] -= upper[row] * right[row + 1] }
    return right
  }
}
