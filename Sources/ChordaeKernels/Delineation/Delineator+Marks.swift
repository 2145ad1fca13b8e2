/// What was found in a group's average becomes the marks of its beats.
extension Delineator {
  /// Writes the marks of a member of the group in all leads.
  mutating func write(
    _ members: [BeatGroups.Member], _ place: Int, _ leads: [[Float]],
    _ marks: inout StripDelineation
  ) {
    let member = members[place]
    let origin = member.position - beat.before
    let hasP = pFinder.wave.isPresent && pFinder.hasWave[place] && !spikes.paceAtria(members)
    let hasT = tFinder.wave.isPresent && beat.ranges[place].upperBound > tFinder.center
    let (pShift, tShift) = (hasP ? pShifts[place] : 0, hasT ? tShifts[place] : 0)
    for lead in leads.indices where beat.isActive[lead] {
      marks.leads[lead][member.beat].qrs = qrs(lead, leads[lead], origin)
      if hasP {
        let own = pFinder.limbs.shift(signal, lead, origin: origin + pShift)
        marks.leads[lead][member.beat].p = wave(
          pFinder.wave, lead, leads[lead], origin + pShift, onsetShift: own)
      }
      if hasT {
        marks.leads[lead][member.beat].t = wave(
          tFinder.wave, lead, leads[lead], origin + tShift)
      }
    }
  }

  /// Finds how far the waves of a group's members lie from those of its average.
  mutating func setShifts(_ members: [BeatGroups.Member]) {
    origins.removeAll(keepingCapacity: true)
    pShifts.removeAll(keepingCapacity: true)
    tShifts.removeAll(keepingCapacity: true)
    for member in members { origins.append(member.position - beat.before) }
    if pFinder.wave.isPresent {
      BeatShift.all(
        signal, origins: origins, pFinder.slopes,
        energy: BeatShift.energy(pFinder.slopes, in: pFinder.span), in: pFinder.span,
        reach: beat.samples(0.03), into: &pShifts, &products)
    }
    if tFinder.wave.isPresent, members.count > 2 {
      BeatShift.all(
        signal, origins: origins, beat.smoothed,
        energy: BeatShift.energy(beat.smoothed, in: tFinder.span), in: tFinder.span,
        reach: beat.samples(0.04), into: &tShifts, &products)
    } else {
      tShifts.append(contentsOf: repeatElement(0, count: members.count))
    }
  }

  /// A sample of the file, nil where it has none or misses it.
  private func sample(_ place: Double, _ lead: [Float]) -> Int? {
    let sample = Int((place * signal.ratio).rounded(.toNearestOrEven))
    return lead.indices.contains(sample) && lead[sample].isPresent ? sample : nil
  }

  private func wave(
    _ wave: borrowing WaveBounds, _ lead: Int, _ samples: [Float], _ origin: Int,
    onsetShift: Float = 0
  ) -> WaveMarks? {
    let own = min(wave.onset[lead] + onsetShift, Float(wave.peak[lead]))
    let onset = Double(origin) + Double(own)
    let offset = Double(origin) + Double(wave.offset[lead])
    let span = Int(onset)..<max(Int(onset), Int(offset)) + 1
    guard span.lowerBound >= 0, span.upperBound <= signal.count, signal.isPresent(lead, span)
    else { return nil }
    return WaveMarks(
      onset: sample(onset, samples), peak: sample(Double(origin + wave.peak[lead]), samples),
      offset: sample(offset, samples), shape: wave.shape[lead])
  }

  private func qrs(_ lead: Int, _ samples: [Float], _ origin: Int) -> QRSMarks? {
    let first = Double(origin) + Double(complex.onset[lead])
    let last = Double(origin) + Double(complex.offset[lead])
    let span = Int(first)..<max(Int(first), Int(last)) + 1
    guard signal.isPresent(lead, span), let onset = sample(first, samples),
      let offset = sample(last, samples), onset < offset
    else { return nil }
    var marks = QRSMarks()
    marks.onset = onset
    marks.offset = offset
    deflections.name(in: samples, from: onset, to: offset, &marks)
    return marks
  }
}
