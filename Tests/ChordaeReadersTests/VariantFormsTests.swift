import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// The text form of the reader gives what htslib's parser gives, record for record and fault for fault.
@Suite struct VariantFormsTests {
  static let tags = ["AF", "CSQ", "DB", "AC", "END", "BaseQRankSumOther", "absent"]

  @Test(arguments: 0..<24 as Range<UInt64>)
  func `both forms read awkward records alike`(seed: UInt64) throws {
    let sampleCount = [1, 3, 1, 70, 0, 5][Int(seed) % 6]
    var made = AwkwardCallSet(seed: seed, sampleCount: sampleCount)
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = made.text(recordCount: 300)
    let plain = try write(Array(text.utf8), folder, "a.vcf")
    let blocked = try write(
      StoredBGZF.file(Array(text.utf8), blockSize: [777, 9_000, 65_000][Int(seed) % 3]), folder,
      "a.vcf.gz")
    VariantReading.expectEqual([plain], infoTags: Self.tags, "plain, seed \(seed)")
    VariantReading.expectEqual([blocked], infoTags: Self.tags, "blocks, seed \(seed)")
    VariantReading.expectEqual([plain], fields: .genotypes, "GT alone, seed \(seed)")
    VariantReading.expectEqual([plain], fields: .dosages, "dosages alone, seed \(seed)")
    #expect(VariantReading([plain], .text).records.count == 300)
    guard sampleCount > 2 else { return }
    for samples in [["S1"], ["S2", "S0"], []] {
      VariantReading.expectEqual([blocked], samples: samples, "seed \(seed), \(samples)")
    }
  }

  @Test(arguments: [1, 2, 63, 64, 65, 130, 333])
  func `both forms read rows of diploid genotypes alike, for any samples of them`(count: Int) throws
  {
    var made = AwkwardCallSet(seed: UInt64(count), sampleCount: count, isDiploid: true)
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try write(Array(made.text(recordCount: 90).utf8), folder, "a.vcf")
    VariantReading.expectEqual([path], "all of \(count)")
    let some = (0..<count).filter { $0 % 3 != 1 }.map { "S\($0)" }
    VariantReading.expectEqual([path], samples: some, "some of \(count)")
    VariantReading.expectEqual([path], samples: some.reversed(), "some of \(count), turned")
    VariantReading.expectEqual([path], samples: ["S\(count - 1)"], "one of \(count)")
  }

  @Test func `both forms read every public call set alike`() throws {
    var count = 0
    for folder in ["genomics", "malformed"] {
      guard let root = Fixtures.publicRecord(folder) else { return }
      let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
      for name in names.sorted()
      where [".vcf", ".vcf.gz", ".vcf.bgz"].contains(where: { name.hasSuffix($0) }) {
        VariantReading.expectEqual(["\(root)/\(name)"], infoTags: ["AF", "CSQ", "AC"], name)
        count += 1
      }
    }
    #expect(count > 200)
  }

  @Test func `both forms refuse the same bad lines in the same words`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (line, _, _) in VariantFaultTests.badLines {
      let text = VariantFaultTests.head + VariantFaultTests.good + line + "\n"
      for end in ["", VariantFaultTests.good] {
        let plain = try write(Array((text + end).utf8), folder, "a.vcf")
        let blocked = try write(
          StoredBGZF.file(Array((text + end).utf8), blockSize: 300), folder, "a.vcf.gz")
        for path in [plain, blocked] {
          VariantReading.expectEqual([path], line)
          VariantReading.expectEqual([path], samples: ["S1"], line)
        }
      }
    }
  }

  @Test func `both forms give damaged text the same verdict`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let bytes: [UInt8] = [
      0, 9, 10, 13, 32, 34, 43, 44, 45, 46, 47, 48, 49, 58, 59, 60, 61, 124, 255,
    ]
    var faults = 0
    for seed in 0..<350 as Range<UInt64> {
      var made = AwkwardCallSet(
        seed: 1_000 + seed, sampleCount: 3, isDiploid: seed % 2 == 0)
      var text = Array(made.text(recordCount: 12).utf8)
      let header = AwkwardCallSet.header(sampleCount: 3).joined(separator: "\n").utf8.count
      for _ in 0..<Int.random(in: 1...3, using: &made.random) {
        let place = Int.random(in: header..<text.count, using: &made.random)
        switch Int.random(in: 0..<3, using: &made.random) {
        case 0: text.remove(at: place)
        case 1: text.insert(bytes.randomElement(using: &made.random) ?? 9, at: place)
        default: text[place] = bytes.randomElement(using: &made.random) ?? 9
        }
      }
      let file = seed % 3 == 0 ? StoredBGZF.file(text, blockSize: 500) : text
      let path = try write(file, folder, "a.vcf")
      VariantReading.expectEqual([path], infoTags: Self.tags, "seed \(1_000 + seed)")
      if VariantReading([path], .text).fault != nil { faults += 1 }
    }
    #expect(faults > 50)
  }

  @Test func `both forms give cut and damaged blocks the same verdict`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = AwkwardCallSet(seed: 5, sampleCount: 4, isDiploid: true)
    let whole = StoredBGZF.file(Array(made.text(recordCount: 120).utf8), blockSize: 600)
    for round in 0..<250 {
      var bytes = whole
      if round % 2 == 0 {
        bytes.removeLast(Int.random(in: 1..<bytes.count, using: &made.random))
      } else {
        bytes[Int.random(in: 0..<bytes.count, using: &made.random)] ^= 0x55
      }
      let path = try write(bytes, folder, "a.vcf.gz")
      VariantReading.expectEqual([path], "round \(round)")
    }
  }

  private func write(_ bytes: [UInt8], _ folder: URL, _ name: String) throws -> String {
    let path = folder.appending(path: name)
    try Data(bytes).write(to: path)
    return path.path(percentEncoded: false)
  }
}
