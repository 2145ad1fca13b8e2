import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Wanted records are found by a call set's index, and no other way of reading finds more of them.
@Suite struct VariantSeekTests {
  /// Records of a file of a megabyte, its form and its index; nil without bcftools.
  private func make(_ folder: URL, seed: UInt64, _ name: String, index: String) throws -> String? {
    guard Oracle.has("bcftools") else { return nil }
    var made = SparseCallSet(seed: seed, recordCount: 8_000)
    let bytes = StoredBGZF.file(Array(made.text().text.utf8), blockSize: 3_000 + Int(seed) * 8_000)
    let text = folder.appending(path: "a.vcf.gz")
    try Data(bytes).write(to: text)
    let path = folder.appending(path: name).path(percentEncoded: false)
    if name.hasSuffix(".bcf") {
      let view = ["view", "-Ob0", "-o", path, text.path(percentEncoded: false)]
      try #require(Oracle.run("bcftools", view).status == 0)
    }
    try #require(Oracle.run("bcftools", ["index", index, path]).status == 0)
    return path
  }

  @Test(arguments: [
    (name: "a.vcf.gz", index: "-t", seed: 1 as UInt64), ("a.vcf.gz", "-c", 2),
    ("a.vcf.gz", "-t", 7), ("a.bcf", "-c", 3),
  ])
  func `all records that reach into regions are read, once and in order`(
    name: String, index: String, seed: UInt64
  ) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    guard let path = try make(folder, seed: seed, name, index: index) else { return }
    let whole = VariantReading([path], .text)
    try #require(whole.fault == nil && whole.records.count == 24_000)
    var random = SeededGenerator(seed: seed)
    for round in 0..<12 {
      let regions = Self.regions(round, &random)
      for form in VariantReader.Form.allCases {
        let some = VariantReading([path], form, regions: { regions[$0] ?? [] })
        #expect(some.fault == nil && some.isSought && some.records.count < 24_000)
        var rest = some.records[...]
        var missed = 0
        for record in whole.records {
          if rest.first == record {
            rest.removeFirst()
          } else if Self.reaches(record, regions) {
            missed += 1
          }
        }
        #expect(rest.isEmpty && missed == 0, "round \(round), \(form)")
      }
    }
  }

  /// Up to eight regions of three contigs: bases, the bases next to them, long stretches.
  private static func regions(
    _ round: Int, _ random: inout SeededGenerator
  ) -> [String: [Range<Int>]] {
    guard round > 0 else { return [:] }
    var regions: [String: [Range<Int>]] = [:]
    for _ in 0..<min(round, 8) {
      let start = Int.random(in: 0..<13_000_000, using: &random)
      let length = [1, 3, 3, 20_000].randomElement(using: &random) ?? 1
      let contig = ["chr1", "chr2", "chrX"].randomElement(using: &random) ?? "chr1"
      regions[contig, default: []].append(start..<start + length)
    }
    return regions.mapValues { $0.sorted { $0.lowerBound < $1.lowerBound } }
  }

  /// Whether a record, as `VariantReading` tells it, reaches into one of the regions.
  private static func reaches(_ record: [Int], _ regions: [String: [Range<Int>]]) -> Bool {
    let (start, length) = (record[1], max(1, record[2]))
    return (regions[["chr1", "chr2", "chrX"][record[0]]] ?? []).contains {
      $0.overlaps(start..<start + length)
    }
  }

  @Test func `no index is gone by that is older, another file's or of no use`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    guard let path = try make(folder, seed: 1, "a.vcf.gz", index: "-t") else { return }
    let few: @Sendable (String) -> [Range<Int>] = { $0 == "chr2" ? [900_000..<900_001] : [] }
    let many: @Sendable (String) -> [Range<Int>] = { _ in [0..<6_000_000] }
    let whole = VariantReading([path], .text)
    #expect(VariantReading([path], .text, regions: few).isSought)
    let wide = VariantReading([path], .text, regions: many)
    #expect(!wide.isSought && wide == whole)
    let manager = FileManager.default
    let index = path + ".tbi"
    try manager.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: index)
    let older = VariantReading([path], .text, regions: few)
    #expect(!older.isSought && older == whole)
    // What is no index at all.
    try Data(repeating: 7, count: 200).write(to: URL(filePath: index))
    let broken = VariantReading([path], .text, regions: few)
    #expect(!broken.isSought && broken == whole)
    try manager.removeItem(atPath: index)
    #expect(VariantReading([path], .text, regions: few) == whole)
  }

  @Test func `places that another file's index names are refused`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    guard let path = try make(folder, seed: 1, "a.vcf.gz", index: "-t") else { return }
    let other = folder.appending(path: "b")
    try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
    guard let second = try make(other, seed: 2, "a.vcf.gz", index: "-t") else { return }
    try FileManager.default.removeItem(atPath: path + ".tbi")
    try FileManager.default.copyItem(atPath: second + ".tbi", toPath: path + ".tbi")
    let whole = VariantReading([path], .text).records
    var refused = 0
    for form in VariantReader.Form.allCases {
      for start in stride(from: 500_000, to: 12_000_000, by: 3_000_000) {
        let regions = ["chr1": [start..<start + 1], "chr2": [start..<start + 1]]
        let read = VariantReading([path], form, regions: { regions[$0] ?? [] })
        if read.fault != nil {
          refused += 1
        } else {
          let wanted = whole.filter { Self.reaches($0, regions) }
          #expect(wanted.allSatisfy { read.records.contains($0) })
        }
      }
    }
    #expect(refused >= 4)
  }
}
