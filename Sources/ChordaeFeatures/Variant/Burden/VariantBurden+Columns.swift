public import ChordaeCore

extension VariantBurden {
  /// The group `var.burden`.
  public static let group = FeatureGroup(
    "var.burden", from: .variants,
    sourceColumns + classColumns + significanceColumns + doubtColumns + lossColumns,
    tables: [FeatureGroup.Table(.geneBurden, geneColumns)], settings: .panel)

  private static let missing: [MissingReason] = [.notAnnotated, .noGenotypes]

  private static let parameters = [
    Field.Pair(
      "annotation",
      "the first that the header declares of INFO CSQ, vep, ANN, BCSQ; fields by its format string"),
    Field.Pair(
      "severity",
      "order of bcftools +split-vep 1.16, whole terms; of equals loss of function over stop_lost and "
        + "missense over inframe"),
    Field.Pair("unknown_terms", "counted apart, in no class and at no place of the order"),
    Field.Pair(
      "alleles",
      "by ALLELE_NUM, else by name as VEP trims it or as the file writes it, else by dna_change; an "
        + "entry that names none speaks of all alternates of its record"),
    Field.Pair("bcsq_reference", "@position takes the consequence of the compound printed there"),
    Field.Pair("half_calls", "the called allele counts, the other is missing"),
    Field.Pair("filter", "all records, whatever their FILTER says"),
  ]

  private static let frequencies = [
    Field.Pair(
      "frequency",
      "highest of the annotation's gnomAD_AF, gnomADe_AF, gnomADg_AF; else of the INFO tags of these "
        + "names; else the annotation's MAX_AF; else that of the alternate among the called alleles "
        + "of all samples that the manifest names in the call set"),
    Field.Pair("frequency_bins", "0.0001, 0.001, 0.01, 0.05; a bin begins at its lower bound"),
  ]

  static func method(_ algorithm: String, _ more: [Field.Pair] = []) -> Method {
    Method(
      algorithm, parameters: parameters + more,
      citation: "consequences as by bcftools 1.16 +split-vep -s worst (Danecek et al., GigaScience "
        + "2021); terms of VEP (McLaren et al., Genome Biology 2016), SnpEff (Cingolani et al., Fly "
        + "2012) and bcftools csq (Danecek and McCarthy, Bioinformatics 2017); LOFTEE (Karczewski et "
        + "al., Nature 2020)")
  }

  private static let alleles = method(
    "sum of alternate alleles by the most severe consequence over all transcripts", frequencies)

  static let geneMethod = method(
    "sum of alternate alleles by the most severe consequence over the gene's transcripts",
    frequencies + [
      Field.Pair("gene", "the annotation's symbol, else its stable id, equal to the panel's name")
    ])

  private static func count(
    _ name: String, _ label: String, _ definition: String, codes: [StandardCode] = [],
    method: Method = alleles, missing: [MissingReason] = missing
  ) -> FeatureColumn {
    FeatureColumn(
      "var.burden." + name, label, definition, type: .int64, unit: .count, codes: codes,
      method: method, bounds: .nonNegative, missing: missing)
  }

  private static let sourceColumns: [FeatureColumn] = [
    FeatureColumn(
      "var.burden.annotation", "Annotation",
      "The INFO tag whose consequences are counted: CSQ, vep, ANN or BCSQ.", type: .text,
      unit: .none, method: alleles, missing: [.notAnnotated]),
    FeatureColumn(
      "var.burden.frequency_source", "Source of frequencies",
      "Where the allele frequencies come from: fields of the annotation, INFO tags, or samples for "
        + "the call set's own.", type: .text, unit: .none, method: alleles,
      missing: [.notAnnotated]),
    count(
      "annotated_records", "Annotated records",
      "Records of the call set that carry the annotation, whoever has their alleles.",
      missing: [.notAnnotated]),
  ]

  private static let classColumns: [FeatureColumn] = ConsequenceClass.allCases.flatMap { kind in
    [
      count(
        kind.word, "\(kind.label) alleles",
        "Alternate alleles of the sample whose most severe consequence is \(kind.terms).",
        codes: kind.codes)
    ]
      + FrequencyBin.allCases.map { bin in
        count(
          "\(kind.word)_\(bin.word)",
          "\(kind.label) alleles, \(bin.word.replacing("_", with: " "))",
          "Those of var.burden.\(kind.word) with a frequency \(bin.range).", codes: kind.codes)
      }
  }

  private static let significanceColumns: [FeatureColumn] = [
    count(
      "lof_low_confidence", "Loss-of-function alleles without high confidence",
      "Alternate alleles whose most severe consequence is a loss of function that LOFTEE holds for "
        + "HC in no transcript; they stand in no class.", missing: missing),
    count(
      "clinvar_pathogenic", "Pathogenic alleles",
      "Alternate alleles of the sample that ClinVar calls pathogenic, those that some submissions "
        + "call likely pathogenic among them.", method: significance),
    count(
      "clinvar_likely_pathogenic", "Likely pathogenic alleles",
      "Alternate alleles of the sample that ClinVar calls likely pathogenic and by no submission "
        + "pathogenic.", method: significance),
  ]

  private static let significance = Method(
    "sum of alternate alleles by clinical significance",
    parameters: [
      Field.Pair(
        "source", "INFO CLNSIG, or of the annotation ClinVar_CLNSIG, CLNSIG or CLIN_SIG"),
      Field.Pair(
        "left_out", "values that say benign, likely benign, uncertain or conflicting as well"),
      Field.Pair(
        "several_alternates", "INFO CLNSIG counts where it has a value for each alternate"),
    ], citation: "ClinVar (Landrum et al., Nucleic Acids Research 2018)")

  private static let doubtColumns: [FeatureColumn] = [
    count(
      "missing_genotypes", "Missing genotypes",
      "Records with an alternate allele of a class at which the sample lacks an allele: its counts "
        + "say nothing of them."),
    count(
      "unknown_terms", "Alleles with unknown terms",
      "Alternate alleles of the sample of which some transcript has a consequence term that is not "
        + "known, whatever else it has."),
    count(
      "unknown_term_records", "Records with unknown terms",
      "Records of the call set with a consequence term that is not known, whoever has their alleles.",
      missing: [.notAnnotated]),
    count(
      "unmatched_records", "Records with unmatched annotations",
      "Records of the call set whose annotation speaks of an allele that they do not have, as after "
        + "alternates were split into records of their own.", missing: [.notAnnotated]),
  ]

  static let loss = method(
    "copies of a gene with an alternate allele of class lof, by genotype and phase",
    [
      Field.Pair(
        "phase",
        "GT, between records within a phase set: PS on a contig; genotypes without one are a set"),
      Field.Pair(
        "phase_sets_not_read",
        "PSL, PS that is no whole number: their genotypes are taken as unphased"),
      Field.Pair("two_alternates_of_one_genotype", "lie on two haplotypes"),
    ])

  private static let lossColumns: [FeatureColumn] = [
    ("phased", "both copies lost", "homozygous, or on both haplotypes by phase"),
    ("unphased", "two loss-of-function alleles of unknown phase", "no phase tells on which copies"),
    ("unknown", "copies unknown", "a genotype with a missing allele could hold the second one"),
  ].map { (word: String, label: String, definition: String) in
    count(
      "two_lof_\(word)", "Genes with \(label)",
      "Genes of the panel whose two_lof is \(word) in the table gene_burden: \(definition).",
      method: loss, missing: missing + [.noPanel])
  }
}
