public import ChordaeCore

extension SexChromosomes {
  public static let group = FeatureGroup("aln.sex", from: .alignment, columns)

  private static let absent: [MissingReason] = [
    .contigAbsent, .noAutosomes, .notCoordinateSorted, .zeroDenominator,
  ]

  private static let unclear: [MissingReason] = [
    .ambiguousKaryotype, .contigAbsent, .lowAutosomalDepth, .noAutosomes, .notCoordinateSorted,
    .notWholeGenome,
  ]

  private static let regions = [
    Field.Pair("autosomes", "contigs 1 to 22, with or without chr, all bases"),
    Field.Pair(
      "x_and_y",
      "without PAR1 and PAR2 of GRCh37 and GRCh38; whole contigs where par_masked is false"),
    Field.Pair("depth", "as aln.coverage"),
  ]

  private static func method(_ algorithm: String, _ more: [Field.Pair] = []) -> Method {
    Method(
      algorithm, parameters: regions + more,
      citation: "mosdepth 0.3.3 (depth); pseudoautosomal regions: "
        + PseudoautosomalRegions.source.citation)
  }

  private static let medianRules = [
    Field.Pair(
      "median", "of grouped data: d - 0.5 + (n / 2 - bases below d) / bases at d, at least 0"),
    Field.Pair(
      "open_bases",
      "of Y 33,720,000 (GRCh37) and 30,812,372 (GRCh38) bases without a read are left out, as many"
        + " as the build leaves open"),
  ]

  private static func means(_ chromosome: String) -> FeatureColumn {
    FeatureColumn(
      "aln.sex.\(chromosome.lowercased())_mean_ratio", "Mean depth of \(chromosome), scaled",
      "Mean depth of \(chromosome) outside the pseudoautosomal regions over the mean depth of the"
        + " autosomes.",
      type: .float64, unit: .one, method: method("ratio of mean depths"), bounds: .nonNegative,
      missing: absent)
  }

  private static func medians(_ chromosome: String) -> FeatureColumn {
    FeatureColumn(
      "aln.sex.\(chromosome.lowercased())_median_ratio", "Median depth of \(chromosome), scaled",
      "Median depth of \(chromosome) outside the pseudoautosomal regions over the median depth of the"
        + " autosomes; each copy adds about a half.",
      type: .float64, unit: .one, method: method("ratio of median depths", medianRules),
      bounds: .nonNegative, missing: absent)
  }

  private static let karyotypeMethod = Method(
    "ranges of the ratios of the median depths of X and Y",
    parameters: [
      Field.Pair("XX", "X 0.75 to 1.25, Y below 0.25"),
      Field.Pair("XY", "X 0.25 to 0.75, Y 0.25 to 0.75"),
      Field.Pair("X0", "X 0.25 to 0.75, Y below 0.25"),
      Field.Pair("XXY", "X 0.75 to 1.25, Y 0.25 to 0.75"),
      Field.Pair("XYY", "X 0.25 to 0.75, Y 0.75 to 1.25"),
      Field.Pair("XXX", "X 1.25 to 1.75, Y below 0.25"),
      Field.Pair("XXXY", "X 1.25 to 1.75, Y 0.25 to 0.75"),
    ] + AutosomalDepth.limits,
    citation: "ranges and limits of the DRAGEN Ploidy Estimator, v4.3 (Illumina, online help)")

  private static let columns: [FeatureColumn] = [
    means("X"), means("Y"), medians("X"), medians("Y"),
    FeatureColumn(
      "aln.sex.par_masked", "Pseudoautosomal regions left out",
      "Whether the pseudoautosomal regions are left out of X and Y; false where the contigs have not"
        + " the lengths of GRCh37 or GRCh38, so that whole contigs are counted.",
      type: .bool, unit: .none, method: method("lengths of the contigs"),
      missing: [.contigAbsent, .noAutosomes, .notCoordinateSorted]),
    FeatureColumn(
      "aln.sex.karyotype", "Sex karyotype",
      "The karyotype of X and Y that the depths speak for: XX, XY, X0, XXY, XYY, XXX or XXXY; null"
        + " where they speak for none of these, and where the reads are not those of a whole genome.",
      type: .text, unit: .none, method: karyotypeMethod, missing: unclear),
    FeatureColumn(
      "aln.sex.agrees_with_manifest", "Sex as in the manifest",
      "Whether the karyotype has a Y where the manifest says male, and none where it says female.",
      type: .bool, unit: .none,
      method: Method(
        "Y in the karyotype = male", citation: "the manifest of the run; aln.sex.karyotype"),
      missing: unclear + [.notProvided]),
  ]
}
