public import ChordaeCore

/// What a run tells while it goes on; nothing of it names a patient or holds content.
public enum ExtractionEvent: Sendable {
  /// Patients of this shard that are still to be extracted, and how the run is set up.
  case started(patients: Int, complete: Int, workers: WorkerCount, memory: MemoryBudget)
  /// A call set that several patients share was read; records, samples.
  case sharedSource(samples: Int, wasThere: Bool)
  /// Something that the user should know and that stops nothing.
  case warning(String)
  /// A patient's rows were handed to the sink; its faults in words.
  case patient(done: Int, status: RowStatus, faults: [String])
  /// A part is committed.
  case part(PartName)
}

/// What a run did.
public struct ExtractionReport: Sendable, Equatable {
  /// Patients of the shard whose inputs were all sound.
  public var ok = 0
  /// Patients of whom at least one input faulted and at least one gave values.
  public var partial = 0
  /// Patients of whom no input gave values.
  public var failed = 0
  /// Those of the failed that are left out because they ended the process too often.
  public var quarantined = 0
  /// Parts that an earlier attempt had completed.
  public var partsKept = 0
  /// Parts that this run completed.
  public var partsWritten = 0
  public var seconds = 0.0
  /// The most memory that the process took; nil where the system does not say.
  public var peakBytes: Int?

  /// How the command ends after this run.
  public var exitStatus: ExitStatus { partial + failed > 0 ? .finishedWithFailures : .ok }
}
