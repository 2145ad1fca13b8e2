/// What a variant feature knows before the first record.
public struct VariantContext: Sendable {
  public let sampleCount: Int
  public let options: FeatureOptions
  /// The sex of each sample where it is known; empty where of none.
  public let sexes: [Sex?]
  /// INFO tags whose texts the batches hold, in their order.
  public let infoTags: [String]
  /// What the header says of each of them; nil where it does not declare it.
  public let infoDescriptions: [String?]
  /// Whether scores are computed later, from the sites that they want: of one sample.
  public let scoresLater: Bool
  /// The reference's letter of a chromosome, as `WantedSite` counts, at a 0-based position; nil where
  /// it is not known.
  public let base: (@Sendable (_ chromosome: UInt8, _ position: Int) -> UInt8?)?

  /// A context.
  public init(
    sampleCount: Int, options: FeatureOptions, sexes: [Sex?] = [], infoTags: [String] = [],
    infoDescriptions: [String?] = [], scoresLater: Bool = false,
    base: (@Sendable (_ chromosome: UInt8, _ position: Int) -> UInt8?)? = nil
  ) {
    precondition(sexes.isEmpty || sexes.count == sampleCount, "a sex a sample")
    self.sampleCount = sampleCount
    self.options = options
    self.sexes = sexes
    self.infoTags = infoTags
    self.infoDescriptions = infoDescriptions
    self.scoresLater = scoresLater
    self.base = base
  }

  /// Where the texts of a tag stand among those of a record; nil where they are not read.
  public func place(ofInfo tag: String) -> Int? { infoTags.firstIndex(of: tag) }
}
