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

  /// A context.
  public init(
    sampleCount: Int, options: FeatureOptions, sexes: [Sex?] = [], infoTags: [String] = [],
    infoDescriptions: [String?] = []
  ) {
    precondition(sexes.isEmpty || sexes.count == sampleCount, "a sex a sample")
    self.sampleCount = sampleCount
    self.options = options
    self.sexes = sexes
    self.infoTags = infoTags
    self.infoDescriptions = infoDescriptions
  }

  /// Where the texts of a tag stand among those of a record; nil where they are not read.
  public func place(ofInfo tag: String) -> Int? { infoTags.firstIndex(of: tag) }
}
