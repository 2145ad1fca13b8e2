import ChordaeCore

/// Patients that wait, in their order, until enough are there to be scored in one reading of the bundle.
///
/// Those whose rows are whole wait only behind others. Memory: the waiting patients' sites, a byte a site
/// of the bundle each, up to a limit at which whoever is there is scored.
struct ScoreQueue {
  private let scoring: PatientScoring?
  private let mostBytes: Int
  private var waiting: [Item] = []
  private var unscoredCount = 0
  private var bytes = 0

  /// A patient as a worker read it, and the inputs that the rows are made from.
  struct Item: Sendable {
    let patient: ReadPatient
    let inputs: [InputFingerprint]
    let sharedInputs: [InputFingerprint]
  }

  /// An empty queue.
  init(_ scoring: PatientScoring?, mostBytes: Int) {
    self.scoring = scoring
    self.mostBytes = mostBytes
  }

  /// Takes the next patient in, and hands over those who need not wait any longer.
  mutating func receive(
    _ item: Item, _ body: (WorkedPatient) throws(ExtractionError) -> Void
  ) throws(ExtractionError) {
    waiting.append(item)
    bytes += item.patient.byteCount
    if case .unscored = item.patient { unscoredCount += 1 }
    let isFull = unscoredCount >= scoring?.patientCount ?? 0 || bytes > mostBytes
    if unscoredCount == 0 || isFull { try flush(body) }
  }

  /// Hands over all that are left.
  mutating func flush(
    _ body: (WorkedPatient) throws(ExtractionError) -> Void
  ) throws(ExtractionError) {
    var scored = try scoredResults()[...]
    for item in waiting {
      let result: PatientResult
      switch item.patient {
      case .result(let whole): result = whole
      case .unscored: result = scored.removeFirst()
      }
      try body(
        WorkedPatient(result: result, inputs: item.inputs, sharedInputs: item.sharedInputs))
    }
    waiting.removeAll(keepingCapacity: true)
    (unscoredCount, bytes) = (0, 0)
  }

  private func scoredResults() throws(ExtractionError) -> [PatientResult] {
    guard unscoredCount > 0, let scoring else { return [] }
    let patients = waiting.compactMap {
      if case .unscored(let patient) = $0.patient { patient } else { nil }
    }
    // A large bundle takes a while: whoever ends the run need not wait for it.
    let results = scoring.results(of: patients) { Termination.requested != nil }
    guard let results else { throw .stopped(signal: Termination.requested ?? 15) }
    return results
  }
}
