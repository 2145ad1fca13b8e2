/// Variant records of some samples as columns of plain numbers, refilled in place.
public struct VariantBatch: Sendable {
  public var count = 0
  public let sampleCount: Int

  /// An empty batch for as many samples as the reader decodes.
  public init(sampleCount: Int) { self.sampleCount = sampleCount }
}

/// What of a record's FORMAT a reader must decode.
public struct VariantFields: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  /// A set of fields.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Genotypes (GT).
  public static let genotypes = VariantFields(rawValue: 1)
  /// Read depth (DP), and AD where DP is absent.
  public static let depth = VariantFields(rawValue: 2)
}

/// What a variant feature knows before the first record.
public struct VariantContext: Sendable {
  public let sampleCount: Int
  public let options: FeatureOptions

  /// A context.
  public init(sampleCount: Int, options: FeatureOptions) {
    self.sampleCount = sampleCount
    self.options = options
  }
}
