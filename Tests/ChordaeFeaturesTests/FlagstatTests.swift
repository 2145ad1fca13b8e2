import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

/// Holds the counters to `samtools flagstat -O json`, the ids to its labels.
private func expectEqual(_ path: String, fasta: [String] = []) throws {
  guard Oracle.has("samtools") else { return }
  let json = Oracle.run("samtools", ["flagstat", "-O", "json", path]).text
  let parsed = try #require(
    JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [String: Any]])
  let pass = try AlignmentPass(path)
  var compared = 0
  for (key, suffix) in [("QC-passed reads", ""), ("QC-failed reads", "_qcfail")] {
    for (label, value) in try #require(parsed[key]) where !label.contains("%") {
      let word = label.lowercased().split { !($0.isLetter || $0.isNumber) }.joined(separator: "_")
      let expected = (value as? NSNumber)?.int64Value
      #expect(pass.integer("aln.flagstat.\(word)\(suffix)") == expected, "\(label)\(suffix)")
      compared += 1
    }
  }
  #expect(compared == 32)
  #expect(Flagstat.group.columns.count == 32)
}

@Test(arguments: [
  "genomics/bam/NA12878.b37.20-21.10M.bam", "genomics/bam/NA12878_small.bam",
  "genomics/bam/strelka_demo20/NA12891_demo20.bam", "genomics/mt/HG03478.MT.bam",
  "genomics/mt/strelka_NA12878_chrM/NA12878_chrM_200-200.bam", "genomics/bam/mosdepth/ovl.bam",
  "genomics/cram/NA12878.embedded_ref.cram", "genomics/hts-specs/cram3.0/0001_empty_eof.cram",
])
func `flag counts of public files equal samtools flagstat`(name: String) throws {
  guard let path = Fixtures.publicRecord(name) else { return }
  try expectEqual(path)
}

@Test func `flag counts of awkward reads equal samtools flagstat`() throws {
  try expectEqual(SAMFile(AwkwardReads(seed: 5, pairs: 3_000).text).path)
}

@Test func `every combination of flags counts as samtools flagstat counts it`() throws {
  var text = "@SQ\tSN:a\tLN:100\n@SQ\tSN:b\tLN:100\n"
  for flags in 0..<4_096 {
    let mate = ["=", "b", "*"][flags % 3]
    text += "r\t\(flags)\ta\t5\t\(flags % 7)\t5M\t\(mate)\t\(mate == "*" ? 0 : 5)\t0\t*\t*\n"
  }
  try expectEqual(SAMFile(text).path)
}

@Test func `a file without reads counts zero, not null`() throws {
  let pass = try AlignmentPass(SAMFile("@SQ\tSN:a\tLN:100\n").path)
  for column in Flagstat.group.columns { #expect(pass.integer(column.id) == 0) }
}
