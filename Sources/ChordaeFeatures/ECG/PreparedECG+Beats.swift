import ChordaeCore

extension PreparedECG {
  /// A recording of which nothing but its beats is known, as a test makes it.
  package init(beats: BeatSeries, samplingFrequency: Double, sampleCount: Int) {
    self.init(
      recording: ECGRecording(
        leads: [], samplingFrequency: samplingFrequency, declaredSampleCount: nil,
        startSeconds: nil),
      sampleCount: sampleCount, leads: [], beats: beats, beatFault: nil, signalFault: nil)
  }
}
