import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

private let columns = ReadStatistics.group.columns

/// The group's figures and histograms of one file that is read in parts.
private struct StatisticsPass {
  var values: [String: FeatureValue] = [:]
  var lists: [String: [Int64]] = [:]

  /// Reads a file; the records are shared out at `cuts`, fractions of their number.
  init(_ path: String, fasta: String? = nil, cuts: [Double] = []) throws {
    let options = FeatureOptions(tables: [.distributions])
    let kinds: [any AlignmentFeature.Type] = [ReadStatistics.self]
    var reader = try AlignmentReader(
      path: path, reference: fasta, fields: AlignmentPart.fields(kinds, options))
    let context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted, options: options)
    var parts = ([0] + cuts).map { _ in AlignmentPart(kinds, context) }
    var batch = AlignmentBatch()
    var batches: [AlignmentBatch] = []
    while try reader.read(into: &batch) { batches.append(batch) }
    let count = batches.reduce(0) { $0 + $1.count }
    let bounds = ([0] + cuts + [1]).map { Int($0 * Double(count)) }
    var first = 0
    for batch in batches {
      let own = bounds.map { min(max($0 - first, 0), batch.count) }
      first += batch.count
      for part in parts.indices {
        // What comes before the part stands for context, which counts for nothing.
        var piece = batch
        piece.records.removeLast(batch.count - own[part + 1])
        piece.contextCount = own[part]
        parts[part].consume(piece)
      }
    }
    var whole = parts.removeFirst()
    whole.endChunk()
    for var part in parts {
      part.endChunk()
      whole.merge(part)
    }
    finish(whole)
  }

  private mutating func finish(_ part: AlignmentPart) {
    let table = ReadStatistics.group.tables[0]
    var output = FeatureOutput(tables: [
      TableSchema(table.name, table.columns.map { Field($0.id, $0.type) })
    ])
    part.features[0].finish(part.preparation.finish(), into: &output)
    for (column, value) in zip(columns, output.values) {
      values[String(column.id.dropFirst(10))] = value
    }
    for (index, column) in table.columns.enumerated() {
      guard case .integers(let list)? = output.tables[.distributions]?.columns[index][0] else {
        continue
      }
      lists[String(column.id.dropFirst(10))] = list
    }
  }
}

/// Holds the figures and the histograms to `samtools stats`.
private func expectEqual(_ path: String, fasta: String? = nil) throws {
  guard let peer = try SamtoolsStats(path, fasta: fasta) else { return }
  let pass = try StatisticsPass(path, fasta: fasta)
  #expect(peer.numbers.count == 39 && pass.values.count == 43)
  for (word, expected) in peer.numbers {
    let value = pass.values[word]
    if value?.isMissing == true {
      #expect(Double(expected) == 0, "\(word) is null, not \(expected)")
    } else {
      #expect(SamtoolsStats.printed(value, like: expected) == expected, "\(word)")
    }
  }
  try expectEqualHistograms(pass, peer)
  // With this share no size is left out of IS.
  guard let whole = try SamtoolsStats(path, fasta: fasta, ["-m", "1"]) else { return }
  expectEqualSizes(pass, whole.sections["IS"] ?? [])
}

private func expectEqualHistograms(_ pass: StatisticsPass, _ peer: SamtoolsStats) throws {
  #expect(pass.lists.count == 11)
  #expect(pass.lists["base_quality_first_fragments"] == peer.qualities("FFQ"))
  #expect(pass.lists["base_quality_last_fragments"] == peer.qualities("LFQ"))
  for (word, section) in [("gc_first_fragments", "GCF"), ("gc_last_fragments", "GCL")] {
    let ours = try #require(pass.lists[word])
    #expect(SamtoolsStats.gcLines(ours) == peer.sections[section] ?? [], "\(section)")
  }
  var lengths = [Int64](repeating: 0, count: 1_001)
  var powers = [Int64](repeating: 0, count: 32)
  for line in peer.sections["RL"] ?? [] {
    let (length, count) = try (#require(Int(line[0])), #require(Int64(line[1])))
    lengths[min(length, 1_000)] += count
    powers[Int(log2(Double(length)))] += count
  }
  #expect(pass.lists["read_length"] == lengths)
  #expect(pass.lists["read_length_log2"] == powers)
  #expect(pass.lists["gc_percent"]?.reduce(0, +) == Int64(peer.numbers["sequences"] ?? ""))
  expectEqualSizes(pass, peer.sections["IS"] ?? [], isWhole: false)
}

private func expectEqualSizes(
  _ pass: StatisticsPass, _ lines: [[String]], isWhole: Bool = true
) {
  let words = ["pairs", "inward_pairs", "outward_pairs", "other_pairs"]
  for (index, word) in words.enumerated() {
    let ours = pass.lists["insert_size_\(word)"] ?? []
    #expect(ours.count == 8_001)
    #expect(ours.prefix(lines.count).map { "\($0)" } == lines.map { $0[index + 1] }, "\(word)")
    if isWhole { #expect(ours.dropFirst(lines.count).allSatisfy { $0 == 0 }, "\(word)") }
  }
}

@Test(arguments: [
  "bam/NA12878.b37.20-21.10M.bam", "bam/NA12878_small.bam",
  "bam/chr1_883884/1_883884-887618.bam", "bam/strelka_demo20/NA12891_demo20.bam",
  "bam/strelka_demo20/NA12892_demo20.bam", "mt/HG03478.MT.bam",
  "mt/strelka_NA12878_chrM/NA12878_chrM_200-200.bam", "bam/mosdepth/ovl.bam",
  "bam/mosdepth/overlapping-pairs.bam", "hts-specs/cram3.0/1403_index_multiref.sam",
  "cram/NA12878.embedded_ref.cram", "hts-specs/cram3.0/0001_empty_eof.cram",
])
func `statistics of public files equal samtools stats`(name: String) throws {
  guard let path = Fixtures.publicRecord("genomics/\(name)") else { return }
  try expectEqual(path)
}

@Test func `statistics of a CRAM with a reference of its own equal samtools stats`() throws {
  guard let path = Fixtures.publicRecord("genomics/cram/NA12878.b37.20.10M.cram"),
    let fasta = Fixtures.publicRecord("genomics/bam/human_g1k_v37.20-21.padded.fa.gz")
  else { return }
  try expectEqual(path, fasta: fasta)
}

@Test func `statistics of the conformance CRAMs equal samtools stats`() throws {
  guard let folder = Fixtures.publicRecord("genomics/hts-specs/cram3.0"),
    let fasta = Fixtures.publicRecord("genomics/hts-specs/ce.fa")
  else { return }
  // A read of 1200 ends past its contig, for which the reader refuses the file.
  for name in try FileManager.default.contentsOfDirectory(atPath: folder)
  where name.hasSuffix(".cram") && !name.hasPrefix("1200") {
    do {
      try expectEqual("\(folder)/\(name)", fasta: fasta)
    } catch let failed as SamtoolsStats.Failed {
      // Of some the peer makes nothing.
      print("skipped: \(name), samtools stats: \(failed.errors)")
    }
  }
}

@Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
func `statistics of awkward reads equal samtools stats`(seed: UInt64) throws {
  let text = AwkwardReads(seed: seed, pairs: 3_000).textWithSequences(seed: seed)
  let unsorted = try SAMFile(text)
  try expectEqual(unsorted.path)
  guard let sorted = unsorted.sortedBAM() else { return }
  try expectEqual(sorted)
}

/// A FASTA of random bases for the contigs of the awkward reads, with its index.
private func reference(in folder: String) throws -> String {
  var contents = ReadContents(seed: 4)
  let lines = AwkwardReads.contigs.map { ">\($0.0)\n\(contents.bases($0.1))\n" }
  let path = folder + "/reference.fa"
  try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
  #expect(Oracle.run("samtools", ["faidx", path]).status == 0)
  return path
}

@Test(arguments: ["3.0,no_ref=1", "3.1,no_ref=1", "3.0,embed_ref=1", "3.0", "3.1"])
func `statistics of awkward reads in a CRAM equal samtools stats`(options: String) throws {
  let file = try SAMFile(AwkwardReads(seed: 9, pairs: 2_000).textWithSequences(seed: 9))
  guard let bam = file.sortedBAM() else { return }
  let fasta = options.contains("no_ref") ? nil : try reference(in: file.folder)
  let cram = bam.dropLast(3) + "cram"
  let ended = Oracle.run(
    "samtools",
    ["view", "-O", "cram,version=\(options)", "-o", "\(cram)"]
      + (fasta.map { ["-T", $0] } ?? []) + [bam])
  try #require(ended.status == 0, "\(ended.errors)")
  // What is embedded is found without the file.
  try expectEqual("\(cram)", fasta: options.contains("embed") ? nil : fasta)
}

/// Reads with every combination of flags, several of each, their mates anywhere.
private func readsOfAllFlags(seed: UInt64, isSorted: Bool) -> String {
  var generator = SeededGenerator(seed: seed)
  var contents = ReadContents(seed: seed)
  var lines = ["@SQ\tSN:a\tLN:20000", "@SQ\tSN:b\tLN:20000"]
  for number in 0..<3 * 4_096 {
    func pick<T>(_ choices: [T]) -> T {
      choices[Int.random(in: 0..<choices.count, using: &generator)]
    }
    let start = isSorted ? 5 + number : pick([5, 10_000, Int.random(in: 1...19_000)])
    let mate = pick(["=", "=", "b", "*"])
    let mateStart = mate == "*" ? 0 : max(1, start + pick([0, -3, 3, 900]))
    let length = pick([0, 1, -1, 50, -50, 300, -300, 7_999, 8_000, -8_001, 123_456])
    let flags = pick([number % 4_096, number % 4_096 & ~0xF04])
    lines.append(
      contents.filled(
        "r\t\(flags)\ta\t\(start)\t\(pick([0, 0, 5, 60]))\t\(pick(["7M", "3H9M1I5M", "4S60M2H"]))\t"
          + "\(mate)\t\(mateStart)\t\(length)\t*\t*"))
  }
  return lines.joined(separator: "\n") + "\n"
}

@Test(arguments: [true, false])
func `every combination of flags counts as samtools stats counts it`(isSorted: Bool) throws {
  let path = try SAMFile(readsOfAllFlags(seed: 7, isSorted: isSorted)).path
  try expectEqual(path)
  #expect(try StatisticsPass(path).values["is_sorted"] == .integer(isSorted ? 1 : 0))
}

@Test func `statistics of long single reads equal samtools stats`() throws {
  var generator = SeededGenerator(seed: 12)
  var contents = ReadContents(seed: 12)
  var text = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:a\tLN:2000000\n"
  for number in 0..<60 {
    let length = Int.random(in: 200...15_000, using: &generator)
    let flags = [0, 16, 4, 2048, 2064, 1024][number % 6]
    text +=
      contents.filled(
        "l\(number)\t\(flags)\ta\t\(1_000 * (number + 1))\t60"
          + "\t90H\(length)M30D40I20S\t*\t0\t0\t*\t*") + "\n"
  }
  try expectEqual(SAMFile(text).path)
}

@Test func `statistics of unmapped reads alone equal samtools stats`() throws {
  var contents = ReadContents(seed: 13)
  var text = "@SQ\tSN:a\tLN:1000\n"
  for number in 0..<100 {
    text +=
      contents.filled(
        "u\(number)\t\([4, 77, 141][number % 3])\t*\t0\t0\t*\t*\t0\t0\t*\t*") + "\n"
  }
  let path = try SAMFile(text).path
  try expectEqual(path)
  let values = try StatisticsPass(path).values
  #expect(values["error_rate"] == .missing(.zeroDenominator))
  #expect(values["insert_size_median"] == .missing(.noReads))
}

@Test func `a file without reads counts zero, and its ratios are null`() throws {
  let path = try SAMFile("@SQ\tSN:a\tLN:100\n").path
  try expectEqual(path)
  for column in columns {
    let value = try StatisticsPass(path).values[String(column.id.dropFirst(10))]
    switch column.type {
    case .int64: #expect(value == .integer(column.id == "aln.stats.is_sorted" ? 1 : 0))
    default:
      let reason = column.id == "aln.stats.error_rate" ? MissingReason.zeroDenominator : .noReads
      #expect(value == .missing(reason) && column.missing == [reason], "\(column.id)")
    }
  }
}

@Test(arguments: [[0.5], [0], [1], [0.01, 0.3, 0.31, 0.999]])
func `parts of a file merge to what the whole gives`(cuts: [Double]) throws {
  var paths = [
    try SAMFile(readsOfAllFlags(seed: 3, isSorted: true)).path,
    try SAMFile(readsOfAllFlags(seed: 3, isSorted: false), "unsorted").path,
  ]
  if let path = Fixtures.publicRecord("genomics/bam/NA12878.b37.20-21.10M.bam") {
    paths.append(path)
  }
  for path in paths {
    let (whole, merged) = try (StatisticsPass(path), StatisticsPass(path, cuts: cuts))
    #expect(whole.values == merged.values)
    #expect(whole.lists == merged.lists)
  }
}

@Test func `records out of order are noticed across the parts of a file`() throws {
  let lines = ["5", "9", "8", "9"].map { "r\t0\ta\t\($0)\t60\t4M\t*\t0\t0\tACGT\tIIII" }
  let header = "@SQ\tSN:a\tLN:100\n@SQ\tSN:b\tLN:100\n"
  let path = try SAMFile(header + lines.joined(separator: "\n") + "\n").path
  for cut in [0.25, 0.5, 0.75, 1] {
    #expect(try StatisticsPass(path, cuts: [cut]).values["is_sorted"] == .integer(0))
  }
  let other = try SAMFile(
    header + lines[1] + "\n" + lines[2].replacing("\ta\t", with: "\tb\t") + "\n", "sorted"
  ).path
  #expect(try StatisticsPass(other, cuts: [0.5]).values["is_sorted"] == .integer(1))
}

@Test func `the histograms want the bases of a CRAM, and no group wants them without a reason`() {
  let plain = AlignmentPart.fields([ReadStatistics.self], FeatureOptions())
  let whole = AlignmentPart.fields([ReadStatistics.self], FeatureOptions(tables: [.distributions]))
  #expect(!plain.contains(.bases) && whole == plain.union(.bases))
  #expect(AlignmentPart.fields([Flagstat.self], FeatureOptions(tables: [.distributions])) == [])
}
