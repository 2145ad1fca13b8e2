/// Call sets with consequence annotations, made from a seed.
public struct AnnotatedCallSet {
  /// The tools whose annotation is imitated.
  public enum Tool: CaseIterable, Sendable {
    case vep, vepNumbered, snpEff, csq
  }

  public var random: SeededGenerator
  private let tool: Tool
  private let sampleCount: Int
  private let hasConfidence: Bool
  private let hasFrequencies: Bool
  private let hasPhaseSets: Bool
  private let fields: [String]

  /// Genes that the annotations name.
  public static let genes = ["LMNA", "MYH7", "TTN", "PKP2", "SCN5A"]

  /// The INFO tag of the annotation.
  public var tag: String { tool == .snpEff ? "ANN" : tool == .csq ? "BCSQ" : "CSQ" }

  /// A call set by some tool, whose fields stand in an order of the seed's.
  public init(_ tool: Tool, seed: UInt64, sampleCount: Int) {
    var random = SeededGenerator(seed: seed)
    self.tool = tool
    self.sampleCount = sampleCount
    hasConfidence = tool != .csq && tool != .snpEff && seed % 2 == 0
    hasFrequencies = tool != .csq && tool != .snpEff && seed % 3 != 0
    hasPhaseSets = seed % 2 == 1
    switch tool {
    case .snpEff:
      fields = ["Allele", "Annotation", "Annotation_Impact", "Gene_Name", "Gene_ID"]
    case .csq:
      fields = [
        "Consequence", "gene", "transcript", "biotype", "strand", "amino_acid_change",
        "dna_change",
      ]
    case .vep, .vepNumbered:
      let more =
        (tool == .vepNumbered ? ["ALLELE_NUM"] : []) + (hasConfidence ? ["LoF"] : [])
        + (hasFrequencies ? ["gnomADe_AF", "gnomADg_AF", "MAX_AF"] : [])
      fields =
        ["Allele"]
        + (["Consequence", "IMPACT", "SYMBOL", "Gene"] + more).shuffled(using: &random)
    }
    self.random = random
  }

  /// The header's lines.
  private var header: String {
    let format =
      tool == .snpEff ? "'\(fields.joined(separator: " | "))'" : fields.joined(separator: "|")
    let names = (0..<sampleCount).map { "S\($0)" }.joined(separator: "\t")
    return """
      ##fileformat=VCFv4.2
      ##contig=<ID=1,length=1000000>
      ##contig=<ID=2,length=1000000>
      ##INFO=<ID=\(tag),Number=.,Type=String,Description="Made. Format: \(format)">
      ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\(
        hasPhaseSets ? "\n##FORMAT=<ID=PS,Number=1,Type=Integer,Description=\"Phase set\">" : "")
      #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t\(names)

      """
  }

  /// The header, and a line a record.
  public mutating func text(records: Int) -> (header: String, lines: [String]) {
    var lines: [String] = []
    for contig in ["1", "2"] {
      var position = 100
      var compound: Int?
      for _ in 0..<records / 2 {
        position += Int.random(in: 1...40, using: &random)
        let (reference, alternates) = alleles()
        var info: String
        if let first = compound, alternates.count == 1 {
          info = "\(tag)=@\(first)"
          lines[lines.count - 1] = lines[lines.count - 1].replacing(
            "?", with: "+\(position)\(reference)>\(alternates[0])")
          compound = nil
        } else {
          lines.last.map { lines[lines.count - 1] = $0.replacing("?", with: "") }
          info = annotation(position, reference, alternates)
          compound = info.contains("?") ? position : nil
        }
        if Int.random(in: 0..<10, using: &random) == 0 { info = "." }
        let genotypes = (0..<sampleCount).map { _ in genotype(alternates.count) }
        lines.append(
          "\(contig)\t\(position)\t.\t\(reference)\t\(alternates.joined(separator: ","))\t.\t.\t"
            + "\(info)\tGT\(hasPhaseSets ? ":PS" : "")\t\(genotypes.joined(separator: "\t"))")
      }
      lines.last.map { lines[lines.count - 1] = $0.replacing("?", with: "") }
    }
    return (header, lines.map { $0 + "\n" })
  }

  private mutating func alleles() -> (String, [String]) {
    let reference = pick(["A", "C", "AC", "AG", "ACGT", "T"])
    var pool = ["G", "T", "AT", "AAT", "ACT", "A", "CC", "C", "*", "AAG"].filter { $0 != reference }
    pool.shuffle(using: &random)
    let alternates = Array(pool.prefix(pick([1, 1, 1, 2, 3])))
    return (reference, alternates == ["*"] ? ["G"] : alternates)
  }

  private mutating func genotype(_ count: Int) -> String {
    let separator = pick(["/", "|"])
    return (0..<pick([2, 2, 2, 2, 2, 1])).map { _ in
      pick(["0", "0", "0", "0", "\(Int.random(in: 1...count, using: &random))", "."])
    }.joined(separator: separator) + (hasPhaseSets ? ":" + pick(["17", "17", "2", "."]) : "")
  }

  // MARK: Annotations

  private mutating func annotation(
    _ position: Int, _ reference: String, _ alternates: [String]
  ) -> String {
    let names = Self.vepNames(reference, alternates)
    let frequency = alternates.map { _ in
      pick(["", "0.00001", "0.0001", "0.0312", "5.2e-3", "0.2"])
    }
    let own = pick(Self.genes)
    var entries: [String] = []
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let place = Int.random(in: alternates.indices, using: &random)
      let gene = Int.random(in: 0..<4, using: &random) == 0 ? pick(Self.genes) : own
      let terms = consequence()
      if tool == .csq {
        let needsChange = alternates.count > 1 || Bool.random(using: &random)
        let mark = alternates.count == 1 && entries.isEmpty && pick([0, 1, 2]) == 0 ? "?" : ""
        let change = "\(position)\(reference)>\(alternates[place])" + mark
        entries.append(
          "\(terms)|\(gene)|T|protein_coding"
            + (needsChange || !mark.isEmpty ? "|+|1A>1C|\(change)" : ""))
        continue
      }
      entries.append(
        fields.map { field in
          switch field {
          case "Allele": tool == .snpEff ? alternates[place] : names[place]
          case "Consequence", "Annotation": terms
          case "SYMBOL", "Gene_Name": gene
          case "Gene", "Gene_ID": "ENSG" + gene
          case "ALLELE_NUM": "\(place + 1)"
          case "LoF": pick(["HC", "LC", ""])
          case "gnomADe_AF": frequency[place]
          case "gnomADg_AF": frequency[place].isEmpty ? "" : "0.00005"
          case "MAX_AF": "0.5"
          default: "X"
          }
        }.joined(separator: "|"))
    }
    return "\(tag)=\(entries.joined(separator: ","))"
  }

  private mutating func consequence() -> String {
    let terms =
      tool == .csq
      ? [
        "missense", "*missense", "synonymous", "stop_gained", "frameshift", "splice_region",
        "intron",
        "splice_acceptor", "inframe_deletion", "stop_lost", "5_prime_utr", "non_coding",
        "start_lost",
      ]
      : [
        "missense_variant", "synonymous_variant", "stop_gained", "frameshift_variant", "stop_lost",
        "splice_donor_variant", "splice_acceptor_variant", "splice_region_variant",
        "intron_variant",
        "inframe_insertion", "start_lost", "protein_altering_variant", "5_prime_UTR_variant",
        "upstream_gene_variant", "transcript_ablation", "splice_polypyrimidine_tract_variant",
        "stop_retained_variant", "incomplete_terminal_codon_variant", "quite_new_variant",
        "non_coding_transcript_exon_variant", "splice_donor_region_variant",
      ]
    let count = tool == .csq ? 1 : pick([1, 1, 1, 2, 3])
    return terms.shuffled(using: &random).prefix(count).joined(separator: "&")
  }

  /// Alleles as VEP names them: without the first base where all share it and one is an indel.
  private static func vepNames(_ reference: String, _ alternates: [String]) -> [String] {
    let firsts = Set(([reference] + alternates).filter { $0 != "*" }.map { $0.first })
    guard alternates.contains(where: { $0.count != reference.count }), firsts.count == 1 else {
      return alternates
    }
    return alternates.map { $0 == "*" ? $0 : $0.count == 1 ? "-" : String($0.dropFirst()) }
  }

  private mutating func pick<Item>(_ items: [Item]) -> Item {
    items[Int.random(in: 0..<items.count, using: &random)]
  }
}
