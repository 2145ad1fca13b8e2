public import ChordaeCore
internal import ChordaeKernels

/// How good the signal is: per lead and ten seconds, and of the recording as a whole.
public struct ECGQuality: ECGFeature {
  public static let group = FeatureGroup(
    "ecg.quality", from: .ecg, columns, leadColumns: leadColumns,
    tables: [.init(.quality, tableColumns)])

  private let names: [String]
  private var leads: [LeadQuality]
  /// Places of the leads that the file holds: derived ones say nothing of their own.
  private let stored: [Int]

  /// The feature of a recording.
  public init(_ context: ECGContext) {
    names = context.recording.leads.map(\.name)
    leads = names.map { _ in LeadQuality() }
    stored = names.indices.filter { !context.recording.leads[$0].isDerived }
  }

  /// The samples, and the powers of the segments that the spectra are made of.
  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .segments }

  public mutating func consume(_ strip: borrowing ECGStrip, into output: inout FeatureOutput) {
    let windows = LeadQuality.windows(of: strip)
    for lead in leads.indices {
      let found = leads[lead].judge(strip, lead: lead, windows: windows)
      guard output.wants(.quality) else { continue }
      for (window, quality) in zip(windows, found) {
        output.appendRow(
          to: .quality,
          row(
            quality, of: lead, from: strip.firstSample + window.samples.lowerBound,
            count: window.samples.count, samplingFrequency: strip.samplingFrequency))
      }
    }
  }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let classes = stored.compactMap { leads[$0].qualityClass }
    if let overall = Self.overall(classes) {
      output.append(.text(overall.word))
    } else {
      output.append(.missing(ecg.signalFault ?? ecg.stripFault ?? .noSignal))
    }
  }

  public func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput) {
    guard lead < leads.count, let qualityClass = leads[lead].qualityClass else {
      return output.appendMissing(
        Self.leadColumns.count, ecg.signalFault ?? ecg.stripFault ?? .noSignal)
    }
    let quality = leads[lead]
    let (windows, samples) = (Double(quality.windowCount), Double(quality.sampleCount))
    output.append(.text(qualityClass.word))
    output.append(
      Double(quality.classes[SignalQuality.Class.bad.rawValue]) / windows, else: .noSignal)
    output.append(Double(quality.leadOffCount) / windows, else: .noSignal)
    for part in [quality.missing, quality.flat, quality.clipped] {
      output.append(part / samples, else: .noSignal)
    }
    let rhythmFault = ecg.beatFault ?? .tooFewBeats
    let bandFault: MissingReason =
      ecg.recording.samplingFrequency < 110 ? .bandAboveNyquist : .noSignal
    let medians = quality.medians()
    for index in LeadQuality.Index.allCases {
      let fault: MissingReason =
        switch index {
        case .agreement, .overlap, .template: rhythmFault
        case .line: bandFault
        default: .noSignal
        }
      output.append(medians[index.rawValue], else: fault)
    }
    let mains = max(quality.mains50Count, quality.mains60Count)
    output.append(
      mains == 0 ? nil : quality.mains50Count == mains ? 50 : 60,
      else: quality.lineCount == 0 ? bandFault : .noMains)
  }

  /// Bad where more than half of the leads are, good where none is bad and at least half are good.
  private static func overall(_ classes: [SignalQuality.Class]) -> SignalQuality.Class? {
    guard !classes.isEmpty else { return nil }
    let (good, bad) = (classes.count { $0 == .good }, classes.count { $0 == .bad })
    if 2 * bad > classes.count { return .bad }
    return bad == 0 && 2 * good >= classes.count ? .good : .acceptable
  }

  /// The row of a judged window.
  private func row(
    _ quality: SignalQuality, of lead: Int, from first: Int, count: Int, samplingFrequency: Double
  ) -> [FeatureValue] {
    let numbers: [Double?] = [
      quality.missing, quality.flat, quality.clipped, quality.kurtosis, quality.skewness,
      quality.qrsPower, quality.baseline, quality.agreement, quality.overlap, quality.template,
      quality.highFrequency, quality.line, quality.mains,
    ]
    return [
      .text(names[lead]), .number(Double(first) / samplingFrequency),
      .number(Double(count) / samplingFrequency),
      .text(quality.qualityClass.word), .flag(quality.isLeadOff),
    ] + numbers.map { $0.map { .number($0) } ?? .missing(nil) }
  }
}
