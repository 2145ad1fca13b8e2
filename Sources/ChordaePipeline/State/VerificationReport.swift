public import ChordaeCore

/// What `verify` found of a dataset.
public struct VerificationReport: Sendable, Equatable {
  public var plannedParts = 0
  public var completeParts = 0
  public var plannedPatients = 0
  /// The patients of complete parts.
  public var patients = PatientCounts()
  public var failureCount = 0
  /// Parts that nobody has committed.
  public var missing: [PartName] = []
  /// Parts that were committed and are not what they were, and the dataset's own files that are not.
  public var damages: [Damage] = []
  /// Shards that nobody has started.
  public var neverStarted: [ShardName] = []
  /// How many ids stand in more than one place.
  public var repeatedIDs = 0
  /// Files of a table that no run of this dataset commits, and that its readers would read.
  public var foreignFiles: [String] = []
  /// Files of parts whose commit is still to come, and files that are being written or were left so.
  public var unfinishedFiles: [String] = []
  /// Names in the folder that the dataset knows nothing of; they do no harm.
  public var unknownFiles: [String] = []

  /// A file that is not what was written.
  public struct Damage: Sendable, Equatable {
    /// Nil for a file of the whole dataset.
    public let part: PartName?
    /// The file's name below the dataset's folder.
    public let file: String
    public let fault: String
  }

  /// The shards to run again with `--resume`; none where the dataset is whole.
  public var shardsToResubmit: [ShardName] {
    Set(missing.map(\.shard) + damages.compactMap(\.part?.shard)).sorted()
  }

  /// How `verify` ends.
  public var status: ExitStatus {
    if !missing.isEmpty || !damages.isEmpty { return .partsMissing }
    if !foreignFiles.isEmpty || repeatedIDs > 0 { return .runFailed }
    return patients.failed + patients.partial > 0 ? .finishedWithFailures : .ok
  }

  /// The report for people, a line a fact.
  public var lines: [String] {
    var lines = [
      "parts: \(completeParts) of \(plannedParts) complete",
      "patients: \(patients.total) of \(plannedPatients): \(patients.ok) ok, "
        + "\(patients.partial) partial, \(patients.failed) failed "
        + "(\(patients.quarantined) quarantined); \(failureCount) faults in failures.jsonl",
    ]
    lines += damages.map { "damaged: \($0.file) \($0.fault)" }
    lines += missing.isEmpty ? [] : ["missing: \(Self.list(missing.map(\.description)))"]
    lines += neverStarted.isEmpty ? [] : ["never started: shards \(Self.numbers(neverStarted))"]
    lines += repeatedIDs == 0 ? [] : ["ids in more than one place: \(repeatedIDs)"]
    lines += foreignFiles.isEmpty ? [] : ["not of this dataset: \(Self.list(foreignFiles))"]
    lines += unfinishedFiles.isEmpty ? [] : ["unfinished: \(Self.list(unfinishedFiles))"]
    let again = shardsToResubmit
    lines += again.isEmpty ? [] : ["run again with --resume: shards \(Self.numbers(again))"]
    return lines
  }

  /// The report for programs.
  public var json: JSONValue {
    func texts(_ elements: [some CustomStringConvertible]) -> JSONValue {
      .array(elements.map { .string($0.description) })
    }
    return .object([
      ("status", .integer(Int64(status.rawValue))),
      (
        "parts",
        .object([
          ("planned", .integer(Int64(plannedParts))),
          ("complete", .integer(Int64(completeParts))),
        ])
      ),
      ("planned_patients", .integer(Int64(plannedPatients))), ("patients", patients.json),
      ("failures", .integer(Int64(failureCount))), ("missing", texts(missing)),
      ("damaged", .array(damages.map(\.json))), ("never_started", texts(neverStarted)),
      ("resubmit", texts(shardsToResubmit)), ("repeated_ids", .integer(Int64(repeatedIDs))),
      ("foreign_files", texts(foreignFiles)), ("unfinished_files", texts(unfinishedFiles)),
      ("unknown_files", texts(unknownFiles)),
    ])
  }

  private static func list(_ words: [String]) -> String {
    words.prefix(10).joined(separator: ", ")
      + (words.count > 10 ? " and \(words.count - 10) more" : "")
  }

  /// Shard numbers as a scheduler takes them, such as `1,4-6`.
  static func numbers(_ shards: [ShardName]) -> String {
    let generations = Set(shards.map(\.generation)).sorted()
    return generations.map { generation in
      let numbers = shards.filter { $0.generation == generation }.map(\.number)
      return (generation == 1 ? "" : "of generation \(generation): ") + ranges(numbers)
    }.joined(separator: "; ")
  }

  private static func ranges(_ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}

extension VerificationReport.Damage {
  fileprivate var json: JSONValue {
    .object([
      ("part", part.map { .string($0.description) } ?? .null), ("file", .string(file)),
      ("fault", .string(fault)),
    ])
  }
}
