/// VCF text with all that is legal and awkward, made from a seed.
public struct GeneratedCallSet {
  public var random: SeededGenerator
  private let sampleCount: Int
  private let recordCount: Int

  /// A header up to the column INFO.
  public static let header = """
    ##fileformat=VCFv4.2
    ##FILTER=<ID=PASS,Description="All filters passed">
    ##FILTER=<ID=LOW,Description="Low quality">
    ##contig=<ID=1,length=100000>
    ##contig=<ID=2,length=100000>
    ##contig=<ID=X,length=100000>
    ##INFO=<ID=END,Number=1,Type=Integer,Description="End">
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
    ##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
    ##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Allele depths">
    ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Genotype quality">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO
    """

  /// A call set of some size.
  public init(seed: UInt64, sampleCount: Int, recordCount: Int) {
    random = SeededGenerator(seed: seed)
    self.sampleCount = sampleCount
    self.recordCount = recordCount
  }

  /// The whole file; some files have CRLF line ends.
  public mutating func text(contigs: [String] = ["1", "2", "X"]) -> String {
    let end = Bool.random(using: &random) ? "\n" : "\r\n"
    let names = (0..<sampleCount).map { "S\($0)" }.joined(separator: "\t")
    var lines = Self.header.split(separator: "\n").map(String.init)
    lines[lines.count - 1] += "\tFORMAT\t" + names
    for contig in contigs {
      var position = 0
      for _ in 0..<(recordCount / contigs.count) {
        position += Int.random(in: 0...40, using: &random)
        lines.append(record(contig, position))
      }
    }
    return lines.joined(separator: end) + end
  }

  private mutating func record(_ contig: String, _ position: Int) -> String {
    let reference = pick(["A", "C", "G", "T", "N", "AC", "ACGT", "a", "TTTT"])
    var alternates = (0..<pick([1, 1, 1, 1, 2, 2, 3, 12])).map { _ in
      pick([
        "A", "C", "G", "T", "N", "AT", "ACG", "GG", "*", "<DEL>", "<NON_REF>", "<*>", "<INS>", "X",
        "A[2:30[", "]1:7]T", "c", "TTT", "ACGA",
      ])
    }
    if Int.random(in: 0..<12, using: &random) == 0 { alternates = [] }
    let keys = pick([
      ["GT"], ["GT", "DP"], ["GT", "AD"], ["GT", "DP", "AD", "GQ"], ["GT", "GQ"],
    ])
    let info = Int.random(in: 0..<8, using: &random) == 0 ? "END=\(position + 50)" : "."
    let samples = (0..<sampleCount).map { _ in sample(keys, alleles: alternates.count + 1) }
    let alternate = alternates.isEmpty ? "." : alternates.joined(separator: ",")
    let filter = pick(["PASS", "PASS", ".", "LOW"])
    let fixed = [contig, "\(position)", ".", reference, alternate, ".", filter, info]
    return (fixed + [keys.joined(separator: ":")] + samples).joined(separator: "\t")
  }

  private mutating func sample(_ keys: [String], alleles: Int) -> String {
    var fields = keys.map { key in
      switch key {
      case "GT": genotype(alleles)
      case "AD":
        pick([".", (0..<alleles).map { _ in pick(["0", "7", "200", "."]) }.joined(separator: ",")])
      default: pick([".", "0", "3", "35", "126", "127", "300", "70000"])
      }
    }
    if fields.count > 1, Int.random(in: 0..<6, using: &random) == 0 { fields.removeLast() }
    return fields.joined(separator: ":")
  }

  private mutating func genotype(_ alleles: Int) -> String {
    let ploidy = pick([1, 2, 2, 2, 2, 2, 2, 3, 4])
    let separator = pick(["/", "|"])
    return (0..<ploidy).map { _ in
      Int.random(in: 0..<15, using: &random) == 0
        ? "." : pick([0, 0, Int.random(in: 0..<alleles, using: &random)]).description
    }.joined(separator: separator)
  }

  private mutating func pick<Item>(_ items: [Item]) -> Item {
    items[Int.random(in: 0..<items.count, using: &random)]
  }
}
