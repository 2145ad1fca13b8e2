/// How detected beats agree with a cardiologist's, by the rule of ANSI/AAMI EC57.
///
/// Two beats match that lie at most 150 ms apart; each beat matches at most one, the nearer one of
/// two. Beats are matched first and counted then, so that a pair on the edge of what is scored is
/// one pair: it counts where the cardiologist's beat lies.
public struct BeatScore: Sendable, Equatable {
  public private(set) var matched = 0
  public private(set) var missed = 0
  public private(set) var extra = 0

  /// What a beat of either side came to; a pair, or one that the other side does not have.
  public struct Match: Sendable, Equatable {
    /// Place among the reference beats.
    public let reference: Int?
    /// Place among the detected beats.
    public let detected: Int?

    /// A pair, or a beat of one side.
    public init(reference: Int?, detected: Int?) {
      self.reference = reference
      self.detected = detected
    }
  }

  /// The score of no beats.
  public init() {}

  /// The score of one record.
  ///
  /// - Parameters:
  ///   - reference: the cardiologist's beats, in order of time.
  ///   - detected: the detector's beats, in order of time.
  ///   - samplingFrequency: samples a second.
  ///   - range: the samples that count.
  ///   - excluded: stretches that do not, such as ventricular flutter.
  public init(
    reference: [Int], detected: [Int], samplingFrequency: Double, in range: ClosedRange<Int>,
    without excluded: [ClosedRange<Int>] = []
  ) {
    func isScored(_ sample: Int) -> Bool {
      range.contains(sample) && !excluded.contains { $0.contains(sample) }
    }
    let matches = Self.matches(
      reference: reference, detected: detected, window: Self.window(samplingFrequency))
    for match in matches {
      switch (match.reference, match.detected) {
      case (let r?, let d): count(isScored(reference[r]), d == nil ? \.missed : \.matched)
      case (nil, let d?): count(isScored(detected[d]), \.extra)
      case (nil, nil): break
      }
    }
  }

  /// Matched beats in percent of the cardiologist's.
  public var sensitivity: Double { 100 * Double(matched) / Double(max(1, matched + missed)) }

  /// Matched beats in percent of the detected.
  public var positivePredictivity: Double {
    100 * Double(matched) / Double(max(1, matched + extra))
  }

  /// Adds a record's beats: gross figures are those of all beats together.
  public static func += (sum: inout BeatScore, record: BeatScore) {
    sum.matched += record.matched
    sum.missed += record.missed
    sum.extra += record.extra
  }

  /// Samples that the beats of a pair may lie apart.
  public static func window(_ samplingFrequency: Double) -> Int { Int(0.15 * samplingFrequency) }

  /// Pairs of beats at most `window` samples apart, and the beats without one, in order of time.
  public static func matches(reference: [Int], detected: [Int], window: Int) -> [Match] {
    var matches: [Match] = []
    var (r, d) = (0, 0)
    while r < reference.count, d < detected.count {
      let distance = detected[d] - reference[r]
      let isEarly = distance < 0 && isNearer(detected, d + 1, to: reference[r], than: -distance)
      let isLate = distance > 0 && isNearer(reference, r + 1, to: detected[d], than: distance)
      let isPair = abs(distance) <= window && !isEarly && !isLate
      let takesReference = isPair || distance > 0
      let takesDetected = isPair || !takesReference
      matches.append(
        Match(reference: takesReference ? r : nil, detected: takesDetected ? d : nil))
      if takesReference { r += 1 }
      if takesDetected { d += 1 }
    }
    matches += (r..<reference.count).map { Match(reference: $0, detected: nil) }
    matches += (d..<detected.count).map { Match(reference: nil, detected: $0) }
    return matches
  }

  private static func isNearer(
    _ beats: [Int], _ place: Int, to beat: Int, than distance: Int
  ) -> Bool {
    place < beats.count && abs(beats[place] - beat) < distance
  }

  private mutating func count(_ isScored: Bool, _ outcome: WritableKeyPath<BeatScore, Int>) {
    if isScored { self[keyPath: outcome] += 1 }
  }
}
