/// Evidence of atrial fibrillation by how the points (difference, the one before) of intervals lie.
///
/// After Sarkar, Ritscher & Mehra, IEEE Trans Biomed Eng 2008;55:1219: bins of 25 ms, points with a
/// difference of more than 600 ms left out. Evidence is the number of bins that hold a point, less the
/// points of the origin's bin, less twice the evidence of premature atrial beats: those beat after beat
/// fall into the same bins. Points whose differences are both at most 80 ms count for the origin only.
struct LorenzEvidence {
  private static let binWidth = 25.0
  private static let nearOrigin = 80.0
  private static let largest = 600.0

  /// The evidence; below zero for a regular rhythm.
  let value: Double

  /// The evidence of points in ms.
  init(_ points: [(Double, Double)]) {
    var origin = 0
    var bins: [Bin: Int] = [:]
    for point in points where max(abs(point.0), abs(point.1)) <= Self.largest {
      let bin = Bin(
        x: Int((point.0 / Self.binWidth).rounded()), y: Int((point.1 / Self.binWidth).rounded()))
      if bin == Bin(x: 0, y: 0) { origin += 1 }
      guard max(abs(point.0), abs(point.1)) > Self.nearOrigin else { continue }
      bins[bin, default: 0] += 1
    }
    let premature = bins.reduce(0) { $0 + Self.weight($1.key) * ($1.value - 1) }
    value = Double(bins.count - origin - 2 * premature)
  }

  private struct Bin: Hashable {
    let x: Int
    let y: Int
  }

  /// What a point beyond a bin's first says for premature atrial beats: 1, 0 or -1.
  private static func weight(_ bin: Bin) -> Int {
    let (x, y) = (Double(bin.x) * binWidth, Double(bin.y) * binWidth)
    if abs(abs(x) - abs(y)) <= nearOrigin {
      // Along a diagonal: both shorter for it, both longer against it, one of each undecided.
      if x < 0, y < 0 { return 1 }
      return x > 0 && y > 0 ? -1 : 0
    }
    // Along an axis: a shortening beside no change for it, a lengthening against it.
    if abs(y) <= nearOrigin { return x < 0 ? 1 : -1 }
    if abs(x) <= nearOrigin { return y < 0 ? 1 : -1 }
    return 1
  }
}
