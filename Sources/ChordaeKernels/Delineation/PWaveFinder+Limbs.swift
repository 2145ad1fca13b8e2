/// Where the wave begins and ends in each lead, in the mean of the beats that have it.
extension PWaveFinder {
  mutating func findLimbs(
    _ beat: borrowing AverageBeat, in near: Range<Int>, within range: Range<Int>
  ) {
    setRow(beat)
    let first = WaveSlopes.lobe(row, in: near, share: Self.limb.first, last: false)
    let last = WaveSlopes.lobe(row, in: near, share: Self.limb.last, last: true)
    let reach = beat.samples(DelineationRules.pLimb)
    let whole = withoutRise(range, beat)
    for lead in 0..<slopes.leadCount where beat.isActive[lead] {
      let rising = WaveSlopes.steepest(slopes, lead, in: near, near: first, weights)
      wave.onset[lead] = WaveSlopes.limbEnd(
        slopes, lead, from: rising, to: max(range.lowerBound - beat.samples(0.02), 1),
        reach: reach, forward: false, parts: DelineationRules.pSlopes)
      wave.onsetWeights[lead] = abs(slopes[lead, rising])
      let falling = WaveSlopes.steepest(slopes, lead, in: near, near: last, weights)
      wave.offset[lead] = WaveSlopes.limbEnd(
        slopes, lead, from: falling, to: range.upperBound + beat.samples(0.01), reach: reach,
        forward: true, parts: DelineationRules.pSlopes)
      wave.offsetWeights[lead] = abs(slopes[lead, falling])
      blend(beat, lead, whole)
    }
  }

  /// Lets the leads' waves begin with their limbs, all moved so that their median stays.
  ///
  /// The median of what was found before is the steadier one where waves are lost in noise; how a lead
  /// lies to the others, its limbs tell better.
  mutating func followLimbs(
    _ beat: borrowing AverageBeat, _ strongest: Range<Int>, within range: Range<Int>
  ) {
    let before = beat.samples(DelineationRules.pLimbsBefore)
    let first = max(range.lowerBound, strongest.lowerBound - before)
    let last = min(strongest.upperBound, withoutRise(range, beat).upperBound)
    limbs.find(
      slopes, in: beat, first..<max(first, last),
      stop: max(range.lowerBound - beat.samples(0.02), 1))
    let median = Consensus.median(wave.onset, wave.onsetWeights, &order)
    let shift = median - Consensus.median(limbs.onset, wave.onsetWeights, &order)
    for lead in wave.onset.indices where limbs.areFound(lead) {
      wave.onset[lead] = limbs.onset[lead] + shift
    }
  }

  /// A range without what only rises to its end: the slopes of a QRS complex that begins slowly.
  private func withoutRise(_ range: Range<Int>, _ beat: borrowing AverageBeat) -> Range<Int> {
    var end = range.upperBound
    while end - range.lowerBound > beat.samples(0.08), range.upperBound - end < beat.samples(0.06),
      row[end - 2] < row[end - 1]
    {
      end -= 1
    }
    return range.lowerBound..<end
  }

  /// The wave's limbs may be flat: what it moves in all has a say, too.
  private mutating func blend(_ beat: borrowing AverageBeat, _ lead: Int, _ range: Range<Int>) {
    let span = WaveSlopes.middleSpan(
      slopes, lead, in: range, share: DelineationRules.pShare, &sorted)
    guard span.first < span.last else { return }
    let beyond = Float(DelineationRules.pBeyond * beat.frequency)
    let part = DelineationRules.spanPart
    wave.onset[lead] += part * (span.first - beyond - wave.onset[lead])
    wave.offset[lead] += part * (span.last + beyond - wave.offset[lead])
  }

  private mutating func setRow(_ beat: borrowing AverageBeat) {
    row.removeAll(keepingCapacity: true)
    row.append(contentsOf: repeatElement(0, count: beat.length))
    for lead in 0..<slopes.leadCount where beat.isActive[lead] {
      for index in row.indices { row[index] += slopes[lead, index] * slopes[lead, index] }
    }
    for index in row.indices { row[index] = row[index].squareRoot() }
  }
}
