import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

private func figure(_ row: [String: FeatureValue], _ column: String) -> Double? {
  row[column]?.figure
}

/// Holds the intervals table to mosdepth's regions, medians and thresholds.
private func expectIntervalsEqual(_ path: String, bed: String) throws {
  guard let peer = Mosdepth(path, bed: bed) else { return }
  let options = FeatureOptions(panel: try BEDReader.read(path: bed), tables: [.intervals])
  let rows = try #require(try AlignmentPass(path, options).tables[.intervals])
  func key(_ contig: String, _ start: String, _ end: String) -> String {
    "\(contig):\(start)-\(end)"
  }
  func figures(_ lines: [[String]], from column: Int) -> [String: [String]] {
    Dictionary(lines.map { (key($0[0], $0[1], $0[2]), Array($0[column...])) }) { first, _ in first }
  }
  let means = figures(peer.means, from: 3).mapValues { $0.last }
  let medians = figures(peer.medians, from: 3).mapValues { $0.last }
  let thresholds = figures(peer.thresholds, from: 4)
  #expect(rows.count == peer.means.count)
  for row in rows {
    guard case .text(let contig)? = row["contig"], case .integer(let start)? = row["start"],
      case .integer(let end)? = row["end"]
    else { Issue.record("a row without its place"); continue }
    let place = key(contig, "\(start)", "\(end)")
    let mean = try #require(figure(row, "mean"))
    #expect(String(format: "%.2f", mean) == means[place], "\(place)")
    #expect(figure(row, "median") == medians[place]?.flatMap { Double($0) }, "\(place)")
    let bases = ["bases_1x", "bases_10x", "bases_20x", "bases_30x"].map { figure(row, $0) }
    #expect(bases == thresholds[place]?.map { Double($0) }, "\(place)")
  }
}

private func write(_ text: String, _ name: String = #function) throws -> String {
  let path = Fixtures.scratch(name).appending(path: "a.bed").path(percentEncoded: false)
  try text.write(toFile: path, atomically: true, encoding: .utf8)
  return path
}

@Test(arguments: [21, 22] as [UInt64])
func `intervals of awkward reads equal mosdepth --by`(seed: UInt64) throws {
  guard let path = try SAMFile(AwkwardReads(seed: seed, pairs: 6_000).text).sortedBAM() else {
    return
  }
  var generator = SeededGenerator(seed: seed)
  var bed = "empty\t10\t4000\tE\ndeep\t0\t3001\tD\ntiny\t0\t60\tT\nbig\t0\t700000\tB\n"
  for start in stride(from: 0, to: 2_800, by: 40) {
    bed += "deep\t\(start)\t\(start + 200)\td\(start)\n"
  }
  for number in 0..<300 {
    let start = Int.random(in: 0..<690_000, using: &generator)
    bed += "big\t\(start)\t\(start + Int.random(in: 1...9_000, using: &generator))\tb\(number)\n"
  }
  try expectIntervalsEqual(path, bed: write(bed, "awkward\(seed)"))
}

@Test func `intervals of a public BAM equal mosdepth --by`() throws {
  guard let path = Fixtures.publicRecord("genomics/mt/HG03478.MT.bam"), Oracle.has("samtools")
  else { return }
  let sorted = Fixtures.scratch().appending(path: "a.bam").path(percentEncoded: false)
  #expect(Oracle.run("samtools", ["sort", "-o", sorted, path]).status == 0)
  #expect(Oracle.run("samtools", ["index", sorted]).status == 0)
  let lines = stride(from: 0, to: 16_400, by: 73).map { "MT\t\($0)\t\($0 + 160)\tm\($0)\n" }
  try expectIntervalsEqual(sorted, bed: write(lines.joined()))
}

@Test func `a gene is the union of its intervals`() throws {
  let sam = try SAMFile(
    """
    @HD\tVN:1.6\tSO:coordinate
    @SQ\tSN:chr1\tLN:1000
    @SQ\tSN:chr2\tLN:1000
    a\t0\tchr1\t101\t60\t100M\t*\t0\t0\t*\t*
    b\t0\tchr1\t151\t60\t100M\t*\t0\t0\t*\t*

    """)
  let bed = try write(
    "chr1\t100\t200\tG\nchr2\t0\t10\tH\nchr1\t150\t300\tG\nchr1\t10\t20\nchr1\t120\t130\tG\nchr2\t5\t9\tG\n"
  )
  let options = FeatureOptions(panel: try BEDReader.read(path: bed))
  let pass = try AlignmentPass(sam.path, options)
  let rows = try #require(pass.tables[.genes])
  #expect(pass.tables[.intervals] == nil)
  #expect(rows.map { $0["gene"] } == ["G", "H", "chr1:10-20", "G"].map { .text($0) })
  #expect(rows.map { $0["contig"] } == ["chr1", "chr2", "chr1", "chr2"].map { .text($0) })
  #expect(rows.map { $0["length"] } == [200, 10, 10, 4].map { .integer($0) })
  // 50 bases at 1, 50 at 2, 50 at 1, 50 at 0.
  #expect(abs((figure(rows[0], "mean") ?? -1) - 1) < 1e-12)
  #expect(rows[0]["median"] == .integer(1))
  #expect(rows[0]["min"] == .integer(0))
  #expect(figure(rows[0], "breadth_10x") == 0)
  #expect(figure(rows[1], "mean") == 0)
  #expect(rows[1]["median"] == .integer(0))
}

@Test func `breadths of a gene are fractions of its length`() throws {
  var text = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:1\tLN:1000\n"
  for number in 0..<40 { text += "r\(number)\t0\t1\t\(101 + number)\t60\t100M\t*\t0\t0\t*\t*\n" }
  let options = FeatureOptions(
    panel: [GenomicInterval(contig: "chr1", start: 100, end: 300, name: "G")])
  let row = try #require(try AlignmentPass(SAMFile(text).path, options).tables[.genes]?.first)
  #expect(row["contig"] == .text("chr1"))
  #expect(figure(row, "breadth_10x") == 121.0 / 200)
  #expect(figure(row, "breadth_20x") == 101.0 / 200)
  #expect(figure(row, "breadth_30x") == 81.0 / 200)
  #expect(abs((figure(row, "mean") ?? -1) - 20) < 1e-9)
}

@Test func `a panel that does not fit the header is the patient's fault`() throws {
  let sam = try SAMFile("@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:1\tLN:1000\n@SQ\tSN:MT\tLN:100\n")
  func fault(_ intervals: [GenomicInterval]) -> InputError? {
    do throws(InputError) {
      _ = try AlignmentPass(sam.path, FeatureOptions(panel: intervals))
    } catch { return error }
    return nil
  }
  #expect(
    fault([GenomicInterval(contig: "1", start: 0, end: 9), .init(contig: "chrM", start: 1, end: 2)])
      == InputError(
        .contigMismatch, path: sam.path,
        "the panel's interval 2 (chrM:1-2): the contig chrM is not in the alignment's header:"
          + " is it the same assembly?"))
  #expect(fault([GenomicInterval(contig: "chr1", start: 0, end: 1_001)])?.reason == .contigMismatch)
  #expect(fault([GenomicInterval(contig: "chr1", start: 0, end: 1_000)]) == nil)
  let both = [
    GenomicInterval(contig: "1", start: 0, end: 1), .init(contig: "chr1", start: 0, end: 1),
  ]
  #expect(fault(both)?.detail.contains("both stand for 1") == true)
}

@Test func `an unsorted file gives genes and intervals without figures`() throws {
  let sam = try SAMFile("@SQ\tSN:1\tLN:1000\nr\t0\t1\t5\t60\t10M\t*\t0\t0\t*\t*\n")
  let options = FeatureOptions(
    panel: [GenomicInterval(contig: "1", start: 0, end: 9, name: "G")], tables: [.intervals])
  let pass = try AlignmentPass(sam.path, options)
  #expect(pass.tables[.genes]?.first?["mean"] == .missing(nil))
  #expect(pass.tables[.genes]?.first?["length"] == .integer(9))
  #expect(pass.tables[.intervals]?.first?["bases_1x"] == .missing(nil))
}
