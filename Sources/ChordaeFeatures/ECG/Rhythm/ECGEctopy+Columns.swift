import ChordaeCore

extension ECGEctopy {
  private static let describe = IntervalColumns(
    prefix: "ecg.ectopy", citation: "ANSI/AAMI EC57:2012; definition",
    parameters: [
      Field.Pair("ventricular", "types V, E, r"),
      Field.Pair("supraventricular", "types A, a, J, S"),
      Field.Pair("artefacts", "type |: no beats, and no interval is taken beside one"),
      Field.Pair("gaps", "no interval and no row of beats crosses missing samples"),
      Field.Pair("beats", "detected and typed by shape and time, or by --annotator"),
    ])

  static let columns: [FeatureColumn] =
    [describe.count("beat_count", "Beats", "Beats of any type but artefacts.", "count")]
    + rows("vpb", "Ventricular premature beats", "Beats that begin in the ventricles")
    + rows("svpb", "Supraventricular premature beats", "Premature beats from above the ventricles")
    + patterns + pauses

  private static func rows(_ word: String, _ name: String, _ beats: String) -> [FeatureColumn] {
    [
      describe.count("\(word)_count", name, "\(beats).", "count"),
      describe.number(
        "\(word)_per_hour", "\(name) an hour", "\(beats) over the hours that intervals cover.",
        .perHour, "count / sum of RR"),
      describe.number(
        "\(word)_burden", "Burden of \(name.lowercased())", "\(beats) in percent of all beats.",
        .percent, "100 count / beats", bounds: Bounds(0, 100)),
      describe.count(
        "\(word)_couplets", "Couplets of \(name.lowercased())",
        "\(beats) that follow each other, exactly two.", "count of rows of two"),
      describe.count(
        "\(word)_runs", "Runs of \(name.lowercased())",
        "\(beats) that follow each other, three and more.", "count of rows of three and more"),
      describe.count(
        "\(word)_longest_run", "Longest run of \(name.lowercased())",
        "Beats of the longest row of three and more; 0 without one.", "greatest length"),
    ]
  }

  private static let patterns = [
    describe.number(
      "bigeminy_fraction", "Fraction in bigeminy",
      "Beats in stretches in which every second one is ventricular, at least three of these, over all "
        + "beats.", .one, "beats from the first to the last ventricular one / beats",
      bounds: .fraction),
    describe.number(
      "trigeminy_fraction", "Fraction in trigeminy",
      "Beats in stretches in which every third one is ventricular, at least three of these, over all "
        + "beats.", .one, "beats from the first to the last ventricular one / beats",
      bounds: .fraction),
    describe.number(
      "coupling_mean", "Mean coupling interval",
      "Mean time from a conducted beat to the ventricular one behind it.", .millisecond,
      "arithmetic mean", or: [.tooFewEctopicBeats]),
    describe.number(
      "coupling_sd", "SD of the coupling interval",
      "Standard deviation of the coupling intervals, n - 1 in its denominator.", .millisecond,
      "standard deviation, ddof 1", or: [.tooFewEctopicBeats]),
  ]

  private static let pauses = [
    describe.count("pauses_2s", "Pauses over 2 s", "RR intervals of more than 2 s.", "count"),
    describe.count("pauses_2p5s", "Pauses over 2.5 s", "RR intervals of more than 2.5 s.", "count"),
    describe.count("pauses_3s", "Pauses over 3 s", "RR intervals of more than 3 s.", "count"),
    describe.number(
      "longest_rr", "Longest RR interval", "The longest interval without a gap.", .millisecond,
      "maximum"),
    describe.number(
      "min_heart_rate", "Least heart rate", "Least rate over eight successive RR intervals.",
      .perMinute, "60 * 8 / the sum of eight RR, minimum"),
    describe.number(
      "max_heart_rate", "Greatest heart rate", "Greatest rate over eight successive RR intervals.",
      .perMinute, "60 * 8 / the sum of eight RR, maximum"),
  ]
}
