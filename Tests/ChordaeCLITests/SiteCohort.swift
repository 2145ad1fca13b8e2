import ChordaeCore
import ChordaeTestSupport
import Foundation

/// Call sets of GRCh38 that several lines share or that are a patient's own, with genotypes of every kind
/// at pharmacogenomic positions and at twelve variants of each autosome.
struct SiteCohort: Sendable {
  let folder = Fixtures.scratch("site-cohort").path(percentEncoded: false)
  let samples: Int
  /// Names of the patients with files of their own: two gVCFs, then a plain VCF.
  let own = ["G0", "G1", "V0"]
  var manifest: String { path("manifest.csv") }

  private var random = SeededGenerator(seed: 4)
  private static let table = PharmacogenomicTable(of: .grch38)

  static let standard = Result { try SiteCohort(samples: 18) }

  init(samples: Int) throws {
    self.samples = samples
    let cohort = (0..<samples).map { "s\($0)" }
    let common = ancestry(samples, name: "anc.vcf", cohort, seed: 2)
    try write("cohort.vcf", Self.head(cohort) + merged(common, pharmacogenomic(cohort.indices)))
    for (place, name) in own.enumerated() {
      let variants = ancestry(1, name: "anc-\(name).vcf", ["x"], seed: UInt64(10 + place))
      let records =
        place < 2
        ? merged(Self.asBlocks(variants), blocks()) : merged(variants, pharmacogenomic(0..<1))
      try write("\(name).vcf", Self.head(["x"]) + records)
    }
    var lines = ["patient_id,variants,gvcf,sample"]
    lines += (0..<samples).map { "P\($0),\(path("cohort.vcf")),,s\($0)" }
    lines += own.map { name in
      name == "V0" ? "V0,\(path("V0.vcf")),,x" : "\(name),,\(path("\(name).vcf")),x"
    }
    try write("manifest.csv", lines.joined(separator: "\n") + "\n")
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
  }

  static func head(_ samples: [String], _ assembly: GenomeAssembly = .grch38) -> String {
    let contigs = GenomeAssembly.chromosomes.map {
      "##contig=<ID=chr\($0),length=\(assembly.length(ofChromosome: $0) ?? 0)>\n"
    }
    return """
      ##fileformat=VCFv4.2
      ##secret=of the source
      \(contigs.joined())##INFO=<ID=END,Number=1,Type=Integer,Description="x">
      ##FORMAT=<ID=GT,Number=1,Type=String,Description="x">
      ##FORMAT=<ID=PS,Number=1,Type=Integer,Description="x">
      ##FORMAT=<ID=DP,Number=1,Type=Integer,Description="x">
      ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="x">
      #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t\(samples.joined(separator: "\t"))

      """
  }

  /// A record's line by chromosome.
  private typealias Records = [String: [String]]

  /// Two sets of records as one text; all of the first lie before those of the second.
  private func merged(_ first: Records, _ second: Records) -> String {
    GenomeAssembly.chromosomes.flatMap { (first[$0] ?? []) + (second[$0] ?? []) }
      .map { $0.replacingOccurrences(of: " ", with: "\t") + "\n" }.joined()
  }

  // MARK: Pharmacogenomic positions

  private mutating func pharmacogenomic(_ samples: Range<Int>) -> Records {
    var records: Records = [:]
    for place in Self.table.genomeOrder {
      let site = Self.table.positions[place]
      let kind = Int.random(in: 0..<20, using: &random)
      if kind < 3 { continue }
      let start = "chr\(site.chromosome) \(site.start + 1) ."
      var alternates = site.alternates
      if kind == 3 || kind == 5, site.reference.count == 1 {
        let known = [site.reference] + alternates
        alternates += ["A", "C", "G", "T"].filter { !known.contains($0) }.prefix(1)
      }
      if kind == 4, site.reference.count == 1, !Self.hasNeighbour(site) {
        let cells = samples.map { cell($0, site, 1).joined }
        records[site.chromosome, default: []].append(
          "chr\(site.chromosome) \(site.start) . T\(site.reference) T . . . GT:PS "
            + cells.joined(separator: " "))
        continue
      }
      let cells = samples.map { cell($0, site, alternates.count) }
      // In one row, or each alternate in a row of its own.
      let rows =
        kind % 2 == 0 || alternates.count > site.alternates.count
        ? [Array(alternates.indices)] : alternates.indices.map { [$0] }
      for row in rows {
        let texts = cells.map { $0.restricted(to: row.map { $0 + 1 }).joined }
        records[site.chromosome, default: []].append(
          "\(start) \(site.reference) \(row.map { alternates[$0] }.joined(separator: ",")) . . . GT:PS "
            + texts.joined(separator: " "))
      }
    }
    return records
  }

  /// Whether the base before a position is a position itself, or one's deletion covers it.
  private static func hasNeighbour(_ site: PharmacogenomicTable.Position) -> Bool {
    table.positions.contains {
      $0.chromosome == site.chromosome && $0.start < site.start
        && $0.start + $0.reference.count >= site.start
    }
  }

  private struct Cell {
    var alleles: [Int?]
    var mark: String
    var set: String

    var joined: String {
      alleles.map { $0.map(String.init) ?? "." }.joined(separator: mark) + ":" + set
    }

    func restricted(to kept: [Int]) -> Cell {
      var cell = self
      cell.alleles = alleles.map { allele in
        allele.map { $0 == 0 ? 0 : (kept.firstIndex(of: $0) ?? -1) + 1 }
      }
      return cell
    }
  }

  /// A genotype; how it is phased follows from the sample's number.
  private mutating func cell(
    _ sample: Int, _ site: PharmacogenomicTable.Position, _ alternates: Int
  ) -> Cell {
    let isMissing = Int.random(in: 0..<15, using: &random) == 0
    let alleles = (0..<2).map { _ -> Int? in
      let isOther = Int.random(in: 0..<8, using: &random) == 0
      let allele = isOther ? Int.random(in: 1...alternates, using: &random) : 0
      return isMissing ? nil : allele
    }
    switch sample % 5 {
    case 0: return Cell(alleles: alleles, mark: "/", set: ".")
    case 1: return Cell(alleles: alleles, mark: "|", set: ".")
    case 2: return Cell(alleles: alleles, mark: "|", set: site.gene == "CYP2C9" ? "7" : "100")
    case 3:
      let set = site.start / 3 % 2
      return Cell(alleles: alleles, mark: "|", set: "\(site.start > 90_000_000 ? set : 1)")
    default:
      return Cell(
        alleles: alleles, mark: Bool.random(using: &random) ? "|" : "/", set: ".")
    }
  }

  /// Positions of a gVCF: blocks with and without evidence, calls, gaps.
  private mutating func blocks() -> Records {
    var records: Records = [:]
    for place in Self.table.genomeOrder {
      let site = Self.table.positions[place]
      let start = "chr\(site.chromosome) \(site.start + 1) ."
      let end = "END=\(site.start + site.reference.count)"
      let first = site.reference.prefix(1)
      let line: String? =
        switch Int.random(in: 0..<12, using: &random) {
        case 0...4: "\(start) \(first) <NON_REF> . . \(end) GT:DP:GQ 0/0:30:60"
        case 5: "\(start) \(first) <NON_REF> . . \(end) GT:DP:GQ 0/0:9:60"
        case 6: "\(start) \(first) <NON_REF> . . \(end) GT:DP:GQ 0/0:30:19"
        case 7: "\(start) \(first) <NON_REF> . . \(end) GT:DP:GQ ./.:30:60"
        case 8: nil
        default:
          "\(start) \(site.reference) \(site.alternates.joined(separator: ",")),<NON_REF> . . . "
            + "GT:PS:DP:GQ \(cell(3, site, site.alternates.count).joined):30:60"
        }
      if let line { records[site.chromosome, default: []].append(line) }
    }
    return records
  }

  // MARK: Variants of ancestry

  /// Genotypes of two populations at 12 variants of each autosome, a thirtieth of them missing; written
  /// for plink2 too.
  private func ancestry(_ count: Int, name: String, _ samples: [String], seed: UInt64) -> Records {
    var sites = SeededGenerator(seed: 7)
    var random = SeededGenerator(seed: seed)
    var records: Records = [:]
    for chromosome in GenomeAssembly.chromosomes.prefix(22) {
      for place in 1...12 {
        let shares = [0, 1].map { _ in Double.random(in: 0.1...0.9, using: &sites) }
        let alleles = ["A", "C", "G", "T", "GT", "TAA"].shuffled(using: &sites).prefix(2)
        let calls = (0..<count).map { sample -> String in
          if Int.random(in: 0..<30, using: &random) == 0 { return "./." }
          return (0..<2).map { _ in
            Double.random(in: 0...1, using: &random) < shares[sample % 2] ? "1" : "0"
          }.joined(separator: "/")
        }
        records[chromosome, default: []].append(
          "chr\(chromosome) \(1_000 * place) . \(alleles[0]) \(alleles[1]) . . . GT "
            + calls.joined(separator: " "))
      }
    }
    try? write(name, Self.head(samples) + merged(records, [:]))
    return records
  }

  /// The panel whose components plink2 computes.
  func writePanel() {
    _ = ancestry(60, name: "panel.vcf", (0..<60).map { "p\($0)" }, seed: 1)
  }

  /// A single sample's variants as a gVCF has them: what is not called is a block of low depth.
  private static func asBlocks(_ records: Records) -> Records {
    records.mapValues { lines in
      lines.map { line in
        var word = line.split(separator: " ").map(String.init)
        let isCalled = word[9].contains("1")
        word[4] = isCalled ? word[4] + ",<NON_REF>" : "<NON_REF>"
        if !isCalled { word[7] = "END=\((Int(word[1]) ?? 0) + word[3].count - 1)" }
        if !isCalled { word[3] = String(word[3].prefix(1)) }
        word[8] = "GT:DP:GQ"
        word[9] = word[9] == "./." ? "0/0:3:60" : word[9] + ":30:60"
        return word.joined(separator: " ")
      }
    }
  }
}
