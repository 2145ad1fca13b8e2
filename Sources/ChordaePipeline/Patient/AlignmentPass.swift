import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// One reading of an alignment with all alignment features that are wanted.
struct AlignmentPass {
  let kinds: [any AlignmentFeature.Type]
  let schema: FeatureSchema
  let options: FeatureOptions
  let references: ReferenceCache

  /// Reads an alignment to its end; nil where it was cancelled.
  ///
  /// Memory is a batch and what the features keep; it does not grow with the file.
  func run(
    _ path: String, reference: String?, isCancelled: () -> Bool
  ) throws(InputError) -> SourceOutcome? {
    var reader = try AlignmentReader(path: path, reference: reference, fields: fields)
    var context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted, options: options)
    try context.checkPanel(path: path)
    let referenceFault = findTerritory(of: &context, reference, isCancelled)
    if isCancelled() { return nil }
    var part = AlignmentPart(kinds, context)
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) {
      if isCancelled() { return nil }
      part.consume(batch)
    }
    part.endChunk()
    var outcome = outcome(of: part)
    if let referenceFault { outcome.faults.append(referenceFault) }
    return outcome
  }

  /// Finds where the reference has bases, where a group wants to know; gives what is wrong with it,
  /// which costs the figures that need it and no others.
  private func findTerritory(
    of context: inout AlignmentContext, _ reference: String?, _ isCancelled: () -> Bool
  ) -> InputError? {
    guard let reference, AlignmentPart.analyses(kinds).wantTerritory else { return nil }
    do throws(InputError) {
      guard let gaps = try references.gaps(of: reference, isCancelled: isCancelled) else {
        return nil
      }
      context.territory = try AutosomeTerritory(of: context.contigs, in: gaps, path: reference)
      return nil
    } catch {
      context.territoryReason = error.reason
      return error
    }
  }

  private var fields: AlignmentFields { AlignmentPart.fields(kinds) }

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
