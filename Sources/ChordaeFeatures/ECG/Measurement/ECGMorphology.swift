public import ChordaeCore
internal import ChordaeKernels

/// Which shape the waves of each lead have.
public struct ECGMorphology: ECGFeature {
  public static let group = FeatureGroup(
    "ecg.morphology", from: .ecg,
    [
      FeatureColumn(
        "ecg.morphology.fragmented_leads", "Leads with a fragmented QRS",
        "Standard leads whose QRS complex has a notch or an R', whatever its duration.",
        type: .int32, unit: .count,
        method: MeasurementColumns.wave(
          "count of leads with a notch or R'", citation: "Das et al., Circulation 2006;113:2495"),
        bounds: .nonNegative, missing: MeasurementColumns.missing)
    ],
    leadColumns: [
      shape(
        "p_shape", "Shape of P", "positive, negative, positive_negative or negative_positive",
        .noPWave),
      shape(
        "qrs_shape", "Shape of QRS",
        "its deflections in order, a capital for one of 0.5 mV and more: qRs, rS, QS, rSr'",
        .noDeflection),
      shape(
        "t_shape", "Shape of T", "positive, negative, positive_negative or negative_positive",
        .noTWave),
      FeatureColumn(
        "ecg.morphology.notches", "Notches of QRS",
        "Pairs of turning points of the QRS complex beside the peaks of its deflections.",
        type: .int32, unit: .count,
        method: MeasurementColumns.wave(
          "turns by 30 uV and 5 % of QRS peak to peak at least, two a notch",
          citation: "Das et al., Circulation 2006;113:2495"), bounds: .nonNegative,
        missing: MeasurementColumns.missing),
    ], settings: .beats)

  private static func shape(
    _ word: String, _ label: String, _ words: String, _ reason: MissingReason
  ) -> FeatureColumn {
    FeatureColumn(
      "ecg.morphology.\(word)", label, "By the signs of its measured amplitudes: \(words).",
      type: .text, unit: .none, method: MeasurementColumns.wave("signs in order of time"),
      missing: MeasurementColumns.missing + [reason])
  }

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .measurements }

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    guard ecg.measurements != nil else {
      return output.appendMissing(1, ecg.measurementFault ?? .tooFewBeats)
    }
    let leads = StandardLead.allCases.filter { ecg.value(.notches, $0) != nil }
    guard !leads.isEmpty else {
      let fault = StandardLead.allCases.map { ecg.fault(of: $0) }.first { $0 != .noLead }
      return output.appendMissing(1, fault ?? .noLead)
    }
    output.append(
      leads.count { lead in
        (ecg.value(.notches, lead) ?? 0).rounded() >= 1
          || (ecg.value(.rPrimeAmplitude, lead) ?? 0) > 0
      })
  }

  public func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput) {
    guard let measurements = ecg.measurements, ecg.leads[lead].varies else {
      let fault = ecg.leads[lead].varies ? ecg.measurementFault : .noSignal
      return output.appendMissing(Self.group.leadColumns.count, fault ?? .tooFewBeats)
    }
    guard let notches = measurements.value(.notches, lead: lead) else {
      return output.appendMissing(Self.group.leadColumns.count, .noQRS)
    }
    func value(_ figure: LeadFigure) -> Double? { measurements.value(figure, lead: lead) }
    output.append(Self.shape(value(.pAmplitude), value(.pPrimeAmplitude), else: .noPWave))
    output.append(
      Self.complex([
        value(.qAmplitude), value(.rAmplitude), value(.sAmplitude), value(.rPrimeAmplitude),
        value(.sPrimeAmplitude),
      ]))
    output.append(Self.shape(value(.tAmplitude), value(.tPrimeAmplitude), else: .noTWave))
    output.append(Int(notches.rounded()))
  }

  private static func shape(
    _ first: Double?, _ second: Double?, else reason: MissingReason
  ) -> FeatureValue {
    guard let first, let second else { return .missing(reason) }
    let words = [first, second].filter { $0 != 0 }.map { $0 > 0 ? "positive" : "negative" }
    return words.isEmpty ? .missing(reason) : .text(words.joined(separator: "_"))
  }

  private static func complex(_ amplitudes: [Double?]) -> FeatureValue {
    let letters = zip(["q", "r", "s", "r'", "s'"], amplitudes).compactMap { letter, amplitude in
      amplitude.flatMap { $0 == 0 ? nil : abs($0) >= 0.5 ? letter.uppercased() : letter }
    }
    if letters.isEmpty { return .missing(.noDeflection) }
    return .text(letters == ["S"] || letters == ["s"] ? "QS" : letters.joined())
  }
}
