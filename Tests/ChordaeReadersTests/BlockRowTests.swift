import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Block rows of a gVCF, which are read at a glance, against htslib's parser: the usual ones and all that
/// looks nearly like them.
@Suite struct BlockRowTests {
  private static let header = """
    ##fileformat=VCFv4.2
    ##contig=<ID=1>
    ##contig=<ID=1x>
    ##FILTER=<ID=LowQual,Description="d">
    ##INFO=<ID=END,Number=1,Type=Integer,Description="d">
    ##INFO=<ID=DP,Number=1,Type=Integer,Description="d">
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="d">
    ##FORMAT=<ID=DP,Number=1,Type=Integer,Description="d">
    ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="d">
    ##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description="d">
    ##FORMAT=<ID=PL,Number=G,Type=Integer,Description="d">
    ##FORMAT=<ID=PS,Number=1,Type=Integer,Description="d">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS0

    """

  /// Each column's usual text first; every other text makes a row that is not, or is barely, of the form.
  private static let columns: [[String]] = [
    [".", "rs1", ""],
    ["A", "C", "N", "AC", "a", "", "<"],
    ["<NON_REF>", "<*>", "G,<NON_REF>", "<DEL>", ".", "G", "<NON_REF>,<*>"],
    [".", "30", "1e3"],
    [".", "PASS", "LowQual", ""],
    [
      "END=@", "END=@;DP=3", ".", "END=1", "END=", "END=@@", "END=99999999999", "END=-5",
      "END=@.5", "END=", "DP=3", "end=@",
    ],
    [
      "GT:DP:GQ:MIN_DP:PL", "GT:DP:GQ", "GT", "GT:GQ:MIN_DP", "DP:GT", "GT:PS", "GT:PL",
      "GT:GQ:DP:PL:MIN_DP",
    ],
    [
      "0/0:7:21:6:0,21,283", "0/0:8:24:7:0,24,310", "0/0", "0/0:7", "0/0:.:21", "0/0:7:21:6:.",
      "./.:0:0:0:0,0,0", "0|0:7:21:6:0,21,283", "0/1:7:21:6:0,21,283", "0/0:-7:21", "0/0:7,8:21",
      "0/0:", "0/0:7:21:6:0,21,283:4", "0/0:99999999999:1", "0/0:7:21:6:0,,3", "0:7:21", "0/0/0",
      "0/00:7", "0/0 :7", "/0/0:7",
      "0/0:1234567:12345678:123456789", "0/0:0000007:00000021:000000006",
      "0/0:2147483639:2147483640", "0/0:7:21:6:0,1234567,12345678",
      "0/0:7:21:6:123456789,12345678901,.", "0/0:7:21:6:-1234567,-,0",
    ],
  ]

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `block rows and what is nearly one are read as htslib reads them`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    // A file ends at its first bad row: half of the files have few odd columns, so that most rows pass.
    let oddShare = seed % 2 == 0 ? 0.004 : 0.03
    var (position, rows) = (0, "")
    for row in 0..<400 {
      position += Int.random(in: 1...40, using: &random)
      let length = Int.random(in: -1...30, using: &random)
      let texts = Self.columns.enumerated().map { place, texts in
        // Usual rows differ in first base and numbers; whole runs of a file have other fixed columns.
        let odd = Double.random(in: 0..<1, using: &random) < oddShare
        let usual = place == 1 ? Int.random(in: 0..<3, using: &random) : place == 7 ? row % 2 : 0
        let text = odd ? texts.randomElement(using: &random) ?? "" : texts[usual]
        return text.replacingOccurrences(of: "@", with: String(position + length))
      }
      let contig = row < 300 ? "1" : "1x"
      rows += ([contig, String(position)] + texts).joined(separator: "\t")
      rows += seed % 5 == 3 ? "\r\n" : "\n"
    }
    if seed % 7 == 2 { rows.removeLast() }
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    try (Self.header + rows).write(toFile: path, atomically: true, encoding: .utf8)
    for tags in [[], ["DP"], ["END", "DP"]] {
      VariantReading.expectEqual([path], infoTags: tags, "seed \(seed), \(tags)")
    }
    VariantReading.expectEqual([path], fields: .genotypes, "GT alone, seed \(seed)")
    VariantReading.expectEqual([path], fields: .depth, "depth alone, seed \(seed)")
    VariantReading.expectEqual([path], samples: [], "no sample, seed \(seed)")
  }

  /// Lines of which most are plain block rows, on two contigs and then on one that is not declared.
  private static func lines(_ count: Int, _ random: inout SeededGenerator) -> [String] {
    var position = 0
    return (0..<count).map { row in
      if row * 3 % count < 3 { position = 0 }
      position += Int.random(in: 0...100_000, using: &random)
      let contig = ["1", "1x", "u"][row * 3 / count]
      let letter = ["A", "C", "G", "T", "n"].randomElement(using: &random) ?? "A"
      guard Int.random(in: 0..<40, using: &random) > 0 else {
        return "\(contig)\t\(position)\t.\t\(letter)\tAT,<NON_REF>\t.\t.\tDP=4\tGT:DP\t0/1:9"
      }
      let numbers = [0, 21, 7].map { $0 + Int.random(in: 0..<90, using: &random) }
      return "\(contig)\t\(position)\t.\t\(letter)\t<NON_REF>\t.\t.\tEND=\(position + row % 40)\t"
        + "GT:DP:GQ:MIN_DP:PL\t0/0:\(numbers[0]):\(numbers[1]):\(numbers[2]):0,30,300"
    }
  }

  @Test(arguments: [(90, 1), (700, 3_000), (30_000, 50_000), (65_000, 1 << 30)])
  func `runs of block rows end with a batch, a part and the text at hand`(
    blockSize: Int, partBytes: Int
  ) throws {
    var random = SeededGenerator(seed: UInt64(blockSize))
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = Self.header + Self.lines(9_000, &random).joined(separator: "\n") + "\n"
    let path = folder.appending(path: "a.vcf.gz").path(percentEncoded: false)
    try Data(StoredBGZF.file(Array(text.utf8), blockSize: blockSize))
      .write(to: folder.appending(path: "a.vcf.gz"))
    let slow = VariantReading([path], .htslib, infoTags: ["DP"])
    let fast = VariantReading([path], .text, infoTags: ["DP"], partBytes: partBytes)
    #expect(slow.fault == nil && slow.records.count == 9_000 && slow.warnings.contigRecords > 0)
    #expect(slow == fast)
    // Without samples each row is read for itself.
    let single = VariantReading([path], .text, samples: [], partBytes: partBytes)
    #expect(fast.parts == single.parts)
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `a row out of order is found among block rows`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var lines = Self.lines(200, &random)
    let row = Int.random(in: 0..<199, using: &random)
    // Neighbours, or rows of two contigs.
    lines.swapAt(row, seed % 3 == 0 ? 199 - row : row + 1)
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    try (Self.header + lines.joined(separator: "\n") + "\n")
      .write(toFile: path, atomically: true, encoding: .utf8)
    VariantReading.expectEqual([path], "seed \(seed)")
    #expect(VariantReading([path], .text).fault?.reason == .notSorted)
  }

  @Test func `all usual rows are read, and a block goes up to END`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = (0..<5).map { row in
      "1\t\(100 * row + 1)\t.\tA\t<NON_REF>\t.\t.\tEND=\(100 * row + 30 + row)\tGT:DP:GQ:MIN_DP:PL\t"
        + "0/0:\(20 + row):\(30 + row):\(10 + row):0,30,300\n"
    }
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    try (Self.header + rows.joined()).write(toFile: path, atomically: true, encoding: .utf8)
    var reader = try VariantReader(
      paths: [path], samples: nil, fields: [.genotypes, .depth, .evidence])
    var batch = reader.emptyBatch()
    #expect(try reader.read(into: &batch) && batch.count == 5)
    #expect(batch.positions == [0, 100, 200, 300, 400])
    #expect(batch.referenceLengths == [30, 31, 32, 33, 34])
    #expect(batch.sampleValues.map { batch.depths[$0.depthStart] } == [20, 21, 22, 23, 24])
    #expect(batch.evidence == [30, 10, 31, 11, 32, 12, 33, 13, 34, 14])
    #expect(
      batch.alleles.map { String(decoding: batch.text[$0.text], as: UTF8.self) }
        == Array(repeating: ["A", "<NON_REF>"], count: 5).flatMap(\.self))
  }
}
