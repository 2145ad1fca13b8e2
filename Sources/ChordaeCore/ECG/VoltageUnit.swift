/// A unit of voltage as ECG files spell it; samples leave every reader in mV.
public enum VoltageUnit: Sendable, Equatable, CaseIterable {
  case nanovolt, microvolt, millivolt, volt

  /// The unit of a spelling in a file's own bytes; nil where it is not a voltage.
  ///
  /// Case does not count: recorders write `mv`, `MV` and `UV`, and no ECG is in megavolts. The
  /// micro sign is read in UTF-8 (U+00B5, U+03BC) and in Latin-1.
  public init?(spelling: some Collection<UInt8>) {
    let folded = spelling.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    switch folded {
    case Array("nv".utf8): self = .nanovolt
    case Array("uv".utf8), Array("\u{B5}v".utf8), Array("\u{3BC}v".utf8), [0xB5, 0x76]:
      self = .microvolt
    case Array("mv".utf8): self = .millivolt
    case Array("v".utf8): self = .volt
    default: return nil
    }
  }

  /// A value of this unit in mV, rounded once.
  public func millivolts(_ value: Double) -> Double {
    switch self {
    case .nanovolt: value / 1_000_000
    case .microvolt: value / 1000
    case .millivolt: value
    case .volt: value * 1000
    }
  }
}
