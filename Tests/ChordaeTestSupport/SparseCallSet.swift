/// A call set of one sample whose records lie far apart, with blocks and deletions that reach far.
public struct SparseCallSet {
  private var random: SeededGenerator
  private let recordCount: Int

  /// Some records a contig; the contigs are chr1, chr2 and chrX.
  public init(seed: UInt64, recordCount: Int) {
    random = SeededGenerator(seed: seed)
    self.recordCount = recordCount
  }

  /// The whole file, and the 0-based positions of its records by contig.
  public mutating func text() -> (text: String, positions: [String: [Int]]) {
    var lines = [
      "##fileformat=VCFv4.2", "##contig=<ID=chr1,length=248956422>",
      "##contig=<ID=chr2,length=242193529>", "##contig=<ID=chrX,length=156040895>",
      "##ALT=<ID=NON_REF,Description=\"x\">",
      "##INFO=<ID=END,Number=1,Type=Integer,Description=\"x\">",
      "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">",
      "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"x\">",
      "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"x\">",
      "##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description=\"x\">",
      "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS",
    ]
    var positions: [String: [Int]] = [:]
    for contig in ["chr1", "chr2", "chrX"] {
      var position = 10_000
      for _ in 0..<recordCount {
        position += Int.random(in: 0...3_000, using: &random)
        positions[contig, default: []].append(position)
        lines.append(row(contig, position))
      }
    }
    return (lines.joined(separator: "\n") + "\n", positions)
  }

  private mutating func row(_ contig: String, _ position: Int) -> String {
    let start = "\(contig)\t\(position + 1)\t.\t"
    let depth = Int.random(in: 0...60, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0...4:
      let reach = Int.random(in: 0..<40, using: &random) == 0 ? 200_000 : 2_000
      let end = position + 1 + Int.random(in: 0...reach, using: &random)
      return start + "G\t<NON_REF>\t.\t.\tEND=\(end)\tGT:DP:GQ:MIN_DP\t0/0:\(depth):50:\(depth)"
    case 5:
      let letters = String(repeating: "A", count: Int.random(in: 2...60, using: &random))
      return start + "\(letters)\tA,<NON_REF>\t50\tPASS\t.\tGT:DP:GQ\t0/1:\(depth):60"
    default:
      let genotype = Bool.random(using: &random) ? "0/1" : "1|1"
      return start + "A\tG,<NON_REF>\t50\tPASS\t.\tGT:DP:GQ\t\(genotype):\(depth):60"
    }
  }
}
