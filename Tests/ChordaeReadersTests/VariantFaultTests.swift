import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Files that are cut, damaged or not sound: each is an error with its reason and place.
@Suite struct VariantFaultTests {
  static let head = GeneratedCallSet.header + "\tFORMAT\tS0\tS1\n"
  static let good = "1\t5\t.\tA\tG\t.\t.\t.\tGT:DP\t0/0:1\t0/1:2\n"

  /// One bad line as record 2, the reason, and words of the detail.
  static let badLines: [(line: String, reason: MissingReason, words: String)] = [
    ("1\t6\t.\tA\tG\t.\t.\t.\tGT:DP\t0/0:1", .malformed, "10 columns where the header names 11"),
    ("1\t6\t.\tA\tG\t.\t.\t.", .malformed, "8 columns"),
    ("1\t6\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1\t0/1", .malformed, "12 columns"),
    ("", .malformed, "empty"),
    ("\t6\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1", .malformed, "CHROM"),
    ("1\tx\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1", .malformed, "POS"),
    ("1\t6x\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1", .malformed, "POS"),
    ("1\t-6\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1", .malformed, "POS"),
    ("1\t\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1", .malformed, "POS"),
    ("1\t99999999999999999999\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1", .malformed, "POS"),
    (
      "1\t6\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/2", .malformed, "sample 1's genotype (GT) names an allele"
    ),
    (
      "1\t6\t.\tA\t.\t.\t.\t.\tGT\t0/0\t0/1", .malformed, "sample 1's genotype (GT) names an allele"
    ),
    ("1\t6\t.\tA\tG\t.\t.\t.\tGT\t0/200\t0/1", .malformed, "sample 0's genotype (GT) names"),
    ("1\t6\t.\tA\tG\t.\t.\t.\tGT\t0/70000\t0/1", .malformed, "sample 0's genotype (GT) names"),
    ("1\t6\t.\tA\tG\t.\t.\t.\tGT\t0/99999999999\t0/1", .malformed, "htslib refuses"),
    ("1\t6\t.\tA\tG\t.\t.\t.\tGT\t0/0\tx", .malformed, "sample 1's genotype (GT) is not one"),
    ("1\t6\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/", .malformed, "sample 1's genotype (GT) is not one"),
    ("1\t6\t.\tA\tG\t.\t.\t.\tGT\t0//0\t0/1", .malformed, "sample 0's genotype (GT) is not one"),
    ("1\t6\t.\tA\tG\t.\t.\t.\tDP:GT\t1:0/0\t1:-1/0", .malformed, "sample 1's genotype (GT)"),
    ("1\t6\t.\tA\tG\t.\t.\t.\tGT:DP\t0/0:x\t0/1:1", .malformed, "htslib refuses"),
    ("1\t6\t.\tA\tG\t.\t.\t.\tGT:DP\t0/0:1:1\t0/1:1", .malformed, "htslib refuses"),
    ("1\t4\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1", .notSorted, "sort the file"),
    // htslib reads the row up to there, and a function of its own then ends the process.
    ("1\t6\0\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1", .malformed, "a zero byte"),
    ("1\t6\t.\tA\tG\t.\t.\t.\tGT\t0/0\0\t0/1", .malformed, "a zero byte"),
  ]

  @Test(arguments: badLines.indices)
  func `a bad line is an error at its record`(index: Int) throws {
    let (line, reason, words) = Self.badLines[index]
    let error = try #require(fault(text: Self.head + Self.good + line + "\n" + Self.good))
    #expect(error.reason == reason)
    #expect(error.detail.contains(words), "\(error.detail)")
    guard case .record(2, _, _)? = error.place else {
      Issue.record("the place is \(String(describing: error.place))")
      return
    }
    // The same line in a file that is compressed, and with the bad sample not wanted.
    #expect(fault(text: Self.head + Self.good + line + "\n", compressed: true) != nil)
  }

  @Test func `a plain file cut inside its last value is not read as whole`() {
    let whole = Self.head + Self.good + "1\t6\t.\tA\tG\t.\t.\t.\tGT:DP\t0/0:1\t0/1:230\n"
    #expect(fault(text: whole) == nil)
    for cut in 1...3 {
      let error = fault(text: String(whole.dropLast(cut)))
      #expect(error?.reason == .truncated)
      #expect(error?.place == .byte(whole.utf8.count - cut))
    }
    #expect(fault(text: String(whole.dropLast(1)) + "\r\n") == nil)
  }

  @Test func `a place names contig and position where they are known`() {
    let error = fault(text: Self.head + Self.good + "1\t6\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/2\n")
    #expect(error?.place == .record(2, contig: "1", position: 6))
    let short = fault(text: Self.head + Self.good + "2\t6\t.\tA\tG\t.\t.\t.\tGT\t0/0\n")
    #expect(short?.place == .record(2, contig: "2", position: 6))
    let unknown = fault(text: Self.head + Self.good + "who\t6\t.\tA\tG\t.\t.\t.\tGT\t0/0\n")
    #expect(unknown?.place == .record(2, contig: nil, position: 6))
  }

  @Test func `records of one contig stand together`() {
    let rows = ["1\t5", "2\t5", "1\t6"].map { $0 + "\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1\n" }
    #expect(fault(text: Self.head + rows.joined())?.reason == .notSorted)
    #expect(fault(text: Self.head + rows[0] + rows[2] + rows[1]) == nil)
  }

  @Test func `headers that are not sound say why`() {
    let cases: [(String, MissingReason, String)] = [
      ("", .truncated, "empty"),
      ("hello\n", .malformed, "##fileformat"),
      (Self.good, .malformed, "##fileformat"),
      ("##fileformat=VCFv4.2\n" + Self.good, .malformed, "#CHROM"),
      ("##fileformat=VCFv4.2\n", .malformed, "#CHROM"),
      (GeneratedCallSet.header + "\tFORMAT\n", .malformed, "no sample"),
      (GeneratedCallSet.header + "\tFORMAT\tA\tB\tA\n", .sampleRepeated, "sample 2"),
    ]
    for (text, reason, words) in cases {
      let error = fault(text: text)
      #expect(error?.reason == reason, "\(words)")
      #expect(error?.detail.contains(words) == true, "\(error?.detail ?? "none")")
    }
  }

  @Test func `a wanted sample that is absent is not named`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    try (Self.head + Self.good).write(toFile: path, atomically: true, encoding: .utf8)
    let error = try #require(fault(path, samples: ["S0", "Erika"]))
    #expect(error.reason == .sampleNotFound && !"\(error)".contains("Erika"))
    #expect(fault(path, samples: ["S0"]) == nil)
  }

  @Test func `missing files, folders and URLs are refused`() {
    #expect(fault("/nowhere/a.vcf")?.reason == .fileNotFound)
    #expect(fault("https://example.org/a.vcf")?.reason == .unsupported)
    #expect(fault("data:,x")?.reason == .unsupported)
    #expect(fault(Fixtures.scratch().path(percentEncoded: false)) != nil)
  }

  /// Cuts and flips of a compressed file, each made from its bytes and the starts of its blocks.
  @Test func `cut and damaged BGZF files are errors wherever the damage is`() throws {
    guard let path = Fixtures.publicRecord("genomics/vcf/hail_sample_chr20.vcf.gz") else { return }
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    var starts = [0]
    while let start = starts.last, start < bytes.count {
      starts.append(start + Int(bytes[start + 16]) + Int(bytes[start + 17]) << 8 + 1)
    }
    let middle = starts[7]
    #expect(fault(bytes: bytes) == nil)
    #expect(fault(bytes: Array(bytes.dropLast(28)))?.reason == .noEndOfFileBlock)
    #expect(fault(bytes: Array(bytes.prefix(middle)))?.reason == .truncated)
    #expect(fault(bytes: Array(bytes.prefix(middle + 7)))?.reason == .truncated)
    #expect(fault(bytes: Array(bytes.prefix(middle + 777)))?.reason == .truncated)
    #expect(fault(bytes: Array(bytes.prefix(400)))?.reason == .truncated)
    #expect(fault(bytes: flipped(bytes, middle - 8))?.reason == .checksumMismatch)
    #expect(fault(bytes: flipped(bytes, middle))?.reason == .malformed)
    var random = SeededGenerator(seed: 77)
    for _ in 0..<60 {
      // Fields of the block's header that no reader needs may change: within it any answer will do.
      let place = Int.random(in: 0..<(bytes.count - 28), using: &random)
      let isHeader = starts.contains { ($0..<($0 + 18)).contains(place) }
      #expect(fault(bytes: flipped(bytes, place)) != nil || isHeader, "byte \(place)")
    }
  }

  @Test func `cut and damaged gzip files are errors`() throws {
    guard let path = Fixtures.publicRecord("genomics/vcf/hail_small-gt.vcf"), Oracle.has("gzip")
    else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let copy = folder.appending(path: "a.vcf")
    try FileManager.default.copyItem(at: URL(filePath: path), to: copy)
    #expect(Oracle.run("gzip", ["-f", copy.path(percentEncoded: false)]).status == 0)
    let bytes = try [UInt8](Data(contentsOf: folder.appending(path: "a.vcf.gz")))
    #expect(fault(bytes: bytes) == nil)
    for cut in [4, 8, 9, 100, bytes.count / 2] {
      #expect(fault(bytes: Array(bytes.dropLast(cut)))?.reason == .truncated, "\(cut)")
    }
    #expect(fault(bytes: flipped(bytes, bytes.count - 6)) != nil)
    #expect(fault(bytes: flipped(bytes, bytes.count / 2)) != nil)
  }

  @Test func `cut and damaged BCF files are errors`() throws {
    guard let path = Fixtures.publicRecord("genomics/vcf/bio2zarr/CEUTrio.20.21.gatk3.4.g.bcf"),
      Oracle.has("bcftools")
    else { return }
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    #expect(fault(bytes: Array(bytes.dropLast(28)))?.reason == .noEndOfFileBlock)
    #expect(fault(bytes: Array(bytes.prefix(bytes.count / 2)))?.reason == .truncated)
    #expect(fault(bytes: flipped(bytes, bytes.count / 2))?.reason == .checksumMismatch)
    let small = try #require(Fixtures.publicRecord("genomics/vcf/bio2zarr/sample.bcf"))
    let raw = Oracle.run("sh", ["-c", "gzip -dc < '\(small)' | base64 -w0"]).text
    let plain = try [UInt8](#require(Data(base64Encoded: raw)))
    #expect(fault(bytes: plain) == nil)
    for cut in [1, 10, 50] {
      #expect(fault(bytes: Array(plain.dropLast(cut)))?.reason == .truncated, "\(cut)")
    }
    // Any byte of records may change to anything: no crash, no hang.
    var random = SeededGenerator(seed: 3)
    for _ in 0..<150 {
      var bad = plain
      for _ in 0..<3 {
        bad[Int.random(in: (bad.count / 2)..<bad.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      _ = fault(bytes: bad)
    }
  }

  @Test func `changed bytes of text never end the process`() throws {
    var made = GeneratedCallSet(seed: 99, sampleCount: 3, recordCount: 12)
    let text = Array(made.text().utf8)
    let interesting: [UInt8] = [0, 9, 10, 13, 32, 34, 44, 45, 46, 47, 48, 57, 58, 59, 60, 61, 255]
    for _ in 0..<250 {
      var bad = text
      for _ in 0..<Int.random(in: 1...4, using: &made.random) {
        bad[Int.random(in: 0..<bad.count, using: &made.random)] =
          interesting.randomElement(using: &made.random) ?? 0
      }
      _ = fault(bytes: bad)
    }
  }

  /// What htslib takes and we refuse, each with the clause of the VCF specification.
  static let stricter: [String: String] = [
    "failed_body_contiguous_000.vcf": "1.6.1 CHROM: one block a contig",
    "failed_body_contiguous_001.vcf": "1.6.1 CHROM: one block a contig",
    "failed_body_unsorted_000.vcf": "1.6.1 POS: sorted within a contig",
    "failed_body_pos_000.vcf": "1.6.1 POS: an integer, required",
    "failed_body_pos_002.vcf": "1.6.1 POS: not negative",
    "failed_body_pos_001.vcf": "1.6.1 POS: an integer",
    "failed_body_sample_001.vcf": "1.6.2 GT: an allele of the record",
    "failed_body_no_newline_000.vcf": "1.1: every line ends with a newline",
    "failed_body_no_newline_001.vcf": "1.1: every line ends with a newline",
    "failed_body_no_newline_002.vcf": "1.1: every line ends with a newline",
    "failed_body_no_newline_003.vcf": "1.1: every line ends with a newline",
    "failed_body_no_newline_004.vcf": "1.1: every line ends with a newline",
  ]

  @Test func `the malformed corpora are refused where htslib refuses them`() throws {
    guard let folder = Fixtures.publicRecord("malformed"), Oracle.has("bcftools") else { return }
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".vcf") || $0.hasSuffix(".vcf.gz") || $0.hasSuffix("emptyfile") }
      .sorted()
    #expect(paths.count > 200)
    for path in paths {
      let file = folder + "/" + path
      let isRefused = fault(file) != nil
      let name = String(path.split(separator: "/").last ?? "")
      if isRefused {
        let peerRefuses = Oracle.run("bcftools", ["view", file]).status != 0
        #expect(peerRefuses || Self.stricter[name] != nil, "\(path) is refused without a clause")
      } else {
        #expect(Oracle.run("bcftools", ["view", file]).status == 0, "\(path) is taken")
      }
    }
  }

  // MARK: Reading

  private func flipped(_ bytes: [UInt8], _ place: Int) -> [UInt8] {
    var bytes = bytes
    bytes[place] ^= 0x55
    return bytes
  }

  private func fault(text: String, compressed: Bool = false) -> InputError? {
    guard compressed, Oracle.has("bgzip") else { return fault(bytes: Array(text.utf8)) }
    let folder = Fixtures.scratch("bgzip")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8)))
    #expect(Oracle.run("bgzip", [path]).status == 0)
    return fault(path + ".gz")
  }

  private func fault(bytes: [UInt8]) -> InputError? {
    let folder = Fixtures.scratch("fault")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a").path(percentEncoded: false)
    #expect(FileManager.default.createFile(atPath: path, contents: Data(bytes)))
    return fault(path)
  }

  private func fault(_ path: String, samples: [String]? = nil) -> InputError? {
    do {
      var reader = try VariantReader(
        paths: [path], samples: samples, fields: [.genotypes, .depth])
      var batch = reader.emptyBatch()
      while try reader.read(into: &batch) {}
      return nil
    } catch { return error }
  }
}
