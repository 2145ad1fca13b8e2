import ChordaeCore

extension ECGQuality {
  private static let citation =
    "Li, Mark & Clifford, Physiol Meas 2008;29:15; Clifford et al., Physiol Meas 2012;33:1419; Zhao & "
    + "Zhang, Front Physiol 2018;9:727; Orphanidou et al., IEEE J Biomed Health Inform 2015;19:832"

  private static let windows = Field.Pair(
    "windows",
    "a minute of signal (the rest of a recording up to 90 s; a gap of more than 4 s ends it) cut "
      + "evenly into stretches of about 10 s; medians over them are exact up to 8645, else medians of "
      + "medians")

  private static func method(_ figure: String, _ parameters: Field.Pair...) -> Method {
    Method(figure, parameters: [windows] + parameters, citation: citation)
  }

  private static let powers = Field.Pair(
    "powers", "Hann segments of 2 s by half, less their mean, whose middle lies in the window")
  private static let detectors = Field.Pair(
    "detectors",
    "the beats of ecg.rhythm, and blocks of about 40 ms whose steepest slope over 20 ms reaches 40 % "
      + "of the median of the greatest of 2 s stretches, 250 ms apart; a match within 150 ms")
  private static let classRule = Field.Pair(
    "class",
    "bad: lead off, more than half missing or flat, or a fifth clipped. Else points: kurtosis > 5 (0) "
      + "or not (2); QRS power 0.5 to 0.8 (0), 0.4 to 0.5 (1), else 2, from 130/min on 0.4 to 0.7 and "
      + "0.3 to 0.4; baseline >= 0.95 (0), >= 0.9 (1), else 2; agreement > 0.9 (0), >= 0.7 (1), else "
      + "2; an unknown index 2. Good: at most 2 points and a tenth missing; bad: 5 and more")
  private static let leadOffRule = Field.Pair(
    "lead_off", "at least 80 % of the window missing, flat or clipped")

  private static let faults: [MissingReason] = [
    .noSignal, .tooShort, .noLead, .bandAboveNyquist, .unsupported,
  ]
  private static let rhythmFaults = faults + [.tooFewBeats]

  static let columns: [FeatureColumn] = [
    FeatureColumn(
      "ecg.quality.overall", "Signal quality",
      "good: no lead is bad and at least half are good; bad: more than half are bad; else acceptable. Leads "
        + "that were computed from others do not count.",
      type: .text, unit: .none, method: method("fusion over leads", classRule), missing: faults)
  ]

  static let leadColumns: [FeatureColumn] =
    [
      FeatureColumn(
        "ecg.quality.class", "Signal quality",
        "The class of most windows, good, acceptable or bad; the worse of two that are as frequent.",
        type: .text, unit: .none, method: method("fusion of indexes", classRule, leadOffRule),
        missing: faults),
      FeatureColumn(
        "ecg.quality.bad_frac", "Bad windows", "Windows that are bad over all windows.", unit: .one,
        method: method("fusion of indexes", classRule, leadOffRule), bounds: .fraction,
        missing: faults),
      FeatureColumn(
        "ecg.quality.lead_off_frac", "Windows without an electrode's signal",
        "Windows in which the lead is off over all windows.", unit: .one,
        method: method("count of windows", leadOffRule), bounds: .fraction, missing: faults),
    ] + parts("ecg.quality.", over: "of the lead's samples")
    + indexes("ecg.quality.", summary: "; the median over windows") + [
      FeatureColumn(
        "ecg.quality.mains_frequency", "Mains frequency",
        "50 or 60 where that stands out in more windows than the other; null where neither does.",
        unit: .hertz, method: method("line_ratio above 0.5", powers), bounds: Bounds(50, 60),
        missing: faults + [.noMains])
    ]

  static let tableColumns: [FeatureColumn] =
    [
      FeatureColumn(
        "lead", "Lead", "The lead's standard name where it has one, else the file's.", type: .text,
        unit: .none, method: method("taken over from the header")),
      FeatureColumn(
        "start", "Start", "The window's first sample, from the recording's first.", type: .float64,
        unit: .second, method: method("count of samples"), bounds: .nonNegative),
      FeatureColumn(
        "seconds", "Length", "How long the window is.", type: .float64, unit: .second,
        method: method("count of samples"), bounds: .nonNegative),
      FeatureColumn(
        "class", "Signal quality", "good, acceptable or bad.", type: .text, unit: .none,
        method: method("fusion of indexes", classRule, leadOffRule)),
      FeatureColumn(
        "lead_off", "Lead off", "Whether there is no electrode's signal.", type: .bool, unit: .none,
        method: method("parts of the window", leadOffRule)),
    ]
    + (parts("", over: "of the window's samples") + indexes("", summary: "")
      + [
        FeatureColumn(
          "mains_frequency", "Mains frequency",
          "50 or 60, whichever stands out; null where neither does.", unit: .hertz,
          method: method("line_ratio above 0.5", powers), bounds: Bounds(50, 60))
      ])

  private static func parts(_ prefix: String, over samples: String) -> [FeatureColumn] {
    let flat = Field.Pair(
      "flat", "stretches of 200 ms and more whose extremes lie within 5 uV, all samples present")
    let clipped = Field.Pair(
      "clipped", "runs of 3 and more at the least or greatest value the lead has reached so far")
    return [
      part(
        prefix + "missing_frac", "Missing samples", "Fraction \(samples) that is missing.",
        method("count")),
      part(
        prefix + "flat_frac", "Flat samples", "Fraction \(samples) that stands still.",
        method("count", flat)
      ),
      part(
        prefix + "clip_frac", "Clipped samples",
        "Fraction \(samples) that is cut off at an extreme.",
        method("count", clipped)),
    ]
  }

  private static func part(
    _ id: String, _ label: String, _ definition: String, _ method: Method
  ) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, unit: .one, method: method, bounds: .fraction,
      missing: faults)
  }

  /// A column of an index.
  private static func index(
    _ id: String, _ label: String, _ definition: String, _ method: Method,
    bounds: Bounds? = .fraction, missing: [MissingReason]
  ) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, unit: .one, method: method, bounds: bounds,
      missing: missing)
  }

  private static func indexes(_ prefix: String, summary: String) -> [FeatureColumn] {
    [
      index(
        prefix + "ksqi", "Kurtosis",
        "Mean fourth power of (x - mean) / SD (3 for a Gaussian)\(summary).",
        method("kSQI, moments over the count"), bounds: Bounds(1, nil), missing: faults),
      index(
        prefix + "ssqi", "Skewness", "Mean third power of (x - mean) / SD\(summary).",
        method("sSQI, moments over the count"), bounds: nil, missing: faults),
      index(
        prefix + "psqi", "QRS power", "Power at 5 to 15 Hz over that at 5 to 40 Hz\(summary).",
        method("pSQI", powers), missing: faults + [.bandAboveNyquist]),
      index(
        prefix + "bassqi", "Baseline",
        "1 less the power below 1 Hz over that below 40 Hz\(summary).",
        method("basSQI", powers), missing: faults + [.bandAboveNyquist]),
      index(
        prefix + "bsqi", "Agreement of detectors",
        "Beats that both find over all that either finds\(summary).",
        method("bSQI", detectors), missing: rhythmFaults),
      index(
        prefix + "qsqi", "Overlap of detectors",
        "Beats that both find over the mean of both counts\(summary).",
        method("qSQI", detectors), missing: rhythmFaults),
      index(
        prefix + "tsqi", "Likeness of beats",
        "Mean correlation of the beats with their mean, R - 0.2 s to R + 0.4 s\(summary).",
        method(
          "tSQI, Pearson's r at 125 to 250 samples a second, every floor(fs / 125)-th sample; at least "
            + "3 beats of the window that are whole and no artefacts"),
        bounds: Bounds(-1, 1), missing: rhythmFaults),
      index(
        prefix + "hf_ratio", "High-frequency power",
        "Power at 40 to 150 Hz, or up to half of the rate, over that at 1 to 40 Hz\(summary).",
        method("ratio of powers", powers), bounds: .nonNegative,
        missing: faults + [.bandAboveNyquist]),
      index(
        prefix + "line_ratio", "Mains hum",
        "Power at 49 to 51 Hz over that at 45 to 55 Hz, or at 59 to 61 over 55 to 65, the larger of "
          + "the two\(summary).",
        method("ratio of powers, both ends included", powers),
        missing: faults + [.bandAboveNyquist]),
    ]
  }
}
