public import ChordaeCore

extension ClonalHaematopoiesis {
  public static let group = FeatureGroup(
    "aln.chip", from: .alignment, columns,
    tables: [FeatureGroup.Table(.hotspots, hotspotColumns)], isDefault: false)

  private static let missing: [MissingReason] = [.unknownAssembly, .notCoordinateSorted]

  /// The files behind the hotspots of both builds, each once.
  private static let sources: [PublishedFile] = {
    let files = GenomeAssembly.allCases.flatMap { HotspotTable.clonalHaematopoiesis($0).sources }
    return files.enumerated().filter { !files[..<$0.offset].contains($0.element) }.map(\.element)
  }()

  private static func method(_ algorithm: String, _ more: [Field.Pair] = []) -> Method {
    Method(
      algorithm,
      parameters: PileupMethod.parameters + [
        Field.Pair(
          "genes_in_the_build_twice",
          "U2AF1 of GRCh38: the bases of both places at any mapping quality"),
        Field.Pair("hotspots", sources.map(\.citation).joined(separator: "; ")),
      ] + more,
      citation: "counts of " + PileupMethod.citation)
  }

  private static let support = [
    Field.Pair("minimum_depth", "\(minimumDepth)"),
    Field.Pair("minimum_alternate_bases", "\(minimumAlternates), on both strands"),
  ]

  private static let bound = Method(
    "one-sided upper bound of a binomial fraction",
    parameters: [Field.Pair("confidence", "0.95")] + PileupMethod.parameters,
    citation: "Clopper and Pearson, Biometrika 1934;26:404")

  private static let supported =
    "A change is supported that at least \(minimumAlternates) bases show, on both strands, of at"
    + " least \(minimumDepth)."

  private static let columns: [FeatureColumn] = [
    FeatureColumn(
      "aln.chip.hotspot_count", "Hotspots looked at",
      "Base changes of clonal haematopoiesis whose chromosome the alignment has; the list is that of"
        + " the alignment's build.",
      type: .int64, unit: .count, method: method("hotspots of the build"), bounds: .nonNegative,
      missing: missing),
    FeatureColumn(
      "aln.chip.below_10x_count", "Shallow hotspots",
      "Hotspots of fewer than \(minimumDepth) bases.", type: .int64, unit: .count,
      method: method("depth of each hotspot"), bounds: .nonNegative, missing: missing),
    FeatureColumn(
      "aln.chip.median_depth", "Median depth of the hotspots",
      "Median of the numbers of bases at the hotspots.", type: .float64, unit: .depth,
      method: method("median of depths"), bounds: .nonNegative, missing: missing + [.noContigs]),
    FeatureColumn(
      "aln.chip.median_vaf_upper_95", "Median bound of the hotspots",
      "Median over the hotspots of the greatest variant allele fraction that the counts cannot"
        + " exclude: what a clone may have at a hotspot without being seen.",
      type: .float64, unit: .one, method: bound, bounds: .fraction,
      missing: missing + [.noContigs]),
    FeatureColumn(
      "aln.chip.supported_count", "Supported changes",
      "Hotspots whose change is there. " + supported,
      type: .int64, unit: .count, method: method("supported changes", support),
      bounds: .nonNegative, missing: missing + [.noContigs, .tooShallow]),
    flag("aln.chip.any_vaf_2", "Clone of 2 % or more", "0.02", "2 %"),
    flag("aln.chip.any_vaf_10", "Clone of 10 % or more", "0.10", "10 %"),
    FeatureColumn(
      "aln.chip.max_vaf", "Greatest variant allele fraction",
      "The greatest variant allele fraction of a supported change; 0 where none is supported, which"
        + " excludes no clone below the bound. " + supported,
      type: .float64, unit: .one, method: method("maximum over supported changes", support),
      bounds: .fraction, missing: missing + [.noContigs, .tooShallow]),
    name("aln.chip.max_vaf_gene", "Gene of the greatest fraction", "The gene"),
    name("aln.chip.max_vaf_change", "Change of the greatest fraction", "The protein's change"),
  ]

  private static func flag(
    _ id: String, _ label: String, _ threshold: String, _ words: String
  ) -> FeatureColumn {
    FeatureColumn(
      id, label,
      "Whether a supported change has a variant allele fraction of \(words) or more. \(supported)"
        + " False excludes no clone below the bound.",
      type: .bool, unit: .none,
      method: method("any supported change", support + [Field.Pair("minimum_fraction", threshold)]),
      missing: missing + [.noContigs, .tooShallow])
  }

  private static func name(_ id: String, _ label: String, _ what: String) -> FeatureColumn {
    FeatureColumn(
      id, label,
      "\(what) of the supported change with the greatest variant allele fraction, of equals the first"
        + " in the genome's order.",
      type: .text, unit: .none, method: method("maximum over supported changes", support),
      missing: missing + [.noContigs, .tooShallow, .noVariant])
  }

  private static let hotspotColumns: [FeatureColumn] = [
    text("gene", "Gene", "The gene's symbol."),
    text("change", "Protein change", "The protein's change in one-letter code."),
    text("contig", "Chromosome", "The chromosome, without chr."),
    FeatureColumn(
      "start", "Start", "0-based position of the reference base.", type: .int64, unit: .basePairs,
      method: method("hotspots of the build"), bounds: .nonNegative),
    text("ref", "Reference base", "The build's base on the forward strand."),
    text("alt", "Alternate base", "The forward strand's base that makes the change."),
    number(
      "depth", "Depth", "Bases at the hotspot; null where the alignment lacks the chromosome."),
    number("ref_count", "Reference bases", "Bases that are the reference base."),
    number("alt_count", "Alternate bases", "Bases that are the alternate base."),
    number("alt_forward", "Forward alternate bases", "Of these, bases of forward reads."),
    number("alt_reverse", "Reverse alternate bases", "Of these, bases of reverse reads."),
    FeatureColumn(
      "vaf", "Variant allele fraction", "Alternate bases over all bases; null without bases.",
      type: .float64, unit: .one, method: method("alt_count / depth"), bounds: .fraction),
    FeatureColumn(
      "vaf_upper_95", "Bound of the fraction",
      "The greatest variant allele fraction that the counts cannot exclude at a confidence of 95 %; 1"
        + " without bases.",
      type: .float64, unit: .one, method: bound, bounds: .fraction),
  ]

  private static func text(_ id: String, _ label: String, _ definition: String) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, type: .text, unit: .none, method: method("hotspots of the build"))
  }

  private static func number(_ id: String, _ label: String, _ definition: String) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, type: .int32, unit: .reads, method: method("bases at the hotspot"),
      bounds: .nonNegative)
  }
}
