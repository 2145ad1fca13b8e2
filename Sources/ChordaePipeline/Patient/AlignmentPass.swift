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
    _ path: String, reference: String?, calls: CalledSites = .missing(.notProvided),
    isCancelled: () -> Bool
  ) throws(InputError) -> SourceOutcome? {
    let contigPass = try ContigPass(kinds, path, reference: reference)
    let fields =
      contigPass == nil ? AlignmentPart.fields(kinds) : AlignmentPart.fieldsOfAllReads(kinds)
    var reader = try AlignmentReader(path: path, reference: reference, fields: fields)
    var context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted, options: options)
    try context.checkPanel(path: path)
    try context.placeSites(path: path)
    try context.takeReference(reference, for: kinds, from: references)
    context.calls = calls
    var part = AlignmentPart(kinds, context)
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) {
      if isCancelled() { return nil }
      part.consume(batch)
    }
    part.endChunk()
    if let contigPass {
      guard let features = try contigPass.features(context, isCancelled: isCancelled) else {
        return nil
      }
      part.merge(features)
    }
    return outcome(of: part)
  }

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
