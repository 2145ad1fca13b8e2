import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

/// Holds the group to TelSeq's definition over what samtools prints.
private func expectEqual(_ path: String, fasta: String? = nil) throws {
  guard let python = Oracle.python, Oracle.has("samtools") else { return }
  let script = Fixtures.root.appending(path: "Tests/Oracles/telseq.py").path(percentEncoded: false)
  let reference = fasta.map { "-T '\($0)'" } ?? ""
  let output = Oracle.run(
    "/usr/bin/env",
    ["sh", "-c", "samtools view -h \(reference) '\(path)' | '\(python)' '\(script)'"])
  #expect(output.status == 0, "\(output.errors)")
  let pass = try AlignmentPass(path, reference: fasta)
  for line in output.text.split(separator: "\n").map({ $0.split(separator: " ") }) {
    let (id, expected) = ("aln.telomere.\(line[0])", try #require(Double(line[1])))
    if line[0] == "length", expected <= 0 {
      #expect(pass.values[id]?.isMissing == true)
    } else {
      let found = try #require(pass.values[id]?.figure, "\(id)")
      #expect(abs(found - expected) <= 1e-12 * expected, "\(id)")
    }
  }
}

private func reads(_ seed: UInt64, groups: [String], count: Int) -> String {
  var generator = SeededGenerator(seed: seed)
  var text = "@HD\tVN:1.6\tSO:unsorted\n@SQ\tSN:a\tLN:100000\n"
  for group in groups { text += "@RG\tID:\(group)\tSM:s\n" }
  for number in 0..<count {
    let length = [0, 1, 36, 50, 75, 100, 101, 150, 151, 250].randomElement(using: &generator) ?? 0
    let repeats = Int.random(in: 0...length / 6, using: &generator)
    let motif = Bool.random(using: &generator) ? "TTAGGG" : "CCCTAA"
    var bases = number % 3 == 0 ? Array(String(repeating: motif, count: repeats)) : []
    let share = Int.random(in: 40...60, using: &generator)
    while bases.count < length {
      let isGC = Int.random(in: 0..<100, using: &generator) < share
      bases.append(
        contentsOf: (isGC ? "GC" : "AT").randomElement(using: &generator).map { [$0] } ?? [])
    }
    if number % 50 == 7, length > 0 { bases[length / 2] = "N" }
    let group =
      number % 31 == 0
      ? nil : number % 29 == 0 ? "stranger" : groups.randomElement(using: &generator)
    let flags = [0, 4, 16, 256, 512, 1_024, 2_048].randomElement(using: &generator) ?? 0
    let place = flags == 4 ? "*\t0\t0\t*" : "a\t\(number + 1)\t60\t\(max(length, 1))M"
    text +=
      "r\(number)\t\(flags)\t\(length == 0 ? "*\t0\t0\t*" : place)\t*\t0\t0"
      + "\t\(length == 0 ? "*" : String(bases))\t*\tNM:i:3\t\(group.map { "RG:Z:\($0)\t" } ?? "")XX:Z:end\n"
  }
  return text
}

@Test(arguments: [[], ["one"], ["lane1", "lane2", "lane22"]])
func `telomeres of generated reads are as TelSeq defines them`(groups: [String]) throws {
  for seed in 1...3 as ClosedRange<UInt64> {
    let file = try SAMFile(reads(seed, groups: groups, count: 3_000), "telomere\(seed)")
    try expectEqual(file.path)
    // Sorted, as samtools writes it.
    if let bam = file.sortedBAM() { try expectEqual(bam) }
  }
}

@Test(arguments: [
  "genomics/bam/NA12878_small.bam", "genomics/bam/NA12878.b37.20-21.10M.bam",
  "genomics/mt/HG03478.MT.bam",
])
func `telomeres of public files are as TelSeq defines them`(name: String) throws {
  guard let path = Fixtures.publicRecord(name) else { return }
  try expectEqual(path)
}

@Test func `telomeres of a CRAM need its bases and its read groups`() throws {
  guard let path = Fixtures.publicRecord("genomics/cram/NA12878.b37.20.10M.cram"),
    let fasta = Fixtures.publicRecord("genomics/bam/human_g1k_v37.20-21.padded.fa.gz")
  else { return }
  try expectEqual(path, fasta: fasta)
  #expect(try AlignmentPass(path, reference: fasta).integer("aln.telomere.reads") ?? 0 > 1_000)
}

@Test func `the length is null where no read is telomeric, balanced or there`() throws {
  func length(_ reads: [String]) throws -> FeatureValue? {
    let lines = reads.map { "r\t4\t*\t0\t0\t*\t*\t0\t0\t\($0)\t*\n" }
    return try AlignmentPass(SAMFile("@SQ\tSN:a\tLN:9\n" + lines.joined()).path)
      .values["aln.telomere.length"]
  }
  let telomeric = String(repeating: "TTAGGG", count: 7)
  #expect(try length([]) == .missing(.noReads))
  #expect(try length(["ACGT"]) == .missing(.noTelomericReads))
  #expect(try length(["AAAA", "*"]) == .missing(.zeroDenominator))
  // Half of a repeat is G: it is telomeric and balanced at a time.
  #expect(try length([telomeric]) == .number(332_720.8 / 46 * 1_000))
  #expect(
    try length([String](repeating: telomeric + "AAAAAAAAAA", count: 200) + ["ACGT"])
      == .missing(.outOfRange))
  // Six repeats are not enough; 48 % of G and C is not balanced and 52 % is.
  let bases = { (gc: Int) in
    String(repeating: "G", count: gc) + String(repeating: "A", count: 25 - gc)
  }
  #expect(
    try length([String(repeating: "TTAGGG", count: 6), bases(13)]) == .missing(.noTelomericReads))
  #expect(try length([bases(12)]) == .missing(.zeroDenominator))
  #expect(try length([bases(13)]) == .missing(.noTelomericReads))
}
