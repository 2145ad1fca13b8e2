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
  let references: ReferenceCache
  let bases: ReferenceBaseCache

  /// What the manifest names for a patient beside the alignment.
  struct Inputs {
    let reference: String?
    let calls: CalledSites
    let targets: Targets?
    let sex: Sex?
  }

  /// The capture targets that the manifest names for a patient.
  struct Targets {
    let path: String
    /// In the file's order, or what is wrong with it.
    let intervals: Result<[GenomicInterval], InputError>
  }

  /// Reads an alignment to its end; nil where it was cancelled.
  ///
  /// Memory is a batch a thread and what the features keep; it does not grow with the file. Where
  /// nothing but the header and the index is asked for, no record is read. An index that is at fault
  /// costs no more than the groups that follow from it.
  func run(_ path: String, _ inputs: Inputs) throws(InputError) -> SourceOutcome? {
    do throws(InputError) {
      return try read(path, inputs, kinds)
    } catch {
      // Groups that look at the bases of all reads are lost with a CRAM's reference, those that look
      // at the bases of single contigs lose what follows from them; the others need it not.
      let rest = kinds.filter { !wantsReference($0) }
      let isHelped = rest.count < kinds.count || rest.contains { !$0.contigFields.isEmpty }
      guard error.reason == .referenceNotFound, isHelped, !rest.isEmpty else { throw error }
      guard var outcome = try read(path, inputs, rest, basesFault: error.reason) else { return nil }
      for (place, kind) in kinds.enumerated() where wantsReference(kind) {
        outcome.groups.insert(kind.group.columns.map { _ in .missing(error.reason) }, at: place)
      }
      outcome.faults.insert(error, at: 0)
      return outcome
    }
  }

  /// What is wrong with files that only some figures follow from.
  private struct Faults {
    let reference: InputError?
    let targets: InputError?
  }

  private func wantsReference(_ kind: any AlignmentFeature.Type) -> Bool {
    AlignmentPart.fieldsOfAllReads([kind], options).wantReference
  }

  private func read(
    _ path: String, _ inputs: Inputs, _ kinds: [any AlignmentFeature.Type],
    basesFault: MissingReason? = nil
  ) throws(InputError) -> SourceOutcome? {
    let reference = inputs.reference
    let contigPass =
      basesFault == nil ? try ContigPass(kinds, options, path, reference: reference) : nil
    let fields =
      contigPass == nil && basesFault == nil
      ? AlignmentPart.fields(kinds, options) : AlignmentPart.fieldsOfAllReads(kinds, options)
    var reader = try AlignmentReader(
      path: path, reference: reference, fields: fields, threads: threads)
    let usesIndex = kinds.contains { $0.usesIndex }
    let lookup = usesIndex || threads > 1 ? IndexLookup(of: reader) : IndexLookup()
    var context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted, options: options,
      sex: inputs.sex)
    context.readGroups = reader.readGroups
    context.basesFault = basesFault
    if usesIndex { lookup.tell(&context) }
    try context.checkPanel(path: path)
    try context.placeSites(path: path)
    try context.takeReference(reference, for: kinds, from: bases)
    context.calls = inputs.calls
    let faults = Faults(
      reference: findTerritory(of: &context, reference),
      targets: inputs.targets.flatMap { context.take($0) })
    if cancellation.isCancelled { return nil }
    let regions = AlignmentRegions(context)
    var part = AlignmentPart(kinds, context, regions: regions)
    guard kinds.contains(where: { $0.needsRecords }) else {
      return outcome(of: part, kinds, lookup, faults)
    }
    if let start = reader.firstBlockedOffset, threads > 1 {
      let chunks = planChunks(of: reader, from: start, lookup.index, part)
      let run = AlignmentChunkRun(
        path: path, kinds: kinds, context: context, regions: regions, fields: fields,
        threads: threads, cancellation: cancellation)
      if chunks.count > 1, let merged = run.run(chunks) {
        return outcome(of: merged, kinds, lookup, faults)
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
    if let contigPass {
      guard let features = try contigPass.features(context, cancellation) else { return nil }
      part.merge(features)
    }
    return outcome(of: part, kinds, lookup, faults)
  }

  /// Finds where the reference has bases, where a group wants to know; gives what is wrong with it,
  /// which costs the figures that need it and no others.
  private func findTerritory(
    of context: inout AlignmentContext, _ reference: String?
  ) -> InputError? {
    guard let reference, AlignmentPart.analyses(kinds).wantTerritory else { return nil }
    do throws(InputError) {
      let gaps = try references.gaps(of: reference) { cancellation.isCancelled }
      guard let gaps else { return nil }
      context.territory = try AutosomeTerritory(of: context.contigs, in: gaps, path: reference)
      return nil
    } catch {
      context.territoryReason = error.reason
      return error
    }
  }

  /// The chunks in which a file may be read side by side; none where it has no index that fits.
  private func planChunks(
    of reader: borrowing AlignmentReader, from start: Int, _ index: AlignmentIndex?,
    _ part: AlignmentPart
  ) -> [AlignmentChunk] {
    guard reader.isCoordinateSorted, let index else { return [] }
    return AlignmentChunkPlan(
      windows: index.contigs.map(\.windows), windowLength: index.windowLength, firstOffset: start,
      uncut: part.preparation.uncut, byteCount: Self.chunkBytes
    ).chunks
  }

  private func outcome(
    of part: AlignmentPart, _ kinds: [any AlignmentFeature.Type], _ lookup: IndexLookup,
    _ faults: Faults
  ) -> SourceOutcome {
    var outcome = SourceOutcome(groups: [])
    if kinds.contains(where: { $0.usesIndex }) {
      outcome.faults = lookup.fault.map { [$0] } ?? []
      outcome.warnings = lookup.warnings
    }
    let alignment = part.preparation.finish()
    for (index, kind) in kinds.enumerated() {
      var output = FeatureOutput(tables: schema.featureTables(of: kind.group))
      part.features[index].finish(alignment, into: &output)
      precondition(output.values.count == kind.group.columns.count, "a value a column")
      outcome.groups.append(output.values)
      outcome.tables.merge(output.tables) { $1 }
    }
    if let fault = faults.reference { outcome.faults.append(fault) }
    outcome.targetsFault = faults.targets
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
