/// A karyotype of the sex chromosomes, told from their depth against that of the autosomes.
///
/// The ranges of the ratios are those that Illumina publishes for the DRAGEN Ploidy Estimator (v4.3);
/// a copy is half of the autosomes' depth.
enum SexKaryotype: String, CaseIterable {
  case xx = "XX"
  case xy = "XY"
  case x0 = "X0"
  case xxy = "XXY"
  case xyy = "XYY"
  case xxx = "XXX"
  case xxxy = "XXXY"

  /// The karyotype of two ratios; nil where it has no name here.
  init?(xRatio: Double, yRatio: Double) {
    guard let x = Self.copies(xRatio), let y = Self.copies(yRatio) else { return nil }
    let found = Self.allCases.first { $0.copies == (x, y) }
    guard let found else { return nil }
    self = found
  }

  var hasY: Bool { copies.y > 0 }

  /// Copies of X and Y.
  private var copies: (x: Int, y: Int) {
    switch self {
    case .xx: (2, 0)
    case .xy: (1, 1)
    case .x0: (1, 0)
    case .xxy: (2, 1)
    case .xyy: (1, 2)
    case .xxx: (3, 0)
    case .xxxy: (3, 1)
    }
  }

  /// Copies whose ratio is nearest, a quarter at most away; nil above three.
  private static func copies(_ ratio: Double) -> Int? {
    guard ratio >= 0, ratio < 1.75 else { return nil }
    return Int((2 * ratio).rounded())
  }
}
