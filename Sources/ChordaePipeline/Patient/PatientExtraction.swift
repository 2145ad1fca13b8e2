import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// Reads one patient's inputs, each once, and puts the rows together.
struct PatientExtraction: Sendable {
  let shared: SharedVariants
  let options: FeatureOptions
  private let targets = SharedTargets()
  private let assembler: RowAssembler
  /// The groups of call sets: made once, since scores have two described columns each.
  private let variantGroups: [FeatureGroup]
  /// What a patient without alignment, or without calls, gives.
  private let withoutAlignment: SourceOutcome
  private let withoutVariants: SourceOutcome
  private let cancellation: Cancellation
  /// Threads that one patient may take: more than one where there are fewer patients than workers.
  private let threads: Int
  private let references = ReferenceCache()
  private let bases = ReferenceBaseCache()
  private let spools: RowSpools?
  /// How patients with calls of their own are scored; nil where no scores are asked for.
  let scoring: PatientScoring?

  /// An extraction under a run's settings; without `spools` rows of recordings' tables are not made.
  init(
    _ extraction: Extraction, _ shared: SharedVariants, _ cancellation: Cancellation, threads: Int,
    spools: BlockFolder? = nil
  ) {
    self.spools = spools.map { RowSpools($0, heldRows: extraction.heldRows) }
    self.cancellation = cancellation
    self.threads = threads
    assembler = RowAssembler(extraction.schema)
    let options = extraction.options
    self.options = options
    let groups = extraction.schema.selection.variants.map { $0.group(options) }
    variantGroups = groups
    scoring = PatientScoring(extraction, assembler, groups)
    withoutAlignment = .missing(
      extraction.schema.selection.alignment.map { $0.group }, .notProvided)
    withoutVariants = .missing(variantGroups, .notProvided)
    self.shared = shared
  }

  private var selection: FeatureSelection { assembler.schema.selection }

  /// Asked between batches, so that a run ends within a batch of being told to.
  private func isCancelled() -> Bool { cancellation.isCancelled }

  /// The patient's rows, which may still lack the scores; nil where the run was cancelled.
  ///
  /// - Throws: `cannotWrite` where rows cannot be put by.
  func extract(_ entry: ManifestEntry) throws(StateError) -> ReadPatient? {
    // The calls first: they say where alignment and calls are compared.
    guard let variants = variants(of: entry),
      let alignment = alignment(of: entry, calls: variants.calls)
    else { return nil }
    var recordings: [RecordingOutcome] = []
    if !selection.ecg.isEmpty {
      let pass = ecgPass(over: entry)
      for place in entry.ecg.indices {
        guard let recording = try pass.run(place, isCancelled: isCancelled) else { return nil }
        recordings.append(recording)
      }
    }
    guard let sites = variants.scoredSites, let scoring else {
      return .result(
        assembler.assemble(
          entry, alignment: alignment, variants: variants, recordings: recordings))
    }
    let patient = UnscoredPatient(
      entry: entry, alignment: alignment, variants: variants, recordings: recordings, sites: sites)
    if scoring.patientCount > 1 { return .unscored(patient) }
    return scoring.results(of: [patient], isCancelled: isCancelled)?.first.map { .result($0) }
  }

  /// The reference that the patient's figures need, where a chosen group wants to know its gaps.
  func scannedReference(of entry: ManifestEntry) -> [String] {
    guard !entry.alignments.isEmpty, let reference = entry.reference,
      AlignmentPart.analyses(selection.alignment).wantTerritory
    else { return [] }
    return [reference]
  }

  /// The row of a patient that is not opened any more: all null, with one reason.
  func leftOut(_ entry: ManifestEntry, _ reason: MissingReason, _ detail: String) -> PatientResult {
    let fault = InputError(reason, path: entry.sources.first ?? "", detail)
    let pass = ecgPass(over: entry)
    return assembler.assemble(
      entry, alignment: .missing(selection.alignment.map { $0.group }, reason, fault: fault),
      variants: .missing(variantGroups, reason),
      recordings: entry.ecg.map { _ in pass.missing(reason, .corrupt) })
  }

  private func ecgPass(over entry: ManifestEntry) -> ECGPass {
    ECGPass(
      kinds: selection.ecg, schema: assembler.schema, options: options, entry: entry,
      spools: spools)
  }

  private func alignment(of entry: ManifestEntry, calls: CalledSites) -> SourceOutcome? {
    let kinds = selection.alignment
    guard let path = entry.alignments.first, !kinds.isEmpty else { return withoutAlignment }
    let pass = AlignmentPass(
      kinds: kinds, schema: assembler.schema, options: options, threads: threads,
      cancellation: cancellation, references: references, bases: bases)
    let named = targetsPath(of: entry).map { path in
      AlignmentPass.Targets(path: path, intervals: targets.intervals(path))
    }
    do throws(InputError) {
      return try pass.run(
        path,
        AlignmentPass.Inputs(
          reference: entry.reference, calls: calls, targets: named, sex: entry.sex))
    } catch {
      var outcome = SourceOutcome.missing(
        kinds.map { $0.group }, error.reason, fault: error)
      if case .failure(let fault)? = named?.intervals { outcome.targetsFault = fault }
      return outcome
    }
  }

  /// The file of capture targets that a patient's values follow from; nil without.
  private func targetsPath(of entry: ManifestEntry) -> String? {
    let isWanted = selection.alignment.contains { $0.analyses.contains(.targets) }
    return isWanted && !entry.alignments.isEmpty ? entry.targets : nil
  }

  /// The fingerprints of files that other patients' values may follow from too, without those of a
  /// shared call set.
  func sharedInputs(of entry: ManifestEntry) -> [InputFingerprint] {
    targetsPath(of: entry).map { [targets.input($0)] } ?? []
  }

  /// The call set's values: from the block of a shared source, else from the patient's own files.
  ///
  /// Where both are given, `variants` feeds statistics and `gvcf` is left to sites and scores.
  private func variants(of entry: ManifestEntry) -> SourceOutcome? {
    let kinds = selection.callSetFeatures
    let groups = variantGroups
    let paths = entry.variants.isEmpty ? entry.gvcf : entry.variants
    guard !paths.isEmpty, !kinds.isEmpty else { return withoutVariants }
    do throws(InputError) {
      if let row = try shared.row(of: entry) { return outcome(of: row) }
      let files = try ContigPattern.expand(paths)
      let name = try Self.sample(of: entry, among: files)
      guard
        var pass = try VariantPass(
          over: files, samples: [name], features: kinds, options: options,
          sexes: [entry.sex], reference: entry.reference, threads: threads, scoresLater: true,
          isCancelled: isCancelled)
      else { return nil }
      var outcome = outcome(of: pass.row(0, tables: assembler.schema.variantTables))
      outcome.warnings = pass.warningSentences
      outcome.scoredSites = pass.scoredSites
      return outcome
    } catch {
      var outcome = SourceOutcome.missing(groups, error.reason, fault: error)
      outcome.calls = .missing(error.reason)
      return outcome
    }
  }

  /// A row of a call set: the groups' values and, behind them, the calls to be compared.
  private func outcome(of output: FeatureOutput) -> SourceOutcome {
    let row = output.values
    let groups = variantGroups
    var outcome = SourceOutcome(groups: split(row, groups), tables: output.tables)
    if let last = row.last, row.count > groups.reduce(0, { $0 + $1.columns.count }) {
      outcome.calls = CalledSiteCollection.calls(of: last)
    }
    return outcome
  }

  private func split(_ row: [FeatureValue], _ groups: [FeatureGroup]) -> [[FeatureValue]] {
    var rest = row[...]
    return groups.map { group in
      defer { rest = rest.dropFirst(group.columns.count) }
      return Array(rest.prefix(group.columns.count))
    }
  }

  /// The name of a patient's sample in its files.
  static func sample(of entry: ManifestEntry, among files: [String]) throws(InputError) -> String {
    let samples = SampleNames(try VariantReader.sampleNames(of: files))
    guard let place = samples.place(of: entry) else {
      throw noSample(entry, samples.names.count, files.first)
    }
    return samples.names[place]
  }

  /// The fault of a patient whose sample is not in its call set.
  static func noSample(_ entry: ManifestEntry, _ count: Int, _ path: String?) -> InputError {
    let path = path ?? ""
    if count == 0 {
      return InputError(.sampleNotFound, path: path, "the file holds sites only and no samples")
    }
    return InputError(
      .sampleNotFound, path: path,
      entry.sample == nil
        ? "none of the \(count) samples is named like the patient: name it in the manifest's sample column"
        : "the sample that the manifest names is none of the \(count) of the header")
  }
}
