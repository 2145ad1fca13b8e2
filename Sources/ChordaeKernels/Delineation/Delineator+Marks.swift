/// What was found in a group's average becomes the marks of its beats.
extension Delineator {
  /// Writes the marks of a member of the group in all leads.
  mutating func write(
    _ members: [BeatGroups.Member], _ place: Int, _ energies: (p: Double, t: Double),
    _ leads: [[Float]], _ marks: inout StripDelineation
  ) {
    let member = members[place]
    let origin = member.position - beat.before
    let hasP = pFinder.wave.isPresent && pFinder.hasWave[place] && !spikes.paceAtria(members)
    let hasT = tFinder.wave.isPresent && beat.ranges[place].upperBound > tFinder.center
    let pShift =
      hasP
      ? BeatShift.of(
        signal, origin: origin, pFinder.slopes, energy: energies.p, in: pFinder.span,
        reach: beat.samples(0.03), &products) : 0
    let tShift =
      hasT && members.count > 2
      ? BeatShift.of(
        signal, origin: origin, beat.smoothed, energy: energies.t, in: tFinder.span,
        reach: beat.samples(0.04), &products) : 0
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
