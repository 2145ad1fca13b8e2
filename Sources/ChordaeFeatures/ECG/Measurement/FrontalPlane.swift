import ChordaeCore
internal import ChordaeKernels
internal import Glibc

/// A figure that adds up over leads, such as an area, as a vector in the frontal plane.
struct FrontalPlane {
  /// The figure in leads I and III.
  let i: Double
  let iii: Double

  /// What each limb lead is of I and of III (Einthoven, Goldberger).
  private static let leads: [(lead: StandardLead, i: Double, iii: Double)] = [
    (.i, 1, 0), (.iii, 0, 1), (.ii, 1, 1), (.avf, 0.5, 1), (.avl, 0.5, -0.5), (.avr, -1, -0.5),
  ]

  /// The vector by the first two limb leads that have the figure, I and III if they do; nil where fewer
  /// than two have.
  init?(_ figure: LeadFigure, of ecg: PreparedECG) {
    let held = Self.leads.compactMap { entry in
      ecg.value(figure, entry.lead).map { (entry.i, entry.iii, $0) }
    }
    guard held.count >= 2 else { return nil }
    let ((a, b, first), (c, d, second)) = (held[0], held[1])
    // Any two limb leads are independent of each other.
    let determinant = a * d - b * c
    i = (first * d - b * second) / determinant
    iii = (a * second - first * c) / determinant
  }

  /// A vector by its figures in two leads.
  init(i: Double, iii: Double) {
    self.i = i
    self.iii = iii
  }

  /// The vector's angle in degrees, in (-180, 180], from the left arm towards the feet; nil without a
  /// length.
  var degrees: Double? {
    let down = (i + 2 * iii) / 3.0.squareRoot()
    guard i != 0 || down != 0 else { return nil }
    let angle = atan2(down, i) * 180 / .pi
    return angle <= -180 ? angle + 360 : angle
  }
}

/// A figure that adds up over leads as a vector in space, after Kors.
struct KorsVector {
  let x: Double
  let y: Double
  let z: Double

  /// Leads I, II, V1 to V6 by what they give to X (left), Y (down) and Z (back).
  static let leads: [(lead: StandardLead, x: Double, y: Double, z: Double)] = [
    (.i, 0.38, -0.07, 0.11), (.ii, -0.07, 0.93, -0.23), (.v1, -0.13, 0.06, -0.43),
    (.v2, 0.05, -0.02, -0.06), (.v3, -0.01, -0.05, -0.14), (.v4, 0.14, 0.06, -0.20),
    (.v5, 0.06, -0.17, -0.11), (.v6, 0.54, 0.13, 0.31),
  ]

  /// The vector; nil where one of the eight leads does not have the figure.
  init?(_ figure: LeadFigure, of ecg: PreparedECG) {
    var sum = (0.0, 0.0, 0.0)
    for entry in Self.leads {
      guard let value = ecg.value(figure, entry.lead) else { return nil }
      sum = (sum.0 + entry.x * value, sum.1 + entry.y * value, sum.2 + entry.z * value)
    }
    (x, y, z) = sum
  }

  /// The angle to another vector in degrees; nil where one has no length.
  func degrees(to other: KorsVector) -> Double? {
    let lengths =
      (x * x + y * y + z * z) * (other.x * other.x + other.y * other.y + other.z * other.z)
    guard lengths > 0 else { return nil }
    let cosine = (x * other.x + y * other.y + z * other.z) / lengths.squareRoot()
    return acos(max(-1, min(1, cosine))) * 180 / .pi
  }
}
