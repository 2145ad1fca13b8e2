/// Where the fields of a consequence annotation stand, as the header's description of its INFO tag
/// says: tools write other fields in another order from run to run.
struct AnnotationLayout: Sendable {
  /// The INFO tag.
  let tag: String
  let fieldCount: Int
  /// The field of the consequence terms.
  let consequence: Int
  /// The field of the allele's name.
  let allele: Int?
  /// The field of the allele's number among the alternates, from 1 (VEP's ALLELE_NUM).
  let alleleNumber: Int?
  /// The field of the changed bases (`dna_change` of `bcftools csq`).
  let change: Int?
  /// The field of the gene's symbol.
  let symbol: Int?
  /// The field of the gene's stable id.
  let geneID: Int?
  /// The field of LOFTEE's verdict.
  let confidence: Int?
  /// The field of the clinical significance in ClinVar.
  let significance: Int?
  /// Fields of gnomAD's allele frequencies.
  let populationFrequencies: [Int]
  /// The field of the highest frequency in any population (VEP's MAX_AF).
  let highestFrequency: Int?
  /// Their names in the header.
  let names: [String]

  /// Whether alleles are named as VEP does: without the base that the record's alleles share.
  let namesTrimmedAlleles: Bool

  /// The layout of no annotation at all.
  static let absent = AnnotationLayout(tag: "", names: ["consequence"], consequence: 0)

  /// Whether entries may end before the last field, as those of `bcftools csq` do.
  var hasOptionalFields: Bool { allele == nil && change != nil }

  /// INFO tags of annotations, the first that a header declares is read.
  static let tags = ["CSQ", "vep", "ANN", "BCSQ"]

  /// Names of gnomAD's frequencies, in lower case, as fields and as INFO tags.
  static let gnomADFrequencies = ["gnomad_af", "gnomade_af", "gnomadg_af"]

  /// The layout by a tag's description; nil where that names no field of consequences.
  init?(tag: String, description: String) {
    let names = Self.fields(description)
    let place = names.firstIndex { ["consequence", "annotation"].contains($0.lowercased()) }
    guard let place else { return nil }
    self.init(tag: tag, names: names, consequence: place)
  }

  private init(tag: String, names: [String], consequence: Int) {
    let words = names.map { $0.lowercased() }
    func place(_ choices: String...) -> Int? {
      choices.lazy.compactMap { words.firstIndex(of: $0) }.first
    }
    self.tag = tag
    self.names = names
    self.consequence = consequence
    fieldCount = names.count
    namesTrimmedAlleles = words[consequence] == "consequence"
    allele = place("allele")
    alleleNumber = place("allele_num")
    change = place("dna_change")
    // `Gene` is an id where a symbol stands beside it, and the symbol with `bcftools csq`.
    symbol = place("symbol", "gene_name", "gene")
    geneID = place("gene_id", "gene")
    confidence = place("lof")
    significance = place("clinvar_clnsig", "clnsig", "clin_sig")
    populationFrequencies = words.indices.filter { Self.gnomADFrequencies.contains(words[$0]) }
    highestFrequency = place("max_af")
  }

  /// The names behind `Format:`, else of the whole description, as they are written.
  private static func fields(_ description: String) -> [String] {
    let parts = description.split(
      separator: "Format:", maxSplits: 1, omittingEmptySubsequences: false)
    let list = parts.count == 2 ? parts[1] : description[...]
    // Marks of what is optional, and quotes, stand around the names.
    let bare = list.filter { !"[]*'\"".contains($0) }
    return bare.split(separator: "|", omittingEmptySubsequences: false).map { name in
      let start = name.drop { $0 == " " }
      return String(start.prefix(start.count - start.reversed().prefix { $0 == " " }.count))
    }
  }
}
