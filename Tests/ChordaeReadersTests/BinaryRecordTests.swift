import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Records of BCF whose number of samples is not the header's, byte by byte.
@Suite struct BinaryRecordTests {
  private static let sampleCount = 40

  private func header() -> [UInt8] {
    let names = (0..<Self.sampleCount).map { "S\($0)" }.joined(separator: "\t")
    let text = """
      ##fileformat=VCFv4.2
      ##FILTER=<ID=PASS,Description="All filters passed">
      ##contig=<ID=1,length=1000>
      ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
      #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t\(names)

      """
    let bytes = Array(text.utf8) + [0]
    return Array("BCF".utf8) + [2, 2] + little(UInt32(bytes.count)) + bytes
  }

  private func little(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// A record of contig 0 with an SNV; GT is number 1 of the dictionary (VCF specification, 6.3).
  private func record(position: UInt32, samples: Int, genotypes: Int, fields: UInt32 = 1) -> [UInt8]
  {
    let missingQuality: UInt32 = 0x7F80_0001
    let site: [UInt32] = [
      0, position, 1, missingQuality, 2 << 16, UInt32(samples) | fields << 24,
    ]
    let shared = site.flatMap(little) + [0x07, 0x17, 65, 0x17, 71, 0x00]
    let values = (0..<genotypes).flatMap { _ in [2, 4] as [UInt8] }
    let own: [UInt8] = fields == 0 ? [] : [0x11, 1, 0x21] + values
    return little(UInt32(shared.count)) + little(UInt32(own.count)) + shared + own
  }

  private func read(_ records: [[UInt8]], samples: [String]?) throws -> VariantReading {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.bcf")
    try Data(StoredBGZF.file(header() + records.flatMap(\.self), blockSize: 60_000)).write(to: path)
    return VariantReading([path.path(percentEncoded: false)], .text, samples: samples)
  }

  private static let choices: [[String]?] = [nil, ["S0", "S39"], ["S7"], []]

  @Test(arguments: choices)
  func `sound records are read, whichever samples are wanted`(samples: [String]?) throws {
    let sound = (0..<3).map {
      record(position: $0, samples: Self.sampleCount, genotypes: Self.sampleCount)
    }
    let bare = record(position: 5, samples: 0, genotypes: 0, fields: 0)
    let reading = try read(sound + [bare], samples: samples)
    #expect(reading.fault == nil && reading.records.count == 4)
  }

  @Test(arguments: choices, [0, 1, 39, 41])
  func `another number of samples than the header's is an error with its place`(
    samples: [String]?, count: Int
  ) throws {
    let sound = record(position: 0, samples: Self.sampleCount, genotypes: Self.sampleCount)
    let odd = record(position: 9, samples: count, genotypes: count)
    let reading = try read([sound, odd, sound], samples: samples)
    let fault = try #require(reading.fault)
    #expect(fault.reason == .malformed)
    #expect(fault.place == .record(2, contig: "1", position: 10))
    #expect(
      fault.detail
        == "the record has \(count) samples where the header names 40 (VCF 6.3.1)")
  }
}
