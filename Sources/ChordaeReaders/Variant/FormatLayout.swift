import CHTSlib
internal import ChordaeCore

/// The FORMAT keys of a row: how the values of each are written, and what they are wanted for.
///
/// A class, so that a row's parser holds it without counting references to its texts.
final class FormatLayout: Sendable {
  /// The text of FORMAT.
  let text: [UInt8]
  /// Empty where FORMAT is `.`.
  let keys: [Key]
  let isGenotypeAlone: Bool
  /// Where the row's depths, evidence and dosages come from.
  let depthSource: VariantBatch.DepthSource
  let hasGenotype: Bool
  /// Whether the genotypes are those of LGT, in the alleles that LAA lists for each sample.
  let isLocal: Bool
  let hasEvidence: Bool
  let phaseSets: PhaseSets
  let dosageSource: VariantBatch.DosageSource

  /// One FORMAT key.
  struct Key: Sendable {
    let values: Values
    let role: Role
  }

  /// How a row names the phase sets of its genotypes, where they are wanted.
  enum PhaseSets: Sendable {
    case none
    /// PS, a whole number.
    case integers
    /// In a way that is not read: PS of another type, or PSL.
    case unread

    /// What a sample has of which nothing is read.
    var filling: Int32 {
      self == .unread ? VariantBatch.unknownPhaseSet : VariantBatch.noPhaseSet
    }
  }

  /// How values are written.
  enum Values: UInt8, Sendable { case genotype, integer, real, text }

  /// What values are wanted for.
  enum Role: UInt8, Sendable {
    case none, genotype, depth, alleleDepths, quality, minimumDepth
    case dosage, haplotypeDosages, probabilities, phredLikelihoods, logLikelihoods, blockLength,
      phaseSets, phaseSet, localGenotype, localAlleles
  }

  private static let colon = UInt8(ascii: ":")
  /// Keys beyond which a row goes to htslib, which takes no more than 255.
  private static let keyLimit = 100

  /// The layout of a FORMAT text; nil where htslib is to judge the row.
  init?(_ text: [UInt8], _ fields: VariantFields, _ file: borrowing VariantFile) {
    self.text = text
    let names = text.split(separator: Self.colon, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    let isEmpty = names == ["."]
    guard names.count <= Self.keyLimit, Set(names).count == names.count else { return nil }
    var values: [Values] = []
    for name in isEmpty ? [] : names {
      guard let kind = Self.values(of: name, file) else { return nil }
      values.append(kind)
    }
    let kinds = Dictionary(uniqueKeysWithValues: zip(names, values))
    let depth = fields.contains(.depth) ? Self.depthSource(kinds) : .none
    let isVersion44 = file.isVersion44
    let sets: PhaseSets =
      !fields.contains(.phaseSets) || kinds["PS"] == nil && kinds["PSL"] == nil
      ? .none : kinds["PS"] == .integer && kinds["PSL"] == nil ? .integers : .unread
    phaseSets = sets
    isLocal =
      fields.contains(.genotypes) && kinds["GT"] == nil && kinds["LGT"] == .text
      && kinds["LAA"] == .integer
    let genotype = isLocal ? Role.localGenotype : .none
    let isCalled = isLocal || fields.contains(.genotypes) && kinds["GT"] != nil
    let dosage =
      fields.contains(.dosages)
      ? Self.dosagePlaces.first {
        kinds[$0.name] == $0.values && !($0.source == .likelihoods && isCalled)
      } : nil
    let wantsEvidence = fields.contains(.evidence)
    keys = zip(names, values).map { name, values in
      var role = Role.none
      switch name {
      case "GT": role = fields.contains(.genotypes) ? .genotype : .none
      case "DP": role = depth == .depth ? .depth : .none
      case "LGT": role = genotype
      case "LAA": role = values == .integer ? .localAlleles : .none
      case "AD": role = depth == .alleleDepths ? .alleleDepths : .none
      case "LAD": role = depth == .alleleDepths && kinds["AD"] == nil ? .alleleDepths : .none
      case "GQ": role = wantsEvidence && values == .integer ? .quality : .none
      case "LEN": role = isVersion44 && values == .integer ? .blockLength : .none
      case "PS": role = sets == .integers ? .phaseSet : .none
      case "PSL": role = isVersion44 && values == .text ? .phaseSets : .none
      case "MIN_DP": role = wantsEvidence && values == .integer ? .minimumDepth : .none
      default: role = name == dosage?.name ? dosage?.role ?? .none : .none
      }
      return Key(values: values, role: role)
    }
    isGenotypeAlone = names == ["GT"]
    hasGenotype = isLocal || keys.contains { $0.role == .genotype }
    hasEvidence = keys.contains { $0.role == .quality || $0.role == .minimumDepth }
    depthSource = depth
    dosageSource = dosage?.source ?? .genotypes
  }

  private static func values(of name: String, _ file: borrowing VariantFile) -> Values? {
    let type = file.valueType(BCF_HL_FMT, name)
    if name == "GT" { return type == BCF_HT_STR ? .genotype : nil }
    switch type {
    case BCF_HT_INT: return .integer
    case BCF_HT_REAL: return .real
    case BCF_HT_STR: return .text
    default: return nil
    }
  }

  /// DP where a row has it, else AD, else AD of the local alleles; a field of another type than a whole
  /// number is no depth.
  private static func depthSource(_ kinds: [String: Values]) -> VariantBatch.DepthSource {
    if let depth = kinds["DP"] { return depth == .integer ? .depth : .none }
    return (kinds["AD"] ?? kinds["LAD"]) == .integer ? .alleleDepths : .none
  }

  /// Where dosages stand: in the first of these that a record has; likelihoods speak only where no
  /// genotype was called from them.
  static let dosagePlaces: [DosagePlace] = [
    DosagePlace(name: "DS", values: .real, source: .dosage, role: .dosage),
    DosagePlace(name: "HDS", values: .real, source: .haplotypeDosages, role: .haplotypeDosages),
    DosagePlace(name: "GP", values: .real, source: .probabilities, role: .probabilities),
    DosagePlace(name: "PL", values: .integer, source: .likelihoods, role: .phredLikelihoods),
    DosagePlace(name: "GL", values: .real, source: .likelihoods, role: .logLikelihoods),
  ]

  /// A FORMAT key that holds dosages.
  struct DosagePlace: Sendable {
    let name: String
    let values: Values
    let source: VariantBatch.DosageSource
    let role: Role
  }
}
