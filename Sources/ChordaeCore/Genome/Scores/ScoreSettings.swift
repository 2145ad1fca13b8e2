/// How polygenic scores are computed in a run.
public struct ScoreSettings: Sendable, Equatable {
  public let bundle: ScoreBundle
  /// Frequencies that stand in for missing genotypes; nil where they come from the samples.
  public let frequencies: SiteFrequencies?
  public let missingGenotypes: MissingGenotypeRule
  /// Whether dosages are rounded to 1/16384, as plink2 keeps them.
  public let roundsDosages: Bool
  /// Scores up to which each has columns of its own in the patients' rows.
  public let wideScores: Int

  /// What a missing genotype adds to a score.
  public enum MissingGenotypeRule: String, Sendable, CaseIterable {
    /// What plink2 adds: the frequency's expectation of an additive row, the weight times the
    /// frequency of a dominant or recessive one.
    case plink2
    /// Nothing, to the sum or to the denominator.
    case none
  }

  /// Settings.
  public init(
    bundle: ScoreBundle, frequencies: SiteFrequencies? = nil,
    missingGenotypes: MissingGenotypeRule = .plink2, roundsDosages: Bool = false,
    wideScores: Int = 500
  ) {
    self.bundle = bundle
    self.frequencies = frequencies
    self.missingGenotypes = missingGenotypes
    self.roundsDosages = roundsDosages
    self.wideScores = wideScores
  }

  /// Samples from which their own frequencies may be taken, as plink2 asks for.
  public static let fewestSamples = 50
  /// plink2 keeps a dosage as a number of these.
  public static let dosageSteps = 16_384.0
}

/// Frequencies of the effect alleles at a bundle's sites.
public struct SiteFrequencies: Sendable, Equatable {
  /// SHA-256 of the file that they come from.
  public let digest: String
  /// A frequency a site; not a number where the file has none.
  public let values: [Double]
  /// Sites that have one.
  public let count: Int

  /// Frequencies.
  public init(digest: String, values: [Double]) {
    self.digest = digest
    self.values = values
    count = values.reduce(0) { $0 + ($1.isNaN ? 0 : 1) }
  }

  /// Equal where they come from equal files.
  public static func == (a: SiteFrequencies, b: SiteFrequencies) -> Bool { a.digest == b.digest }
}
