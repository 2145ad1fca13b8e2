import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// One reading of an alignment with all alignment features that are wanted.
struct AlignmentPass {
  let kinds: [any AlignmentFeature.Type]
  let schema: FeatureSchema
  let options: FeatureOptions

  /// The capture targets that the manifest names for a patient.
  struct Targets {
    let path: String
    /// In the file's order, or what is wrong with it.
    let intervals: Result<[GenomicInterval], InputError>
  }

  /// Reads an alignment to its end; nil where it was cancelled.
  ///
  /// Memory is a batch and what the features keep; it does not grow with the file. A fault of the
  /// targets costs no more than what follows from them.
  func run(
    _ path: String, reference: String?, targets: Targets? = nil, isCancelled: () -> Bool
  ) throws(InputError) -> SourceOutcome? {
    var reader = try AlignmentReader(path: path, reference: reference, fields: fields)
    var context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted, options: options)
    try context.checkPanel(path: path)
    let targetsFault = targets.flatMap { context.take($0) }
    var part = AlignmentPart(kinds, context)
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) {
      if isCancelled() { return nil }
      part.consume(batch)
    }
    part.endChunk()
    var outcome = outcome(of: part)
    outcome.targetsFault = targetsFault
    return outcome
  }

  private var fields: AlignmentFields { AlignmentPart.fields(kinds, under: options) }

  private func outcome(of part: AlignmentPart) -> SourceOutcome {
    var outcome = SourceOutcome(groups: [])
    let alignment = part.preparation.finish()
    for (index, kind) in kinds.enumerated() {
      var output = FeatureOutput(tables: schema.featureTables(of: kind.group))
      part.features[index].finish(alignment, into: &output)
      precondition(output.values.count == kind.group.columns.count, "a value a column")
      outcome.groups.append(output.values)
      outcome.tables.merge(output.tables) { $1 }
    }
    return outcome
  }
}

extension AlignmentContext {
  /// Takes in a patient's targets where they fit the header; gives what is wrong with them.
  mutating func take(_ targets: AlignmentPass.Targets) -> InputError? {
    do throws(InputError) {
      self.targets = try targets.intervals.get()
      try checkTargets(path: targets.path)
      return nil
    } catch {
      self.targets = nil
      targetsFault = error.reason
      return error
    }
  }
}
