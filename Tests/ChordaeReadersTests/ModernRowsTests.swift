import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Legal records of VCF 4.4 and 4.5 that htslib 1.16 cannot read, against the htslib inside pysam.
@Suite struct ModernRowsTests {
  private static func header(_ version: String) -> String {
    """
    ##fileformat=\(version)
    ##contig=<ID=1,length=100000>
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="d">
    ##FORMAT=<ID=DP,Number=1,Type=Integer,Description="d">
    ##FORMAT=<ID=LEN,Number=1,Type=Integer,Description="d">
    ##FORMAT=<ID=PSL,Number=P,Type=String,Description="d">
    ##FORMAT=<ID=LAA,Number=.,Type=Integer,Description="d">
    ##FORMAT=<ID=LAD,Number=.,Type=Integer,Description="d">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS0\tS1\tS2

    """
  }

  private static let rows = [
    "1\t5\t.\tA\tG\t.\t.\t.\tGT\t/0/1\t|0|1\t1|0",
    "1\t6\t.\tA\tG,T\t.\t.\t.\tGT:DP\t|2/1:3\t/0|1:4\t./.:5",
    "1\t7\t.\tA\tG\t.\t.\t.\tGT\t/1\t|0\t1",
    "1\t8\t.\tA\tG\t.\t.\t.\tGT\t|./1\t/.|.\t0",
    "1\t9\t.\tA\tG\t.\t.\t.\tGT\t/0/0\t/0|1\t/1/1",
    "1\t10\t.\tA\tG,T\t.\t.\t.\tGT:LAA:LAD\t0/2:2:5,6\t0/1:1:7,8\t0/0:.:9",
    "1\t20\t.\tA\t<*>\t.\t.\t.\tGT:DP:LEN\t0/0:3:10\t0/0:4:7\t./.:.:.",
  ]

  private func write(_ text: String, _ folder: URL) throws -> String {
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test(arguments: ["VCFv4.4", "VCFv4.5"])
  func `alleles of genotypes with a leading phase mark equal those of pysam`(
    version: String
  ) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = Self.header(version) + Self.rows.joined(separator: "\n") + "\n"
    let path = try write(text, folder)
    var reader = try VariantReader(paths: [path], samples: nil, fields: [.genotypes, .depth])
    var batch = reader.emptyBatch()
    #expect(try reader.read(into: &batch) && batch.count == Self.rows.count)
    // A phase mark before the first allele is kept in its code.
    #expect(batch.codes(ofRecord: 0, sample: 0) == [2, 4])
    #expect(batch.codes(ofRecord: 0, sample: 1) == [3, 5])
    // A row of marks that say nothing new has planes like any other.
    #expect(batch.sampleValues[4].planeStart >= 0 && batch.sampleValues[0].planeStart < 0)
    #expect(batch.referenceLengths == [1, 1, 1, 1, 1, 1, 10])
    guard let python = Oracle.python else { return }
    let code = """
      import pysam, sys
      for r in pysam.VariantFile(sys.argv[1]):
        print(*["/".join("." if a is None else str(a) for a in s["GT"]) for s in r.samples.values()])
      """
    let peer = Oracle.run(python, ["-c", code, path])
    #expect(peer.status == 0, "\(peer.errors)")
    for (record, line) in peer.text.split(separator: "\n").enumerated() {
      let found = (0..<3).map { sample in
        batch.codes(ofRecord: record, sample: sample).filter { $0 != VariantBatch.absentAllele }
          .map { $0 >> 1 == 0 ? "." : "\(($0 >> 1) - 1)" }.joined(separator: "/")
      }
      #expect(found.joined(separator: " ") == line, "record \(record)")
    }
  }

  @Test func `a leading phase mark is refused where the version does not allow it`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try write(Self.header("VCFv4.3") + Self.rows[0] + "\n", folder)
    let reading = VariantReading([path], .text)
    #expect(reading.fault?.reason == .malformed)
    #expect(reading.fault == VariantReading([path], .htslib).fault)
  }

  @Test func `phase sets must fit a genotype that begins with a phase mark`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (values, isSound) in [
      ("|0/1:a,.", true), ("|0|1:a,b", true), ("/0:.", true), ("/0:a", false), ("|0|1:a", false),
      ("|0/1:a,b", false),
    ] {
      let row = "1\t5\t.\tA\tG\t.\t.\t.\tGT:PSL\t\(values)\t0/1:.,.\t0/1:.,.\n"
      let path = try write(Self.header("VCFv4.4") + row, folder)
      #expect((VariantReading([path], .text).fault == nil) == isSound, "\(values)")
    }
  }

  @Test func `LEN gives a block's length from version 4.4 on alone`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (version, length) in [("VCFv4.2", Int64(1)), ("VCFv4.5", 10)] {
      let path = try write(Self.header(version) + Self.rows[6] + "\n", folder)
      for form in VariantReader.Form.allCases {
        var reader = try VariantReader(
          paths: [path], samples: ["S0", "S2"], fields: .genotypes, form: form)
        var batch = reader.emptyBatch()
        #expect(try reader.read(into: &batch))
        #expect(batch.referenceLengths == [length])
      }
    }
  }
}
