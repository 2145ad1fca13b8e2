import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Testing

/// 25 reads on 100 to 200 with qualities, 5 of which at the end have mapping quality 0.
private func sam(quality: String? = nil) -> String {
  var text = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:1\tLN:1000\n@SQ\tSN:2\tLN:1000\n"
  for number in 0..<25 {
    let isLow = number >= 20
    let (start, length) = isLow ? (151, 50) : (101, 100)
    let bases = String(repeating: "A", count: length)
    let qualities = quality ?? String(repeating: "I", count: length)
    text += "r\(number)\t0\t1\t\(start)\t\(isLow ? 0 : 60)\t\(length)M\t*\t0\t0\t\(bases)"
    text += "\t\(qualities)\n"
  }
  return text
}

private let panel = [
  GenomicInterval(contig: "1", start: 90, end: 110, name: "A"),
  GenomicInterval(contig: "2", start: 10, end: 30, name: "C"),
  GenomicInterval(contig: "1", start: 140, end: 160, name: "B"),
  GenomicInterval(contig: "1", start: 100, end: 120, name: "A"),
  GenomicInterval(contig: "1", start: 5, end: 5, name: "E"),
  GenomicInterval(contig: "1", start: 100, end: 150, name: "F"),
]

private func figures(_ rows: [[String: FeatureValue]], _ column: String) -> [Double?] {
  rows.map { $0[column]?.figure }
}

@Test func `callability of genes is what a hand computes`() throws {
  let pass = try AlignmentPass(SAMFile(sam()).path, FeatureOptions(panel: panel))
  let rows = try #require(pass.tables[.genes])
  #expect(rows.map { $0["gene"] } == ["A", "C", "B", "E", "F"].map { .text($0) })
  // A: 10 bases without reads, 20 with 20; B: 10 with 20, 10 with 20 and 5 of mapping quality 0.
  let callable: [Double?] = [20.0 / 30, 0, 0.5, nil, 1]
  #expect(figures(rows, "callable_fraction") == callable)
  let low: [Double?] = [0, nil, 50.0 / 450, nil, 0]
  #expect(figures(rows, "low_mapq_fraction") == low)
  let below: [Double?] = [10, 20, 0, 0, 0]
  #expect(figures(rows, "bases_below_10x") == below)
  // Summed base by base, as mosdepth does.
  let worst: [Double?] = [10, 0, 22.5, nil, 20]
  for (ours, expected) in zip(figures(rows, "worst_interval_mean"), worst) {
    #expect(ours.map { ($0 * 1e9).rounded() / 1e9 } == expected)
  }
  let (length, depth): (Double, Double) = (30 + 20 + 20 + 50, 400 + 450 + 1_000)
  #expect(pass.integer("aln.genes.count") == 5)
  #expect(pass.number("aln.genes.mean") == depth / length)
  #expect(pass.number("aln.genes.breadth_20x") == 90 / length)
  #expect(pass.integer("aln.genes.bases_below_10x") == 30)
  #expect(pass.number("aln.genes.callable_fraction") == 80 / length)
  #expect(pass.number("aln.genes.worst_callable_fraction") == 0)
  #expect(pass.number("aln.genes.fully_callable_fraction") == 0.25)
  #expect(pass.number("aln.genes.low_mapq_fraction") == 50 / depth)
}

@Test func `what cannot be known of genes is null with its reason`() throws {
  let options = FeatureOptions(panel: panel)
  let none = try AlignmentPass(SAMFile(sam()).path)
  for column in GeneCoverage.group.columns { #expect(none.values[column.id] == .missing(.noPanel)) }
  let unsorted = sam().replacing("coordinate", with: "unsorted")
  let pass = try AlignmentPass(SAMFile(unsorted, "unsorted").path, options)
  for column in GeneCoverage.group.columns {
    #expect(pass.values[column.id] == .missing(.notCoordinateSorted))
  }
  #expect(pass.tables[.genes]?.first?["callable_fraction"] == .missing(nil))
  // Without qualities nobody knows what is callable, but for genes without reads.
  let bare = try AlignmentPass(SAMFile(sam(quality: "*"), "bare").path, options)
  #expect(bare.values["aln.genes.callable_fraction"] == .missing(.noBaseQualities))
  #expect(bare.values["aln.genes.worst_callable_fraction"] == .missing(.noBaseQualities))
  #expect(bare.number("aln.genes.mean") != nil)
  let unknown: [Double?] = [nil, 0, nil, nil, nil]
  #expect(figures(bare.tables[.genes] ?? [], "callable_fraction") == unknown)
  let empty = FeatureOptions(panel: [GenomicInterval(contig: "1", start: 3, end: 3)])
  let baseless = try AlignmentPass(SAMFile(sam(), "baseless").path, empty)
  #expect(baseless.values["aln.genes.mean"] == .missing(.noBases))
  #expect(baseless.values["aln.genes.callable_fraction"] == .missing(.noBases))
  #expect(baseless.values["aln.genes.low_mapq_fraction"] == .missing(.zeroDenominator))
}

@Test func `qualities are asked of the reader only where there is a panel`() {
  let plain = AlignmentPart.fields([GeneCoverage.self])
  #expect(!plain.contains(.qualities))
  let options = FeatureOptions(panel: panel)
  #expect(AlignmentPart.fields([GeneCoverage.self], under: options).contains(.qualities))
  #expect(!AlignmentPart.fields([TargetCoverage.self], under: options).contains(.qualities))
}
