/// The unit of samples in files that do not say it themselves (CSV and NumPy).
public enum ECGUnit: String, Sendable, CaseIterable {
  case nanovolt = "nV"
  case microvolt = "uV"
  case millivolt = "mV"
  case volt = "V"

  /// The unit that a manifest's word names: nV, uV (or with either of Unicode's micro signs), mV, V.
  public init?(word: String) {
    let isMicro = word == "\u{B5}V" || word == "\u{3BC}V"
    self.init(rawValue: isMicro ? "uV" : word)
  }

  /// Millivolts of one unit.
  public var millivolts: Double {
    switch self {
    case .nanovolt: 1e-6
    case .microvolt: 1e-3
    case .millivolt: 1
    case .volt: 1e3
    }
  }
}
