/// Decides in order of time which candidates are QRS complexes.
///
/// The rules are those of Hamilton (Comput Cardiol 2002;29:101), after Pan & Tompkins: levels of
/// signal and noise are medians of the last eight accepted and rejected peaks, the threshold lies
/// a third of the way between them, nothing is accepted within 200 ms of a beat, and where no beat
/// came for one and a half RR intervals the highest rejected peak above half the threshold is taken
/// back. Deviations: a peak within 360 ms of a beat is a T wave where it has less than 60 % of the
/// beat's height in the slope envelope (instead of half of its steepest slope), and the first
/// levels come from the normalised envelope, in which a usual QRS complex has height 1, so that
/// nothing is lost to a learning phase. The search-back looks four seconds back and no further, so
/// that what lies behind is final.
struct QRSThresholds {
  /// Seconds that the search-back reaches back.
  static let searchBackSeconds = 4.0

  /// Accepted candidates that were not taken yet, in order of time.
  private(set) var accepted: [QRSCandidate] = []
  private let refractory: Double
  private let longestTWave: Double
  private let longestSearchBack: Double
  private var last: QRSCandidate?
  private var signal = RecentMedian(capacity: 8)
  private var noise = RecentMedian(capacity: 8)
  private var intervals = RecentMedian(capacity: 8)
  /// Peaks since the last beat that were below the threshold: the search-back is bounded by them.
  private var rejected: [QRSCandidate] = []

  /// Rules for a run of samples at `samplingFrequency` Hz.
  init(samplingFrequency: Double) {
    refractory = 0.2 * samplingFrequency
    longestTWave = 0.36 * samplingFrequency
    longestSearchBack = Self.searchBackSeconds * samplingFrequency
    for _ in 0..<8 {
      signal.push(1)
      noise.push(0.1)
    }
  }

  private var threshold: Double {
    noise.value + 0.33 * max(0, signal.value - noise.value)
  }

  /// Takes in the next candidate.
  mutating func consume(_ candidate: QRSCandidate) {
    searchBack(before: candidate.center)
    if belongsToLast(candidate) { return }
    if candidate.height > threshold {
      accept(candidate)
    } else {
      noise.push(candidate.height)
      if rejected.count == 64 { rejected.removeFirst() }
      rejected.append(candidate)
    }
  }

  /// Looks once more at what lies between the last beat and the end of the run.
  mutating func finish(at end: Double) {
    searchBack(before: end)
  }

  /// Hands over the accepted candidates.
  mutating func takeAccepted() -> [QRSCandidate] {
    defer { accepted.removeAll(keepingCapacity: true) }
    return accepted
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
    let distance = candidate.center - last.center
    return distance < refractory
      || (distance < longestTWave && candidate.height < 0.6 * last.height)
  }

  private mutating func searchBack(before end: Double) {
    rejected.removeAll { $0.center < end - longestSearchBack }
    while let last, intervals.count >= 2, end - last.center > 1.5 * intervals.value {
      let least = 0.5 * threshold
      let found = rejected.filter {
        $0.height > least && end - $0.center > refractory && !belongsToLast($0)
      }
      guard let highest = found.max(by: { $0.height < $1.height }) else { return }
      accept(highest)
    }
  }
}
