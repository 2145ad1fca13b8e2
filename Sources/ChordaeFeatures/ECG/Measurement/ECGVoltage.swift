public import ChordaeCore
internal import ChordaeKernels

/// Voltage criteria of hypertrophy, and low voltage.
public struct ECGVoltage: ECGFeature {
  public static let group = FeatureGroup(
    "ecg.voltage", from: .ecg,
    [
      criterion(
        "sokolow_lyon", "Sokolow-Lyon voltage",
        "S in V1 plus the higher R of V5 and V6; 3.5 mV and more speak for hypertrophy.",
        "|S V1| + max(R V5, R V6)", "Sokolow & Lyon, Am Heart J 1949;37:161"),
      criterion(
        "r_avl", "R in aVL", "1.1 mV and more speak for hypertrophy.", "R aVL",
        "Sokolow & Lyon, Am Heart J 1949;37:161"),
      criterion(
        "cornell", "Cornell voltage",
        "R in aVL plus S in V3; more than 2.8 mV in men and 2.0 mV in women speak for hypertrophy.",
        "R aVL + |S V3|", "Casale et al., Circulation 1987;75:565"),
      cornellProduct,
      criterion(
        "peguero_lo_presti", "Peguero-Lo Presti voltage",
        "The deepest S of all twelve leads plus S in V4; 2.8 mV and more in men, 2.3 in women speak for "
          + "hypertrophy.",
        "max |S| + |S V4|", "Peguero et al., J Am Coll Cardiol 2017;69:1694"),
      flag(
        "low_limb", "Low voltage, limb leads",
        "Whether QRS is below 0.5 mV from peak to peak in all six limb leads.",
        "QRS peak to peak < 0.5 mV in I, II, III, aVR, aVL and aVF"),
      flag(
        "low_precordial", "Low voltage, precordial leads",
        "Whether QRS is below 1.0 mV from peak to peak in all of V1 to V6.",
        "QRS peak to peak < 1.0 mV in V1 to V6"),
      FeatureColumn(
        "ecg.voltage.is_plausible", "Plausible voltage",
        "Whether the largest QRS complex of the leads that the file holds is 0.02 to 20 mV from peak to "
          + "peak: beyond, the file's unit is in doubt (uV taken for mV, or the other way round). Nothing "
          + "is rescaled.",
        type: .bool, unit: .none,
        method: MeasurementColumns.wave(
          "0.02 mV <= max QRS peak to peak <= 20 mV", citation: "definition"),
        missing: MeasurementColumns.missing),
    ], settings: .beats)

  private static var cornellProduct: FeatureColumn {
    let figure = MeasurementColumns.wave(
      "(R aVL + |S V3| + correction) QRS; the higher of R and R', the deeper of S and S'",
      version: 2,
      parameters: [
        Field.Pair("correction", "0.6 mV for women, 0 for men"),
        Field.Pair("sex", "of the manifest; without it the product is null"),
      ], citation: "Molloy et al., J Am Coll Cardiol 1992;20:1180")
    return FeatureColumn(
      "ecg.voltage.cornell_product", "Cornell product",
      "Cornell voltage, in women 0.6 mV more, times QRS duration; 244 mV ms and more speak for "
        + "hypertrophy. Null where the beats are paced.",
      unit: .millivoltMilliseconds, method: figure, bounds: .nonNegative,
      missing: MeasurementColumns.missing + [.paced, .notProvided])
  }

  private static func criterion(
    _ word: String, _ label: String, _ definition: String, _ figure: String, _ citation: String
  ) -> FeatureColumn {
    FeatureColumn(
      "ecg.voltage.\(word)", label, definition + " Null where the beats are paced.",
      unit: .millivolt,
      method: MeasurementColumns.wave(
        figure + "; the higher of R and R', the deeper of S and S'", citation: citation),
      bounds: .nonNegative, missing: MeasurementColumns.missing + [.paced])
  }

  private static func flag(
    _ word: String, _ label: String, _ definition: String, _ figure: String
  ) -> FeatureColumn {
    FeatureColumn(
      "ecg.voltage.\(word)", label, definition, type: .bool, unit: .none,
      method: MeasurementColumns.wave(figure, citation: "Madias, J Electrocardiol 2008;41:463"),
      missing: MeasurementColumns.missing)
  }

  /// Millivolts that the largest complex may have from peak to peak.
  private static let plausible = 0.02...20.0
  private static let limbs: [StandardLead] = [.i, .ii, .iii, .avr, .avl, .avf]
  private static let precordials: [StandardLead] = [.v1, .v2, .v3, .v4, .v5, .v6]

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .measurements }

  /// What the Cornell product adds to the voltage, in mV; nil where the sex is not known.
  private let cornellCorrection: Double?

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {
    cornellCorrection = context.sex.map { $0 == .female ? 0.6 : 0 }
  }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    guard let measurements = ecg.measurements else {
      let fault = ecg.measurementFault ?? .tooFewBeats
      output.appendMissing(Self.group.columns.count - 1, fault)
      return output.append(isPlausible(ecg, else: fault))
    }
    func append(_ value: Double?, of leads: [StandardLead], else other: MissingReason = .noQRS) {
      let absent = leads.first { ecg.value(.qrsNetArea, $0) == nil }
      let fault = absent.map { ecg.fault(of: $0) } ?? other
      output.append(
        measurements.isPaced ? nil : value, else: measurements.isPaced ? .paced : fault)
    }
    let cornell = sum(r(ecg, .avl), s(ecg, .v3))
    append(sum(s(ecg, .v1), higher(r(ecg, .v5), r(ecg, .v6))), of: [.v1, .v5, .v6])
    append(r(ecg, .avl), of: [.avl])
    append(cornell, of: [.avl, .v3])
    append(
      product(sum(cornell, cornellCorrection), measurements.value(.qrs)), of: [.avl, .v3],
      else: cornellCorrection == nil ? .notProvided : .noQRS)
    let deepest = StandardLead.allCases.map { s(ecg, $0) }
    append(
      deepest.contains(nil) ? nil : sum(deepest.compactMap { $0 }.max(), s(ecg, .v4)),
      of: StandardLead.allCases)
    output.append(isLow(ecg, Self.limbs, below: 0.5))
    output.append(isLow(ecg, Self.precordials, below: 1))
    output.append(isPlausible(ecg, else: .noQRS))
  }

  /// Complexes are marked from some height on only; where no lead moves by as much as the least that is
  /// plausible, none can be as high.
  private func isPlausible(_ ecg: PreparedECG, else fault: MissingReason) -> FeatureValue {
    let stored = ecg.recording.leads.indices.filter { !ecg.recording.leads[$0].isDerived }
    let largest = stored.compactMap { ecg.measurements?.value(.qrsPeakToPeak, lead: $0) }.max()
    if let largest { return .flag(Self.plausible.contains(largest)) }
    let range = stored.map { Double(ecg.leads[$0].range) }.max() ?? 0
    return ecg.beats.count >= 3 && range < Self.plausible.lowerBound
      ? .flag(false) : .missing(fault)
  }

  private func isLow(
    _ ecg: PreparedECG, _ leads: [StandardLead], below limit: Double
  ) -> FeatureValue {
    let heights = leads.map { ecg.value(.qrsPeakToPeak, $0) }
    if let absent = heights.firstIndex(of: nil) { return .missing(ecg.fault(of: leads[absent])) }
    return .flag(heights.allSatisfy { ($0 ?? 0) < limit })
  }

  /// The height of R or R', whichever is higher.
  private func r(_ ecg: PreparedECG, _ lead: StandardLead) -> Double? {
    higher(ecg.value(.rAmplitude, lead), ecg.value(.rPrimeAmplitude, lead))
  }

  /// The depth of S or S', whichever is deeper.
  private func s(_ ecg: PreparedECG, _ lead: StandardLead) -> Double? {
    higher(ecg.value(.sAmplitude, lead).map { -$0 }, ecg.value(.sPrimeAmplitude, lead).map { -$0 })
  }

  private func higher(_ one: Double?, _ other: Double?) -> Double? {
    guard let one, let other else { return nil }
    return max(one, other)
  }

  private func product(_ one: Double?, _ other: Double?) -> Double? {
    guard let one, let other else { return nil }
    return one * other
  }

  private func sum(_ one: Double?, _ other: Double?) -> Double? {
    guard let one, let other else { return nil }
    return one + other
  }
}
