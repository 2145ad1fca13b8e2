/// Decides in order of time which candidates are QRS complexes.
///
/// The rules are those of Hamilton (Comput Cardiol 2002;29:101), after Pan & Tompkins: levels of
/// signal and noise are medians of the last eight accepted and rejected peaks, the threshold lies
/// a third of the way between them, nothing is accepted within 200 ms of a beat, and where no beat
/// came for one and a half RR intervals the highest rejected peak above half the threshold is taken
/// back. Deviations:
/// - a peak within 360 ms of a beat is a T wave where it has less than 60 % of the beat's height in
///   the slope envelope (instead of half of its steepest slope);
/// - the quieter it is between the beats the lower is the threshold, down to 22 % of the way, so
///   that small premature beats among large ones are found where no noise is to be feared;
/// - a peak must stand out 3.5 times from what the envelope falls back to around it, up to 60 % of
///   the signal level: in a burst of noise the levels follow too late;
/// - the first levels are those that the rules come to over the first ten seconds, of which the
///   peaks are judged again: nothing is lost to a learning phase;
/// - the search-back looks four seconds back and no further, so that what lies behind is final.
struct QRSThresholds {
  /// Seconds that the search-back reaches back.
  static let searchBackSeconds = 4.0

  /// Accepted candidates that were not taken yet, in order of time.
  private(set) var accepted: [QRSCandidate] = []
  /// Whether the first levels are known; until then nothing is accepted.
  private(set) var isReady = false
  private let samplingFrequency: Double
  private var last: QRSCandidate?
  private var signal = RecentMedian(capacity: 8)
  private var noise = RecentMedian(capacity: 8)
  private var intervals = RecentMedian(capacity: 8)
  /// Peaks since the last beat that were below the threshold: the search-back is bounded by them.
  private var rejected: [QRSCandidate] = []
  /// Peaks that wait for the first levels.
  private var waiting: [QRSCandidate] = []

  private static let learningSeconds = 10.0
  /// Noise assumed until some is seen, and the most that is learned: what seems more may be beats.
  private static let usualNoise = 0.1

  /// Rules for a run of samples at `samplingFrequency` Hz; a usual QRS complex has height 1.
  init(samplingFrequency: Double) {
    self.samplingFrequency = samplingFrequency
    setLevels(signal: 1, noise: Self.usualNoise)
  }

  /// Takes in the next candidate.
  mutating func consume(_ candidate: QRSCandidate) {
    if isReady { judge(candidate) } else { waiting.append(candidate) }
  }

  /// Notes that all candidates before a sample of the run were taken in.
  mutating func pass(_ sample: Double) {
    if !isReady, sample >= Self.learningSeconds * samplingFrequency { begin(at: sample) }
  }

  /// Looks once more at what lies between the last beat and the end of the run.
  mutating func finish(at end: Double) {
    if !isReady { begin(at: end) }
    searchBack(before: end)
  }

  /// Hands over the accepted candidates.
  mutating func takeAccepted() -> [QRSCandidate] {
    defer { accepted.removeAll(keepingCapacity: true) }
    return accepted
  }
}

// MARK: - Levels

extension QRSThresholds {
  private var threshold: Double {
    let share = 0.22 + 2.5 * noise.value / max(signal.value, 1e-9)
    return level(min(0.33, share))
  }

  /// The height some part of the way from noise to signal.
  private func level(_ share: Double) -> Double {
    noise.value + share * max(0, signal.value - noise.value)
  }

  private func standsOut(_ candidate: QRSCandidate) -> Bool {
    candidate.height > min(3.5 * candidate.floor, 0.6 * signal.value)
  }

  private mutating func setLevels(signal height: Double, noise floor: Double) {
    for _ in 0..<8 {
      signal.push(height)
      noise.push(floor)
    }
  }

  /// Judges what waited, first on trial to learn the levels.
  private mutating func begin(at end: Double) {
    var trial = self
    trial.isReady = true
    for candidate in waiting { trial.judge(candidate) }
    trial.searchBack(before: end)
    let heights = trial.accepted.map(\.height).sorted()
    if heights.count > 2 {
      setLevels(
        signal: heights[heights.count / 2], noise: min(Self.usualNoise, trial.noise.value))
    }
    isReady = true
    for candidate in waiting { judge(candidate) }
    waiting = []
  }
}

// MARK: - Rules

extension QRSThresholds {
  private mutating func judge(_ candidate: QRSCandidate) {
    searchBack(before: candidate.center)
    if belongsToLast(candidate) { return }
    if candidate.height > threshold, standsOut(candidate) {
      accept(candidate)
    } else {
      noise.push(candidate.height)
      if rejected.count == 64 { rejected.removeFirst() }
      rejected.append(candidate)
    }
  }

  private mutating func accept(_ candidate: QRSCandidate) {
    if let last { intervals.push(candidate.center - last.center) }
    signal.push(candidate.height)
    rejected.removeAll { $0.center <= candidate.center }
    last = candidate
    accepted.append(candidate)
  }

  /// Whether a peak is part of the last beat or its T wave.
  private func belongsToLast(_ candidate: QRSCandidate) -> Bool {
    guard let last else { return false }
    let seconds = (candidate.center - last.center) / samplingFrequency
    return seconds < 0.2 || (seconds < 0.36 && candidate.height < 0.6 * last.height)
  }

  private mutating func searchBack(before end: Double) {
    let first = end - Self.searchBackSeconds * samplingFrequency
    rejected.removeAll { $0.center < first }
    while let last, intervals.count >= 2, end - last.center > 1.5 * intervals.value {
      let least = 0.5 * level(0.33)
      let found = rejected.filter {
        $0.height > least && end - $0.center > 0.2 * samplingFrequency && standsOut($0)
          && !belongsToLast($0)
      }
      guard let highest = found.max(by: { $0.height < $1.height }) else { return }
      accept(highest)
    }
  }
}
