public import ChordaeCore
internal import ChordaeKernels

/// Whether the limb leads fit each other, and whether electrodes may be interchanged.
public struct ECGPlacement: ECGFeature {
  public static let group = FeatureGroup(
    "ecg.placement", from: .ecg,
    [
      residual(
        "einthoven_rms", "Einthoven residual",
        "How far the limb leads are from I + III = II; null where one is absent or was computed from the "
          + "others.", "root mean square of I + III - II"),
      residual(
        "goldberger_rms", "Goldberger residual",
        "How far the augmented leads are from what I and II make of them: the largest of the three; null "
          + "where one is absent or was computed from the others.",
        "largest root mean square of aVR + (I + II)/2, aVL - I + II/2, aVF - II + I/2"),
      FeatureColumn(
        "ecg.placement.arm_reversal", "Suspected reversal of the arm electrodes",
        "Whether P (T where there is no P) and QRS are negative in I, QRS is positive in aVR and, where "
          + "there is V6, in V6: the last tells it from dextrocardia.",
        type: .bool, unit: .none,
        method: MeasurementColumns.wave(
          "signs of the net areas", citation: "Batchvarov et al., Europace 2007;9:1081"),
        missing: MeasurementColumns.missing),
    ], settings: .beats)

  private static func residual(
    _ word: String, _ label: String, _ definition: String, _ figure: String
  ) -> FeatureColumn {
    FeatureColumn(
      "ecg.placement.\(word)", label, definition, unit: .millivolt,
      method: Method(
        figure,
        parameters: [Field.Pair("samples", "all at which none of the leads is missing")],
        citation: "Einthoven et al., Pflugers Arch 1913;150:275"), bounds: .nonNegative,
      missing: [.noSignal, .tooShort, .noLead, .unsupported, .bandAboveNyquist])
  }

  /// A sum of leads that ought to be zero.
  private struct Identity {
    let terms: [(place: Int, weight: Float)]
    var squares = 0.0
    var count = 0

    /// The identity; nil where one of its leads is absent or derived.
    init?(_ terms: [(lead: StandardLead, weight: Float)], in recording: ECGRecording) {
      var held: [(Int, Float)] = []
      for term in terms {
        guard let place = recording.leads.firstIndex(where: { $0.standard == term.lead }),
          !recording.leads[place].isDerived
        else { return nil }
        held.append((place, term.weight))
      }
      self.terms = held
    }

    mutating func add(_ leads: [[Float]], _ samples: Range<Int>) {
      let found = LeadSum.squares(
        terms.map { leads[$0.place] }, weights: terms.map(\.weight), samples)
      squares += found.squares
      count += found.count
    }

    var rootMeanSquare: Double? { count > 0 ? (squares / Double(count)).squareRoot() : nil }
  }

  private var einthoven: Identity?
  private var goldberger: [Identity]?

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .measurements }

  /// The feature before the first sample.
  public init(_ context: ECGContext) {
    let recording = context.recording
    einthoven = Identity([(.i, 1), (.iii, 1), (.ii, -1)], in: recording)
    let augmented = [
      Identity([(.avr, 1), (.i, 0.5), (.ii, 0.5)], in: recording),
      Identity([(.avl, 1), (.i, -1), (.ii, 0.5)], in: recording),
      Identity([(.avf, 1), (.ii, -1), (.i, 0.5)], in: recording),
    ].compactMap { $0 }
    goldberger = augmented.count == 3 ? augmented : nil
  }

  public mutating func consume(_ strip: borrowing ECGStrip) {
    einthoven?.add(strip.leads, strip.core)
    for place in (goldberger ?? []).indices { goldberger?[place].add(strip.leads, strip.core) }
  }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let fault = ecg.signalFault ?? ecg.stripFault ?? .noSignal
    output.append(einthoven?.rootMeanSquare, else: einthoven == nil ? .noLead : fault)
    let largest = goldberger?.compactMap(\.rootMeanSquare).max()
    output.append(largest, else: goldberger == nil ? .noLead : fault)
    output.append(armReversal(ecg))
  }

  private func armReversal(_ ecg: PreparedECG) -> FeatureValue {
    if let fault = ecg.measurementFault { return .missing(fault) }
    for lead in [StandardLead.i, .avr] where ecg.value(.qrsNetArea, lead) == nil {
      return .missing(ecg.fault(of: lead))
    }
    let wave = ecg.value(.pNetArea, .i) ?? ecg.value(.tNetArea, .i)
    return .flag(
      (wave ?? 0) < 0 && (ecg.value(.qrsNetArea, .i) ?? 0) < 0
        && (ecg.value(.qrsNetArea, .avr) ?? 0) > 0 && (ecg.value(.qrsNetArea, .v6) ?? 1) > 0)
  }
}
