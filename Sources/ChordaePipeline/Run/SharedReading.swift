import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// The reading of one call set that several patients share.
struct SharedReading {
  private let extraction: Extraction
  private let source: SharedSources.Source
  private let rows: ArraySlice<UInt32>
  private let folder: String
  private let files: Result<[String], InputError>
  /// What the files are before they are read.
  let inputs: [InputFingerprint]

  /// A call set, its files found but not opened.
  init(
    _ extraction: Extraction, _ sources: SharedSources, _ source: SharedSources.Source,
    folder: String
  ) throws(ExtractionError) {
    self.extraction = extraction
    self.source = source
    self.folder = folder
    rows = sources.rows(of: source)
    let paths: [String]
    do throws(ManifestError) {
      paths = try sources.paths(of: source, in: extraction.manifest)
    } catch { throw .manifest(error) }
    do throws(InputError) {
      let found = try ContigPattern.expand(paths)
      files = .success(found)
      inputs = found.map { InputFingerprint(of: $0) }
    } catch {
      files = .failure(error)
      inputs = []
    }
  }

  /// Whether a patient takes statistics from this set: `gvcf` is read for them only where the
  /// patient has no `variants`.
  func feedsStatistics(of extraction: Extraction) throws(ExtractionError) -> Bool {
    guard source.kind == .gvcf else { return true }
    var cursor = ManifestCursor(extraction.manifest)
    do throws(ManifestError) {
      for row in rows where try cursor.entry(at: Int(row)).variants.isEmpty { return true }
    } catch { throw .manifest(error) }
    return false
  }

  /// The block of the call set, and whether an earlier attempt had made it.
  func block() throws(InputError) -> (block: SharedBlock, wasThere: Bool) {
    let files = try files.get()
    let names = SampleNames(try VariantReader.sampleNames(of: files))
    var wanted: Set<Int> = []
    var cursor = ManifestCursor(extraction.manifest)
    for row in rows {
      if let entry = try? cursor.entry(at: Int(row)), let place = names.place(of: entry) {
        wanted.insert(place)
      }
    }
    let samples = wanted.sorted().map { names.names[$0] }
    guard
      var pass = try VariantPass(
        over: files, samples: samples, features: extraction.schema.selection.variants,
        options: extraction.options, isCancelled: { Termination.requested != nil })
    else { throw InputError(.readFailed, path: files[0], "the reading was stopped") }
    var table: [String: [FeatureValue]] = [:]
    for (place, name) in samples.enumerated() { table[name] = pass.row(place) }
    return (
      SharedBlock(sampleCount: samples.count, names: names, rows: table, path: files[0]), false
    )
  }
}
