public import ChordaeCore
internal import ChordaeKernels

/// The times between the waves: PR, QRS, QT and what follows from them.
public struct ECGIntervals: ECGFeature {
  public static let group = FeatureGroup(
    "ecg.interval", from: .ecg, columns.map(\.column) + [rr, beats],
    leadColumns: leadFigures.map(\.column), settings: .beats)

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .measurements }

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    for entry in Self.columns {
      output.append(
        ecg.measurements?.value(entry.figure),
        else: ecg.measurementFault ?? Self.fault(of: entry.figure, ecg.measurements))
    }
    output.append(ecg.meanRR()?.milliseconds, else: ecg.beatFault ?? .tooFewBeats)
    output.append(
      FeatureValue(ecg.measurements?.beatCount, else: ecg.measurementFault ?? .tooFewBeats))
  }

  public func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput) {
    LeadFigureColumn.measure(Self.leadFigures, ecg, lead: lead, into: &output)
  }

  /// Why a figure is not there although beats were measured.
  private static func fault(
    of figure: GlobalFigure, _ measurements: ECGMeasurements?
  ) -> MissingReason {
    let hasQRS = measurements?.value(.qrs) != nil
    let hasQT = measurements?.value(.qt) != nil
    return switch figure {
    case .pDuration, .pr, .prSegment: .noPWave
    case .qrs: .noQRS
    case .jt: hasQRS ? .noTWave : .noQRS
    case .qt, .tPeakToEnd, .tPeakToEndOverQT: .noTWave
    case .qtDispersion: .tooFewLeads
    case .jtBazett, .jtFridericia: hasQRS ? hasQT ? .tooFewBeats : .noTWave : .noQRS
    case .qtBazett, .qtFridericia, .qtFramingham, .qtHodges: hasQT ? .tooFewBeats : .noTWave
    }
  }
}
