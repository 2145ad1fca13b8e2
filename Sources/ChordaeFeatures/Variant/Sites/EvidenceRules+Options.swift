import ChordaeCore

extension EvidenceRules {
  /// The rules under a run's settings.
  init(_ options: FeatureOptions) {
    self.init(absentAsReference: options.absentAsReference)
  }
}
