import ChordaeTestSupport
import Foundation
import Testing

@testable import FuzzHarness

/// What `make fuzz` starts from and what it once found, read again.
@Suite struct FuzzReplayTests {
  private static let folder = Fixtures.root.appending(path: "Tests/Fuzz")
  private static let seeds = folder.appending(path: "seeds").path(percentEncoded: false)
  private static let reference = seeds + "/reference.fa"

  private static func bytes(_ seed: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(seeds)/\(seed)")))
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["seeds", "crashes"])
  func `every seed and every past crash is read or refused, twice the same`(name: String) throws {
    let harness = FuzzHarness(reference: Self.reference)
    defer { harness.finish() }
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.folder.appending(path: name), includingPropertiesForKeys: nil
    ).sorted { $0.path < $1.path }
    for file in files {
      let verdicts = harness.verdicts(on: Array(try Data(contentsOf: file)))
      #expect(!verdicts.isEmpty, "\(file.lastPathComponent)")
    }
    #expect(name == "crashes" || files.count > 25)
  }

  @Test func `a read feature that is longer than its read is refused before it is decoded`() throws
  {
    let harness = FuzzHarness(reference: Self.reference)
    defer { harness.finish() }
    let name = "crashes/crash-b21105fd4d2ad68c48c56eb97a18a5dd3102096b"
    let verdicts = harness.verdicts(
      on: Array(try Data(contentsOf: Self.folder.appending(path: name))))
    #expect(
      verdicts.contains {
        $0.hasPrefix("malformed at byte ")
          && $0.hasSuffix(
            "a feature of a read lies past the read's end (CRAM specification, Read features)")
      }, "\(verdicts)")
  }

  @Test func `the same reads have the same values in every container`() throws {
    let harness = FuzzHarness(reference: Self.reference)
    defer { harness.finish() }
    let plain = try harness.verdicts(on: Self.bytes("pairs.sam"))[0]
    #expect(plain.hasPrefix("accepted: 15 records"))
    #expect(try harness.verdicts(on: Self.bytes("pairs.bam")) == [plain])
    // A payload is no file of its own, for it has no end; in blocks it is.
    #expect(try harness.verdicts(on: Self.bytes("pairs.payload")).last == plain)
    for name in ["plain", "packed", "embedded", "many", "next", "old"] {
      let verdict = try harness.verdicts(on: Self.bytes("\(name).cram")).last
      #expect(verdict.map(Self.withoutStatistics) == Self.withoutStatistics(plain), "\(name)")
    }
  }

  /// A verdict without `aln.stats`: of a CRAM the mismatches are counted from the reference, where
  /// the same reads in a SAM without NM have none.
  private static func withoutStatistics(_ verdict: String) -> [Substring] {
    verdict.split(separator: ";").filter { !$0.hasPrefix(" aln.stats ") }
  }

  @Test func `disguises hold together`() throws {
    let payload = try Self.bytes("pairs.payload")
    let file = Fixtures.scratch().appending(path: "a.bam")
    for size in [18, 61, 1 << 20] {
      try Data(BGZFBlocks.wrap(payload, blockSize: size)).write(to: file)
      guard Oracle.has("samtools") else { return }
      let path = file.path(percentEncoded: false)
      #expect(Oracle.run("samtools", ["quickcheck", path]).status == 0)
      #expect(Oracle.run("samtools", ["view", "-c", path]).text == "15\n")
    }
    for name in ["plain", "packed", "embedded", "many", "next"] {
      let cram = try Self.bytes("\(name).cram")
      #expect(CRAMChecksums.mended(cram) == cram, "\(name)")
      // The last block's checksum stands before the 38 bytes of the end.
      var damaged = cram
      damaged[cram.count - 40] ^= 0xFF
      #expect(CRAMChecksums.mended(damaged) == cram, "\(name)")
    }
  }

  @Test func `changed BAM payloads are most often still a chain of records`() throws {
    let payload = try Self.bytes("pairs.payload")
    var chained = 0
    for seed in 0..<150 as Range<UInt64> {
      let mutation = try #require(BAMMutation(payload, seed: seed))
      let mutated = mutation.mutated()
      #expect(mutated == BAMMutation(payload, seed: seed)?.mutated(), "seed \(seed)")
      if BAMMutation(mutated, seed: 0) != nil { chained += 1 }
    }
    #expect(chained > 110)
  }
}
