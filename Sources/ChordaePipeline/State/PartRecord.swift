public import ChordaeCore

/// How many patients of a part, a shard or a dataset ended how.
public struct PatientCounts: Sendable, Hashable {
  public var ok: Int
  public var partial: Int
  /// Patients without values, the quarantined among them.
  public var failed: Int
  /// Those of the failed that were left out after too many strikes.
  public var quarantined: Int

  /// Counts; zero where nothing else is said.
  public init(ok: Int = 0, partial: Int = 0, failed: Int = 0, quarantined: Int = 0) {
    self.ok = ok
    self.partial = partial
    self.failed = failed
    self.quarantined = quarantined
  }

  /// All patients.
  public var total: Int { ok + partial + failed }

  /// Counts one more patient.
  public mutating func add(_ status: RowStatus, quarantined isQuarantined: Bool = false) {
    switch status {
    case .ok: ok += 1
    case .partial: partial += 1
    case .failed: failed += 1
    }
    if isQuarantined { quarantined += 1 }
  }

  /// The patients of both.
  public static func + (a: PatientCounts, b: PatientCounts) -> PatientCounts {
    PatientCounts(
      ok: a.ok + b.ok, partial: a.partial + b.partial, failed: a.failed + b.failed,
      quarantined: a.quarantined + b.quarantined)
  }

  var json: JSONValue {
    .object([
      ("ok", .integer(Int64(ok))), ("partial", .integer(Int64(partial))),
      ("failed", .integer(Int64(failed))), ("quarantined", .integer(Int64(quarantined))),
    ])
  }

  init?(_ json: JSONValue?) {
    guard let ok = json?["ok"]?.int, let partial = json?["partial"]?.int,
      let failed = json?["failed"]?.int, let quarantined = json?["quarantined"]?.int
    else { return nil }
    self.init(ok: ok, partial: partial, failed: failed, quarantined: quarantined)
  }
}

/// A finished file of a part: where it is below the dataset's folder and what it must be.
public struct CommittedFile: Sendable, Hashable {
  /// Its name below the dataset's folder.
  public let name: String
  public let rows: Int
  public let bytes: Int
  /// SHA-256 in hexadecimal digits.
  public let digest: String

  /// A file.
  public init(_ name: String, rows: Int, bytes: Int, digest: String) {
    self.name = name
    self.rows = rows
    self.bytes = bytes
    self.digest = digest
  }

  /// What is wrong with the file as it lies there, read through; nil where nothing is.
  func fault(in layout: DatasetLayout) -> String? {
    let path = layout.path(name)
    guard let size = InputFingerprint.size(of: path) else { return "is missing" }
    guard size == bytes else { return "has \(size) bytes instead of \(bytes)" }
    guard let actual = try? StateFile.digest(of: path) else { return "cannot be read" }
    return actual == digest ? nil : "has another content than was written (SHA-256 differs)"
  }
}

/// The commit record of a part: written last, so that the part is there once this is.
public struct PartRecord: Sendable, Hashable {
  public let part: PartName
  public let identity: RunIdentity
  /// The part's files, one a table, and its ledger of ids.
  public let files: [CommittedFile]
  public let counts: PatientCounts
  /// The files that the part was made from, as they were before they were read; empty in a record
  /// that was read back, which hands them over one by one.
  public let inputs: [InputFingerprint]
  public let failures: [FailureRecord]

  /// A record of what is on the disk already.
  public init(
    _ part: PartName, _ identity: RunIdentity, files: [CommittedFile], counts: PatientCounts,
    inputs: [InputFingerprint], failures: [FailureRecord] = []
  ) {
    self.part = part
    self.identity = identity
    self.files = files
    self.counts = counts
    self.inputs = inputs
    self.failures = failures
  }
}
