import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// One read a line, of 100 bases, on the first of three contigs.
private func sam(_ starts: [Int]) -> String {
  var text =
    "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:1\tLN:1000\n@SQ\tSN:2\tLN:1000\n@SQ\tSN:3\tLN:50\n"
  for start in starts { text += "r\(start)\t0\t1\t\(start + 1)\t60\t100M\t*\t0\t0\t*\t*\n" }
  return text
}

private func target(_ contig: String, _ start: Int, _ end: Int) -> GenomicInterval {
  GenomicInterval(contig: contig, start: start, end: end)
}

@Test func `figures of targets are those that a hand computes`() throws {
  // Depth 1 from 100 to 150, 2 to 200, 1 to 250.
  let path = try SAMFile(sam([100, 150])).path
  // 90 to 210 as one target, one that starts in the last read, one without reads, one on a contig
  // without reads, an empty line.
  let targets = [
    target("chr1", 90, 160), target("chr1", 240, 260), target("chr1", 160, 210),
    target("chr1", 120, 130), target("chr1", 800, 900), target("chr2", 0, 10),
    target("chr2", 500, 500),
  ]
  let pass = try AlignmentPass(path, targets: targets)
  #expect(pass.integer("aln.target.count") == 4)
  // 120, 20, 100 and 10.
  #expect(pass.integer("aln.target.bases") == 250)
  #expect(pass.integer("aln.target.zero_depth_count") == 2)
  // 50 bases of depth 1, 50 of 2, 10 of 1, then 10 of 1.
  #expect(pass.number("aln.target.mean") == 170.0 / 250)
  #expect(pass.integer("aln.target.median") == 0)
  #expect(pass.number("aln.target.breadth_1x") == 120.0 / 250)
  #expect(pass.number("aln.target.breadth_10x") == 0)
  #expect(pass.number("aln.target.on_target_fraction") == 170.0 / 200)
  // Of the 140 bases of targets with reads 20 have depth 0, so that the 28th has depth 1.
  #expect(pass.number("aln.target.fold_80") == 170.0 / 140)
}

@Test func `what targets cannot tell is null with its reason`() throws {
  let path = try SAMFile(sam([100])).path
  let none = try AlignmentPass(path)
  for column in TargetCoverage.group.columns {
    #expect(none.values[column.id] == .missing(.noTargets))
  }
  let unsorted = try SAMFile(sam([100]).replacing("coordinate", with: "unsorted"), "unsorted").path
  let targets = [target("1", 0, 10)]
  for column in TargetCoverage.group.columns {
    #expect(
      try AlignmentPass(unsorted, targets: targets).values[column.id]
        == .missing(.notCoordinateSorted))
  }
  let uncovered = try AlignmentPass(path, targets: targets)
  #expect(uncovered.number("aln.target.mean") == 0)
  #expect(uncovered.values["aln.target.fold_80"] == .missing(.zeroDenominator))
  #expect(uncovered.number("aln.target.on_target_fraction") == 0)
  let empty = try AlignmentPass(SAMFile(sam([]), "empty").path, targets: targets)
  #expect(empty.values["aln.target.on_target_fraction"] == .missing(.zeroDenominator))
  let baseless = try AlignmentPass(path, targets: [target("1", 7, 7)])
  #expect(baseless.values["aln.target.mean"] == .missing(.noBases))
  #expect(baseless.integer("aln.target.count") == 0)
}

@Test func `targets that do not fit the header are told by their line and what is wrong`() throws {
  let path = try SAMFile(sam([100])).path
  func fault(_ targets: [GenomicInterval]) -> InputError? {
    do throws(InputError) { _ = try AlignmentPass(path, targets: targets) } catch { return error }
    return nil
  }
  #expect(
    fault([target("1", 0, 9), target("4", 1, 2)])
      == InputError(
        .contigMismatch, path: "targets.bed",
        "the capture kit's interval 2 (4:1-2): the contig 4 is not in the alignment's header:"
          + " is it the same assembly?"))
  #expect(
    fault([target("chr3", 0, 51)])?.detail
      == "the capture kit's interval 1 (chr3:0-51): it ends past the contig's 50 bases:"
      + " is it the same assembly?")
  #expect(
    fault([target("1", 0, 1), target("chr1", 2, 3)])?.detail
      == "two contig names of the capture kit both stand for 1: use one of them")
  #expect(fault([target("3", 0, 50)]) == nil)
}

@Test func `fold 80 equals Picard's where every target has reads`() throws {
  guard Oracle.has("picard-tools"), Oracle.has("samtools") else { return }
  var generator = SeededGenerator(seed: 9)
  var text = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:c\tLN:20000\n@RG\tID:a\tSM:a\tLB:a\n"
  let (bases, qualities) = (String(repeating: "A", count: 100), String(repeating: "I", count: 100))
  for start in (0..<6_000).map({ _ in Int.random(in: 1...19_900, using: &generator) }).sorted() {
    text += "r\(start)\t0\tc\t\(start)\t60\t100M\t*\t0\t0\t\(bases)\t\(qualities)\tRG:Z:a\n"
  }
  let file = try SAMFile(text)
  let bam = try #require(file.sortedBAM())
  let targets = stride(from: 500, to: 19_000, by: 700).map { start in
    target("c", start, start + Int.random(in: 20...400, using: &generator))
  }
  let list = file.folder + "/targets.interval_list"
  let lines = targets.map { "c\t\($0.start + 1)\t\($0.end)\t+\tt\($0.start)\n" }.joined()
  try ("@HD\tVN:1.6\n@SQ\tSN:c\tLN:20000\n" + lines).write(
    toFile: list, atomically: true, encoding: .utf8)
  let output = file.folder + "/hs.txt"
  let ended = Oracle.run(
    "picard-tools",
    [
      "CollectHsMetrics", "I=\(bam)", "O=\(output)", "BI=\(list)", "TI=\(list)", "MQ=0", "Q=0",
      "CLIP_OVERLAPPING_READS=false", "COVMAX=100000",
    ])
  try #require(ended.status == 0, "\(ended.errors)")
  let rows = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
    .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  let header = try #require(rows.firstIndex { $0[0] == "BAIT_SET" })
  let peer = Dictionary(zip(rows[header], rows[header + 1])) { first, _ in first }
  let pass = try AlignmentPass(bam, targets: targets)
  func printed(_ id: String) -> Double? {
    // Picard prints six digits after the point, without closing zeros.
    pass.number(id).flatMap { Double(String(format: "%.6f", $0)) }
  }
  #expect(printed("aln.target.fold_80") == peer["FOLD_80_BASE_PENALTY"].flatMap { Double($0) })
  #expect(printed("aln.target.mean") == peer["MEAN_TARGET_COVERAGE"].flatMap { Double($0) })
  for depth in [1, 10, 20, 30, 50, 100] {
    let theirs = peer["PCT_TARGET_BASES_\(depth)X"].flatMap { Double($0) }
    #expect(printed("aln.target.breadth_\(depth)x") == theirs)
  }
  #expect(pass.integer("aln.target.zero_depth_count") == 0)
}
