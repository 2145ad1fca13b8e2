import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import Glibc

/// Looks at one patient's inputs without reading them through.
struct PatientCheck: Sendable {
  private let options: FeatureOptions
  private let selection: FeatureSelection
  private let sources: SharedSources
  private let headers: [SharedSources.Source: CallSetHeader]
  private let targets = SharedTargets()
  private let bases = ReferenceBaseCache()

  init(
    _ extraction: Extraction, _ sources: SharedSources,
    _ headers: [SharedSources.Source: CallSetHeader]
  ) {
    options = extraction.options
    selection = extraction.schema.selection
    self.sources = sources
    self.headers = headers
  }

  /// What is to be said of a patient, in the order of the manifest's columns.
  func findings(of entry: ManifestEntry) -> [CheckFinding] {
    var notes = Notes(line: entry.line)
    let header = entry.alignments.first.flatMap { check(alignment: $0, of: entry, &notes) }
    let calls = check(callsOf: entry, &notes)
    for (place, path) in entry.ecg.enumerated() {
      check(recording: path, of: entry, source: "ecg[\(place)]", &notes)
    }
    if let path = entry.targets { check(targets: path, header, &notes) }
    if let path = entry.reference { check(reference: path, header, &notes) }
    let alignment = header.flatMap { GenomeAssembly(contigs: $0.contigs) }
    if let alignment, let calls, alignment != calls {
      notes.fault(
        "variants", entry.variants.first ?? "",
        "assembly: the calls are of \(calls.rawValue), the alignment of \(alignment.rawValue)")
    }
    return notes.findings
  }

  private func check(
    alignment path: String, of entry: ManifestEntry, _ notes: inout Notes
  ) -> AlignmentContext? {
    do throws(InputError) {
      let summary = try AlignmentReader.inspect(path: path)
      if summary.hasEndOfFileBlock == false {
        throw InputError(
          .noEndOfFileBlock, path: path,
          "the end-of-file block is missing: the file was cut short, copy it again")
      }
      var context = AlignmentContext(
        contigs: summary.contigs, isCoordinateSorted: summary.isCoordinateSorted, options: options)
      try context.checkPanel(path: path)
      try context.placeSites(path: path)
      if !summary.isCoordinateSorted {
        notes.note("alignment", path, "not sorted by coordinate: coverage columns will be null")
      }
      check(indexOf: path, summary, &notes)
      return context
    } catch {
      notes.add("alignment", error)
      return nil
    }
  }

  private func check(indexOf path: String, _ summary: AlignmentSummary, _ notes: inout Notes) {
    do throws(InputError) {
      let index = try AlignmentIndex.beside(
        path, format: summary.format, contigCount: summary.contigs.count)
      if let index {
        if index.isOlder(than: path) { notes.note("alignment", index.path, IndexLookup.isOlder) }
      } else {
        notes.note("alignment", path, "has no index beside it")
      }
    } catch {
      notes.add("alignment", error)
    }
  }

  private func check(targets path: String, _ header: AlignmentContext?, _ notes: inout Notes) {
    do throws(InputError) {
      let intervals = try targets.intervals(path).get()
      guard var header else { return }
      header.targets = intervals
      try header.checkTargets(path: path)
    } catch { notes.add("targets", error) }
  }

  /// Whether the reference is there and has the bases that the run's site list says.
  private func check(reference path: String, _ header: AlignmentContext?, _ notes: inout Notes) {
    guard notes.existence(of: path, "reference"), options.sites != nil, var header else { return }
    do throws(InputError) {
      try header.takeReference(path, for: [SiteAlleles.self], from: bases)
    } catch { notes.add("reference", error) }
  }

  private func check(callsOf entry: ManifestEntry, _ notes: inout Notes) -> GenomeAssembly? {
    var assembly: GenomeAssembly?
    for (kind, source, paths) in [
      (SharedSources.Kind.variants, "variants", entry.variants),
      (.gvcf, "gvcf", entry.gvcf),
    ] where !paths.isEmpty {
      let shared = sources.source(kind, ofRow: entry.row).flatMap { headers[$0] }
      let header = shared ?? CallSetHeader(paths)
      if let fault = header.fault {
        notes.add(source, fault)
        continue
      }
      check(header, of: entry, source, &notes)
      assembly = assembly ?? GenomeAssembly(contigs: header.summaries.flatMap(\.contigs))
    }
    return assembly
  }

  private func check(
    _ header: CallSetHeader, of entry: ManifestEntry, _ source: String, _ notes: inout Notes
  ) {
    if header.samples.place(of: entry) == nil {
      notes.add(
        source, PatientExtraction.noSample(entry, header.samples.names.count, header.files.first))
    }
    for (file, summary) in zip(header.files, header.summaries) {
      if summary.hasEndOfFileBlock == false {
        notes.add(
          source,
          InputError(
            .noEndOfFileBlock, path: file,
            "the end-of-file block is missing: the file was cut short, copy it again"))
      }
      if summary.compression == .gzip {
        notes.note(source, file, "plain gzip: it cannot be indexed; bgzip would do")
      }
    }
  }

  private func check(
    recording path: String, of entry: ManifestEntry, source: String, _ notes: inout Notes
  ) {
    do throws(InputError) {
      let reader = try ECGReader(path: path, stated: StatedSignal(entry))
      for fault in reader.summary.faults { notes.add(source, fault) }
      if reader.summary.skippedSignals > 0 {
        notes.note(source, path, "\(reader.summary.skippedSignals) signals are no ECG leads")
      }
      if let annotator = options.annotator {
        for fault in try reader.annotations(annotator).faults { notes.add(source, fault) }
      }
    } catch { notes.add(source, error) }
  }

  /// Findings of one line.
  private struct Notes {
    let line: Int
    var findings: [CheckFinding] = []

    init(line: Int) { self.line = line }

    mutating func add(_ source: String, _ error: InputError) {
      findings.append(CheckFinding(line: line, source: source, error))
    }

    mutating func fault(_ source: String, _ path: String, _ text: String) {
      findings.append(CheckFinding(line: line, source: source, isFault: true, path: path, text))
    }

    mutating func note(_ source: String, _ path: String, _ text: String) {
      findings.append(CheckFinding(line: line, source: source, isFault: false, path: path, text))
    }

    /// Whether a file can be read; else that is a fault.
    mutating func existence(of path: String, _ source: String) -> Bool {
      guard unsafe access(path, R_OK) != 0 else { return true }
      let reason = unsafe String(cString: strerror(errno))
      fault(source, path, "file_not_found: \(reason)")
      return false
    }
  }
}
