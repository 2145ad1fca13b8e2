import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// The reading of one call set that several patients share.
struct SharedReading {
  private let extraction: Extraction
  private let source: SharedSources.Source
  private let rows: ArraySlice<UInt32>
  private let folder: BlockFolder
  private let sites: SiteTablePlace?
  private let threads: Int
  private let files: Result<[String], InputError>
  /// What the files are before they are read.
  let inputs: [InputFingerprint]

  /// The block of a call set.
  struct Block {
    let rows: SharedRows
    /// Whether an earlier attempt had made it.
    let wasThere: Bool
    /// The table of its sites; nil where the run writes none.
    var siteTable: CommittedFile?
    /// What was taken although it is not as the format wants it.
    var warnings: [String] = []
  }

  /// A call set, its files found but not opened; its block is to lie in a folder.
  init(
    _ extraction: Extraction, _ sources: SharedSources, _ source: SharedSources.Source,
    folder: BlockFolder, sites: SiteTablePlace? = nil, threads: Int
  ) throws(ExtractionError) {
    self.extraction = extraction
    self.sites = sites
    self.source = source
    self.folder = folder
    self.threads = threads
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
  func feedsStatistics() throws(ExtractionError) -> Bool {
    guard source.kind == .gvcf else { return true }
    var cursor = ManifestCursor(extraction.manifest)
    do throws(ManifestError) {
      for row in rows where try cursor.entry(at: Int(row)).variants.isEmpty { return true }
    } catch { throw .manifest(error) }
    return false
  }

  /// The rows of the call set's samples, and whether an earlier attempt had made their block.
  ///
  /// The inner failure is the call set's fault, which is that of every patient who names it.
  func block() throws(ExtractionError) -> Result<Block, InputError> {
    let files: [String]
    let names: SampleNames
    do throws(InputError) {
      files = try self.files.get()
      names = SampleNames(try VariantReader.sampleNames(of: files))
    } catch { return .failure(error) }
    let (wanted, sexes) = try wantedPlaces(among: names)
    let reference = try reference()
    let identity = identity(of: wanted.map { names.names[$0] }, sexes, reference)
    let tables = extraction.schema.variantTables
    let siteTable = sites?.kept(identity)
    if sites == nil || siteTable != nil,
      let blocks = SharedBlocks(in: folder, identity: identity, tables: tables)
    {
      return .success(
        Block(rows: SharedRows(blocks, names, wanted), wasThere: true, siteTable: siteTable))
    }
    let writer = sites?.writer(identity)
    var pass: VariantPass?
    do throws(InputError) {
      pass = try VariantPass(
        over: files, samples: wanted.map { names.names[$0] },
        features: extraction.schema.selection.callSetFeatures, options: extraction.options,
        sexes: sexes, reference: reference, threads: threads,
        isCancelled: { Termination.requested != nil || writer?.fault != nil }, sites: writer)
    } catch { return .failure(error) }
    if let fault = writer?.fault { throw .sink(fault) }
    guard let pass else { throw .stopped(signal: Termination.requested ?? 15) }
    // The block last: where it is, the table of sites is too.
    let written = try writer.map { writer throws(ExtractionError) in
      try sites?.finish(writer, identity)
    }
    let blocks = try write(pass, wanted.map { names.names[$0] }, identity, tables)
    return .success(
      Block(
        rows: SharedRows(blocks, names, wanted), wasThere: false, siteTable: written ?? nil,
        warnings: pass.warningSentences))
  }

  /// The header's places of all samples that the whole manifest names in the call set, and their
  /// sexes: what depends on other samples is then the same in every shard.
  private func wantedPlaces(
    among names: SampleNames
  ) throws(ExtractionError) -> (places: [Int], sexes: [Sex?]) {
    var isWanted = [Bool](repeating: false, count: names.names.count)
    var sexes = [Sex?](repeating: nil, count: names.names.count)
    var cursor = ManifestCursor(extraction.manifest)
    do throws(ManifestError) {
      for row in rows {
        let entry = try cursor.entry(at: Int(row))
        guard let place = names.place(of: entry) else { continue }
        isWanted[place] = true
        sexes[place] = sexes[place] ?? entry.sex
      }
    } catch { throw .manifest(error) }
    let places = isWanted.indices.filter { isWanted[$0] }
    return (places, places.map { sexes[$0] })
  }

  /// The FASTA that all lines of the call set's samples name; nil where they name none or several.
  private func reference() throws(ExtractionError) -> String? {
    guard extraction.manifest.mayName(.reference) else { return nil }
    var found: Set<String?> = []
    var cursor = ManifestCursor(extraction.manifest)
    do throws(ManifestError) {
      for row in rows where found.count < 2 {
        found.insert(try cursor.entry(at: Int(row)).reference)
      }
    } catch { throw .manifest(error) }
    return found.count == 1 ? found.first ?? nil : nil
  }

  /// What decides the block: the files as they are, the samples, the columns and the engine.
  private func identity(of samples: [String], _ sexes: [Sex?], _ reference: String?) -> String {
    var digest = SHA256()
    digest.update(InputFingerprint.token(of: inputs).utf8)
    digest.update(extraction.dictionary.digest.utf8)
    digest.update(ChordaeVersion.text.utf8)
    if let reference {
      let files = [reference, reference + ".fai"].map { InputFingerprint(of: $0) }
      digest.update(InputFingerprint.token(of: files).utf8)
    }
    for (sample, sex) in zip(samples, sexes) {
      digest.update("\n\(sample)\t\(sex?.rawValue ?? "")".utf8)
    }
    return digest.finish()
  }

  private func write(
    _ pass: VariantPass, _ samples: [String], _ identity: String, _ tables: [TableSchema]
  ) throws(ExtractionError) -> SharedBlocks {
    var pass = pass
    do throws(SharedBlockError) {
      try SharedBlocks.write(&pass, samples, to: folder, identity: identity, tables: tables)
      guard let blocks = SharedBlocks(in: folder, identity: identity, tables: tables) else {
        throw .damaged(path: folder.path(""), detail: "it is not what was written")
      }
      return blocks
    } catch { throw .sharedBlock(error) }
  }
}

/// Where the blocks of shared call sets lie, and under which names they are written.
struct BlockFolder: Sendable {
  let path: @Sendable (_ name: String) -> String
  let temporaryPath: @Sendable (_ name: String) -> String

  /// A dataset's folder of state: what a dead attempt left half written goes with its other files.
  init(_ state: RunState) {
    path = { state.layout.path("\(DatasetLayout.state)/\($0)") }
    temporaryPath = { state.layout.path(state.temporary("\(DatasetLayout.state)/\($0)")) }
  }

  /// A folder that is gone after the run.
  init(scratch folder: String) {
    path = { "\(folder)/\($0)" }
    temporaryPath = { "\(folder)/.\($0).tmp" }
  }
}
