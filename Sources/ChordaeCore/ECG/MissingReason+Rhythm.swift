extension MissingReason {
  /// Too few premature beats that the figure could be told from.
  public static let tooFewEctopicBeats = MissingReason("too_few_ectopic_beats")
  /// No window of the figure's length has at least 85 % of its time covered.
  public static let tooManyGaps = MissingReason("too_many_gaps")
}
