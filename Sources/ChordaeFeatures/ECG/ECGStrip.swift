public import ChordaeKernels

/// A stretch of a recording as features see it: samples, beats and the marks of their waves.
///
/// A recording of up to 90 s is one strip. A longer one is cut into cores of a minute (the last of up
/// to 90 s); a strip holds two seconds more on either side, so that a beat near a cut is seen whole.
/// What a feature counts is what lies in the core: each sample and each beat is in one core only.
public struct ECGStrip: Sendable {
  /// A beat and what it was taken for.
  public struct Beat: Sendable, Equatable {
    /// The R peak's sample, counted from the strip's first.
    public var sample: Int
    /// Whether samples are missing between it and the beat before, or there is none before.
    public var followsGap: Bool
    /// Its WFDB annotation code as an ASCII letter: `N`, `V`, `/` for paced, `|` for an artefact.
    public var code: UInt8
    /// How sure that is, 0 to 1; 1 for the beats of an annotation file.
    public var confidence: Float

    /// Whether it is typed normal.
    public var isNormal: Bool { code == UInt8(ascii: "N") }
    /// Whether a pacemaker set it off.
    public var isPaced: Bool { code == UInt8(ascii: "/") || code == UInt8(ascii: "f") }
    /// Whether it is no beat of the heart.
    public var isArtefact: Bool { code == UInt8(ascii: "|") }
  }

  /// Samples a second: the file's own rate.
  public let samplingFrequency: Double
  /// Place in the recording of the first sample held.
  public let firstSample: Int
  /// Lead by lead in the file's order, `count` values in mV; NaN where a sample is missing.
  public let leads: [[Float]]
  /// The samples that belong to this strip alone, counted from its first.
  public let core: Range<Int>
  /// All beats held, in order.
  public internal(set) var beats: [Beat]
  /// Places in `beats` of those in the core.
  public let owned: Range<Int>
  /// Place among the recording's beats of the first of those in the core.
  public internal(set) var firstBeat = 0
  /// Samples of pacing spikes, counted from the strip's first.
  public internal(set) var pacingSpikes: [Int] = []
  /// Lead by lead the segments of the spectra whose middle lies in the core, each by its first sample
  /// counted from the strip's first; empty where no feature asks for them.
  public internal(set) var segments: [[SegmentPowers]] = []
  /// The waves of all `beats`; empty where no feature asks for them.
  public internal(set) var marks = StripDelineation()

  /// What was measured in its beats; nil where no feature asks for it, or no beat can be measured.
  public internal(set) var measurement: StripMeasurement?

  /// Samples of each lead.
  public var count: Int { leads.first?.count ?? 0 }
}
