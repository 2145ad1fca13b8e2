/// Which of a run's settings change what a group's values are.
///
/// A setting that differs from its default stands in the method's parameters, so that datasets made
/// with and without it have different dictionaries and are never mixed.
public struct FeatureSettings: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  /// A set of settings.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Where beats come from: `--ecg-leads`, `--annotator`.
  public static let beats = FeatureSettings(rawValue: 1)
  /// Which intervals are NN: `--nn-filter`.
  public static let nnFilter = FeatureSettings(rawValue: 2)
  /// Where alleles are counted or compared: `--sites`.
  public static let sites = FeatureSettings(rawValue: 8)
  /// What sites that nothing covers are: `--absent-as-reference`.
  public static let absentSites = FeatureSettings(rawValue: 1 << 10)
  /// The genes: `--panel`.
  public static let panel = FeatureSettings(rawValue: 4)
}

extension FeatureColumn {
  /// The column with the settings that it follows among its method's parameters, where they are not
  /// the defaults.
  public func under(_ options: FeatureOptions, following settings: FeatureSettings) -> FeatureColumn
  {
    var pairs: [Field.Pair] = []
    if settings.contains(.beats), !options.ecgLeads.isEmpty {
      pairs.append(Field.Pair("ecg_leads", options.ecgLeads.joined(separator: ",")))
    }
    if settings.contains(.beats), let annotator = options.annotator {
      pairs.append(Field.Pair("annotator", annotator))
    }
    if settings.contains(.nnFilter), options.filtersNN {
      pairs.append(Field.Pair("nn_filter", "20 %"))
    }
    if settings.contains(.panel), let digest = options.panelDigest {
      pairs.append(Field.Pair("panel_sha256", digest))
      if let assembly = options.assembly {
        pairs.append(Field.Pair("panel_assembly", assembly.rawValue))
      }
    }
    if settings.contains(.sites), let digest = options.sitesDigest {
      pairs.append(Field.Pair("sites_sha256", digest))
    }
    if settings.contains(.absentSites), options.absentAsReference {
      pairs.append(Field.Pair("absent_sites", "taken for the reference"))
    }
    return adding(pairs)
  }

  /// The column with further parameters of its method.
  public func adding(_ pairs: [Field.Pair]) -> FeatureColumn {
    guard !pairs.isEmpty else { return self }
    let method = Method(
      method.algorithm, version: method.version, parameters: method.parameters + pairs,
      citation: method.citation)
    return FeatureColumn(
      id, label, definition, type: type, unit: unit, codes: codes, method: method, bounds: bounds,
      missing: missing)
  }
}
