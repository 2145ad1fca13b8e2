/// The mean of the beats of a group in slopes, and what is derived from it once for all its waves.
///
/// The mean of n beats has 1/n of the noise's power, and of each beat only what belongs to it goes in:
/// from 0.1 s behind the beat before to 0.06 s before the next. Means of slopes make no step where
/// the number of beats changes, as means of a drifting lead would.
struct AverageBeat: Sendable {
  let frequency: Double
  /// Samples before the fiducial point, and all.
  let before: Int
  let length: Int
  private(set) var slopes = LeadRows()
  /// Magnitudes of the slopes, a mean of three.
  private(set) var magnitudes = LeadRows()
  /// Slopes smoothed over 40 ms, and their running sum in mV.
  private(set) var smoothed = LeadRows()
  private(set) var level = LeadRows()
  /// Root of the mean square of the slopes over the leads, a mean of three, as one row.
  private(set) var global = LeadRows()
  /// What of each member belongs to it.
  private(set) var ranges: [Range<Int>] = []
  /// The samples that at least half of the members have.
  private(set) var first = 0
  private(set) var last = 0
  /// Whether a lead has samples and, once the complex is found, a slope in it.
  private(set) var isActive: [Bool] = []
  /// Medians of the intervals to the next and from the beat before, in seconds.
  private(set) var interval = 1.0
  private(set) var intervalBefore = 1.0
  private let window: [Float]
  private var counts: [Int32] = []
  private var intervals: [Int] = []
  private var row: [Float] = []

  init(frequency: Double) {
    self.frequency = frequency
    before = Self.samples(DelineationRules.before, frequency)
    length = before + Self.samples(DelineationRules.behind, frequency)
    window = FilterDesign.hannMean(length: Self.samples(DelineationRules.wideWindow, frequency))
  }

  static func samples(_ seconds: Double, _ frequency: Double) -> Int {
    Int((seconds * frequency).rounded(.toNearestOrEven))
  }

  /// Whole samples of a time.
  func samples(_ seconds: Double) -> Int { Self.samples(seconds, frequency) }

  /// Averages the members of a group; `followsGap` says by beat whether no interval leads to it.
  mutating func build(
    _ signal: borrowing SlopeSignal, beats: [Int], followsGap: [Bool],
    members: [BeatGroups.Member]
  ) {
    setRanges(signal.count, beats, members)
    setIntervals(beats, followsGap, members)
    average(signal, members)
    smoothed.smooth(slopes, weights: window)
    level.integrate(smoothed, factor: Float(1 / frequency))
    setMagnitudes()
  }

  /// Leaves out the leads without a slope in the complex.
  mutating func leaveOut(_ lead: Int) { isActive[lead] = false }

  private mutating func setRanges(
    _ count: Int, _ beats: [Int], _ members: [BeatGroups.Member]
  ) {
    ranges.removeAll(keepingCapacity: true)
    for member in members {
      let origin = member.position - before
      var lower = max(0, -origin)
      var upper = min(length, count - origin)
      if member.beat > 0 {
        let end = beats[member.beat - 1] + samples(DelineationRules.beatBefore) - origin
        lower = max(lower, end)
      }
      if member.beat + 1 < beats.count {
        let end = beats[member.beat + 1] - samples(DelineationRules.beatBehind) - origin
        upper = min(upper, end)
      }
      // A beat keeps its QRS complex, however near its neighbours are.
      ranges.append(min(lower, before)..<max(upper, min(before + 1, length)))
    }
  }

  private mutating func setIntervals(
    _ beats: [Int], _ followsGap: [Bool], _ members: [BeatGroups.Member]
  ) {
    // The way across a gap is no RR interval: beats may be missing in it.
    func isInterval(_ place: Int) -> Bool {
      place >= 0 && place + 1 < beats.count && !followsGap[place + 1]
    }
    let every = beats.indices.lazy.filter(isInterval)
    let next = members.lazy.map(\.beat).filter(isInterval)
    let past = members.lazy.map { $0.beat - 1 }.filter(isInterval)
    let all = Self.medianStep(beats, of: every, &intervals) ?? frequency
    interval = (Self.medianStep(beats, of: next, &intervals) ?? all) / frequency
    intervalBefore = (Self.medianStep(beats, of: past, &intervals) ?? all) / frequency
  }

  private static func medianStep(
    _ beats: [Int], of places: some Sequence<Int>, _ steps: inout [Int]
  ) -> Double? {
    steps.removeAll(keepingCapacity: true)
    for place in places { steps.append(beats[place + 1] - beats[place]) }
    guard !steps.isEmpty else { return nil }
    steps.sort()
    return Double(steps[steps.count / 2] + steps[(steps.count - 1) / 2]) / 2
  }

  private mutating func average(
    _ signal: borrowing SlopeSignal, _ members: [BeatGroups.Member]
  ) {
    let leadCount = signal.slopes.leadCount
    slopes.reset(leadCount: leadCount, length: length)
    isActive.removeAll(keepingCapacity: true)
    isActive.append(contentsOf: repeatElement(false, count: leadCount))
    for lead in 0..<leadCount {
      resetCounts()
      for (member, range) in zip(members, ranges) {
        let origin = member.position - before + range.lowerBound
        guard signal.isPresent(lead, origin..<origin + range.count) else { continue }
        slopes.add(
          signal.slopes, lead: lead, from: origin, count: range.count, at: range.lowerBound)
        counts[range.lowerBound] += 1
        counts[range.upperBound] -= 1
        isActive[lead] = true
      }
      divide(lead)
    }
    findSpan(members.count)
  }

  private mutating func resetCounts() {
    counts.removeAll(keepingCapacity: true)
    counts.append(contentsOf: repeatElement(0, count: length + 1))
  }

  private mutating func divide(_ lead: Int) {
    var count: Int32 = 0
    for index in 0..<length {
      count += counts[index]
      if count > 1 { slopes[lead, index] /= Float(count) }
    }
  }

  private mutating func findSpan(_ memberCount: Int) {
    resetCounts()
    for range in ranges {
      counts[range.lowerBound] += 1
      counts[range.upperBound] -= 1
    }
    let needed = Int32(memberCount > 2 ? (memberCount + 1) / 2 : 1)
    (first, last) = (before, before)
    var (count, isFirst) = (Int32(0), true)
    for index in 0..<length {
      count += counts[index]
      guard count >= needed else { continue }
      if isFirst { first = index }
      isFirst = false
      last = index
    }
  }

  private mutating func setMagnitudes() {
    magnitudes.reset(leadCount: slopes.leadCount, length: length)
    global.reset(leadCount: 1, length: length)
    row.removeAll(keepingCapacity: true)
    row.append(contentsOf: repeatElement(0, count: length))
    for lead in 0..<slopes.leadCount where isActive[lead] {
      let (from, to) = (slopes.start(lead), magnitudes.start(lead))
      for index in 0..<length {
        let value = slopes.values[from + index]
        row[index] += value * value
        magnitudes.values[to + index] =
          (abs(slopes.values[from + index - 1]) + abs(value)
            + abs(slopes.values[from + index + 1])) / 3
      }
    }
    let share = 1 / Float(max(1, isActive.count { $0 }))
    for index in row.indices { row[index] = (row[index] * share).squareRoot() }
    for index in 1..<length - 1 {
      global[0, index] = (row[index - 1] + row[index] + row[index + 1]) / 3
    }
  }
}
