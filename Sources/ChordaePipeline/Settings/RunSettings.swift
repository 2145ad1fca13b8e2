public import ChordaeCore

/// Everything that a run can be told, by flags or by a configuration file.
public struct RunSettings: Sendable, Equatable {
  /// Groups to compute, as ids, leading words or with `*`; the default ones where empty.
  public var groups: [String] = []
  /// Groups to leave out, in the same notation.
  public var exclude: [String] = []
  /// Columns of the manifest that are carried through to the patients' rows.
  public var carry: [String] = []
  /// Tables written on request.
  public var tables: Set<TableName> = []
  /// BED file of the gene panel.
  public var panel: String?
  /// The build that the panel is of; nil where its own line says so, or nobody does.
  public var assembly: GenomeAssembly?
  /// VCF, BCF or BED file of sites at which alleles are counted.
  public var sites: String?
  /// Loadings of principal components, as plink2 writes them.
  public var ancestry: String?
  /// A bundle of polygenic scores, a scoring file or a folder of them.
  public var scores: String?
  /// plink2's allele frequencies, which stand in for missing genotypes in scores.
  public var frequencies: String?
  /// What a missing genotype adds to a score.
  public var missingGenotypes = ScoreSettings.MissingGenotypeRule.plink2
  /// The grid to which dosages are rounded for scores; as they are where nil.
  public var dosageGrid: DosageGrid?
  /// Scores up to which each has columns of its own.
  public var wideScores = 500
  /// Whether a wanted site that nothing covers counts as the reference.
  public var absentAsReference = false
  /// Whether RR intervals that jump by more than 20 % are left out of NN.
  public var filtersNN = false
  /// Leads in which beats are sought; all where empty.
  public var ecgLeads: [String] = []
  /// Annotation file that gives the beats instead of the detector.
  public var annotator: String?
  /// Patients a part holds at most.
  public var partPatients = 4096
  /// Bytes of input a part stands for at most.
  public var partBytes = 32 << 30
  /// Deaths of the process that one patient may cause before it is left out.
  public var maxStrikes = 3
  /// Workers; by the machine's limits where nil.
  public var workers: Int?
  /// Bytes of memory that the run may take; by the machine's limits where nil.
  public var memory: Int?

  /// The defaults.
  public init() {}

  /// A setting that is unknown or has a wrong value.
  public struct Fault: Error, Equatable {
    /// What is wrong with which key, in one sentence.
    public let detail: String

    /// A fault.
    public init(_ detail: String) { self.detail = detail }
  }

  /// The settings of a configuration file: a JSON object whose keys are the long flags with `_`.
  public init(json: JSONValue) throws(Fault) {
    guard case .object(let members) = json else { throw Fault("not a JSON object") }
    for (key, value) in members { try set(key, value) }
  }

  private mutating func set(_ key: String, _ value: JSONValue) throws(Fault) {
    switch key {
    case "groups": groups = try Self.texts(key, value)
    case "exclude": exclude = try Self.texts(key, value)
    case "carry": carry = try Self.texts(key, value)
    case "tables": tables = try Self.tables(Self.texts(key, value))
    case "panel": panel = try Self.optionalText(key, value)
    case "assembly": assembly = try Self.assembly(key, value)
    case "sites": sites = try Self.optionalText(key, value)
    case "ancestry": ancestry = try Self.optionalText(key, value)
    case "scores": scores = try Self.optionalText(key, value)
    case "frequencies": frequencies = try Self.optionalText(key, value)
    case "missing_genotypes": missingGenotypes = try Self.word(key, value) ?? .plink2
    case "dosage_grid": dosageGrid = try Self.word(key, value)
    case "wide_scores": wideScores = try Self.count(key, value)
    case "absent_as_reference": absentAsReference = try Self.flag(key, value)
    case "nn_filter": filtersNN = try Self.flag(key, value)
    case "ecg_leads": ecgLeads = try Self.texts(key, value)
    case "annotator": annotator = try Self.optionalText(key, value)
    case "part_patients": partPatients = try Self.positive(key, value)
    case "part_bytes": partBytes = try Self.positive(key, value)
    case "max_strikes": maxStrikes = try Self.positive(key, value)
    case "workers": workers = value == .null ? nil : try Self.positive(key, value)
    case "memory": memory = value == .null ? nil : try Self.positive(key, value)
    default:
      throw Fault("unknown setting '\(key)'; known are \(Self.keys.joined(separator: ", "))")
    }
  }

  /// The keys of a configuration file.
  public static let keys = [
    "groups", "exclude", "carry", "tables", "panel", "assembly", "sites", "ancestry", "scores",
    "frequencies", "missing_genotypes", "dosage_grid", "wide_scores", "absent_as_reference",
    "nn_filter", "ecg_leads", "annotator", "part_patients", "part_bytes", "max_strikes", "workers",
    "memory",
  ]

  /// The tables on request that `--tables` names.
  public static func tables(_ names: [String]) throws(Fault) -> Set<TableName> {
    var tables: Set<TableName> = []
    for name in names {
      guard let table = TableName(rawValue: name), TableName.onRequest.contains(table) else {
        let known = TableName.onRequest.sorted().map(\.rawValue).joined(separator: ", ")
        throw Fault("no table '\(name)' on request; there are \(known)")
      }
      tables.insert(table)
    }
    return tables
  }

  /// The settings as a configuration file holds them, every key with its value.
  public var json: JSONValue {
    func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    func number(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
    // In parts: as one expression it takes the compiler too long.
    var members: [(key: String, value: JSONValue)] = [
      ("groups", list(groups)), ("exclude", list(exclude)), ("carry", list(carry)),
      ("tables", list(tables.sorted().map(\.rawValue))), ("panel", text(panel)),
      ("assembly", text(assembly?.rawValue)), ("sites", text(sites)),
    ]
    members += [
      ("ancestry", text(ancestry)), ("scores", text(scores)), ("frequencies", text(frequencies)),
      ("missing_genotypes", text(missingGenotypes.rawValue)),
      ("dosage_grid", text(dosageGrid?.rawValue)), ("wide_scores", number(wideScores)),
      ("absent_as_reference", .bool(absentAsReference)),
    ]
    members += [
      ("nn_filter", .bool(filtersNN)), ("ecg_leads", list(ecgLeads)),
      ("annotator", text(annotator)), ("part_patients", number(partPatients)),
      ("part_bytes", number(partBytes)), ("max_strikes", number(maxStrikes)),
      ("workers", number(workers)), ("memory", number(memory)),
    ]
    return .object(members)
  }

  /// SHA-256 of what decides the output's bytes: all settings but workers, memory and strikes, and
  /// the panel, the sites, the loadings, the scores and the frequencies by their content, and the
  /// panel's build, instead of their paths.
  public func digest(
    panelDigest: String?, assembly: GenomeAssembly?, sitesDigest: String? = nil,
    ancestryDigest: String? = nil, scoresDigest: String? = nil, frequenciesDigest: String? = nil
  ) -> String {
    guard case .object(let members) = json else { return "" }
    let free: Set = [
      "workers", "memory", "max_strikes", "panel", "assembly", "sites", "ancestry", "scores",
      "frequencies",
    ]
    let kept = members.filter { !free.contains($0.key) }
    let lists = [
      ("panel_digest", JSONValue.string(panelDigest ?? "")),
      ("assembly", JSONValue.string(assembly?.rawValue ?? "")),
      ("sites_digest", JSONValue.string(sitesDigest ?? "")),
      ("ancestry_digest", JSONValue.string(ancestryDigest ?? "")),
      ("scores_digest", JSONValue.string(scoresDigest ?? "")),
      ("frequencies_digest", JSONValue.string(frequenciesDigest ?? "")),
    ]
    return SHA256.hex(JSONValue.object(kept + lists).lineBytes)
  }
}

extension RunSettings {
  fileprivate static func texts(_ key: String, _ value: JSONValue) throws(Fault) -> [String] {
    guard let elements = value.elements else { throw Fault("'\(key)' must be a list of texts") }
    var texts: [String] = []
    for element in elements {
      guard let text = element.text else { throw Fault("'\(key)' must be a list of texts") }
      texts.append(text)
    }
    return texts
  }

  fileprivate static func optionalText(
    _ key: String, _ value: JSONValue
  ) throws(Fault) -> String? {
    if value == .null { return nil }
    guard let text = value.text else { throw Fault("'\(key)' must be a text or null") }
    return text
  }

  fileprivate static func assembly(
    _ key: String, _ value: JSONValue
  ) throws(Fault) -> GenomeAssembly? {
    guard let text = try optionalText(key, value) else { return nil }
    guard let assembly = GenomeAssembly(named: text) else {
      throw Fault("'\(key)' must be one of GRCh37, GRCh38, hg19, b37, hg38")
    }
    return assembly
  }

  fileprivate static func flag(_ key: String, _ value: JSONValue) throws(Fault) -> Bool {
    guard let flag = value.flag else { throw Fault("'\(key)' must be true or false") }
    return flag
  }

  fileprivate static func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, _ value: JSONValue
  ) throws(Fault) -> Word? where Word.RawValue == String {
    guard let text = try optionalText(key, value) else { return nil }
    guard let word = Word(rawValue: text) else {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault("'\(key)' must be one of \(known)")
    }
    return word
  }

  fileprivate static func count(_ key: String, _ value: JSONValue) throws(Fault) -> Int {
    guard let number = value.int, number >= 0 else {
      throw Fault("'\(key)' must be a whole number of 0 or more")
    }
    return number
  }

  fileprivate static func positive(_ key: String, _ value: JSONValue) throws(Fault) -> Int {
    guard let number = value.int, number > 0 else {
      throw Fault("'\(key)' must be a whole number above 0")
    }
    return number
  }
}
