public import ChordaeCore

extension AncestryProjection {
  /// The group `anc` as it is without loadings.
  public static let group = FeatureGroup(
    "anc", from: .variants, [sitesUsed([])], settings: .absentSites, isDefault: false)

  /// The group with a column a component of the run's loadings.
  public static func group(_ options: FeatureOptions) -> FeatureGroup {
    guard let loadings = options.ancestry else { return group }
    let pairs = [
      Field.Pair("loadings_sha256", loadings.digest),
      Field.Pair("loadings_variants", "\(loadings.variants.count)"),
    ]
    let components = (1...loadings.componentCount).map { component($0, pairs) }
    return FeatureGroup(
      "anc", from: .variants, [sitesUsed(pairs)] + components, settings: .absentSites,
      isDefault: false)
  }

  private static let evidence = [
    Field.Pair("block_depth", "\(EvidenceRules().minimumDepth)"),
    Field.Pair("block_genotype_quality", "\(EvidenceRules().minimumQuality)"),
    Field.Pair("missing", "adds nothing; absent is not the reference"),
    Field.Pair("matching", "\(SiteResolver.alignment); alternates split"),
  ]

  private static func sitesUsed(_ pairs: [Field.Pair]) -> FeatureColumn {
    FeatureColumn(
      "anc.sites_used", "Sites used",
      "Sites of the loadings whose dosage is known and which add to the components: called, the "
        + "reference by a block record with enough evidence, or spanned by a deletion in a gVCF.",
      type: .int64, unit: .count, method: method(pairs), bounds: .nonNegative,
      missing: [.noUsableSites])
  }

  private static func component(_ number: Int, _ pairs: [Field.Pair]) -> FeatureColumn {
    FeatureColumn(
      "anc.pc\(number)", "Principal component \(number)",
      "The coordinate on component \(number) of the loadings: the sum of weights times standardised "
        + "dosages of the alternate alleles. It shrinks toward 0 with the sites that are missing and "
        + "for samples outside of the panel.",
      type: .float64, unit: .one, method: method(pairs), missing: [.noUsableSites])
  }

  private static func method(_ pairs: [Field.Pair]) -> Method {
    Method(
      "sum of w (d - 2p) / sqrt(2p(1 - p))", parameters: evidence + pairs,
      citation: "plink2 --score no-mean-imputation variance-standardize (Chang et al., GigaScience "
        + "2015;4:7)")
  }
}
