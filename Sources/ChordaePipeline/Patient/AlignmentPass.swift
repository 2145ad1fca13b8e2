import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// One reading of an alignment with all alignment features that are wanted.
struct AlignmentPass {
  /// Compressed bytes of a chunk at least: some 50 ms of work, so that many chunks level out.
  private static let chunkBytes = 8 << 20

  let kinds: [any AlignmentFeature.Type]
  let schema: FeatureSchema
  let options: FeatureOptions
  /// Threads that may read the file side by side.
  let threads: Int
  let cancellation: Cancellation

  /// Reads an alignment to its end; nil where it was cancelled.
  ///
  /// Memory is a batch a thread and what the features keep; it does not grow with the file.
  func run(_ path: String, reference: String?) throws(InputError) -> SourceOutcome? {
    var reader = try AlignmentReader(
      path: path, reference: reference, fields: fields, threads: threads)
    let context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted, options: options)
    try context.checkPanel(path: path)
    var part = AlignmentPart(kinds, context)
    if threads > 1, let start = reader.firstBlockedOffset {
      if let merged = readChunks(of: reader, from: start, context, part) {
        return outcome(of: merged)
      }
      if cancellation.isCancelled { return nil }
      // Not indexed or at fault: in one piece, with threads that decompress.
      reader = try AlignmentReader(
        path: path, reference: reference, fields: fields, threads: threads, form: .htslib)
    }
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) {
      if cancellation.isCancelled { return nil }
      part.consume(batch)
    }
    part.endChunk()
    return outcome(of: part)
  }

  private var fields: AlignmentFields { AlignmentPart.fields(kinds, options) }

  /// What reading in chunks gives; nil where the file cannot be read so.
  private func readChunks(
    of reader: borrowing AlignmentReader, from start: Int, _ context: AlignmentContext,
    _ part: AlignmentPart
  ) -> AlignmentPart? {
    guard reader.isCoordinateSorted,
      let index = try? AlignmentIndex.beside(
        reader.path, format: reader.format, contigCount: reader.contigs.count)
    else { return nil }
    let plan = AlignmentChunkPlan(
      windows: index.contigs.map(\.windows), windowLength: index.windowLength, firstOffset: start,
      uncut: part.preparation.uncut, byteCount: Self.chunkBytes)
    guard plan.chunks.count > 1 else { return nil }
    return AlignmentChunkRun(
      path: reader.path, kinds: kinds, context: context, fields: fields, threads: threads,
      cancellation: cancellation
    ).run(plan.chunks)
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
