import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// The call sets that several patients share: each is read once, before the patients, for all
/// samples that the manifest names, and its block of (sample × column) is kept as a file, from which
/// the patients' rows are read.
struct SharedVariants: Sendable {
  /// A call set after its reading.
  private enum Reading: Sendable {
    case rows(SharedRows)
    /// The call set faults for every patient.
    case fault(InputError)
  }

  private let sources: SharedSources
  private let readings: [SharedSources.Source: Reading]
  /// The fingerprints of each call set's files, taken once.
  private let fingerprints: [SharedSources.Source: [InputFingerprint]]
  /// The tables of the call sets' sites that this run has at hand.
  private(set) var siteTables: [SiteTable] = []

  /// No shared sources: every patient's files are its own.
  init(none sources: SharedSources) {
    self.sources = sources
    readings = [:]
    fingerprints = [:]
  }

  /// Reads what is not there yet, by so many threads; with `isNeeded` false nothing.
  init(
    _ extraction: Extraction, _ sources: SharedSources, folder: BlockFolder,
    sites: SiteTablePlace? = nil, isNeeded: Bool, threads: Int,
    _ events: (ExtractionEvent) -> Void
  ) throws(ExtractionError) {
    self.sources = sources
    var readings: [SharedSources.Source: Reading] = [:]
    var fingerprints: [SharedSources.Source: [InputFingerprint]] = [:]
    guard isNeeded, !extraction.schema.selection.callSetFeatures.isEmpty else {
      (self.readings, self.fingerprints) = (readings, fingerprints)
      return
    }
    for source in sources.sources {
      let reading = try SharedReading(
        extraction, sources, source, folder: folder, sites: sites, threads: threads)
      fingerprints[source] = reading.inputs
      // Where both kinds are given, statistics come from `variants`: `gvcf` is not read for them.
      guard try reading.feedsStatistics() else { continue }
      switch try reading.block() {
      case .success(let block):
        readings[source] = .rows(block.rows)
        if let file = block.siteTable {
          siteTables.append(SiteTable(file: file, inputs: reading.inputs))
        }
        events(.sharedSource(samples: block.rows.sampleCount, wasThere: block.wasThere))
        for warning in block.warnings { events(.warning("a shared call set: \(warning)")) }
      case .failure(let fault): readings[source] = .fault(fault)
      }
    }
    (self.readings, self.fingerprints) = (readings, fingerprints)
  }

  /// A patient's values and rows from a shared call set; nil where the patient's files are its own.
  func row(of entry: ManifestEntry) throws(InputError) -> FeatureOutput? {
    guard let source = source(of: entry) else { return nil }
    switch readings[source] {
    case .rows(let rows): return try rows.row(of: entry)
    case .fault(let error): throw error
    case nil: return nil
    }
  }

  /// Whether a row of the manifest names a call set that others name too.
  func isShared(row: Int) -> Bool {
    SharedSources.Kind.allCases.contains { sources.source($0, ofRow: row) != nil }
  }

  /// The fingerprints of the shared files behind a patient's values.
  func inputs(of entry: ManifestEntry) -> [InputFingerprint] {
    source(of: entry).flatMap { fingerprints[$0] } ?? []
  }

  /// Whether the patient's calls come from a shared call set.
  private func source(of entry: ManifestEntry) -> SharedSources.Source? {
    sources.source(entry.variants.isEmpty ? .gvcf : .variants, ofRow: entry.row)
  }
}
