public import ChordaeCore
public import ChordaeFeatures
public import ChordaeReaders

/// One reading of a call set for some of its samples, with all variant features that are wanted.
///
/// Both kinds of source go through here: a patient's own files with one sample, and a shared call
/// set with all samples that the whole manifest names in it. Memory is a batch and what the
/// features keep a sample; it does not grow with the records.
public struct VariantPass: Sendable {
  /// Columns of a row, in the order of the features.
  public let columns: [FeatureColumn]
  /// Records read.
  public let recordCount: Int
  /// What was taken, though it is not sound.
  public let warnings: VariantWarnings
  private let letters: ReferenceWindow?
  private var features: [any VariantFeature]
  private let places: [Int]

  /// Reads a call set to its end; nil where it was cancelled.
  ///
  /// The wanted samples' names are those of the files, nil for all of them; one may be wanted more
  /// than once, and counts once. `sexes` are those of the wanted samples where known. `threads` read
  /// the parts of files side by side; the values are the same bits whatever their number, and
  /// whatever `partBytes`, the compressed bytes of a part, where nothing rounds. `isCancelled` is asked
  /// before each batch. `reference` is a FASTA by which indels at wanted sites are left-aligned. `sites`
  /// takes the rows of site tables batch by batch; without it the features that give them are left out.
  /// Where all features look at listed sites alone, few of them, and an index lies beside a file, only
  /// the blocks about the sites are read.
  /// With `scoresLater` the scores of the one sample are left out of its row and their sites are kept.
  ///
  /// - Throws: what is wrong with one of the files, and where.
  public init?(
    over paths: [String], samples: [String]?, features kinds: [any VariantFeature.Type],
    options: FeatureOptions, sexes: [Sex?] = [], reference: String? = nil, threads: Int = 1,
    partBytes: Int? = nil, scoresLater: Bool = false,
    isCancelled: () -> Bool = { false }, sites: (any SiteRowTaker)? = nil
  ) throws(InputError) {
    let kinds = kinds.filter { sites != nil || !($0 is any SiteTableFeature.Type) }
    var fields: VariantFields = []
    var tags: [String] = []
    for kind in kinds {
      fields.formUnion(kind.fields(options))
      tags += kind.infoTags(options).filter { !tags.contains($0) }
    }
    let (distinct, places) = Self.distinct(samples)
    var reader = try VariantReader(
      paths: paths, samples: distinct, fields: fields, infoTags: tags, partBytes: partBytes)
    let letters = reference.map { ReferenceWindow(path: $0) }
    self.letters = letters
    let context = VariantContext(
      sampleCount: reader.samples.count, options: options,
      sexes: Self.sexes(sexes, places, reader.samples.count), infoTags: tags,
      infoDescriptions: reader.infoDescriptions, scoresLater: scoresLater,
      base: Self.base(letters, reader.contigs))
    let run = VariantPartRun(
      paths: paths, samples: reader.samples, kinds: kinds, context: context, fields: fields,
      threads: threads)
    var begun: [any VariantFeature]? = run.begun()
    var outcome = run.runAtSites(&begun, reader.contigs, to: sites, isCancelled: isCancelled)
    if outcome == nil, threads > 1, let pieces = try? reader.pieces(), pieces.count > 1 {
      outcome = run.run(pieces, to: sites, isCancelled: isCancelled)
    }
    // One thread, or at fault: in one piece, which says what is wrong and where.
    if outcome == nil {
      outcome = try run.run(
        &reader, begun.take() ?? run.begun(), to: sites, isCancelled: isCancelled)
    }
    guard let outcome else { return nil }
    columns = kinds.flatMap { $0.group(options).columns }
    recordCount = outcome.recordCount
    warnings = outcome.warnings
    features = outcome.features
    self.places = places ?? Array(reader.samples.indices)
  }

  /// Rows to be had: one a wanted sample.
  public var rowCount: Int { places.count }

  /// What the sample's calls say at the sites of the scores that are computed later.
  public var scoredSites: ScoredSites? {
    features.lazy.compactMap { ($0 as? PolygenicScores)?.scoredSites }.first
  }

  /// What the reader took, though it is not sound, and what the features met, in words for the log.
  public var warningSentences: [String] {
    let unaligned = letters?.fault.map {
      "indels at wanted sites are compared where they stand, not moved along repeats: \($0.detail)"
    }
    return warnings.sentences + features.flatMap { $0.warnings } + [unaligned].compactMap(\.self)
  }

  /// The reference's letters by chromosome, of a call set's contigs whose lengths are known.
  private static func base(
    _ letters: ReferenceWindow?, _ contigs: [Contig]
  ) -> (@Sendable (UInt8, Int) -> UInt8?)? {
    guard let letters else { return nil }
    var contigOf: [UInt8: Contig] = [:]
    for contig in contigs where contig.length > 0 {
      guard let chromosome = WantedSite.chromosome(named: contig.name) else { continue }
      contigOf[chromosome] = contigOf[chromosome] ?? contig
    }
    return { [contigOf] chromosome, position in
      contigOf[chromosome].flatMap { letters.letter(of: $0, at: position) }
    }
  }

  /// The values of one wanted sample, by its place among those wanted, and its rows of some tables.
  public mutating func row(_ place: Int, tables: [TableSchema] = []) -> FeatureOutput {
    var output = FeatureOutput(tables: tables)
    for index in features.indices { features[index].finish(sample: places[place], into: &output) }
    precondition(output.values.count == columns.count, "a feature gives a value a column")
    return output
  }

  /// The sex of each distinct sample: that of the first wanted one of its name.
  private static func sexes(_ wanted: [Sex?], _ places: [Int]?, _ count: Int) -> [Sex?] {
    guard let places, !wanted.isEmpty else { return wanted }
    var sexes = [Sex?](repeating: nil, count: count)
    for (sex, place) in zip(wanted, places) where sexes[place] == nil { sexes[place] = sex }
    return sexes
  }

  /// Each name once, and where each wanted one stands among them.
  private static func distinct(_ names: [String]?) -> (names: [String]?, places: [Int]?) {
    guard let names else { return (nil, nil) }
    var placeOf: [String: Int] = [:]
    var distinct: [String] = []
    let places = names.map { name in
      if let place = placeOf[name] { return place }
      placeOf[name] = distinct.count
      distinct.append(name)
      return distinct.count - 1
    }
    return (distinct, places)
  }
}
