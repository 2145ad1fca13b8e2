import ChordaeCore
public import ChordaeFeatures
public import ChordaeReaders

/// One run over a manifest: the façade of the engine, and the file to read first.
///
/// ```swift
/// let extraction = try Extraction(manifest: "cohort.csv", settings: settings)
/// let report = try extraction.run(into: "dataset")
/// ```
/// Making one checks the manifest's text, the settings and the panel; no patient's file is opened
/// before `run`.
public struct Extraction: Sendable {
  public let manifest: Manifest
  public let settings: RunSettings
  /// The tables that the run will write.
  public let schema: FeatureSchema
  public let dictionary: FeatureDictionary
  /// SHA-256 of everything in the settings that decides the output's bytes.
  public let settingsDigest: String
  /// What could not be checked of the panel; nil where its build is known, or without one.
  public let panelWarning: String?
  let options: FeatureOptions
  /// Rows of a recording's table that are held in memory before they go to the disk.
  var heldRows = RowSpool.heldRows
  /// Patients with calls of their own that are scored at once; nil where the bundle's size says it.
  var patientsScoredTogether: Int?

  /// A run; throws for the faults of the manifest's text, of the settings and of the panel.
  public init(
    manifest path: String, settings: RunSettings = RunSettings()
  ) throws(ExtractionError) {
    try self.init(manifest: path, settings: settings, try Self.selection(settings))
  }

  /// A run with these features, whatever groups the settings name.
  init(
    manifest path: String, settings: RunSettings, _ selection: FeatureSelection
  ) throws(ExtractionError) {
    HTSLibrary.prepare()
    try CarriedColumns.check(settings.carry)
    try BeatSettings.check(settings)
    do throws(ManifestError) {
      manifest = try ManifestReader.read(path, extras: .only(settings.carry))
    } catch { throw .manifest(error) }
    let panel = try RunPanel(settings)
    panelWarning = panel.warning
    var sites: SiteList?
    do throws(InputError) {
      if let path = settings.sites { sites = try SiteListReader.read(path: path) }
    } catch { throw .sites(error) }
    var ancestry: AncestryLoadings?
    do throws(InputError) {
      if let path = settings.ancestry { ancestry = try AncestryLoadingsReader.read(path: path) }
    } catch { throw .ancestry(error) }
    let scores = try RunScores(settings).settings
    self.settings = settings
    options = FeatureOptions(
      panel: panel.intervals, tables: settings.tables, filtersNN: settings.filtersNN,
      ecgLeads: settings.ecgLeads, annotator: settings.annotator, assembly: panel.assembly,
      sites: sites, ancestry: ancestry, scores: scores,
      absentAsReference: settings.absentAsReference)
    try Self.checkBuild(options)
    schema = FeatureSchema(selection, options: options, carried: settings.carry)
    dictionary = FeatureDictionary(schema)
    settingsDigest = settings.digest(
      panelDigest: options.panelDigest, assembly: options.assembly,
      sitesDigest: options.sitesDigest, ancestryDigest: options.ancestry?.digest,
      scoresDigest: scores?.bundle.digest, frequenciesDigest: scores?.frequencies?.digest)
  }

  /// PharmCAT takes GRCh38 alone; a call set whose build nobody names is checked when it is read.
  private static func checkBuild(_ options: FeatureOptions) throws(ExtractionError) {
    guard options.tables.contains(.pharmcat), options.assembly == .grch37 else { return }
    throw .settings(
      "the table pharmcat is for GRCh38, the only build that PharmCAT takes, and this run is of GRCh37: "
        + "leave the table out")
  }

  /// The chosen groups; a list of sites asks for that of its counts, and scores for theirs, unless they
  /// are excluded.
  private static func selection(
    _ settings: RunSettings
  ) throws(ExtractionError) -> FeatureSelection {
    let counts = SiteAlleles.group.id
    if settings.sites == nil, settings.groups.contains(counts) {
      throw .settings(
        "the group \(counts) counts at the sites of a list: name it with --sites FILE")
    }
    let projection = AncestryProjection.group.id
    if settings.ancestry == nil, settings.groups.contains(projection) {
      throw .settings(
        "the group \(projection) projects on loadings: name them with --ancestry FILE")
    }
    let scores = PolygenicScores.group.id
    if settings.scores == nil, settings.groups.contains(scores) {
      throw .settings("the group \(scores) needs scores: name them with --scores BUNDLE_OR_FOLDER")
    }
    let selection: FeatureSelection
    do throws(FeatureSelection.UnknownPattern) {
      selection = try FeatureSelection(
        groups: settings.groups, exclude: settings.exclude,
        adding: (settings.sites == nil ? [] : [counts, ListedSiteCalls.group.id])
          + (settings.tables.contains(.frequencies) ? [AlleleFrequencies.group.id] : [])
          + (settings.tables.contains(.pharmcat) ? [Pharmacogenomics.group.id] : [])
          + (settings.ancestry == nil ? [] : [projection])
          + (settings.scores == nil ? [] : [scores]))
    } catch {
      throw .settings(
        "no group fits '\(error.pattern)'; there are \(error.known.joined(separator: ", "))")
    }
    guard !selection.isEmpty else { throw .settings("no group is left: exclude fewer") }
    return selection
  }

  /// Workers that the run takes on this machine.
  public func workers(environment: [String: String]) -> WorkerCount {
    WorkerCount(option: settings.workers, environment: environment)
  }

  /// The schemas of the tables that have rows of patients.
  func tableSchemas() -> [TableSchema] {
    schema.tables.keys.sorted().filter { !TableName.ofCallSets.contains($0) }.map(tableSchema)
  }

  /// The schema of a table, with what every file says of its making.
  func tableSchema(_ table: TableName) -> TableSchema {
    let metadata = [
      Field.Pair("chordae.version", ChordaeVersion.text),
      Field.Pair("chordae.dictionary", dictionary.digest),
    ]
    return schema.tableSchema(
      table, metadata: metadata + [Field.Pair("chordae.table", table.rawValue)])
  }
}
