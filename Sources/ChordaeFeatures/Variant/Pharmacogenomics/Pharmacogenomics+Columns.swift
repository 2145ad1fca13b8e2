public import ChordaeCore

extension Pharmacogenomics {
  /// The group `pgx`.
  public static let group = FeatureGroup(
    "pgx", from: .variants, geneColumns + positionColumns + [apolipoproteinColumn],
    tables: [
      FeatureGroup.Table(.pgx, tableColumns), FeatureGroup.Table(.pharmcat, genotypeColumns),
    ], settings: .absentSites)

  /// Positions with a column of their own, by gene.
  static let shownPositions: [(gene: String, rsID: String)] = [
    ("CYP2C19", "rs12248560"), ("CYP2C19", "rs4986893"), ("CYP2C19", "rs4244285"),
    ("CYP2C9", "rs1799853"), ("CYP2C9", "rs1057910"), ("VKORC1", "rs9923231"),
    ("CYP4F2", "rs2108622"), ("SLCO1B1", "rs4149056"), ("ABCG2", "rs2231142"),
    ("APOE", "rs429358"), ("APOE", "rs7412"),
  ]

  private static let siteReasons: [MissingReason] = [
    .unknownAssembly, .siteAbsent, .lowEvidence, .noCall, .siteSpanned, .otherAlleles,
  ]

  private static let parameters = [
    Field.Pair("positions", PharmacogenomicTable.source.citation),
    Field.Pair("deletion_of_cyp2c9", PharmacogenomicTable.agreeing.citation),
    Field.Pair("block_depth", "\(EvidenceRules().minimumDepth)"),
    Field.Pair("block_genotype_quality", "\(EvidenceRules().minimumQuality)"),
    Field.Pair("matching", "\(SiteResolver.alignment); no star alleles are called"),
  ]

  private static func method(_ algorithm: String) -> Method {
    Method(
      algorithm, parameters: parameters,
      citation: "records of the call set; blocks by the VCF specification 4.2 to 4.5, 5.5")
  }

  private static let geneColumns = PharmacogenomicTable.genes.flatMap { gene -> [FeatureColumn] in
    let id = gene.lowercased()
    return [
      FeatureColumn(
        "pgx.\(id).resolved_count", "Resolved positions of \(gene)",
        "Positions of \(gene) in the shipped table whose alleles are known: called, or the "
          + "reference by a block record with enough evidence. What nothing covers is not the "
          + "reference.",
        type: .int64, unit: .count, method: method("positions with known alleles"),
        bounds: .nonNegative, missing: [.unknownAssembly]),
      FeatureColumn(
        "pgx.\(id).variant_count", "Variant positions of \(gene)",
        "Of these, positions with at least one copy of a listed alternate allele.",
        type: .int64, unit: .count, method: method("positions with an alternate allele"),
        bounds: .nonNegative, missing: [.unknownAssembly]),
    ]
  }

  private static let positionColumns = shownPositions.map { gene, rsID in
    FeatureColumn(
      "pgx.\(gene.lowercased()).\(rsID)", "\(gene) \(rsID)",
      "The alleles at \(rsID) on the forward strand, the reference first, parted by /; unphased. N "
        + "stands for an allele that the table does not list, * for one that a deletion takes away.",
      type: .text, unit: .none, method: method("alleles of a position"), missing: siteReasons)
  }

  private static let apolipoproteinColumn = FeatureColumn(
    "pgx.apoe.forms", "Forms of apolipoprotein E",
    "The two forms of apolipoprotein E: e2 has T at rs7412, e4 has C at rs429358, e3 neither, e1 "
      + "both. Genotypes are taken as unphased: one copy of each is e2/e4, which the rare e1/e3 "
      + "cannot be told from.",
    type: .text, unit: .none,
    method: Method(
      "forms from two positions", parameters: parameters,
      citation: "Mahley and Rall, Annu Rev Genomics Hum Genet 2000;1:507"), missing: siteReasons)

  private static let tableColumns: [FeatureColumn] = [
    text("gene", "Gene", "The symbol of the gene, as HGNC has it."),
    text("rsid", "rs number", "The position's number in dbSNP; null where the source gives none."),
    text("contig", "Chromosome", "The chromosome, without chr."),
    FeatureColumn(
      "start", "Start", "0-based position of the reference allele in the call set's build.",
      type: .int64, unit: .basePairs, method: method("positions of the build"),
      bounds: .nonNegative),
    text("ref", "Reference allele", "The build's letters on the forward strand."),
    text("alt", "Alternate alleles", "The alternates that are looked for, by commas."),
    text(
      "status", "Status",
      "How the position is known: called, reference_block, low_evidence, spanned, no_call, absent."),
    text(
      "alleles", "Alleles",
      "The sample's alleles, the reference first, parted by /; N for one that is not listed, * for "
        + "one that a deletion takes away; null where they are not known."),
  ]

  /// What a file of the table `pharmcat` holds of a sample and position.
  private static let genotypeColumns: [FeatureColumn] = [
    FeatureColumn(
      "gt", "Genotype",
      "FORMAT/GT of the patient's column in the VCF, a record a position of GRCh38 in the genome's "
        + "order: a genotype where it was called, or a block of enough evidence has the reference; ./. "
        + "where evidence is low, nothing speaks of the position, a deletion takes it away or an allele "
        + "is not listed. | parts alleles of a gene whose heterozygous genotypes are of one phase set.",
      type: .text, unit: .none, method: method("genotypes at the positions of the build")),
    FeatureColumn(
      "ps", "Phase set",
      "FORMAT/PS of the patient's column: the phase set that the call set names, of a phased "
        + "heterozygous genotype; null for all others.",
      type: .int32, unit: .none, method: method("phase sets of the call set")),
  ]

  private static func text(_ id: String, _ label: String, _ definition: String) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, type: .text, unit: .none, method: method("positions of the build"))
  }
}
