/// VCF text of records that parsers stumble over, written from a seed.
///
/// Fixed-stride genotypes, any ploidy, half calls, missing and phased ones, GT behind other keys, values
/// left out at the end, many alleles, odd numbers, INFO of all types, long and short lines, CRLF.
public struct AwkwardCallSet {
  public var random: SeededGenerator
  private let sampleCount: Int
  private let isDiploid: Bool

  /// Records of so many samples; `isDiploid` where most rows are to have the plain form.
  public init(seed: UInt64, sampleCount: Int, isDiploid: Bool = false) {
    random = SeededGenerator(seed: seed)
    self.sampleCount = sampleCount
    self.isDiploid = isDiploid
  }

  /// The header's lines, the one that names the columns last.
  public static func header(sampleCount: Int) -> [String] {
    let names = (0..<sampleCount).map { "\tS\($0)" }.joined()
    return [
      "##fileformat=VCFv4.2", "##contig=<ID=1,length=1000000>", "##contig=<ID=chr2>",
      "##contig=<ID=HLA:A*01:01>", "##FILTER=<ID=q10,Description=\"d\">",
      "##FILTER=<ID=s50,Description=\"d\">",
      "##INFO=<ID=END,Number=1,Type=Integer,Description=\"d\">",
      "##INFO=<ID=AF,Number=A,Type=Float,Description=\"d\">",
      "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"d\">",
      "##INFO=<ID=DB,Number=0,Type=Flag,Description=\"d\">",
      "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: A|B\">",
      "##INFO=<ID=BaseQRankSum,Number=1,Type=Float,Description=\"d\">",
      "##INFO=<ID=BaseQRankSumOther,Number=1,Type=Float,Description=\"d\">",
      "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"d\">",
      "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"d\">",
      "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"d\">",
      "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"d\">",
      "##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description=\"d\">",
      "##FORMAT=<ID=PL,Number=G,Type=Integer,Description=\"d\">",
      "##FORMAT=<ID=GL,Number=G,Type=Float,Description=\"d\">",
      "##FORMAT=<ID=GP,Number=G,Type=Float,Description=\"d\">",
      "##FORMAT=<ID=DS,Number=A,Type=Float,Description=\"d\">",
      "##FORMAT=<ID=HDS,Number=.,Type=Float,Description=\"d\">",
      "##FORMAT=<ID=FT,Number=1,Type=String,Description=\"d\">",
      "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO" + (sampleCount > 0 ? "\tFORMAT" : "") + names,
    ]
  }

  /// A whole file.
  public mutating func text(recordCount: Int) -> String {
    let end = Int.random(in: 0..<5, using: &random) == 0 ? "\r\n" : "\n"
    return (Self.header(sampleCount: sampleCount) + rows(recordCount)).joined(separator: end) + end
  }

  /// Rows of three contigs, sorted.
  public mutating func rows(_ count: Int) -> [String] {
    var rows: [String] = []
    for contig in ["1", "chr2", "HLA:A*01:01"] {
      var position = pick([0, 1, 7])
      for _ in 0..<(count / 3) {
        rows.append(row(contig, position))
        position += pick([0, 1, 13, 200, 99_999])
      }
    }
    return rows
  }

  private mutating func row(_ contig: String, _ position: Int) -> String {
    let reference = pick(["A", "C", "g", "T", "N", "AC", "ACGT", "acgt", "TTTT", "GATTACA"])
    let number = isDiploid ? pick([1, 1, 1, 1, 1, 0, 2]) : pick([0, 1, 1, 1, 2, 3, 12])
    let alternates = (0..<number).map { _ in
      pick([
        "A", "C", "G", "t", "N", "AT", "ACG", "GG", "*", "<DEL>", "<NON_REF>", "<*>", "<X>", "X",
        "A[2:30[", "]1:7]T", "TTT", "ACGA", "ACGTT", "AGGT", "GATTTCA", "GTTACA", "GACA", ".A",
      ])
    }
    let info = infoText(position)
    let filter = pick([".", "PASS", "PASS", "q10", "q10;s50", "PASS;q10"])
    let fixed = [
      contig, "\(position)", pick([".", "rs1", "a;b"]), reference,
      alternates.isEmpty ? "." : alternates.joined(separator: ","), pick([".", "50", "3.5"]),
      filter, info,
    ]
    guard sampleCount > 0 else { return fixed.joined(separator: "\t") }
    let keys = isDiploid ? pick([["GT"], ["GT"], ["GT"], ["GT", "DP"]]) : formatKeys()
    let form = pick([0, 0, 0, 1, 2])
    let samples = (0..<sampleCount).map { _ in sample(keys, number + 1, form) }
    return (fixed + [keys.joined(separator: ":")] + samples).joined(separator: "\t")
  }

  private mutating func infoText(_ position: Int) -> String {
    let fields = (0..<pick([0, 1, 2, 3, 5])).map { _ in
      pick([
        "END=\(position + pick([-3, 0, 5, 70_000]))", "AF=0.5", "AF=1e-05,0.25", "AF=.", "DB",
        "AC=1,2,.", "AC=007", "AC=-5", "CSQ=a|b&c,d|", "CSQ=", "CSQ", "DB=1", "BaseQRankSum=-0.120",
        "BaseQRankSumOther=1.5", "AF=123456789", "AF=0.1234567", "AF=nan", "AC=99999999999",
        "END=.", "AC=x", "AC=1.5",
      ])
    }
    return fields.isEmpty ? "." : fields.joined(separator: ";") + pick(["", "", "", ";"])
  }

  private mutating func formatKeys() -> [String] {
    pick([
      ["GT"], ["GT", "DP"], ["GT", "AD", "DP", "GQ", "PL"], ["DP", "GT"],
      ["GT", "GQ", "MIN_DP", "FT"],
      ["GT", "DS"], ["GT", "HDS", "DS"], ["GT", "GP"], ["GT", "PL"], ["GL"], ["FT", "GT", "HDS"],
      ["DP", "AD"], ["GT", "FT", "AD"], ["."],
    ])
  }

  private mutating func sample(_ keys: [String], _ alleles: Int, _ form: Int) -> String {
    var values = keys.map { value(of: $0, alleles, form) }
    while values.count > 1, Int.random(in: 0..<9, using: &random) == 0 { values.removeLast() }
    return values.joined(separator: ":")
  }

  private mutating func value(of key: String, _ alleles: Int, _ form: Int) -> String {
    let genotypes = alleles * (alleles + 1) / 2
    switch key {
    case "GT": return genotype(alleles, form)
    case "AD": return list(pick([1, alleles, alleles]), ["0", "7", "200", ".", "40000"])
    case "PL":
      return list(pick([genotypes, genotypes, alleles, 1]), ["0", "30", "255", "1800", "."])
    case "GL": return list(pick([genotypes, alleles]), ["0", "-0.5", "-12.25", "-3e-2", "."])
    case "GP":
      return list(pick([genotypes, genotypes, 2]), ["0.5", "0.25", "1", "0", "1e-3", "."])
    case "DS": return list(pick([alleles - 1, 1]), ["0", "1.25", "0.001", "2", ".", "5e-324"])
    case "HDS": return list(pick([2, 2, 1]), ["0.5", "0.126", "1", "."])
    case "FT": return pick(["PASS", ".", "q10;s50", "a b", "1,2"])
    case ".": return pick([".", "what", "0/1"])
    default: return pick([".", "0", "3", "35", "126", "127", "300", "70000", "-4", "+3", "0012"])
    }
  }

  private mutating func list(_ count: Int, _ values: [String]) -> String {
    (0..<max(1, count)).map { _ in pick(values) }.joined(separator: ",")
  }

  private mutating func genotype(_ alleles: Int, _ form: Int) -> String {
    let ploidy = form == 0 ? 2 : form == 1 ? 1 : pick([1, 2, 3])
    let separator = pick(["/", "|"])
    if Int.random(in: 0..<15, using: &random) == 0 {
      return Array(repeating: ".", count: ploidy).joined(separator: separator)
    }
    let isHalf = !isDiploid && Int.random(in: 0..<40, using: &random) == 0
    return (0..<ploidy).map { place in
      isHalf && place == 0 ? "." : "\(Int.random(in: 0..<alleles, using: &random))"
    }.joined(separator: separator)
  }

  private mutating func pick<Item>(_ items: [Item]) -> Item {
    items[Int.random(in: 0..<items.count, using: &random)]
  }
}
