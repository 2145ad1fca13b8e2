/// What a call set says of all samples at a wanted site, as a resolver lends it.
public struct SiteCalls: Sendable {
  /// A call a sample; left over from an earlier site where `planes` say all.
  public internal(set) var calls: [SiteCall]
  /// Low bits, then high bits, of the samples' numbers of alternate alleles, two alleles a sample and
  /// 3 for missing, as a `VariantBatch` has them; empty where `calls` tell of the site.
  ///
  /// Only a resolver that was asked to lends planes.
  public internal(set) var planes: [UInt64] = []
  /// Whether the effect allele is the one that planes do not count.
  public internal(set) var isEffectReference = false

  /// Of nothing.
  init(sampleCount: Int) {
    calls = [SiteCall](repeating: .absent, count: sampleCount)
  }
}
