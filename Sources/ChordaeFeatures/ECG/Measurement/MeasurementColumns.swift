import ChordaeCore
internal import ChordaeKernels

/// What the columns of all measurements say alike.
enum MeasurementColumns {
  /// Reasons that can stand beside any figure.
  static let missing: [MissingReason] = [
    .noSignal, .tooShort, .tooFewBeats, .noLead, .bandAboveNyquist, .unsupported, .noQRS,
  ]

  private static let beats = Field.Pair(
    "beats",
    "the main kind of each strip: conducted (N, L, R, B, e, j) or paced (/, f), whichever are more")
  private static func strips(exactUpTo count: Int) -> Field.Pair {
    Field.Pair(
      "strips",
      "one up to 90 s, else of a minute each: the median over them, exact up to \(count) strips, else by "
        + "medians of medians")
  }

  /// The method of an interval that is measured beat by beat.
  static func interval(_ figure: String, citation: String = "IEC 60601-2-25:2011") -> Method {
    Method(
      figure,
      parameters: [
        beats,
        Field.Pair("statistic", "median over a strip's beats, at least half of which have it"),
        strips(exactUpTo: 1275),
      ],
      citation: citation)
  }

  /// The method of a figure that is measured in the median beat.
  static func wave(
    _ figure: String, version: Int = 1, parameters: [Field.Pair] = [],
    citation: String = "IEC 60601-2-51:2003", exactStrips: Int = 1275
  ) -> Method {
    Method(
      figure, version: version,
      parameters: parameters + [
        beats,
        Field.Pair(
          "median_beat",
          "of up to 32 beats spread evenly over a strip, aligned by their steepness in all leads, each "
            + "less its own baseline; median a sample"),
        Field.Pair("baseline", "median of the 16 ms before QRS onset"),
        Field.Pair("marks", "global: medians over the beats, at least half of which have them"),
        strips(exactUpTo: exactStrips),
      ],
      citation: citation)
  }

  /// The standard code of an interval in three vocabularies, as far as they have one.
  static func codes(
    loinc: (code: String, display: String)? = nil, mdc: String? = nil, scpECG: String? = nil,
    display: String = "", relation: StandardCode.Relation = .exact
  ) -> [StandardCode] {
    var codes: [StandardCode] = []
    if let loinc { codes.append(StandardCode(.loinc, loinc.code, loinc.display, relation)) }
    if let mdc { codes.append(StandardCode(.mdc, mdc, display, relation)) }
    if let scpECG { codes.append(StandardCode(.scpECG, scpECG, display, relation)) }
    return codes
  }
}

/// A per-lead column and the figure that stands in it.
struct LeadFigureColumn {
  let figure: LeadFigure
  let column: FeatureColumn

  /// The columns' values for a lead of a recording.
  static func measure(
    _ columns: [LeadFigureColumn], _ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput
  ) {
    guard let measurements = ecg.measurements, ecg.leads[lead].varies else {
      let fault = ecg.leads[lead].varies ? ecg.measurementFault : .noSignal
      return output.appendMissing(columns.count, fault ?? .tooFewBeats)
    }
    let hasQRS = measurements.value(.qrsNetArea, lead: lead) != nil
    for entry in columns {
      output.append(
        measurements.value(entry.figure, lead: lead),
        else: entry.figure.fault(hasQRS: hasQRS))
    }
  }
}

extension LeadFigure {
  /// Why the figure is not there, in a lead whose QRS complex could be measured or not.
  fileprivate func fault(hasQRS: Bool) -> MissingReason {
    switch self {
    case .pr: return .noPWave
    case .qt: return .noTWave
    case .qrs: return .noQRS
    default: break
    }
    guard hasQRS else { return .noQRS }
    return switch self {
    case .pOnsetAmplitude, .pAmplitude, .pPrimeAmplitude, .pDuration, .pPrimeDuration, .pPeakTime,
      .pArea, .pPrimeArea, .pNetArea:
      .noPWave
    case .tAmplitude, .tPrimeAmplitude, .tOffsetAmplitude, .tDuration, .tPrimeDuration, .tPeakTime,
      .tArea, .tPrimeArea, .tNetArea:
      .noTWave
    case .rPeakTime: .noDeflection
    // The ST segment's end goes by the RR interval.
    default: .tooFewBeats
    }
  }
}
