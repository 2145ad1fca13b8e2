/// A grid to which dosages are rounded before they are scored.
public enum DosageGrid: String, Sendable, CaseIterable {
  /// Multiples of 1/16384, as plink2 keeps dosages.
  case plink2
}
