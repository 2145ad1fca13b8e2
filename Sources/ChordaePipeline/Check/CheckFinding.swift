import ChordaeCore

/// Something that `check` saw of one patient's inputs.
public struct CheckFinding: Sendable, Equatable {
  /// The manifest's line.
  public let line: Int
  /// The manifest's column, and for recordings the place in its list.
  public let source: String
  /// Whether the patient will be partial or failed for it; else it is worth knowing.
  public let isFault: Bool
  public let path: String
  /// What it is and what to do.
  public let text: String

  /// A fault that reading will meet.
  init(line: Int, source: String, _ error: InputError) {
    let place = error.place.map { " at \($0)" } ?? ""
    self.init(
      line: line, source: source, isFault: true, path: error.path,
      "\(error.reason)\(place): \(error.detail)")
  }

  init(line: Int, source: String, isFault: Bool, path: String, _ text: String) {
    (self.line, self.source, self.isFault) = (line, source, isFault)
    (self.path, self.text) = (path, text)
  }
}

/// What `check` found of a cohort.
public struct CheckReport: Sendable, Equatable {
  public var patients = 0
  /// Patients of whom at least one input is at fault.
  public var faultyPatients = 0
  public var faults = 0
  public var notes = 0
  public var alignments = 0
  public var callSets = 0
  public var recordings = 0
  /// Call sets that several patients share.
  public var sharedCallSets = 0

  /// How the command ends.
  public var exitStatus: ExitStatus { faults > 0 ? .finishedWithFailures : .ok }

  mutating func add(_ findings: [CheckFinding], of entry: ManifestEntry) {
    patients += 1
    let count = findings.count { $0.isFault }
    faults += count
    notes += findings.count - count
    if count > 0 { faultyPatients += 1 }
    alignments += entry.alignments.count
    callSets += entry.variants.isEmpty && entry.gvcf.isEmpty ? 0 : 1
    recordings += entry.ecg.count
  }
}
