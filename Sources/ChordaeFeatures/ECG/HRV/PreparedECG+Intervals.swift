internal import ChordaeCore
public import ChordaeKernels

extension PreparedECG {
  /// Longest interval in ms that is taken in: eleven days, beyond any that a recording can hold.
  private static let longestInterval = 1e9

  /// The NN intervals, with the 20 % rule where `filters` is true.
  ///
  /// Made anew at each call, at the cost of a walk over the beats.
  public func nn(filters: Bool) -> RRSeries {
    let frequency = recording.samplingFrequency
    var series = RRSeries()
    series.reserve(beats.count)
    var lastBeat: Int?
    for interval in NNIntervals(beats, samplingFrequency: frequency, filters: filters) {
      append(
        interval.milliseconds, endingWith: interval.beat, isAdjacent: interval.isAdjacent,
        &lastBeat, to: &series)
    }
    return series
  }

  /// Intervals between beats that both come down from the atria or may do so: neither is ventricular, a
  /// fusion, paced or an artefact.
  public func supraventricularRR() -> RRSeries {
    var series = RRSeries()
    series.reserve(beats.count)
    var lastBeat: Int?
    for place in beats.indices.dropFirst()
    where !beats.followsGap(place) && beats.kind(place).isConducted
      && beats.kind(place - 1).isConducted
    {
      let samples = beats.sample(place) - beats.sample(place - 1)
      append(
        Double(samples) / recording.samplingFrequency * 1000, endingWith: place,
        isAdjacent: lastBeat == place - 1, &lastBeat, to: &series)
    }
    return series
  }

  private func append(
    _ milliseconds: Double, endingWith beat: Int, isAdjacent: Bool, _ lastBeat: inout Int?,
    to series: inout RRSeries
  ) {
    let end = Double(beats.sample(beat)) / recording.samplingFrequency
    guard milliseconds > 0, milliseconds <= Self.longestInterval, end.isFinite else { return }
    let between = lastBeat.map { $0 + 1..<beat } ?? 0..<0
    series.append(
      milliseconds: milliseconds, end: end, isAdjacent: isAdjacent && lastBeat == beat - 1,
      followsGap: lastBeat == nil || between.contains { beats.followsGap($0) })
    lastBeat = beat
  }
}
