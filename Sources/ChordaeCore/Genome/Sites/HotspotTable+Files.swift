extension HotspotTable {
  /// The files behind the hotspots of clonal haematopoiesis, by the letter that the table uses.
  static let files: [Character: PublishedFile] = ["m": mutations, "d": curated].merging(
    ["s": smallClones, "a": annotation, "u": splicing]
  ) { first, _ in first }

  /// Positions are 1-based, in two files, one a build; the names are those of cancerhotspots.org.
  private static let mutations = PublishedFile(
    "PoisonAlien/maftools",
    "inst/extdata/cancerhotspots_v2_GRCh37.tsv and cancerhotspots_v2_GRCh38.tsv",
    version: "0de169bffdf4f2efe27a68114c3620171208f591",
    content: "cancerhotspots.org v2 (Chang et al., Cancer Discov 2018;8:174), GRCh37 and GRCh38")

  private static let curated = PublishedFile(
    "griffithlab/docm", "aml_hotspot.tsv", version: "de53a078cfe182a8ee1aa730efb3c1ad3b4aea7d",
    content: "DoCM's list for leukaemia with transcript and strand (Ensembl 74), GRCh37")

  private static let smallClones = PublishedFile(
    "Solafsson/clonal_hematopoiesis",
    "Newcastle_collaboration/Resources/CHIP_hotspots_list.csv",
    version: "e4beeceb5a31e248f1688e27ee5cfd45d9dc2164",
    content: "hotspots of clonal haematopoiesis from the literature, GRCh38")

  /// Alleles without names: it confirms what another file names.
  private static let annotation = PublishedFile(
    "kbolton-lab/ArCH", "WDL/AnnotatePD Files/bick_kelly_HGVSp5_pileup.vcf",
    version: "d1087f5ccc537d96c28322d9aa0ae55d7f343de4",
    content: "alleles that a caller of clonal haematopoiesis always looks at, GRCh38")

  private static let splicing = PublishedFile(
    "MMesbahU/U2AF1_pileup", "wdl/u2af1_hotspot_mut.annot_hg38.tsv",
    version: "292badfaeabcf7bfa5969b9c167b7488e06f9487",
    content: "U2AF1's hotspots in both of its places, with COSMIC's records, GRCh38")
}
