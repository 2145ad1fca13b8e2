import ChordaeCore

extension AFRhythm {
  private static let describe = IntervalColumns(
    prefix: "af", citation: "Lake & Moorman, Am J Physiol 2011;300:H319",
    parameters: [
      Field.Pair(
        "intervals",
        "between adjacent beats, neither ventricular, fusion, paced nor an artefact, no gap"),
      IntervalColumns.stretches,
      Field.Pair(
        "windows",
        "30 successive intervals of a stretch, the rest left out; without one the longest stretch of at "
          + "least 10"),
      Field.Pair("differences", "between intervals that share a beat"),
      Field.Pair("beats", "detected and typed by shape and time, or by --annotator"),
    ])
  private static let overWindows = Field.Pair("figure", "median over the windows")
  private static let rule = Field.Pair(
    "fibrillation", "CoSEn > -1.3 and median |difference| > 0.05 of the mean interval")

  static let columns = [
    describe.number(
      "nrmssd", "Normalised RMSSD",
      "Root of the mean square of successive differences of intervals over their mean.", .one,
      "RMSSD / mean RR", citation: "Dash et al., Ann Biomed Eng 2009;37:1701", [overWindows]),
    describe.number(
      "cosen", "Coefficient of sample entropy",
      "Sample entropy of intervals made independent of tolerance and rate: above -1.4 or so the rhythm is "
        + "as irregular as in atrial fibrillation.", .one,
      "-ln(A / B) + ln(2 r) - ln(mean RR), m 1, r 30 ms or what makes five pairs alike",
      bounds: nil,
      [overWindows]),
    describe.number(
      "lorenz_evidence", "Evidence of fibrillation by the Lorenz plot",
      "Bins of the plot of successive differences that hold a point, less what speaks for a regular "
        + "rhythm or for premature atrial beats.", .one,
      "irregularity - origin - 2 premature, bins of 25 ms to 600 ms, near the origin 80 ms",
      bounds: nil, citation: "Sarkar, Ritscher & Mehra, IEEE Trans Biomed Eng 2008;55:1219",
      [overWindows]),
    describe.number(
      "rr_entropy", "Entropy of the RR histogram",
      "Shannon's entropy of the intervals' histogram over its greatest possible value.", .one,
      "-sum p ln p / ln 16, sixteen bins from the shortest to the longest", bounds: .fraction,
      citation: "Dash et al., Ann Biomed Eng 2009;37:1701", [overWindows]),
    describe.number(
      "turning_point_ratio", "Turning point ratio",
      "Intervals that are longer or shorter than both their neighbours, of those that have two; two "
        + "thirds in a random series.", .one, "turning points / triples", bounds: .fraction,
      citation: "Dash et al., Ann Biomed Eng 2009;37:1701", [overWindows]),
    describe.number(
      "burden", "Burden of atrial fibrillation",
      "Time of the windows whose rhythm is taken for atrial fibrillation, in percent of that of all.",
      .percent, "time of fibrillation / time of windows", bounds: Bounds(0, 100), [rule]),
    describe.count(
      "episode_count", "Episodes of atrial fibrillation",
      "Unbroken rows of windows whose rhythm is taken for atrial fibrillation.", "count of rows",
      [rule]),
    describe.number(
      "longest_episode", "Longest episode of atrial fibrillation",
      "Time of the longest unbroken row of windows whose rhythm is taken for atrial fibrillation; 0 "
        + "without one.", .second, "greatest time", [rule]),
    describe.count(
      "window_count", "Windows of intervals", "Windows that the figures are taken from.",
      "count of windows"),
  ]
}
