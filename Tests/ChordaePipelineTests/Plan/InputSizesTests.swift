import ChordaeCore
import ChordaePipeline
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct InputSizesTests {
  @Test func `a patient's own files count, shared and missing ones do not`() throws {
    let folder = Fixtures.scratch()
    let sizes = [
      "a.bam": 100, "b.vcf": 20, "joint.vcf": 7000, "g.chr1.vcf": 3, "g.chr2.vcf": 4, "r.hea": 1,
      "r.dat": 50, "q.hea": 2, "q.mat": 60, "e.csv": 500, "kit.bed": 9, "ref.fa": 900,
    ]
    for (name, size) in sizes {
      try Data(count: size).write(to: folder.appending(path: name))
    }
    let manifest = folder.appending(path: "m.csv")
    let text = """
      patient_id,alignment,variants,gvcf,ecg,targets,reference
      A,a.bam,b.vcf,,,kit.bed,ref.fa
      B,none.bam,joint.vcf,g.{contig}.vcf,r.hea;q,,
      C,.,joint.vcf,none.{contig}.vcf,e.csv;none.hea,,
      D,,,,,,
      """
    try Data(text.utf8).write(to: manifest)
    let read = try ManifestReader.read(manifest.path(percentEncoded: false), extras: .any)
    let shared = try SharedSources(read)
    let expected = [120, 3 + 4 + 1 + 50 + 2 + 60, 500, 0]
    #expect(try InputSizes.measure(read, shared: shared) == expected)
    #expect(try InputSizes.measure(read, shared: shared, requests: 1) == expected)
  }

  @Test func `many rows keep their places`() throws {
    let folder = Fixtures.scratch()
    for size in 0..<50 { try Data(count: size).write(to: folder.appending(path: "\(size).bam")) }
    let rows = (0..<3000).map { "P\($0),\(($0 * 7) % 50).bam" }
    let manifest = folder.appending(path: "m.csv")
    try Data(("patient_id,alignment\n" + rows.joined(separator: "\n")).utf8).write(to: manifest)
    let read = try ManifestReader.read(manifest.path(percentEncoded: false), extras: .any)
    let sizes = try InputSizes.measure(read, shared: try SharedSources(read))
    #expect(sizes == (0..<3000).map { ($0 * 7) % 50 })
  }
}
