/// VCF text of a cohort: at most one alternate a record, two alleles a sample, none half called; of
/// every kind of allele, filter and frequency.
public struct DiploidCallSet {
  public var random: SeededGenerator
  private let sampleCount: Int

  /// A cohort of some size.
  public init(seed: UInt64, sampleCount: Int) {
    random = SeededGenerator(seed: seed)
    self.sampleCount = sampleCount
  }

  private static let alleles = [
    "A\tG", "C\tT", "A\tC", "G\tC", "A\tAT", "A\tATTTTTTT", "AT\tA", "ACGTACGT\tA", "A\t<DEL>",
    "A\t*", "A\tN", "N\tC", "AC\tTG", "A\t<NON_REF>", "A\t.", "A\t]1:5]A",
  ]

  /// The whole file, of contigs 21 and chr22.
  public mutating func text(records: Int) -> String {
    let names = (0..<sampleCount).map { "S\($0)" }.joined(separator: "\t")
    let contigs = "\n##contig=<ID=21,length=9999999>\n##contig=<ID=chr22,length=9999999>\n#CHROM"
    let head = GeneratedCallSet.header.split(separator: "\n#CHROM", maxSplits: 1)
    var lines = [head[0] + contigs + head[1] + "\tFORMAT\t" + names]
    for record in 0..<records {
      let contig = record < records / 2 ? "21" : "chr22"
      let alleles = pick(Self.alleles)
      let filter = pick(["PASS", "PASS", "LOW", "."])
      let genotypes = genotypes(isMonomorphic: alleles.hasSuffix("."))
      lines.append(
        "\(contig)\t\(10 + 9 * record)\t.\t\(alleles)\t.\t\(filter)\t.\tGT\t\(genotypes)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func genotypes(isMonomorphic: Bool) -> String {
    let frequency = isMonomorphic ? 0 : pick([0, 0.001, 0.01, 0.2, 0.6, 1])
    let missing = pick([0, 0, 0.01, 0.3])
    let separator = pick(["/", "|"])
    return (0..<sampleCount).map { _ in
      if Double.random(in: 0..<1, using: &random) < missing { return ".\(separator)." }
      let alleles = (0..<2).map { _ in
        Double.random(in: 0..<1, using: &random) < frequency ? "1" : "0"
      }
      return alleles.joined(separator: separator)
    }.joined(separator: "\t")
  }

  private mutating func pick<Item>(_ items: [Item]) -> Item {
    items[Int.random(in: 0..<items.count, using: &random)]
  }
}
