import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

private func write(_ text: String) throws -> String {
  let file = Fixtures.scratch().appending(path: "own.afreq")
  try text.write(to: file, atomically: true, encoding: .utf8)
  return file.path(percentEncoded: false)
}

/// Sites of chromosome 1, each a position (1-based), an effect and another allele.
private func sites(_ rows: [(Int32, String, String)]) -> ScoreSites {
  let alleles = ["", "A", "C", "G", "T", "AT"]
  var sites = ScoreSites(alleles: alleles)
  func number(_ allele: String) -> UInt32 { UInt32(alleles.firstIndex(of: allele) ?? 0) }
  sites.append(
    chromosome: 1, positions: rows.map { $0.0 - 1 }, effects: rows.map { number($0.1) },
    others: rows.map { number($0.2) }, references: rows.map { _ in 0 })
  return sites
}

private let header = "#CHROM\tID\tREF\tALT\tALT_FREQS\tOBS_CT\n"

@Test func `a frequency is that of the effect allele, by letters or by complements`() throws {
  let wanted = sites([
    (10, "G", "A"), (10, "A", "G"), (10, "T", "C"), (10, "C", ""), (10, "A", "T"), (20, "AT", "A"),
    (30, "G", "A"), (30, "A", "T"), (30, "T", "A"), (40, "A", "G"),
  ])
  let path = try write(
    header
      + "1\t1:10:A:G\tA\tG\t0.25\t100\n1\t1:10:A:G\tA\tG\t0.5\t100\n2\t2:10:A:G\tA\tG\t0.5\t9\n"
      + "chr1\tchr1:20\tA\tAT\t1e-05\t100\n1\t1:30:A:G,T\tA\tG,T\t0.25,0.5\t100\n"
      + "1\trs7\tA\tG\t0.5\t100\n")
  let frequencies = try FrequencyReader.read(path: path, at: wanted)
  // At 10 the first row counts. T:C and C are on the other strand; A:T is no such variant.
  let expected: [Double] = [0.25, 0.75, 0.75, 0.25, .nan, 1e-05, 0.25, 0.25, 0.5, .nan]
  #expect(frequencies.values.map { "\($0)" } == expected.map { "\($0)" })
  #expect(frequencies.count == 8)
}

@Test func `a column POS goes before the id`() throws {
  let path = try write("#CHROM\tPOS\tID\tREF\tALT\tALT_FREQS\tOBS_CT\n1\t10\trs1\tA\tG\t0.125\t8\n")
  let frequencies = try FrequencyReader.read(path: path, at: sites([(10, "A", "G")]))
  #expect(frequencies.values == [0.875])
}

@Test(
  arguments: [
    ("1\t1:10:A:G\tA\tG\n", 2), ("1\t1:10:A:G\tA\tG\t1.5\t8\n", 2),
    ("1\t1:10:A:G\tA\tG\tx\t8\n", 2),
    ("1\t1:10:A:G\tA\tG,T\t0.5\t8\n", 2), ("1\trs1\tA\tG\t0.5\t8\n", nil), ("", nil),
  ] as [(String, Int?)])
func `a faulty file of frequencies is refused with its line`(rows: String, line: Int?) throws {
  let path = try write(header + rows)
  let error = #expect(throws: InputError.self) {
    try FrequencyReader.read(path: path, at: sites([(10, "A", "G")]))
  }
  #expect(error?.place == line.map { .line($0) } && error?.path == path)
}

@Test func `the frequencies of plink2 are those of its genotypes`() throws {
  guard Oracle.has("plink2"),
    let calls = Fixtures.publicRecord("genomics/prs/cineca_synthetic_subset.vcf.gz")
  else { return }
  let out = Fixtures.scratch().appending(path: "out").path(percentEncoded: false)
  let ended = Oracle.run(
    "plink2",
    [
      "--vcf", calls, "--freq", "cols=+pos", "--threads", "1", "--memory", "1000", "--out", out,
    ])
  #expect(ended.status == 0, "\(ended.errors)")
  var sites = ScoreSites(alleles: ["", "A", "G"])
  sites.append(
    chromosome: 22, positions: [17_080_377], effects: [2], others: [1], references: [0])
  let frequencies = try FrequencyReader.read(path: out + ".afreq", at: sites)
  let text = try String(contentsOfFile: out + ".afreq", encoding: .utf8)
  let row = try #require(text.split(separator: "\n").first { $0.contains("\t17080378\t") })
  let fields = row.split(separator: "\t")
  let share = try #require(Double(fields[fields.count - 2]))
  // G is REF there.
  #expect(frequencies.values == [1 - share])
}
