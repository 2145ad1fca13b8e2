/// A peak of the fused envelope that may be a QRS complex.
struct QRSCandidate {
  /// Where it lies, in samples of the run.
  let center: Double
  /// Height of the envelope; 1 is that of a usual QRS complex of these seconds.
  let height: Double
  /// The highest point above the baseline around the center.
  let upward: Deflection
  /// The lowest point below the baseline around the center.
  let downward: Deflection
  /// The lead in which the deflections were measured.
  let lead: Int

  /// A turning point of a lead.
  struct Deflection {
    /// Sample of the run.
    let sample: Int
    /// Distance from the baseline in mV, never negative.
    let amplitude: Float
    /// Missing samples of the run before it: between two points with equal counts lies no gap.
    let missingBefore: Int
  }
}
