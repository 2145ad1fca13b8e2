import ChordaeSinks
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct GenotypeFileTests {
  private let folder = Fixtures.scratch("genotypes")
  private var path: String { folder.appending(path: "a.vcf").path(percentEncoded: false) }
  private static let sites = [
    GenotypeFile.Site(
      contig: "chr1", position: 5, id: "rs1", reference: "GA", alternates: ["G", "T"],
      info: "PX=ABC"),
    GenotypeFile.Site(
      contig: "chr2", position: 7, id: nil, reference: "A", alternates: ["C"], info: nil),
  ]

  @Test func `samples come in their order, with phase sets in the records that have any`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var file = try GenotypeFile(path: path, header: ["##source=x"], sites: Self.sites)
    file.append(sample: "a b", [.init("0|2", phaseSet: 0), .init("0/0")])
    file.append(sample: "é", [.init("./."), .init("1")])
    #expect(!FileManager.default.fileExists(atPath: path))
    let written = try file.finish()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(
      text == """
        ##fileformat=VCFv4.2
        ##source=x
        #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta b\té
        chr1\t5\trs1\tGA\tG,T\t.\t.\tPX=ABC\tGT:PS\t0|2:0\t./.:.
        chr2\t7\t.\tA\tC\t.\t.\t.\tGT\t0/0\t1

        """)
    #expect(written.byteCount == text.utf8.count)
  }

  @Test func `without samples the records stay, and a file given up leaves nothing`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try GenotypeFile(path: path, header: [], sites: Self.sites)
    _ = try file.finish()
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 4 && lines.allSatisfy { $0.split(separator: "\t").count != 9 })
    try FileManager.default.removeItem(atPath: path)
    do {
      var dropped = try GenotypeFile(path: path, header: [], sites: Self.sites)
      dropped.append(sample: "a", [.init("0/0"), .init("0/0")])
    }
    let left = try FileManager.default.contentsOfDirectory(
      atPath: folder.path(percentEncoded: false))
    #expect(left.isEmpty)
  }
}
