internal import Glibc

/// A QT interval corrected for the heart's rate, in ms.
public struct CorrectedQT: Sendable {
  /// QT over the square root of RR in seconds (Bazett, Heart 1920;7:353).
  public let bazett: Float
  /// QT over the cube root of RR in seconds (Fridericia, Acta Med Scand 1920;53:469).
  public let fridericia: Float
  /// QT + 154 (1 - RR in seconds) (Sagie et al., Am J Cardiol 1992;70:797).
  public let framingham: Float
  /// QT + 1.75 (rate - 60) (Hodges et al., J Am Coll Cardiol 1983;1:694).
  public let hodges: Float

  /// The corrections of a QT in ms at an RR interval in seconds.
  public init(_ qt: Float, rrSeconds: Double) {
    let qt = Double(qt)
    bazett = Float(qt / rrSeconds.squareRoot())
    fridericia = Float(qt / cbrt(rrSeconds))
    framingham = Float(qt + 154 * (1 - rrSeconds))
    hodges = Float(qt + 1.75 * (60 / rrSeconds - 60))
  }
}
