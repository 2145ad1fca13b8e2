import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// A patient's rows and the inputs that they were made from.
struct WorkedPatient: Sendable {
  let result: PatientResult
  /// The patient's own files.
  let inputs: [InputFingerprint]
  /// Files that other patients' rows are made from too.
  let sharedInputs: [InputFingerprint]

  /// The patient's faults in words for the log: line, format, cause and place, no id and no path.
  var faultLines: [String] {
    result.faults.map { fault in
      FailureRecord.logLine(
        line: result.line, source: fault.source, format: fault.format,
        reason: fault.error.reason, place: fault.error.place?.description,
        detail: fault.error.detail)
    }
  }
}

/// What a worker does for one row of the manifest.
struct PatientWork: Sendable {
  private let state: RunState
  private let patients: PatientExtraction

  /// How patients with calls of their own are scored.
  var scoring: PatientScoring? { patients.scoring }

  init(
    _ extraction: Extraction, _ state: RunState, _ shared: SharedVariants,
    _ cancellation: Cancellation, threads: Int
  ) {
    self.state = state
    patients = PatientExtraction(
      extraction, shared, cancellation, threads: threads, spools: BlockFolder(state))
  }

  /// Extracts a row's patient, with the row noted in the journal while its files are open.
  func outcome(
    _ row: Int, _ cursor: inout ManifestCursor
  ) -> OrderedRun<ScoreQueue.Item>.Outcome {
    do throws(ExtractionError) {
      if let signal = Termination.requested { throw .stopped(signal: signal) }
      let entry = try Self.entry(row, &cursor)
      let shared = patients.shared.inputs(of: entry)
      let own = InputFingerprint.own(
        of: entry, callsAreShared: !shared.isEmpty, annotator: patients.options.annotator)
      let sharedInputs =
        shared + patients.sharedInputs(of: entry)
        + patients.scannedReference(of: entry).map { InputFingerprint(of: $0) }
      let opensFiles =
        !(entry.alignments + entry.ecg).isEmpty
        || shared.isEmpty && !(entry.variants + entry.gvcf).isEmpty
      let patient = try work(entry, sharedInputs + own, opensFiles: opensFiles)
      return .result(
        ScoreQueue.Item(patient: patient, inputs: own, sharedInputs: sharedInputs),
        bytes: patient.byteCount)
    } catch {
      return .failed(error)
    }
  }

  private func work(
    _ entry: ManifestEntry, _ inputs: [InputFingerprint], opensFiles: Bool
  ) throws(ExtractionError) -> ReadPatient {
    if state.isQuarantined(entry.row, inputs) {
      return .result(
        patients.leftOut(
          entry, .quarantined,
          "its inputs ended the process \(state.maxStrikes) times: check them, or raise --max-strikes"
        ))
    }
    // A row from a shared call set's block opens no file that could end the process: two lines of
    // the journal for each of a cohort's patients would cost more than the row.
    let isNoted = opensFiles || state.runsAlone(entry.row)
    let extracted: ReadPatient?
    do throws(StateError) {
      if isNoted { try state.begin(entry.row, inputs) }
      extracted = try patients.extract(entry)
    } catch { throw .state(error) }
    guard let extracted else { throw .stopped(signal: Termination.requested ?? 15) }
    do throws(StateError) { if isNoted { try state.end(entry.row) } } catch { throw .state(error) }
    return extracted
  }

  private static func entry(
    _ row: Int, _ cursor: inout ManifestCursor
  ) throws(ExtractionError) -> ManifestEntry {
    do throws(ManifestError) { return try cursor.entry(at: row) } catch { throw .manifest(error) }
  }
}

extension InputFingerprint {
  /// The fingerprints of a patient's own files, as they are now; those of a shared call set were
  /// taken when it was read.
  static func own(
    of entry: ManifestEntry, callsAreShared: Bool, annotator: String?
  ) -> [InputFingerprint] {
    let calls =
      callsAreShared ? [] : (try? ContigPattern.expand(entry.variants + entry.gvcf)) ?? []
    let recordings = entry.ecg.flatMap { ECGReader.files(of: $0, annotator: annotator) }
    return (entry.alignments + calls + recordings).map { InputFingerprint(of: $0) }
  }
}
