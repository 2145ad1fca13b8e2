import ChordaeCore
public import ChordaeKernels

/// What was measured in a recording's beats: the medians over its strips.
public struct ECGMeasurements: Sendable, Equatable {
  /// Whether these are paced beats; else they are conducted ones.
  public let isPaced: Bool
  /// Beats that were measured.
  public let beatCount: Int
  /// The global figures, then lead by lead those of the lead; NaN for what is not there.
  let figures: [Float]

  /// A figure over all leads; nil where it is not there.
  public func value(_ figure: GlobalFigure) -> Double? { value(at: figure.rawValue) }

  /// A figure of the lead at a place in the file; nil where it is not there.
  public func value(_ figure: LeadFigure, lead: Int) -> Double? {
    value(at: GlobalFigure.count + lead * LeadFigure.count + figure.rawValue)
  }

  private func value(at place: Int) -> Double? {
    figures[place].isNaN ? nil : Double(figures[place])
  }
}

extension PreparedECG {
  /// A figure of a standard lead; nil where the recording has no such lead, or it is not there.
  func value(_ figure: LeadFigure, _ lead: StandardLead) -> Double? {
    guard let place = place(of: lead), leads[place].varies else { return nil }
    return measurements?.value(figure, lead: place)
  }

  /// The place of a standard lead in the file.
  func place(of lead: StandardLead) -> Int? {
    recording.leads.firstIndex { $0.standard == lead }
  }

  /// Why nothing was measured in any beat; nil where something was.
  var measurementFault: MissingReason? {
    measurements == nil ? beatFault ?? stripFault ?? .tooFewBeats : nil
  }

  /// Why a figure that needs a lead is not there: the lead is absent, flat, or has no marks.
  func fault(of lead: StandardLead) -> MissingReason {
    guard let place = place(of: lead) else { return .noLead }
    return leads[place].varies ? .noQRS : .noSignal
  }
}
