import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

extension Extraction {
  /// Looks at everything that can be known without reading the files through: existence, formats,
  /// headers, samples, ends, indexes, assemblies.
  ///
  /// Findings come in the order of the manifest's lines, on the calling thread.
  public func check(
    environment: [String: String] = [:], found: (CheckFinding) -> Void = { _ in },
    progress: (Int) -> Void = { _ in }
  ) throws(ExtractionError) -> CheckReport {
    let sources = try sharedSources()
    let check = PatientCheck(self, sources, try sharedHeaders(sources))
    var report = CheckReport()
    report.sharedCallSets = sources.sources.count
    try OrderedRun<Checked>(workers: workers(environment: environment).count).run(
      count: manifest.count, state: { ManifestCursor(manifest) },
      body: { row, cursor in
        if let signal = Termination.requested { return .failed(.stopped(signal: signal)) }
        do throws(ManifestError) {
          let entry = try cursor.entry(at: row)
          return .result(Checked(entry: entry, findings: check.findings(of: entry)), bytes: 0)
        } catch { return .failed(.manifest(error)) }
      },
      receive: { checked throws(ExtractionError) in
        report.add(checked.findings, of: checked.entry)
        for finding in checked.findings { found(finding) }
        progress(report.patients)
      })
    return report
  }

  private struct Checked: Sendable {
    let entry: ManifestEntry
    let findings: [CheckFinding]
  }

  private func sharedHeaders(
    _ sources: SharedSources
  ) throws(ExtractionError) -> [SharedSources.Source: CallSetHeader] {
    var headers: [SharedSources.Source: CallSetHeader] = [:]
    for source in sources.sources {
      do throws(ManifestError) {
        headers[source] = CallSetHeader(try sources.paths(of: source, in: manifest))
      } catch { throw .manifest(error) }
    }
    return headers
  }
}

/// What the headers of a call set's files say.
struct CallSetHeader: Sendable {
  let summaries: [VariantSummary]
  let samples: SampleNames
  let files: [String]
  /// What keeps the call set from being read.
  let fault: InputError?

  init(_ paths: [String]) {
    var files: [String] = []
    var summaries: [VariantSummary] = []
    var names: [String] = []
    var fault: InputError?
    do throws(InputError) {
      files = try ContigPattern.expand(paths)
      for file in files { summaries.append(try VariantSummary(path: file)) }
      names = try VariantReader.sampleNames(of: files)
    } catch { fault = error }
    (self.files, self.summaries, self.fault) = (files, summaries, fault)
    samples = SampleNames(names)
  }
}
