/// Call sets with blocks, deletions and gaps over a made reference, and sites to be wanted in them.
public struct GeneratedSites {
  public var random: SeededGenerator
  private let sampleCount: Int
  private let isGenomic: Bool
  private var reference: [Character] = []
  private var places: [(chromosome: String, position: Int, reference: String, alternate: String)] =
    []

  /// Some samples' calls; a genomic set (gVCF) has blocks and unseen alleles, another has none.
  public init(seed: UInt64, sampleCount: Int, isGenomic: Bool) {
    random = SeededGenerator(seed: seed)
    self.sampleCount = sampleCount
    self.isGenomic = isGenomic
  }

  /// The call set and lines of sites: chromosome, 0-based position, effect, other and reference
  /// allele, `.` where not known.
  public mutating func files(bases: Int) -> (calls: String, sites: String) {
    let names = (0..<sampleCount).map { "S\($0)" }.joined(separator: "\t")
    var lines = [
      "##fileformat=VCFv4.2", "##contig=<ID=chr1,length=248956422>",
      "##contig=<ID=chrX,length=156040895>", "##contig=<ID=chrM,length=16569>",
      "##contig=<ID=decoy,length=1000>", "##ALT=<ID=NON_REF,Description=\"x\">",
      "##INFO=<ID=END,Number=1,Type=Integer,Description=\"x\">",
      "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">",
      "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"x\">",
      "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"x\">",
      "##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description=\"x\">",
      "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + names,
    ]
    var sites: [String] = []
    for contig in ["chr1", "decoy", "chrX", "chrM"] {
      // Few letters make repeats, in which trimming has work.
      reference = (0..<bases + 40).map { _ in pick(["A", "A", "C", "G", "T"]) }
      lines += records(of: contig, bases)
      sites += (0..<bases).map { _ in site(on: String(contig.dropFirst(3)), bases) }
    }
    sites += ["2\t100\tA\tG\tA", "MT\t3\tA\tG\tA", "X\t5\tAA\tA\t."]
    return (lines.joined(separator: "\n") + "\n", sites.joined(separator: "\n") + "\n")
  }

  private mutating func records(of contig: String, _ bases: Int) -> [String] {
    var lines: [String] = []
    var position = 0
    places = []
    while position < bases {
      let length = Int.random(in: 1...12, using: &random)
      switch Int.random(in: 0..<10, using: &random) {
      case 0: position += length
      case 1...4 where isGenomic:
        lines.append(block(contig, position, length))
        position += Int.random(in: 0..<20, using: &random) == 0 ? length / 2 : length
      default:
        lines.append(record(contig, position))
        position += pick([0, 1, 1, 1, 2, 5])
      }
    }
    return lines
  }

  private mutating func block(_ contig: String, _ position: Int, _ length: Int) -> String {
    let alternate = pick(["<NON_REF>", "<*>", "."])
    let bases = pick([1, 1, 1, length])
    let letters = String(reference[position..<position + bases])
    let info = bases == length ? "." : "END=\(position + length)"
    let samples = (0..<sampleCount).map { _ in
      sample(pick(["0/0", "0/0", "0/0", "0/0", "0|0", "./.", "0", "0/."]))
    }
    return row(contig, position, letters, alternate, info, samples)
  }

  private mutating func record(_ contig: String, _ position: Int) -> String {
    let length = pick([1, 1, 1, 2, 3, 5])
    let letters = String(reference[position..<position + length])
    var alternates: [String] = []
    for _ in 0..<pick([1, 1, 1, 2, 3]) {
      let alternate = alternate(to: letters)
      if alternate != letters, !alternates.contains(alternate) { alternates.append(alternate) }
    }
    if alternates.isEmpty { alternates = ["*"] }
    for alternate in alternates where alternate.allSatisfy(\.isLetter) {
      places.append((String(contig.dropFirst(3)), position, letters, alternate))
    }
    if isGenomic, Int.random(in: 0..<4, using: &random) > 0 { alternates.append("<NON_REF>") }
    let isLong = alternates.contains("<DEL>") && Bool.random(using: &random)
    let samples = (0..<sampleCount).map { _ in sample(genotype(alternates.count + 1)) }
    return row(
      contig, position, letters, alternates.joined(separator: ","),
      isLong ? "END=\(position + 15)" : ".", samples)
  }

  private mutating func alternate(to letters: String) -> String {
    let first = String(letters.prefix(1))
    return switch Int.random(in: 0..<12, using: &random) {
    case 0...5: String(letters.dropLast()) + pick(["A", "C", "G", "T"])
    case 6: first
    case 7: letters + pick(["A", "C", "AA", "TG"])
    case 8: first + pick(["A", "C"]) + String(letters.dropFirst())
    case 9: String(letters.map { _ in pick(["A", "C", "G", "T"]) })
    case 10: "*"
    default: pick(["<DEL>", "<INS>", "<CN0>"])
    }
  }

  private mutating func genotype(_ alleles: Int) -> String {
    if Int.random(in: 0..<12, using: &random) == 0 { return pick(["./.", ".", "./1", "0/."]) }
    let ploidy = pick([2, 2, 2, 2, 2, 2, 2, 1, 3])
    let separator = pick(["/", "|"])
    return (0..<ploidy).map { _ in
      pick([0, Int.random(in: 0..<alleles, using: &random)]).description
    }.joined(separator: separator)
  }

  private mutating func sample(_ genotype: String) -> String {
    let depths = [".", "0", "9", "10", "30", "30", "30"]
    return [genotype, pick(depths), pick([".", "19", "20", "99", "99"]), pick(depths)]
      .prefix(pick([4, 4, 4, 4, 3, 2])).joined(separator: ":")
  }

  private func row(
    _ contig: String, _ position: Int, _ letters: String, _ alternates: String, _ info: String,
    _ samples: [String]
  ) -> String {
    let fixed = [contig, "\(position + 1)", ".", letters, alternates, ".", ".", info]
    return (fixed + ["GT:DP:GQ:MIN_DP"] + samples).joined(separator: "\t")
  }

  /// Alleles of a record as they are, turned, complemented, or lengthened, or letters of the place.
  private mutating func site(on chromosome: String, _ bases: Int) -> String {
    let name = chromosome == "M" ? "MT" : chromosome
    var (position, first, second) = (Int.random(in: 0..<bases, using: &random), "", "")
    if !places.isEmpty, Int.random(in: 0..<3, using: &random) > 0 {
      let place = pick(places)
      (position, first, second) = (place.position, place.reference, place.alternate)
      if position > 0, Int.random(in: 0..<4, using: &random) == 0 {
        position -= 1
        first = String(reference[position]) + first
        second = String(reference[position]) + second
      }
    } else {
      first = String(reference[position])
      second = pick(["A", "C", "G", "T", "AA"])
      if first == second { second = first == "A" ? "C" : "A" }
    }
    var known = first
    if Int.random(in: 0..<5, using: &random) == 0 {
      (first, second) = (complement(first), complement(second))
    }
    if Int.random(in: 0..<8, using: &random) == 0 { known = second }
    if Bool.random(using: &random) { (first, second) = (second, first) }
    if Int.random(in: 0..<6, using: &random) == 0 { second = "." }
    if Bool.random(using: &random) { known = "." }
    return "\(name)\t\(position)\t\(first)\t\(second)\t\(known)"
  }

  private func complement(_ letters: String) -> String {
    let pairs: [Character: Character] = ["A": "T", "C": "G", "G": "C", "T": "A"]
    return String(letters.map { pairs[$0] ?? $0 })
  }

  private mutating func pick<Item>(_ items: [Item]) -> Item {
    items[Int.random(in: 0..<items.count, using: &random)]
  }
}
