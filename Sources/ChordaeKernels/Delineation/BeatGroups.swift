/// Beats of one shape, each moved so that their QRS complexes lie upon each other.
struct BeatGroups: Sendable {
  /// A beat of a group.
  struct Member: Sendable {
    /// The beat's place among the strip's.
    let beat: Int
    /// Its fiducial point in the slope signal: the R peak as found, moved to where the beats agree.
    let position: Int
  }
  /// Groups that a beat is compared with; a strip of nothing but noise must not cost the square of it.
  private static let largestCount = 12

  private(set) var members: [[Member]] = []
  private var means: [LeadRows] = []
  private var energies: [Double] = []
  private var products: [Float] = []

  /// Groups the beats at the places `beats` of a signal, in order of time; beats at its very ends are
  /// left out.
  mutating func group(_ signal: borrowing SlopeSignal, beats: [Int]) {
    members.removeAll(keepingCapacity: true)
    let half = Int((DelineationRules.alignmentHalfSpan * signal.frequency))
    let reach = Int((DelineationRules.alignmentReach * signal.frequency))
    for (beat, sample) in beats.enumerated()
    where sample - half - reach >= 0 && sample + half + reach < signal.count {
      let match = bestMatch(signal, sample, half: half, reach: reach)
      if match.correlation > DelineationRules.groupCorrelation {
        join(match.group, Member(beat: beat, position: sample + match.lag), signal, half)
      } else {
        found(Member(beat: beat, position: sample), signal, half)
      }
    }
  }

  private mutating func bestMatch(
    _ signal: borrowing SlopeSignal, _ sample: Int, half: Int, reach: Int
  ) -> (correlation: Double, lag: Int, group: Int) {
    var best = (correlation: -1.0, lag: 0, group: 0)
    let span = sample - half - reach..<sample + half + reach + 1
    for group in 0..<min(members.count, Self.largestCount) {
      let groupEnergy = energies[group] - absentEnergy(group, signal, span)
      let lags = LagProducts.of(
        signal.slopes, at: sample - half, reach: reach, means[group], from: 0,
        count: 2 * half + 1, &products)
      for lag in 0..<lags {
        let start = sample - half - reach + lag
        let energy = signal.energy[start + 2 * half + 1] - signal.energy[start]
        guard
          let correlation = LagProducts.correlation(
            products[lag], energy * groupEnergy, above: best.correlation)
        else { continue }
        best = (correlation, lag - reach, group)
      }
    }
    return best
  }

  /// The energy of a group's mean in leads that miss samples of a span: no beat there to compare.
  private func absentEnergy(
    _ group: Int, _ signal: borrowing SlopeSignal, _ span: Range<Int>
  ) -> Double {
    var sum = 0.0
    for lead in 0..<signal.slopes.leadCount where !signal.isPresent(lead, span) {
      let start = means[group].start(lead)
      for index in start..<start + means[group].length {
        sum += Double(means[group].values[index] * means[group].values[index])
      }
    }
    return sum
  }

  private mutating func join(
    _ group: Int, _ member: Member, _ signal: borrowing SlopeSignal, _ half: Int
  ) {
    members[group].append(member)
    let weight = 1 / Float(members[group].count)
    for lead in 0..<signal.slopes.leadCount {
      means[group].scale(lead: lead, by: 1 - weight)
    }
    add(member, signal, half, to: group, weight)
  }

  private mutating func found(_ member: Member, _ signal: borrowing SlopeSignal, _ half: Int) {
    let group = members.count
    members.append([member])
    guard group < Self.largestCount else { return }
    if means.count <= group {
      means.append(LeadRows())
      energies.append(0)
    }
    means[group].reset(leadCount: signal.slopes.leadCount, length: 2 * half + 1)
    add(member, signal, half, to: group, 1)
  }

  private mutating func add(
    _ member: Member, _ signal: borrowing SlopeSignal, _ half: Int, to group: Int, _ weight: Float
  ) {
    var energy = 0.0
    for lead in 0..<signal.slopes.leadCount {
      means[group].add(
        signal.slopes, lead: lead, from: member.position - half, count: 2 * half + 1, at: 0,
        times: weight)
      let start = means[group].start(lead)
      for index in start...start + 2 * half {
        energy += Double(means[group].values[index] * means[group].values[index])
      }
    }
    energies[group] = energy
  }
}
