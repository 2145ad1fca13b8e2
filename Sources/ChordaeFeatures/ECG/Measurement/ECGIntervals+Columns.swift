import ChordaeCore
internal import ChordaeKernels

extension ECGIntervals {
  /// The global figures and their columns.
  static let columns: [(figure: GlobalFigure, column: FeatureColumn)] = [
    (
      .pDuration,
      column(
        "p", "P duration", "From the onset to the offset of P.", "P offset - P onset",
        MeasurementColumns.codes(mdc: "MDC_ECG_TIME_PD_P", display: "P duration"), [.noPWave])
    ),
    (
      .pr,
      column(
        "pr", "PR interval", "From P onset to QRS onset.", "QRS onset - P onset",
        MeasurementColumns.codes(
          loinc: ("8625-6", "P-R Interval"), mdc: "MDC_ECG_TIME_PD_PR", scpECG: "5.13.5-7",
          display: "PR interval"), [.noPWave])
    ),
    (
      .prSegment,
      column(
        "pr_segment", "PR segment", "From P offset to QRS onset.", "QRS onset - P offset",
        MeasurementColumns.codes(
          mdc: "MDC_ECG_WAVC_PRSEG", display: "PR segment", relation: .related),
        [.noPWave])
    ),
    (
      .qrs,
      column(
        "qrs", "QRS duration", "From QRS onset to the J point.", "J - QRS onset",
        MeasurementColumns.codes(
          loinc: ("8633-0", "QRS duration"), mdc: "MDC_ECG_TIME_PD_QRS", scpECG: "5.13.5-9",
          display: "QRS duration"), [])
    ),
    (
      .qt,
      column(
        "qt", "QT interval", "From QRS onset to T offset.", "T offset - QRS onset",
        MeasurementColumns.codes(
          loinc: ("8634-8", "Q-T interval"), mdc: "MDC_ECG_TIME_PD_QT", scpECG: "5.13.5-11",
          display: "QT interval"), [.noTWave])
    ),
    (
      .jt,
      column("jt", "JT interval", "From the J point to T offset.", "T offset - J", [], [.noTWave])
    ),
    (
      .tPeakToEnd,
      column(
        "t_peak_end", "T peak to end",
        "From the peak of T, in the lead that shows it best, to its "
          + "offset.", "T offset - T peak", [], [.noTWave])
    ),
    (
      .tPeakToEndOverQT,
      FeatureColumn(
        "ecg.interval.t_peak_end_qt", "T peak to end over QT",
        "T peak to end over QT, each the median over the beats.", unit: .one,
        method: MeasurementColumns.interval("(T offset - T peak) / (T offset - QRS onset)"),
        bounds: .fraction, missing: MeasurementColumns.missing + [.noTWave])
    ),
    (
      .qtBazett,
      corrected(
        "qtc_bazett", "QTc, Bazett", "QT / sqrt(RR), RR in seconds", "Bazett, Heart 1920;7:353",
        [
          StandardCode(
            .loinc, "76635-2", "Q-T interval corrected based on Bazett formula", .exact)
        ])
    ),
    (
      .qtFridericia,
      corrected(
        "qtc_fridericia", "QTc, Fridericia", "QT / cbrt(RR), RR in seconds",
        "Fridericia, Acta Med Scand 1920;53:469",
        [
          StandardCode(
            .loinc, "76634-5", "Q-T interval corrected based on Fridericia formula", .exact)
        ])
    ),
    (
      .qtFramingham,
      corrected(
        "qtc_framingham", "QTc, Framingham", "QT + 154 (1 - RR), RR in seconds",
        "Sagie et al., Am J Cardiol 1992;70:797", [])
    ),
    (
      .qtHodges,
      corrected(
        "qtc_hodges", "QTc, Hodges", "QT + 1.75 (60 / RR - 60), RR in seconds",
        "Hodges et al., J Am Coll Cardiol 1983;1:694", [])
    ),
    (
      .jtBazett,
      corrected(
        "jtc_bazett", "JTc, Bazett", "QTc by Bazett - QRS", "Bazett, Heart 1920;7:353", [])
    ),
    (
      .jtFridericia,
      corrected(
        "jtc_fridericia", "JTc, Fridericia", "QTc by Fridericia - QRS",
        "Fridericia, Acta Med Scand 1920;53:469", [])
    ),
    (
      .qtDispersion,
      column(
        "qt_dispersion", "QT dispersion",
        "The longest less the shortest QT of the standard leads, by each lead's own marks; null with fewer "
          + "than seven.", "max QT - min QT over the leads", [], [.tooFewLeads])
    ),
  ]

  static let rr = FeatureColumn(
    "ecg.interval.rr", "Mean RR interval",
    "Mean of all RR intervals that hold no gap, whatever the beats' types.", unit: .millisecond,
    codes: MeasurementColumns.codes(
      loinc: ("8637-1", "R-R interval by EKG"), mdc: "MDC_ECG_TIME_PD_RR", scpECG: "5.10.2.1-3",
      display: "Mean RR interval"),
    method: Method("arithmetic mean of RR", citation: "definition"), bounds: .nonNegative,
    missing: MeasurementColumns.missing)

  static let beats = FeatureColumn(
    "ecg.interval.beats", "Beats measured", "Beats whose intervals stand behind the medians.",
    type: .int32, unit: .count, method: MeasurementColumns.interval("count"), bounds: .nonNegative,
    missing: MeasurementColumns.missing)

  /// The per-lead figures.
  static let leadFigures: [LeadFigureColumn] = [
    LeadFigureColumn(
      figure: .pr,
      column: column(
        "pr", "PR interval, own marks", "From P onset to QRS onset by the lead's own marks.",
        "QRS onset - P onset",
        MeasurementColumns.codes(loinc: ("44976-9", "P-R interval by lead")), [.noPWave])),
    LeadFigureColumn(
      figure: .qrs,
      column: column(
        "qrs", "QRS duration, own marks", "From QRS onset to the J point by the lead's own marks.",
        "J - QRS onset", [], [])),
    LeadFigureColumn(
      figure: .qt,
      column: column(
        "qt", "QT interval, own marks", "From QRS onset to T offset by the lead's own marks.",
        "T offset - QRS onset", [], [.noTWave])),
  ]

  private static func column(
    _ word: String, _ label: String, _ definition: String, _ figure: String,
    _ codes: [StandardCode], _ missing: [MissingReason]
  ) -> FeatureColumn {
    FeatureColumn(
      "ecg.interval.\(word)", label, definition, unit: .millisecond, codes: codes,
      method: MeasurementColumns.interval(figure), bounds: .nonNegative,
      missing: MeasurementColumns.missing + missing)
  }

  /// A corrected QT by whatever formula.
  private static let anyFormula = [
    StandardCode(.loinc, "8636-3", "Q-T interval corrected", .broader),
    StandardCode(.mdc, "MDC_ECG_TIME_PD_QTc", "QTc interval", .broader),
    StandardCode(.scpECG, "5.10.2.5-5", "QTc interval", .broader),
  ]

  private static func corrected(
    _ word: String, _ label: String, _ formula: String, _ citation: String,
    _ codes: [StandardCode]
  ) -> FeatureColumn {
    FeatureColumn(
      "ecg.interval.\(word)", label,
      "Corrected for the heart's rate strip by strip, by the strip's median QT and mean RR: \(formula).",
      unit: .millisecond,
      codes: codes + (label.hasPrefix("QTc") ? anyFormula : []),
      method: MeasurementColumns.interval(formula, citation: citation),
      missing: MeasurementColumns.missing + [.noTWave])
  }
}
