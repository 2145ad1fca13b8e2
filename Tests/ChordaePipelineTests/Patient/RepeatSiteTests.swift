import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// Indels at wanted sites are left-aligned by the manifest's reference.
@Suite struct RepeatSiteTests {
  @Test func `a deletion of another unit of a repeat is found where the reference is given`() throws
  {
    guard Oracle.has("samtools") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ text: String, _ name: String) throws -> String {
      let path = folder.appending(path: name).path(percentEncoded: false)
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }
    let fasta = try write(">chr1\nGCAAAAAATG\n", "a.fa")
    let calls = try write(
      """
      ##fileformat=VCFv4.2
      ##contig=<ID=chr1,length=10>
      ##FORMAT=<ID=GT,Number=1,Type=String,Description="x">
      #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS
      chr1\t6\t.\tAA\tA\t.\t.\t.\tGT\t0/1

      """, "a.vcf")
    var list = SiteList()
    list.append(contig: "1", start: 1, reference: "CA", alternate: "C")
    let options = FeatureOptions(sites: list)
    func values(_ reference: String?) throws -> ([FeatureValue], [String]) {
      var pass = try #require(
        try VariantPass(
          over: [calls], samples: nil, features: [ListedSiteCalls.self], options: options,
          reference: reference))
      return (pass.row(0).values, pass.warningSentences)
    }
    #expect(try values(nil) == ([.integer(0)], []))
    // Nobody makes an index of another's file: without it alleles are compared as they stand.
    let (unaligned, warnings) = try values(fasta)
    #expect(unaligned == [.integer(0)] && warnings.count == 1)
    #expect(warnings.first?.contains("samtools faidx") == true)
    try #require(Oracle.run("samtools", ["faidx", fasta]).status == 0)
    #expect(try values(fasta) == ([.integer(1)], []))
    // A contig of another length is another build.
    let other = try write(">chr1\nGCAAAAAATGG\n", "b.fa")
    try #require(Oracle.run("samtools", ["faidx", other]).status == 0)
    let (mismatched, said) = try values(other)
    #expect(mismatched == [.integer(0)] && said.count == 1)
  }
}
