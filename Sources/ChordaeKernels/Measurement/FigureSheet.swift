/// Where the figures of one lead are written, and the baseline that they are measured from.
struct FigureSheet {
  let start: Int
  let baseline: Float

  /// The two waves that may have a second phase.
  enum Wave { case p, t }

  /// Writes a figure.
  func set(_ figure: LeadFigure, by offset: Int = 0, _ value: Float, _ figures: inout [Float]) {
    figures[start + figure.rawValue + offset] = value
  }

  /// Writes the figures of a P or T wave.
  func set(
    _ wave: PhasedWave, _ name: Wave, _ millisecondsPerSample: Float, _ figures: inout [Float]
  ) {
    let isP = name == .p
    let main = abs(wave.first.peakValue) >= abs(wave.second.peakValue) ? wave.first : wave.second
    for (place, phase) in [wave.first, wave.second].enumerated() {
      set(isP ? .pAmplitude : .tAmplitude, by: place, phase.peakValue, &figures)
      set(isP ? .pArea : .tArea, by: place, phase.sum * millisecondsPerSample, &figures)
      // A wave of one phase is as long as its marks say.
      let isAlone = wave.second.count == 0
      let count = isAlone && place == 0 ? wave.count : phase.count
      set(
        isP ? .pDuration : .tDuration, by: place, Float(count) * millisecondsPerSample, &figures)
    }
    set(
      isP ? .pPeakTime : .tPeakTime, Float(main.peak - wave.onset) * millisecondsPerSample,
      &figures)
    set(isP ? .pNetArea : .tNetArea, wave.netSum * millisecondsPerSample, &figures)
  }
}
