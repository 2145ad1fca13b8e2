import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// Features that look at listed sites alone have the same values by the index as by all records.
@Suite struct VariantPassSeekTests {
  private static let kinds: [any VariantFeature.Type] = [
    Pharmacogenomics.self, ListedSiteCalls.self, AncestryProjection.self,
  ]

  /// A list of some of the call set's records, and of places where none begins.
  private static func list(_ positions: [String: [Int]], count: Int) -> SiteList {
    var list = SiteList()
    for contig in ["chr1", "chr2", "chrX"] {
      let own = positions[contig] ?? []
      for place in stride(from: 17, to: own.count, by: own.count / count) {
        list.append(contig: contig, start: own[place], reference: "A", alternate: "G")
        list.append(contig: contig, start: own[place] + 700, reference: "C", alternate: "T")
        list.append(contig: contig, start: own[place], reference: "AAA", alternate: "A")
      }
    }
    return list
  }

  private func outcome(
    _ path: String, _ list: SiteList, kinds: [any VariantFeature.Type] = kinds, threads: Int = 1
  ) throws -> (rows: [String], records: Int) {
    let options = FeatureOptions(tables: [.pgx], sites: list)
    var pass = try #require(
      try VariantPass(
        over: [path], samples: nil, features: kinds, options: options, threads: threads))
    let tables = Self.kinds.flatMap { $0.group(options).tables }
    let output = pass.row(0, tables: tables.map { TableSchema($0.name, $0.columns.map(\.field)) })
    return (
      ["\(output.values)", "\(output.tables[.pgx] as Any)", "\(output.tables[.siteCalls] as Any)"],
      pass.recordCount
    )
  }

  private func make(_ folder: URL) throws -> (path: String, positions: [String: [Int]])? {
    guard Oracle.has("bcftools") else { return nil }
    var made = SparseCallSet(seed: 5, recordCount: 8_000)
    let (text, positions) = made.text()
    let path = folder.appending(path: "a.vcf.gz")
    try Data(StoredBGZF.file(Array(text.utf8), blockSize: 20_000)).write(to: path)
    return (path.path(percentEncoded: false), positions)
  }

  private func index(_ path: String) throws {
    try #require(Oracle.run("bcftools", ["index", "-f", "-t", path]).status == 0)
  }

  @Test func `values by the index are those of all records, for any number of threads`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    guard let (path, positions) = try make(folder) else { return }
    let list = Self.list(positions, count: 1)
    let whole = try outcome(path, list)
    #expect(whole.records == 24_000)
    try index(path)
    for threads in [1, 3] {
      let some = try outcome(path, list, threads: threads)
      #expect(some.rows == whole.rows && some.records < 3_000)
    }
    // One feature that counts all records makes all be read.
    let all = try outcome(path, list, kinds: Self.kinds + [VariantStatistics.self])
    #expect(all.records == 24_000)
    // So does a list that is not sparse.
    #expect(try outcome(path, Self.list(positions, count: 400)).records == 24_000)
  }

  @Test func `damage between the sites is not met, at a site it is told with its place`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    guard let (path, positions) = try make(folder) else { return }
    try index(path)
    var list = SiteList()
    let own = try #require(positions["chr2"])
    list.append(contig: "chr2", start: own[4_000], reference: "A", alternate: "G")
    let kinds = [ListedSiteCalls.self]
    let whole = try outcome(path, list, kinds: kinds)
    var bytes = Array(try Data(contentsOf: URL(filePath: path)))
    let place = bytes.count / 10
    bytes[place] ^= 1
    try Data(bytes).write(to: URL(filePath: path))
    try touch(path + ".tbi")
    #expect(try outcome(path, list, kinds: kinds).rows == whole.rows)
    bytes[place] ^= 1
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: URL(filePath: path))
    try touch(path + ".tbi")
    let error = #expect(throws: InputError.self) {
      try outcome(path, list, kinds: kinds)
    }
    #expect(error?.reason == .checksumMismatch && error?.place != nil)
  }

  /// Makes an index newer than its file, as a copied one may be.
  private func touch(_ path: String) throws {
    let soon = Date(timeIntervalSinceNow: 5)
    try FileManager.default.setAttributes([.modificationDate: soon], ofItemAtPath: path)
  }
}
