public import ChordaeCore

extension MitochondrialGenome {
  public static let group = FeatureGroup("aln.mt", from: .alignment, depthColumns + baseColumns)

  private static let missing: [MissingReason] = [.noMitochondrialContig, .notCoordinateSorted]

  private static let contig = Field.Pair(
    "contig",
    "named MT, M, chrM or chrMT, of 16,569 bases (the revised Cambridge sequence) or, without such,"
      + " of 16,571 (that of hg19)")

  private static let depthColumns: [FeatureColumn] = [
    FeatureColumn(
      "aln.mt.mean_depth", "Mean depth of the mitochondrial genome",
      "Summed depth of all positions of the mitochondrial contig over its length.", type: .float64,
      unit: .depth,
      method: Method(
        "sum of depths / contig length", parameters: [contig], citation: depthCitation),
      bounds: .nonNegative, missing: missing),
    copyNumber(
      "aln.mt.copy_number_by_median", "Mitochondrial copy number by median depth",
      "Mitochondrial genomes a cell: twice the mean depth of the mitochondrial contig over the median"
        + " depth of the chromosomes 1 to 22. For whole genomes only.",
      "2 x mean mitochondrial depth / median autosomal depth",
      "gnomAD (Laricchia et al., Genome Res 2022;32:569), which keeps samples of 50 to 500; depths by"
        + " " + depthCitation),
    copyNumber(
      "aln.mt.copy_number_by_mean", "Mitochondrial copy number by mean depth",
      "Mitochondrial genomes a cell: twice the mean depth of the mitochondrial contig over the mean"
        + " depth of the chromosomes 1 to 22. For whole genomes only.",
      "2 x mean mitochondrial depth / mean autosomal depth",
      "fastMitoCalc (Qian et al., Bioinformatics 2017;33:1399), over all autosomal positions instead"
        + " of a random 0.1 %; depths by " + depthCitation),
  ]

  private static let depthCitation = "mosdepth 0.3.3, default mode, as aln.coverage"

  private static func copyNumber(
    _ id: String, _ label: String, _ definition: String, _ algorithm: String, _ citation: String
  ) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, type: .float64, unit: .one,
      method: Method(algorithm, parameters: [contig], citation: citation), bounds: .nonNegative,
      missing: missing + [.noAutosomes, .zeroDenominator])
  }

  static let baseColumns: [FeatureColumn] = [
    FeatureColumn(
      "aln.mt.evaluated_positions", "Mitochondrial positions evaluated",
      "Positions of the mitochondrial contig that show at least \(Heteroplasmy.minimumDepth) bases A,"
        + " C, G or T and are no artefact-prone ones.",
      type: .int64, unit: .basePairs, method: pileup("positions deep enough"),
      bounds: .nonNegative, missing: baseMissing),
    FeatureColumn(
      "aln.mt.heteroplasmy_count", "Heteroplasmies",
      "Evaluated positions whose second most frequent base makes at least 10 % of the bases and is"
        + " seen on both strands. No reference is needed; a change of the reference that 90 to 95 % of"
        + " the bases have is none here.",
      type: .int64, unit: .count, method: pileup("share of the second base"),
      bounds: .nonNegative, missing: baseMissing + [.tooShallow]),
    FeatureColumn(
      "aln.mt.heteroplasmy_max", "Greatest heteroplasmy",
      "The greatest share of a second most frequent base, seen on both strands, of any evaluated"
        + " position, below the threshold of a heteroplasmy too.",
      type: .float64, unit: .one, method: pileup("share of the second base"),
      bounds: Bounds(0, 0.5), missing: baseMissing + [.tooShallow]),
    FeatureColumn(
      "aln.mt.heteroplasmic_changes", "Heteroplasmic changes of the reference",
      "Changes of the reference at evaluated positions that 10 % to below 95 % of the bases have, on"
        + " both strands.",
      type: .int64, unit: .count, method: pileup("share of each base but the reference's"),
      bounds: .nonNegative, missing: changeMissing),
    FeatureColumn(
      "aln.mt.homoplasmic_changes", "Homoplasmic changes of the reference",
      "Changes of the reference at evaluated positions that at least 95 % of the bases have, on both"
        + " strands.",
      type: .int64, unit: .count, method: pileup("share of each base but the reference's"),
      bounds: .nonNegative, missing: changeMissing),
  ]

  /// Of a CRAM without its reference no bases are there to be counted.
  private static let baseMissing = missing + [.referenceNotFound]

  private static let changeMissing = baseMissing + [.tooShallow, .noReference, .contigMismatch]

  private static func pileup(_ algorithm: String) -> Method {
    Method(
      algorithm,
      parameters: PileupMethod.parameters + [
        contig,
        Field.Pair("minimum_depth", "\(Heteroplasmy.minimumDepth)"),
        Field.Pair("heteroplasmic_fraction", "0.10 to below 0.95"),
        Field.Pair("homoplasmic_fraction", "0.95 and more"),
        Field.Pair("strands", "both, a base each at least"),
        Field.Pair(
          "masked",
          "301, 302, 310, 316, 3107, 16182 of the revised Cambridge sequence ("
            + MitochondrialArtefacts.source.citation + "); nothing of that of hg19"),
        Field.Pair("nuclear_copies", "not filtered"),
      ],
      citation: "thresholds of gnomAD (Laricchia et al., Genome Res 2022;32:569); counts of "
        + PileupMethod.citation)
  }
}
