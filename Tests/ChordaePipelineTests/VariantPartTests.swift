import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// The parts of a call set are read side by side and give what one reading gives.
@Suite struct VariantPartTests {
  /// What a pass gives for all samples, or its fault.
  private struct Outcome: Equatable {
    var rows: [[FeatureValue]] = []
    var recordCount = 0
    var warnings: [String] = []
    var fault: InputError?
  }

  private static let kinds: [any VariantFeature.Type] =
    FeatureRegistry.variants + [CalledSiteCollection.self]

  private func outcome(_ paths: [String], threads: Int, partBytes: Int) throws -> Outcome {
    var outcome = Outcome()
    do throws(InputError) {
      let read = try VariantPass(
        over: paths, samples: nil, features: Self.kinds, options: FeatureOptions(),
        threads: threads, partBytes: partBytes)
      guard var pass = read else { return outcome }
      outcome.rows = (0..<pass.rowCount).map { pass.row($0).values }
      outcome.recordCount = pass.recordCount
      outcome.warnings = pass.warnings.sentences
    } catch { outcome.fault = error }
    return outcome
  }

  private func write(_ bytes: [UInt8], _ folder: URL, _ name: String) throws -> String {
    let path = folder.appending(path: name)
    try Data(bytes).write(to: path)
    return path.path(percentEncoded: false)
  }

  @Test(arguments: [
    (blockSize: 700, partBytes: 1), (700, 3_000), (700, 20_000), (90, 1_000), (60_000, 50_000),
  ])
  func `any number of threads gives the same values from the same parts`(
    blockSize: Int, partBytes: Int
  ) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = GeneratedCallSet(seed: 40, sampleCount: 5, recordCount: 900)
    let text = Array(made.text().utf8)
    let path = try write(StoredBGZF.file(text, blockSize: blockSize), folder, "a.vcf.gz")
    let plain = try write(text, folder, "a.vcf")
    let whole = try outcome([plain], threads: 1, partBytes: 1)
    #expect(whole.recordCount == 900 && whole.fault == nil && whole.rows.count == 5)
    for threads in [1, 2, 5] {
      let found = try outcome([path], threads: threads, partBytes: partBytes)
      #expect(found == whole, "\(threads) threads")
    }
  }

  @Test func `parts whose rows are longer than they are hold none`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = GeneratedCallSet(seed: 41, sampleCount: 300, recordCount: 60)
    let text = Array(made.text().utf8)
    let path = try write(StoredBGZF.file(text, blockSize: 100), folder, "a.vcf.gz")
    let whole = try outcome([path], threads: 1, partBytes: 1 << 20)
    #expect(whole.recordCount == 60)
    for threads in [1, 3] {
      #expect(try outcome([path], threads: threads, partBytes: 150) == whole)
    }
  }

  @Test func `files of a call set are read side by side`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var paths: [String] = []
    for (place, contig) in ["2", "1", "X"].enumerated() {
      var made = GeneratedCallSet(seed: 50 + UInt64(place), sampleCount: 3, recordCount: 200)
      let text = Array(made.text(contigs: [contig]).utf8)
      let isPlain = place == 1
      paths.append(
        try write(
          isPlain ? text : StoredBGZF.file(text, blockSize: 500), folder,
          "\(contig).vcf" + (isPlain ? "" : ".gz")))
    }
    let whole = try outcome(paths, threads: 1, partBytes: 4_000)
    #expect(whole.recordCount == 600)
    for threads in [2, 5] {
      #expect(try outcome(paths, threads: threads, partBytes: 4_000) == whole)
    }
    // A contig in two files is told of as one reading tells of it.
    let twice = paths + [paths[0]]
    let fault = try outcome(twice, threads: 1, partBytes: 4_000)
    #expect(fault.fault?.reason == .contigRepeated)
    #expect(try outcome(twice, threads: 3, partBytes: 4_000) == fault)
  }

  @Test func `faults, order and warnings are those of one reading`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let head = GeneratedCallSet.header + "\tFORMAT\tS0\n"
    let rows = (1...200).map { "1\t\($0)\t.\tA\tG\t.\t.\t.\tGT\t0/1\n" }
    let cases: [(String, [String])] = [
      ("unsorted", rows + ["1\t5\t.\tA\tG\t.\t.\t.\tGT\t0/1\n"]),
      ("short", rows + ["1\t500\t.\tA\tG\t.\t.\t.\tGT\n"] + rows),
      ("contig apart", rows + ["2\t5\t.\tA\tG\t.\t.\t.\tGT\t0/1\n"] + rows),
      ("undeclared contig", rows + rows.map { "who" + $0.dropFirst() }),
      ("undeclared tag", rows + ["1\t500\t.\tA\tG\t.\t.\tWHAT=1\tGT\t0/1\n"]),
      ("no row", []),
    ]
    for (name, rows) in cases {
      let text = Array((head + rows.joined()).utf8)
      let path = try write(StoredBGZF.file(text, blockSize: 100), folder, "a.vcf.gz")
      let whole = try outcome([path], threads: 1, partBytes: 700)
      for threads in [2, 5] {
        #expect(try outcome([path], threads: threads, partBytes: 700) == whole, "\(name)")
      }
      let isSound = name.hasPrefix("undeclared") || rows.isEmpty
      #expect((whole.fault == nil) == isSound, "\(name)")
      #expect(whole.warnings.isEmpty == !name.hasPrefix("undeclared"), "\(name)")
    }
  }

  @Test func `a cut or damaged file is the same fault for any number of threads`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = GeneratedCallSet(seed: 60, sampleCount: 2, recordCount: 300)
    let whole = StoredBGZF.file(Array(made.text().utf8), blockSize: 400)
    for round in 0..<40 {
      var bytes = whole
      if round % 2 == 0 {
        bytes.removeLast(Int.random(in: 1..<bytes.count / 2, using: &made.random))
      } else {
        bytes[Int.random(in: bytes.count / 3..<bytes.count, using: &made.random)] ^= 0x55
      }
      let path = try write(bytes, folder, "a.vcf.gz")
      let alone = try outcome([path], threads: 1, partBytes: 2_000)
      #expect(try outcome([path], threads: 3, partBytes: 2_000) == alone, "round \(round)")
    }
  }
}
