public import ChordaeCore
internal import ChordaeKernels

/// Which way the heart's vectors point.
public struct ECGAxes: ECGFeature {
  private static let plane =
    "atan2((I + 2 III) / sqrt 3, I) of the net areas; I and III from two other limb leads where they are "
    + "absent"

  public static let group = FeatureGroup(
    "ecg.axis", from: .ecg,
    [
      axis("p", "P axis", "P", ("8626-4", "P wave axis"), "5.10.3-11", [.noPWave]),
      axis("qrs", "QRS axis", "QRS", ("8632-2", "QRS axis"), "5.10.3-13", []),
      axis("t", "T axis", "T", ("8638-9", "T wave axis"), "5.10.3-15", [.noTWave]),
      column(
        "qrs_by_amplitude", "QRS axis by amplitudes",
        "Direction of QRS in the frontal plane by the highest and the deepest deflection of leads I and "
          + "III.",
        "atan2((I + 2 III) / sqrt 3, I) of R + S, the highest plus the deepest",
        Bounds(-180, 180), [],
        codes: [StandardCode(.loinc, "9997-8", "R wave axis", .related)]),
      column(
        "qrs_t_frontal", "Frontal QRS-T angle",
        "Angle between the axes of QRS and T in the frontal plane.",
        "|QRS axis - T axis|, 0 to 180",
        Bounds(0, 180), [.noTWave]),
      column(
        "qrs_t_spatial", "Spatial QRS-T angle",
        "Angle in space between the mean vectors of QRS and T.",
        "angle between the net areas of QRS and T in X, Y and Z, regressed on I, II, V1 to V6",
        Bounds(0, 180), [.noTWave], citation: "Kors et al., Eur Heart J 1990;11:1083"),
    ], settings: .beats)

  private static func axis(
    _ word: String, _ label: String, _ wave: String, _ loinc: (code: String, display: String),
    _ scpECG: String, _ missing: [MissingReason]
  ) -> FeatureColumn {
    column(
      word, label,
      "Mean direction of \(wave) in the frontal plane: 0 to the left arm, 90 to the feet.", plane,
      Bounds(-180, 180), missing,
      codes: MeasurementColumns.codes(
        loinc: loinc, mdc: "MDC_ECG_ANGLE_\(wave)_FRONT", scpECG: scpECG, display: label))
  }

  private static func column(
    _ word: String, _ label: String, _ definition: String, _ figure: String, _ bounds: Bounds,
    _ missing: [MissingReason], codes: [StandardCode] = [],
    citation: String = "IEC 60601-2-51:2003"
  ) -> FeatureColumn {
    FeatureColumn(
      "ecg.axis.\(word)", label, definition, unit: .degree, codes: codes,
      method: MeasurementColumns.wave(figure, citation: citation), bounds: bounds,
      missing: MeasurementColumns.missing + [.noDeflection] + missing)
  }

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .measurements }

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    guard ecg.measurements != nil else {
      return output.appendMissing(Self.group.columns.count, ecg.measurementFault ?? .tooFewBeats)
    }
    let p = FrontalPlane(.pNetArea, of: ecg)
    let qrs = FrontalPlane(.qrsNetArea, of: ecg)
    let t = FrontalPlane(.tNetArea, of: ecg)
    // Without two limb leads nothing points anywhere; with them it is the wave that is absent.
    let fault = limbFault(ecg)
    output.append(p?.degrees, else: qrs == nil ? fault : .noPWave)
    output.append(qrs?.degrees, else: qrs == nil ? fault : .noDeflection)
    output.append(t?.degrees, else: qrs == nil ? fault : .noTWave)
    output.append(byAmplitude(ecg), else: Self.fault(ecg, [.i, .iii]) ?? .noDeflection)
    let frontal = Self.difference(qrs?.degrees, t?.degrees)
    output.append(frontal, else: qrs == nil ? fault : .noTWave)
    let spatial = KorsVector(.qrsNetArea, of: ecg).flatMap { qrs in
      KorsVector(.tNetArea, of: ecg).flatMap { qrs.degrees(to: $0) }
    }
    output.append(spatial, else: Self.fault(ecg, KorsVector.leads.map(\.lead)) ?? .noTWave)
  }

  /// The axis by the sums of the highest and the deepest deflection.
  private func byAmplitude(_ ecg: PreparedECG) -> Double? {
    func sum(_ lead: StandardLead) -> Double? {
      let figures: [LeadFigure] = [
        .qAmplitude, .rAmplitude, .sAmplitude, .rPrimeAmplitude, .sPrimeAmplitude,
      ]
      let values = figures.compactMap { ecg.value($0, lead) }
      guard let low = values.min(), let high = values.max() else { return nil }
      return max(0, high) + min(0, low)
    }
    guard let i = sum(.i), let iii = sum(.iii) else { return nil }
    return FrontalPlane(i: i, iii: iii).degrees
  }

  private static func difference(_ one: Double?, _ other: Double?) -> Double? {
    guard let one, let other else { return nil }
    let difference = abs(one - other)
    return difference > 180 ? 360 - difference : difference
  }

  private func limbFault(_ ecg: PreparedECG) -> MissingReason {
    let limbs = [StandardLead.i, .ii, .iii, .avr, .avl, .avf]
    let faults = limbs.filter { ecg.value(.qrsNetArea, $0) == nil }.map { ecg.fault(of: $0) }
    return faults.first { $0 != .noLead } ?? .noLead
  }

  /// Why one of some leads has no QRS complex; nil where all have one.
  private static func fault(_ ecg: PreparedECG, _ leads: [StandardLead]) -> MissingReason? {
    leads.first { ecg.value(.qrsNetArea, $0) == nil }.map { ecg.fault(of: $0) }
  }
}
