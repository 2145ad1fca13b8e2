internal import ChordaeCore

/// Says of a dataset what is complete, what failed and what is missing, and merges what its shards
/// wrote apart.
public struct DatasetVerification {
  private let layout: DatasetLayout
  private let survey: DatasetSurvey
  private var report = VerificationReport()

  /// Verifies a dataset and writes its `run.json` and `failures.jsonl`.
  ///
  /// Reads every file of the dataset through; throws where the folder holds no dataset or cannot be
  /// read.
  public static func verify(_ layout: DatasetLayout) throws(StateError) -> VerificationReport {
    let generations = try GenerationRecord.all(in: layout)
    guard !generations.isEmpty else { throw .noDataset(path: layout.folder) }
    var verification = DatasetVerification(layout, try DatasetSurvey(layout, generations))
    try verification.survey.merge { name, bytes throws(StateError) in
      let temporary = layout.path(".\(name).verify.a\(StateFile.processID).tmp")
      try StateFile.write(bytes, to: layout.path(name), temporary: temporary)
    }
    verification.countPlanned()
    try verification.checkDictionary()
    verification.checkParts()
    try verification.checkIDs()
    try verification.checkNames()
    return verification.report
  }

  private init(_ layout: DatasetLayout, _ survey: DatasetSurvey) {
    self.layout = layout
    self.survey = survey
  }

  private mutating func countPlanned() {
    report.plannedParts = survey.generations.reduce(0) { $0 + $1.parts.count }
    report.plannedPatients = survey.generations.reduce(0) { $0 + $1.patients.joined().reduce(0, +) }
    report.missing = survey.missing
    report.failureCount = survey.failures.count
    report.neverStarted = survey.generations.flatMap(\.shards).filter {
      !StateFile.exists(layout.path(DatasetLayout.journal($0, attempt: 1)))
    }
  }

  /// The dictionary must be the one that the parts were made with.
  private mutating func checkDictionary() throws(StateError) {
    let name = DatasetLayout.dictionary
    guard let bytes = try StateFile.read(layout.path(name)) else {
      return damage(nil, name, "is missing: run any shard again with --resume")
    }
    let tables = (try? JSONParser.parse(bytes))?["tables"]
    let digest = tables.map { SHA256.hex($0.lineBytes) }
    if survey.generations.contains(where: { $0.identity.dictionaryDigest != digest }) {
      damage(nil, name, "is not that of the parts: run any shard again with --resume")
    }
  }

  private mutating func checkParts() {
    for part in survey.unreadable {
      damage(part, DatasetLayout.record(part), "cannot be read as a commit record")
    }
    for record in survey.committed {
      let before = report.damages.count
      for file in record.files {
        if let fault = file.fault(in: layout) { damage(record.part, file.name, fault) }
      }
      let shard = record.part.shard
      let planned = survey.generations[shard.generation - 1].patients[shard.number - 1]
      if record.counts.total != planned[record.part.index] {
        damage(
          record.part, DatasetLayout.record(record.part),
          "counts \(record.counts.total) patients instead of \(planned[record.part.index])")
      }
      guard report.damages.count == before else { continue }
      report.completeParts += 1
      report.patients = report.patients + record.counts
    }
  }

  private mutating func checkIDs() throws(StateError) {
    let damaged = Set(report.damages.compactMap(\.part))
    let parts = survey.committed.map(\.part).filter { !damaged.contains($0) }
    let digests = try IDLedger.all(of: parts, in: layout)
    report.repeatedIDs = zip(digests, digests.dropFirst()).count { $0 == $1 }
  }

  private mutating func checkNames() throws(StateError) {
    let committed = Set(survey.committed.flatMap { $0.files.map(\.name) })
    let planned = Set(survey.generations.flatMap(\.parts))
    for table in TableName.allCases {
      for file in try StateFile.names(in: layout.path(table.rawValue)) {
        let name = "\(table.rawValue)/\(file)"
        if committed.contains(name) { continue }
        let isOfTable = file.hasSuffix("." + table.fileExtension)
        let part = isOfTable ? DatasetLayout.part(ofFile: file) : nil
        if DatasetLayout.isTemporary(file) || part.map(planned.contains) == true {
          report.unfinishedFiles.append(name)
        } else {
          report.foreignFiles.append(name)
        }
      }
    }
    let known = Set(
      TableName.allCases.map(\.rawValue) + [
        DatasetLayout.dictionary, DatasetLayout.run, DatasetLayout.failures, DatasetLayout.state,
      ])
    for file in try StateFile.names(in: layout.path("")) where !known.contains(file) {
      if DatasetLayout.isTemporary(file) {
        report.unfinishedFiles.append(file)
      } else {
        report.unknownFiles.append(file)
      }
    }
  }

  private mutating func damage(_ part: PartName?, _ file: String, _ fault: String) {
    report.damages.append(.init(part: part, file: file, fault: fault))
  }
}
