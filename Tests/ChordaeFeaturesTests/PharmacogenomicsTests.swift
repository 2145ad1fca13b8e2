import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct PharmacogenomicsTests {
  private let folder = Fixtures.scratch("pgx")
  private static let options = FeatureOptions(tables: [.pgx, .pharmcat])

  private func file(_ records: [String], chromosome1Length: Int = 248_956_422) throws -> String {
    let head = """
      ##fileformat=VCFv4.2
      ##contig=<ID=chr1,length=\(chromosome1Length)>
      ##contig=<ID=chr4>
      ##contig=<ID=chr10>
      ##contig=<ID=chr12>
      ##contig=<ID=chr16>
      ##contig=<ID=chr19>
      ##INFO=<ID=END,Number=1,Type=Integer,Description="x">
      ##FORMAT=<ID=GT,Number=1,Type=String,Description="x">
      ##FORMAT=<ID=PS,Number=1,Type=Integer,Description="x">
      ##FORMAT=<ID=DP,Number=1,Type=Integer,Description="x">
      ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="x">
      #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS

      """
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    let rows = records.map { $0.replacingOccurrences(of: " ", with: "\t") + "\n" }
    try (head + rows.joined()).write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// The values by column, and the rows of the tables as texts.
  private func read(_ path: String) throws -> (
    values: [String: FeatureValue], rows: [[String]], genotypes: [[String]]
  ) {
    var reader = try VariantReader(
      paths: [path], samples: nil, fields: Pharmacogenomics.fields(Self.options))
    var feature = Pharmacogenomics(VariantContext(sampleCount: 1, options: Self.options))
    var batch = reader.emptyBatch()
    while try reader.read(into: &batch) { feature.consume(batch) }
    let schema = FeatureSchema(
      FeatureSelection(variants: [Pharmacogenomics.self]), options: Self.options)
    var output = FeatureOutput(tables: schema.variantTables)
    feature.finish(sample: 0, into: &output)
    let ids = Pharmacogenomics.group.columns.map(\.id)
    #expect(ids.count == output.values.count)
    let tables = try [TableName.pgx, .pharmcat].map { name in
      let table = try #require(output.tables[name])
      return (0..<table.rowCount).map { row in table.columns.map { Self.text($0[row]) } }
    }
    return (Dictionary(uniqueKeysWithValues: zip(ids, output.values)), tables[0], tables[1])
  }

  /// GT and, where there is one, PS of the table `pharmcat`, by the 1-based position.
  private func genotypes(_ records: [String]) throws -> [Int: String] {
    let table = PharmacogenomicTable(of: .grch38)
    let rows = try read(file(records)).genotypes
    let positions = table.genomeOrder.map { table.positions[$0].start + 1 }
    #expect(rows.count == positions.count)
    return Dictionary(
      uniqueKeysWithValues: zip(positions, rows.map { $0[1] == "-" ? $0[0] : "\($0[0]):\($0[1])" }))
  }

  private static func text(_ value: FeatureValue) -> String {
    switch value {
    case .text(let text): text
    case .integer(let integer): "\(integer)"
    default: "-"
    }
  }

  @Test func `genotypes, blocks and gaps of a gVCF are told apart`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try file([
      "chr10 94761800 . A <NON_REF> . . END=94781858 GT:DP:GQ 0/0:30:60",
      "chr10 94781859 . G A,<NON_REF> . . . GT:DP:GQ 0/1:30:60",
      "chr10 94781860 . A <NON_REF> . . END=94842800 GT:DP:GQ 0/0:5:60",
      "chr10 94942233 . CGT C,<NON_REF> . . . GT:DP:GQ 0/1:30:60",
      "chr10 94942290 . C T . . . GT ./.",
      "chr10 94981296 . A C . . . GT 1|1",
      "chr19 44908684 . T C,<NON_REF> . . . GT:DP:GQ 0/1:30:60",
      "chr19 44908685 . T <NON_REF> . . END=44908900 GT:DP:GQ 0/0:30:60",
    ])
    let (values, rows, _) = try read(path)
    #expect(values["pgx.cyp2c19.rs4244285"] == .text("G/A"))
    #expect(values["pgx.cyp2c19.rs12248560"] == .text("C/C"))
    #expect(values["pgx.cyp2c9.rs1799853"] == .missing(.noCall))
    #expect(values["pgx.cyp2c9.rs1057910"] == .text("C/C"))
    #expect(values["pgx.vkorc1.rs9923231"] == .missing(.siteAbsent))
    #expect(values["pgx.cyp2c19.variant_count"] == .integer(1))
    // Positions up to rs4244285: 23 of the table.
    #expect(values["pgx.cyp2c19.resolved_count"] == .integer(23))
    #expect(values["pgx.apoe.forms"] == .text("e3/e4"))
    let statuses = Dictionary(rows.map { ($0[0] + $0[3], [$0[6], $0[7]]) }) { first, _ in first }
    #expect(statuses["CYP2C1994781943"] == ["low_evidence", "-"])
    // The deletion takes rs72558189's base from one chromosome; two alternates are listed there.
    #expect(statuses["CYP2C994942233"] == ["spanned", "G/*"])
    #expect(statuses["CYP2C994942289"] == ["no_call", "-"])
    #expect(statuses["SLCO1B121178614"] == ["absent", "-"])
    #expect(rows.count == PharmacogenomicTable(of: .grch38).positions.count)
  }

  @Test func `alternates in one row or in several give the same alleles`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let joined = try read(file(["chr10 94942309 . G A,T . . . GT 1/2"]))
    let split = try read(
      file(["chr10 94942309 . G A . . . GT 1/0", "chr10 94942309 . G T . . . GT 0/1"]))
    let other = try read(file(["chr10 94942309 . G A,C . . . GT 1/2"]))
    func alleles(_ rows: [[String]]) -> [String] {
      rows.filter { $0[3] == "94942308" }.map { $0[7] }
    }
    #expect(alleles(joined.rows) == ["T/A"])
    #expect(alleles(split.rows) == ["T/A"])
    #expect(alleles(other.rows) == ["A/N"])
  }

  @Test func `without a known build nothing is said`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try file(["chr10 94761900 . C T . . . GT 0/1"], chromosome1Length: 1_000)
    let (values, rows, genotypes) = try read(path)
    #expect(values.values.allSatisfy { $0 == .missing(.unknownAssembly) })
    #expect(rows.isEmpty && genotypes.isEmpty)
  }

  @Test func `genotypes for PharmCAT are phased where a gene's heterozygotes are of one set`()
    throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    let one = try genotypes(
      [
        "chr10 94761900 . C T . . . GT:PS 0|1:5", "chr10 94780653 . G A . . . GT:PS 0/0:.",
        "chr10 94781859 . G A . . . GT:PS 1|0:5",
        "chr10 94781944 . G <NON_REF> . . . GT:DP:GQ 0/0:9:9",
        "chr10 94942309 . G A . . . GT:PS 1|0:6", "chr10 94942309 . G T . . . GT:PS 0|1:6",
        "chr12 21178615 . T C . . . GT 0/1", "chr12 21176804 . A G . . . GT 1|0",
        "chr19 15879621 . C T,A . . . GT 1|2", "chr19 44908684 . T C . . . GT 1|1",
      ].sorted { Self.place($0).lexicographicallyPrecedes(Self.place($1)) })
    #expect(one[94_761_900] == "0|1:5" && one[94_781_859] == "1|0:5")
    #expect(one[94_780_653] == "0|0", "a homozygote is in phase with anything")
    #expect(one[94_781_944] == "./." && one[94_762_706] == "./.")
    #expect(one[94_942_309] == "2|1:6", "T is the first alternate of the table")
    #expect(one[21_178_615] == "0/1" && one[21_176_804] == "1|0")
    #expect(one[15_879_621] == "./.", "an allele that is not listed")
    #expect(one[44_908_684] == "1|1")
    let several = try genotypes([
      "chr10 94761900 . C T . . . GT:PS 1|0:5", "chr10 94780653 . G A . . . GT:PS 0|0:5",
      "chr10 94781859 . G A . . . GT:PS 0|1:6", "chr10 94942290 . C T . . . GT:PS 1|0:6",
    ])
    #expect(several[94_761_900] == "0/1" && several[94_781_859] == "0/1")
    #expect(several[94_780_653] == "0|0" && several[94_942_290] == "1|0:6")
    let crossed = try genotypes([
      "chr10 94942309 . G A . . . GT 1|0", "chr10 94942309 . G T . . . GT 1|0",
    ])
    #expect(crossed[94_942_309] == "1/2", "both on one chromosome cannot be")
  }

  private static func place(_ record: String) -> [Int] {
    record.split(separator: " ").prefix(2).map { Int($0.replacing("chr", with: "")) ?? 0 }
  }

  @Test func `the forms of apolipoprotein E follow from both positions`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cases = [
      ("0/0", "0/0", "e3/e3"), ("0/1", "0/0", "e3/e4"), ("1/1", "0/0", "e4/e4"),
      ("0/0", "0/1", "e2/e3"), ("0/0", "1/1", "e2/e2"), ("0/1", "0/1", "e2/e4"),
    ]
    for (first, second, forms) in cases {
      let path = try file([
        "chr19 44908684 . T C . . . GT \(first)", "chr19 44908822 . C T . . . GT \(second)",
      ])
      #expect(try read(path).values["pgx.apoe.forms"] == .text(forms))
    }
  }
}
