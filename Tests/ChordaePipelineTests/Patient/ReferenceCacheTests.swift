import ChordaeCore
import ChordaeTestSupport
import Dispatch
import Foundation
import Synchronization
import Testing

@testable import ChordaePipeline

@Suite struct `References of a run` {
  private func reference() throws -> String {
    let path = Fixtures.scratch("cache").appending(path: "r.fa").path(percentEncoded: false)
    try QualityReads.fasta().write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func `are scanned once, however many workers want them at a time`() throws {
    let path = try reference()
    let cache = ReferenceCache()
    let scans = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 16) { @Sendable _ in
      // The scan asks once before each of its pieces, here one and the end.
      let gaps = try? cache.gaps(of: path) {
        scans.add(1, ordering: .relaxed)
        usleep(20_000)
        return false
      }
      #expect(gaps?.sequences.count == QualityReads.contigs.count)
    }
    #expect(scans.load(ordering: .relaxed) == 2)
  }

  @Test func `that are faulty are faulty for every patient, without another look`() throws {
    let path = try reference() + ".missing"
    let cache = ReferenceCache()
    for _ in 0..<2 {
      let error = #expect(throws: InputError.self) {
        _ = try cache.gaps(of: path) { false }
      }
      #expect(error?.reason == .fileNotFound)
      try "".write(toFile: path, atomically: true, encoding: .utf8)
    }
  }

  @Test func `are scanned anew where the scan was called off`() throws {
    let path = try reference()
    let cache = ReferenceCache()
    #expect(try cache.gaps(of: path) { true } == nil)
    #expect(try cache.gaps(of: path) { false } != nil)
  }
}
