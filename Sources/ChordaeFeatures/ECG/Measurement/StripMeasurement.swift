public import ChordaeKernels

/// What was measured in the beats of one strip that are of its main kind.
public struct StripMeasurement: Sendable {
  /// Whether these are paced beats; else they are conducted ones.
  public let isPaced: Bool
  /// Places in the strip's beats of those of the kind in its core, and their fiducial points.
  public let beats: [Int]
  public let fiducials: [Int]
  /// The samples, from a fiducial point on, whose mean is a beat's baseline.
  public let baseline: Range<Int>
  /// The median beat.
  public let median: MedianBeat
  /// Its marks.
  public let marks: RepresentativeMarks
  /// The global figures, then lead by lead those of the lead; NaN for what is not there.
  let figures: [Float]
}

extension ECGStrip.Beat {
  /// Whether it is typed as conducted from the atria or the node, with or without a bundle branch block,
  /// and not premature: N, L, R, B, e or j.
  var isConducted: Bool {
    switch code {
    case UInt8(ascii: "N"), UInt8(ascii: "L"), UInt8(ascii: "R"), UInt8(ascii: "B"),
      UInt8(ascii: "e"), UInt8(ascii: "j"):
      true
    default: false
    }
  }
}
