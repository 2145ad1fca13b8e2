/// A peak of the fused envelope that may be a QRS complex.
struct QRSCandidate {
  /// Where it lies, in samples of the run.
  let center: Double
  /// Height of the envelope; 1 is that of a usual QRS complex of these seconds.
  let height: Double
  /// What the envelope falls back to between the waves around it: noise of muscles and motion.
  let floor: Double
  /// The lead in which its R peak is to be located.
  let lead: Int
}
