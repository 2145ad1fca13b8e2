public import ChordaeCore

/// What the recorder itself measured, taken over as the file has it and kept apart from the
/// engine's own figures.
public struct ECGDevice: ECGFeature {
  public static let group = FeatureGroup(
    "ecg.device", from: .ecg, rates + durations + axes + others)

  private static let rates = [
    number(
      "ventricular_rate", "Device heart rate", "Ventricular rate", .perMinute,
      [StandardCode(.loinc, "8867-4", "Heart rate", .broader)]),
    number("atrial_rate", "Device atrial rate", "Atrial rate", .perMinute, []),
  ]

  private static let durations = [
    number(
      "p_duration", "Device P duration", "Duration of the P wave", .millisecond,
      [StandardCode(.mdc, "MDC_ECG_TIME_PD_P", "P duration", .exact)]),
    number(
      "pr", "Device PR interval", "PR interval", .millisecond,
      [
        StandardCode(.loinc, "8625-6", "P-R interval", .exact),
        StandardCode(.mdc, "MDC_ECG_TIME_PD_PR", "PR interval", .exact),
      ]),
    number(
      "qrs", "Device QRS duration", "QRS duration", .millisecond,
      [
        StandardCode(.loinc, "8633-0", "QRS duration", .exact),
        StandardCode(.mdc, "MDC_ECG_TIME_PD_QRS", "QRS duration", .exact),
      ]),
    number(
      "qt", "Device QT interval", "QT interval", .millisecond,
      [
        StandardCode(.loinc, "8634-8", "Q-T interval", .exact),
        StandardCode(.mdc, "MDC_ECG_TIME_PD_QT", "QT interval", .exact),
      ]),
    number(
      "qtc", "Device QTc", "QT interval corrected by a formula that the file does not name",
      .millisecond,
      [
        StandardCode(.loinc, "8636-3", "Q-T interval corrected", .exact),
        StandardCode(.mdc, "MDC_ECG_TIME_PD_QTc", "QTc interval", .exact),
      ]),
    number(
      "qtc_bazett", "Device QTc, Bazett", "QT interval corrected by Bazett's formula",
      .millisecond,
      [StandardCode(.loinc, "76635-2", "Q-T interval corrected based on Bazett formula", .exact)]),
    number(
      "qtc_fridericia", "Device QTc, Fridericia", "QT interval corrected by Fridericia's formula",
      .millisecond,
      [
        StandardCode(
          .loinc, "76634-5", "Q-T interval corrected based on Fridericia formula", .exact)
      ]),
    number(
      "qtc_framingham", "Device QTc, Framingham", "QT interval corrected by Framingham's formula",
      .millisecond,
      [StandardCode(.loinc, "8636-3", "Q-T interval corrected", .broader)]),
  ]

  private static let axes = [
    axis("p_axis", "P", "8626-4", "P wave axis", "MDC_ECG_ANGLE_P_FRONT"),
    axis("qrs_axis", "QRS", "8632-2", "QRS axis", "MDC_ECG_ANGLE_QRS_FRONT"),
    axis("t_axis", "T", "8638-9", "T wave axis", "MDC_ECG_ANGLE_T_FRONT"),
  ]

  private static let others = [
    FeatureColumn(
      "ecg.device.qrs_count", "Device QRS count",
      "QRS complexes that the recorder found in the recording, as its file states.", type: .int32,
      unit: .count, codes: [StandardCode(.loinc, "8897-1", "QRS complexes", .exact)],
      method: method, bounds: .nonNegative, missing: [.notInFile]),
    FeatureColumn(
      "ecg.device.paced", "Device paced flag",
      "Whether the recorder says that a pacemaker is at work, as its file states.", type: .bool,
      unit: .none, method: method, missing: [.notInFile]),
    FeatureColumn(
      "ecg.device.statements", "Device statement codes",
      "Codes of the recorder's interpretation in the file's order, as system:code joined by `;`. "
        + "Texts are never taken over.",
      type: .text, unit: .none, method: method, missing: [.notInFile]),
  ]

  private static let method = Method(
    "taken over from the file",
    parameters: [
      Field.Pair("units", "converted to the column's; a figure without a unit is left out"),
      Field.Pair(
        "scope", "the whole recording, else its representative beat, else all beats alike"),
      Field.Pair("zero", "a rate or duration of zero is none"),
    ], citation: "the recorder's own algorithm, which the file seldom names")

  private static func number(
    _ word: String, _ label: String, _ figure: String, _ unit: Unit, _ codes: [StandardCode]
  ) -> FeatureColumn {
    FeatureColumn(
      "ecg.device.\(word)", label, "\(figure) that the recorder measured, as its file states.",
      unit: unit, codes: codes, method: method, bounds: .nonNegative, missing: [.notInFile])
  }

  private static func axis(
    _ word: String, _ wave: String, _ loinc: String, _ display: String, _ mdc: String
  ) -> FeatureColumn {
    FeatureColumn(
      "ecg.device.\(word)", "Device \(wave) axis",
      "Axis of \(wave) in the frontal plane that the recorder measured, as its file states, in "
        + "(-180, 180].",
      unit: .degree,
      codes: [
        StandardCode(.loinc, loinc, display, .exact),
        StandardCode(.mdc, mdc, "\(wave) axis, frontal plane", .exact),
      ], method: method, bounds: Bounds(-180, 180), missing: [.notInFile])
  }

  /// The feature.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let device = ecg.recording.device ?? DeviceMeasurements()
    let numbers = [
      device.ventricularRate, device.atrialRate, device.pDuration, device.prInterval,
      device.qrsDuration, device.qtInterval, device.qtCorrected, device.qtBazett,
      device.qtFridericia, device.qtFramingham, device.pAxis, device.qrsAxis, device.tAxis,
    ]
    for number in numbers { output.append(number, else: .notInFile) }
    output.append(FeatureValue(device.qrsCount, else: .notInFile))
    output.append(device.isPaced.map { .flag($0) } ?? .missing(.notInFile))
    let statements = device.statementCodes.joined(separator: ";")
    output.append(statements.isEmpty ? .missing(.notInFile) : .text(statements))
  }
}
