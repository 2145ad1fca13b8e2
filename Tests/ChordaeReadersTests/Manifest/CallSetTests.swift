import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct CallSetTests {
  @Test func `a pattern stands for the files that fit it, in the natural order`() throws {
    let text = try ManifestText("", as: "cohort.csv")
    let names = [
      "c.chr10.vcf.gz", "c.chr2.vcf.gz", "c.chrX.vcf.gz", "c.chr1.vcf.gz", "c.chr1.vcf.gz.tbi",
      "c..vcf.gz", "d.chr1.vcf.gz", "c.vcf.gz", "c.chr02.vcf.gz", "c.HLA-A*01:01.vcf.gz",
    ]
    for name in names {
      #expect(FileManager.default.createFile(atPath: text.folder + name, contents: nil))
    }
    let found = try ContigPattern.expand([text.folder + "z.vcf", text.folder + "c.{contig}.vcf.gz"])
    #expect(
      found.map { String($0.dropFirst(text.folder.count)) } == [
        "z.vcf", "c.HLA-A*01:01.vcf.gz", "c.chr1.vcf.gz", "c.chr02.vcf.gz", "c.chr2.vcf.gz",
        "c.chr10.vcf.gz", "c.chrX.vcf.gz",
      ])
    #expect(ContigPattern(path: "c.vcf.gz") == nil)
  }

  @Test(arguments: ["none.{contig}.vcf", "none/{contig}.vcf"])
  func `a pattern that fits no file is an error`(name: String) throws {
    let text = try ManifestText("")
    #expect {
      try ContigPattern.expand([text.folder + name])
    } throws: { error in
      (error as? InputError)?.reason == .fileNotFound
    }
  }

  @Test func `call sets that several rows name are shared`() throws {
    let manifest = try ManifestText(
      """
      patient_id,variants,gvcf
      A,joint.vcf,
      B,b.vcf,joint.vcf
      C,./joint.vcf,g2.vcf;g1.vcf
      D,,g1.vcf;g2.vcf
      E,x/../joint.vcf,g1.vcf
      F,joint.vcf,g1.vcf;g2.vcf
      """
    ).read()
    let shared = try SharedSources(manifest)
    let sources = shared.sources
    #expect(sources.map(\.kind) == [.variants, .gvcf])
    #expect(sources.map { Array(shared.rows(of: $0)) } == [[0, 2, 5], [2, 3, 5]])
    #expect(
      (0..<6).map { shared.source(.variants, ofRow: $0) != nil } == [
        true, false, true, false, false, true,
      ])
    #expect(shared.source(.gvcf, ofRow: 3) == sources[1])
    let paths = try shared.paths(of: sources[1], in: manifest)
    #expect(paths == (try manifest.entry(at: 2).gvcf))
  }

  @Test func `without shared call sets there are none`() throws {
    let manifest = try ManifestText("patient_id,variants\nA,a.vcf\nB,b.vcf\nC,\nD,\n").read()
    let shared = try SharedSources(manifest)
    #expect(shared.sources.isEmpty && shared.source(.variants, ofRow: 2) == nil)
  }

  @Test func `a sample is the named one, the only one, or the one named like the patient`() {
    var entry = ManifestEntry(row: 0, line: 2, patient: PatientID("P2"))
    #expect(SampleNames(["NA12878"]).place(of: entry) == 0)
    #expect(SampleNames(["P1", "P2"]).place(of: entry) == 1)
    #expect(SampleNames(["P1", "P3"]).place(of: entry) == nil)
    #expect(SampleNames([]).place(of: entry) == nil)
    entry.sample = "S"
    #expect(SampleNames(["NA12878"]).place(of: entry) == nil)
    #expect(SampleNames(["P2", "S"]).place(of: entry) == 1)
    entry.sample = "e\u{301}"
    #expect(SampleNames(["\u{E9}"]).place(of: entry) == nil)
  }
}
