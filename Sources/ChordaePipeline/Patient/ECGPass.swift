import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// One reading of an ECG recording with all ECG features that are wanted.
struct ECGPass {
  let kinds: [any ECGFeature.Type]
  let schema: FeatureSchema
  let options: FeatureOptions
  let entry: ManifestEntry
  /// Where rows wait that are many; nil where nobody takes the tables' rows.
  let spools: RowSpools?

  /// Reads the patient's recording at a place to its end; nil where it was cancelled.
  ///
  /// A fault becomes the recording's status and reason, and its rows are dropped; one of the annotation
  /// file costs no more than what follows from the beats.
  ///
  /// - Throws: `cannotWrite` where rows cannot be put by.
  func run(
    _ place: Int, isCancelled: () -> Bool
  ) throws(StateError) -> RecordingOutcome? {
    let spool = spools?.spool(row: entry.row, recording: place)
    let outcome = read(entry.ecg[place], spool) { isCancelled() || spool?.fault != nil }
    spool?.close()
    if let fault = spool?.fault { throw fault }
    return outcome
  }

  private func read(
    _ path: String, _ spool: RowSpool?, isCancelled: () -> Bool
  ) -> RecordingOutcome? {
    do throws(InputError) {
      var reader = try ECGReader(path: path, stated: StatedSignal(entry))
      let annotations = annotations(of: reader)
      let needs = kinds.reduce(into: ECGNeeds()) { $0.formUnion($1.needs(options)) }
      var preparation = ECGPreparation(
        reader.recording, options: options, needs: needs, annotatedBeats: annotations?.beats,
        annotationFault: annotations?.unreadable)
      let context = ECGContext(reader.recording, options: options, sex: entry.sex)
      var features = kinds.map { kind in
        Running(
          feature: kind.init(context),
          output: FeatureOutput(
            tables: spool == nil ? [] : schema.featureTables(of: kind.group),
            columnCount: kind.group.columns.count, handingRowsTo: spool))
      }
      var batch = ECGBatch(leadCount: reader.recording.leads.count)
      while try reader.read(into: &batch) {
        if isCancelled() { return nil }
        preparation.consume(batch)
        show(&preparation, to: &features)
      }
      preparation.end()
      show(&preparation, to: &features)
      var outcome = outcome(
        of: preparation.finish(), features, faults: reader.faults + (annotations?.faults ?? []))
      outcome.spool = spool
      return outcome
    } catch {
      return missing(error.reason, Self.status(of: error), fault: error)
    }
  }

  /// A feature and what it has given so far.
  private struct Running {
    var feature: any ECGFeature
    var output: FeatureOutput

    mutating func consume(_ strip: borrowing ECGStrip) {
      feature.consume(strip, into: &output)
    }
  }

  private func show(_ preparation: inout ECGPreparation, to features: inout [Running]) {
    while let strip = preparation.nextStrip() {
      for place in features.indices
      where !type(of: features[place].feature).needs(options).isEmpty {
        features[place].consume(strip)
      }
    }
  }

  /// The beats of the annotation file that the run asks for, what is wrong with it, and why it
  /// could not be read at all; nil where the detector finds the beats.
  private func annotations(
    of reader: borrowing ECGReader
  ) -> (beats: [Beat], faults: [InputError], unreadable: MissingReason?)? {
    guard let annotator = options.annotator else { return nil }
    do throws(InputError) {
      let annotations = try reader.annotations(annotator)
      return (annotations.beats, annotations.faults, nil)
    } catch {
      return ([], [error], error.reason)
    }
  }

  /// A recording of which nothing can be known.
  func missing(
    _ reason: MissingReason, _ status: RecordingStatus, fault: InputError? = nil
  ) -> RecordingOutcome {
    RecordingOutcome(
      status: status,
      groups: kinds.map { kind in
        Array(repeating: .missing(reason), count: FeatureSchema.rowColumnCount(kind.group))
      },
      faults: fault.map { [$0] } ?? [])
  }

  private func outcome(
    of ecg: PreparedECG, _ features: [Running], faults: [InputError]
  ) -> RecordingOutcome {
    var outcome = RecordingOutcome(status: .ok, groups: [], faults: faults)
    outcome.leads = ecg.recording.leads.map { ($0.name, []) }
    for feature in features { measure(feature, ecg, into: &outcome) }
    outcome.duration = ecg.duration
    outcome.start = ecg.recording.startSeconds
    outcome.status = Self.status(of: ecg, faults: faults)
    return outcome
  }

  private func measure(
    _ running: Running, _ ecg: PreparedECG, into outcome: inout RecordingOutcome
  ) {
    let feature = running.feature
    let group = type(of: feature).group
    var output = running.output
    feature.measure(ecg, into: &output)
    precondition(output.values.count == group.columns.count, "a value a column")
    outcome.tables.merge(output.tables) { $1 }
    guard !group.leadColumns.isEmpty else { return outcome.groups.append(output.values) }
    let leads = ecg.recording.leads
    let columnCount = group.leadColumns.count
    // The leads' values one behind the other.
    var measured = FeatureOutput(columnCount: leads.count * columnCount)
    for lead in leads.indices {
      feature.measure(ecg, lead: lead, into: &measured)
      precondition(measured.values.count == (lead + 1) * columnCount, "a value a column")
      outcome.leads[lead].values += measured.values[(lead * columnCount)...]
    }
    var row: [FeatureValue] = []
    row.reserveCapacity(output.values.count + StandardLead.allCases.count * columnCount)
    row += output.values
    for standard in StandardLead.allCases {
      if let place = leads.firstIndex(where: { $0.standard == standard }) {
        row += measured.values[place * columnCount..<(place + 1) * columnCount]
      } else {
        row += repeatElement(.missing(.noLead), count: columnCount)
      }
    }
    outcome.groups.append(row)
  }

  private static func status(of ecg: PreparedECG, faults: [InputError]) -> RecordingStatus {
    if !faults.isEmpty { return .partial }
    switch ecg.signalFault {
    case .some(.noSignal): return .noSignal
    case .some(.tooShort): return .tooShort
    default: return .ok
    }
  }

  private static func status(of error: InputError) -> RecordingStatus {
    switch error.reason {
    case .unsupported: .unsupported
    case .noSignal: .noSignal
    default: .corrupt
    }
  }
}
