/// Where one P or T wave begins, peaks and ends, in samples; nil where a mark cannot be set.
public struct WaveMarks: Sendable, Equatable {
  public var onset: Int?
  public var peak: Int?
  public var offset: Int?
  /// The wave's polarity.
  public var shape: Shape

  /// Which way a wave goes, in order of time.
  public enum Shape: String, Sendable {
    case positive, negative
    case positiveNegative = "positive_negative"
    case negativePositive = "negative_positive"
  }

  /// A wave.
  public init(onset: Int? = nil, peak: Int? = nil, offset: Int? = nil, shape: Shape = .positive) {
    self.onset = onset
    self.peak = peak
    self.offset = offset
    self.shape = shape
  }
}

/// Where one QRS complex begins and ends (J point) and where its deflections peak, in samples.
public struct QRSMarks: Sendable, Equatable {
  public var onset: Int?
  /// The peak of the largest deflection.
  public var peak: Int?
  public var offset: Int?
  /// Peaks of the deflections as far as they are there.
  ///
  /// Q stands before R, S behind it, R' behind S, S' behind R'.
  /// A complex without an R is a QS: its one peak is `s` with no `r`.
  public var q: Int?
  public var r: Int?
  public var s: Int?
  public var rPrime: Int?
  public var sPrime: Int?
  /// Turning points beyond the named deflections: notches and slurs of a fragmented complex.
  public var notchCount = 0

  /// A complex of which nothing is known.
  public init() {}
}

/// The waves of one beat in one lead, or over all leads; a wave that is not there is nil.
public struct BeatMarks: Sendable, Equatable {
  public var p: WaveMarks?
  public var qrs: QRSMarks?
  public var t: WaveMarks?

  /// No waves.
  public init() {}
}

/// A beat as the delineator gets it.
public struct BeatLocation: Sendable, Equatable {
  /// The R peak's sample, from the first sample of the strip.
  public let sample: Int
  /// Whether samples are missing between it and the beat before, or there is none before.
  public let followsGap: Bool
  /// Whether a pacing spike stands before it.
  public let isPaced: Bool

  /// A beat.
  public init(sample: Int, followsGap: Bool, isPaced: Bool = false) {
    self.sample = sample
    self.followsGap = followsGap
    self.isPaced = isPaced
  }
}

/// The marks of a strip's beats: lead by lead, and global ones by agreement over the leads.
///
/// All samples count from the strip's first.
public struct StripDelineation: Sendable, Equatable {
  /// `leads[lead][beat]`.
  public var leads: [[BeatMarks]]
  /// `global[beat]`; the peaks of global waves are those of the lead that shows them best.
  public var global: [BeatMarks]

  /// No marks.
  public init(leads: [[BeatMarks]] = [], global: [BeatMarks] = []) {
    self.leads = leads
    self.global = global
  }
}
