/// Weights of variants on the principal components of a reference panel, with the panel's allele
/// frequencies.
public struct AncestryLoadings: Sendable, Equatable {
  /// Components, in the order of the file.
  public let componentCount: Int
  public let variants: [Variant]
  /// Weights of the alternate alleles, variant after variant, `componentCount` each.
  public let weights: [Double]
  /// SHA-256 of what the loadings say, not of how their files are written.
  public let digest: String

  /// A variant of two alleles on an autosome.
  public struct Variant: Sendable, Hashable {
    /// 1 to 22.
    public let chromosome: UInt8
    /// 0-based start of the reference allele.
    public let position: Int
    public let reference: String
    public let alternate: String
    /// The panel's frequency of the alternate allele.
    public let frequency: Double

    /// A variant.
    public init(
      chromosome: UInt8, position: Int, reference: String, alternate: String, frequency: Double
    ) {
      self.chromosome = chromosome
      self.position = position
      self.reference = reference
      self.alternate = alternate
      self.frequency = frequency
    }
  }

  /// Loadings; `weights` holds `componentCount` a variant.
  public init(componentCount: Int, variants: [Variant], weights: [Double]) {
    precondition(weights.count == componentCount * variants.count)
    self.componentCount = componentCount
    self.variants = variants
    self.weights = weights
    var digest = SHA256()
    for (index, variant) in variants.enumerated() {
      digest.update("\(variant.chromosome)\t\(variant.position)\t\(variant.reference)\t".utf8)
      digest.update("\(variant.alternate)\t\(variant.frequency.bitPattern)".utf8)
      for component in 0..<componentCount {
        digest.update("\t\(weights[index * componentCount + component].bitPattern)".utf8)
      }
      digest.update("\n".utf8)
    }
    self.digest = digest.finish()
  }
}
