import ChordaeCore

/// The feature groups that a run computes, in registry order.
public struct FeatureSelection: Sendable {
  /// The chosen groups' features.
  public let alignment: [any AlignmentFeature.Type]
  public let variants: [any VariantFeature.Type]
  public let ecg: [any ECGFeature.Type]

  /// A pattern that no group fits.
  public struct UnknownPattern: Error, Equatable {
    public let pattern: String
    /// The ids of all groups, for the message.
    public let known: [String]
  }

  /// The groups that fit a pattern of `groups` (the default ones where it is empty) and none of
  /// `exclude`.
  ///
  /// A pattern is a group's id, a prefix of whole words (`aln`), or a text with `*` for any run of
  /// characters (`*.spectrum`).
  public init(groups: [String] = [], exclude: [String] = []) throws(UnknownPattern) {
    try self.init(groups: groups, exclude: exclude, adding: [])
  }

  /// The same, and the groups of the ids in `adding`, which a setting asks for, unless excluded.
  public init(
    groups: [String], exclude: [String], adding: [String]
  ) throws(UnknownPattern) {
    let known = FeatureRegistry.groups.map(\.id)
    for pattern in groups + exclude where !known.contains(where: { Self.fits($0, pattern) }) {
      throw UnknownPattern(pattern: pattern, known: known)
    }
    func chosen(_ group: FeatureGroup) -> Bool {
      let isWanted =
        adding.contains(group.id)
        || (groups.isEmpty ? group.isDefault : groups.contains { Self.fits(group.id, $0) })
      return isWanted && !exclude.contains { Self.fits(group.id, $0) }
    }
    alignment = FeatureRegistry.alignment.filter { chosen($0.group) }
    variants = FeatureRegistry.variants.filter { chosen($0.group) }
    ecg = FeatureRegistry.ecg.filter { chosen($0.group) }
  }

  /// These features, as a test chooses them.
  package init(
    alignment: [any AlignmentFeature.Type] = [], variants: [any VariantFeature.Type] = [],
    ecg: [any ECGFeature.Type] = []
  ) {
    self.alignment = alignment
    self.variants = variants
    self.ecg = ecg
  }

  /// What reads a call set: the chosen groups, and behind them what a comparison of the patient's
  /// alignment with its calls needs of these.
  public var callSetFeatures: [any VariantFeature.Type] {
    let compares = alignment.contains { $0.group.id == Concordance.group.id }
    return variants + (compares ? [CalledSiteCollection.self] : [])
  }

  /// Whether no group is chosen.
  public var isEmpty: Bool { alignment.isEmpty && variants.isEmpty && ecg.isEmpty }

  /// Whether an id fits a pattern.
  public static func fits(_ id: String, _ pattern: String) -> Bool {
    guard pattern.contains("*") else { return id == pattern || id.hasPrefix(pattern + ".") }
    return matches(Array(id.utf8)[...], Array(pattern.utf8)[...])
  }

  private static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == UInt8(ascii: "*") {
      return matches(text, pattern.dropFirst())
        || (!text.isEmpty && matches(text.dropFirst(), pattern))
    }
    return text.first == first && matches(text.dropFirst(), pattern.dropFirst())
  }
}
