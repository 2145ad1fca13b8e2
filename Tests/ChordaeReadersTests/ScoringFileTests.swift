import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

private func write(_ text: String, _ name: String = "score.txt") throws -> String {
  let file = Fixtures.scratch().appending(path: name)
  try text.write(to: file, atomically: true, encoding: .utf8)
  return file.path(percentEncoded: false)
}

private let head = """
  ###PGS CATALOG SCORING FILE - see https://www.pgscatalog.org
  #format_version=2.0
  #pgs_id=PGS900001
  #pgs_name=toy
  #genome_build=GRCh37

  """

private func rows(_ text: String) throws -> (rows: [ScoringRow], alleles: [String]) {
  var file = try ScoringFile(path: try write(text))
  var alleles = AlleleNumbers()
  var rows: [ScoringRow] = []
  while let row = try file.next(&alleles) { rows.append(row) }
  return (rows, alleles.texts)
}

private func variant(
  _ chromosome: UInt8, _ position: Int32, _ effect: UInt32, _ other: UInt32, _ weight: Double,
  _ kind: ScoreEffect = .additive
) -> ScoringRow {
  .variant(
    ScoredVariant(
      chromosome: chromosome, position: position, effectAllele: effect, otherAllele: other,
      effect: kind, weight: weight))
}

@Test func `a row is placed by the author's columns, its weight the nearest double`() throws {
  let text =
    head + """
      chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight
      22\t17080378\tG\tA\t0.01045457
      chrX\t5\tat\tA\t-1e-300
      MT\t16569\tT\t\t+.5
      XY\t7\tC\tG/T\t1.0000000000000002
      """
  let (rows, alleles) = try rows(text)
  #expect(alleles == ["", "A", "C", "G", "T", "AT"])
  #expect(
    rows == [
      variant(22, 17_080_377, 3, 1, 0.01045457), variant(23, 4, 5, 1, -1e-300),
      variant(25, 16_568, 4, 0, 0.5), variant(23, 6, 2, 0, 1.0.nextUp),
    ])
}

@Test func `a harmonised row is placed by the catalogue, also where the authors say otherwise`()
  throws
{
  let text =
    head + """
      #HmPOS_build=GRCh38
      rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\thm_chr\thm_pos\thm_inferOtherAllele
      rs1\t1\t10\tA\tC\t1\t2\t20\tG
      rs2\t1\t10\tA\t\t1\t2\t21\tG
      rs3\t1\t10\tA\t\t1\t2\t22\tG/T
      rs4\t1\t10\tA\tC\t1\t\t\t
      rs5\t1\t10\tA\tC\t1\tHSCHR6_MHC_COX\t5\t
      """
  let (rows, _) = try rows(text)
  #expect(
    rows == [
      variant(2, 19, 1, 2, 1), variant(2, 20, 1, 3, 1), variant(2, 21, 1, 0, 1),
      .excluded(.noPlace), .excluded(.noPlace),
    ])
}

@Test func `rows that no dosage can score are told apart`() throws {
  let text =
    head
    + "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_interaction\t"
    + "is_haplotype\tis_diplotype\tis_dominant\tis_recessive\n" + """
      1\t1\tA_x_C\tG\t1\tTrue\t\t\t\t
      1\t1\tA\tG\t1\tFALSE\tTRUE\t\t\t
      1\t1\tA\tG\t1\t\t\ttrue\t\t
      6\t1\tHLA-DRB1*0301\t\t1\t\t\t\t\t
      6\t1\tP\tN\t1\t\t\t\t\t
      1\t1\tA\tA\t1\t\t\t\t\t
      1\t2\tA\tG\t1\t\t\t\tTRUE\tFALSE
      1\t3\tA\tG\t1\t\t\t\t\tTRUE
      X\t3\tA\tG\t1\t\t\t\t\tTRUE
      """
  #expect(
    try rows(text).rows == [
      .excluded(.interaction), .excluded(.haplotype), .excluded(.diplotype), .excluded(.alleles),
      .excluded(.alleles), .excluded(.alleles), variant(1, 1, 1, 3, 1, .dominant),
      variant(1, 2, 1, 3, 1, .recessive), .excluded(.haploidDominance),
    ])
}

@Test func `weights for each dosage are not scored`() throws {
  let text =
    head + """
      chr_name\tchr_position\teffect_allele\tother_allele\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight
      1\t1\tA\tG\t0\t0.5\t0.7
      """
  #expect(try rows(text).rows == [.excluded(.dosageWeights)])
}

private let table = "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n"

@Test(
  arguments: [
    ("#format_version=1.0\n", 1, "format_version"),
    (head, nil, "no table"),
    (head + "ID\tA1\tWEIGHT\n", 6, "effect_allele"),
    (head + "rsID\teffect_allele\teffect_weight\nrs1\tA\t1\n", 6, "chr_name"),
    (head + "chr_name\tchr_position\teffect_allele\n", 6, "effect_weight"),
    (head + "#HmPOS_build=GRCh38\n" + table, 7, "hm_chr"),
    (head + table + "1\t1\tA\tG\n", 7, "4 fields"),
    (head + table + "1\t1\tA\tG\tx\n", 7, "effect_weight"),
    (head + table + "1\t1\tA\tG\t\n", 7, "effect_weight"),
    (head + table + "1\t1\tA\tG\tnan\n", 7, "effect_weight"),
    (head + table + "1\t1\tA\tG\t1e999\n", 7, "effect_weight"),
    (head + table + "1\t1\tA\tG\t1\n1\t0\tA\tG\t1\n", 8, "position"),
    (head + table + "1\t1.5\tA\tG\t1\n", 7, "position"),
    (head + table + "1\t1\t\tG\t1\n", 7, "effect_allele"),
  ] as [(String, Int?, String)])
func `a faulty scoring file is refused with its line`(text: String, line: Int?, word: String) throws
{
  let path = try write(text)
  let error = #expect(throws: InputError.self) {
    var file = try ScoringFile(path: path)
    var alleles = AlleleNumbers()
    while try file.next(&alleles) != nil {}
  }
  #expect(error?.path == path)
  #expect(error?.place == line.map { .line($0) })
  #expect(error?.detail.contains(word) == true, "\(error?.detail ?? "")")
}

@Test func `a row cannot be dominant and recessive`() throws {
  let text =
    head + "chr_name\tchr_position\teffect_allele\teffect_weight\tis_dominant\tis_recessive\n"
    + "1\t1\tA\t1\tTRUE\tTRUE\n"
  #expect(throws: InputError.self) { try rows(text) }
}

@Test func `the catalogue's own files are read, gzip or not`() throws {
  guard let harmonised = Fixtures.publicRecord("genomics/prs/PGS000001_hmPOS_GRCh38.txt.gz"),
    let plain = Fixtures.publicRecord("genomics/prs/PGS001229_22.txt")
  else { return }
  var alleles = AlleleNumbers()
  var file = try ScoringFile(path: harmonised)
  #expect(file.id == "PGS000001" && file.header.assemblyName == "GRCh38")
  #expect(file.digest == "891ffa0b5cfd25d2cd442b92b137cad44fe01cef45451465c9302e6b05208c00")
  let first = try file.next(&alleles)
  // rs78540526, 11:69516650.
  #expect(first == variant(11, 69_516_649, 4, 2, 0.16220387987485377))
  var count = 1
  while try file.next(&alleles) != nil { count += 1 }
  #expect(count == 77)
  var authors = try ScoringFile(path: plain)
  #expect(authors.id == "PGS001229" && authors.header.assemblyName == "GRCh37")
  count = 0
  while try authors.next(&alleles) != nil { count += 1 }
  #expect(count == 835)
}
