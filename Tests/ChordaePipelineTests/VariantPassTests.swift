import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// One reading of a call set for all its samples gives each what its own reading would.
@Suite struct VariantPassTests {
  @Test func `a shared call set gives each sample the row of its own file, singletons apart`()
    throws
  {
    guard Oracle.has("bcftools") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try make(folder, seed: 12, samples: 7)
    var shared = try #require(try pass([path], nil))
    #expect(shared.rowCount == 7 && shared.columns.map(\.id) == Self.ids)
    let singletons = Self.ids.indices.filter { Self.ids[$0].hasSuffix(".n_singletons") }
    for sample in 0..<7 {
      let alone = folder.appending(path: "s\(sample).vcf.gz").path(percentEncoded: false)
      let view = ["view", "-s", "S\(sample)", "-Oz", "-o", alone, path]
      #expect(Oracle.run("bcftools", view).status == 0)
      var own = try #require(try pass([alone], nil))
      var (row, expected) = (shared.row(sample).values, own.row(0).values)
      for place in singletons.reversed() {
        row.remove(at: place)
        expected.remove(at: place)
      }
      #expect(row == expected, "sample \(sample)")
    }
  }

  @Test func `a sample wanted twice counts once and has two rows`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try make(folder, seed: 3, samples: 4)
    var once = try #require(try pass([path], ["S2", "S1"]))
    var twice = try #require(try pass([path], ["S1", "S2", "S1"]))
    #expect(twice.rowCount == 3)
    #expect(twice.row(0).values == once.row(1).values && twice.row(2).values == once.row(1).values)
    #expect(twice.row(1).values == once.row(0).values)
  }

  @Test func `contigs in files of their own count as one call set`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try make(folder, seed: 8, samples: 3)
    let lines = try String(contentsOfFile: whole, encoding: .utf8).split(separator: "\n")
    let head = lines.filter { $0.hasPrefix("#") }
    let paths = try ["1", "2", "X"].map { contig in
      let rows = lines.filter { $0.hasPrefix(contig + "\t") }
      let path = folder.appending(path: contig + ".vcf").path(percentEncoded: false)
      try ((head + rows).joined(separator: "\n") + "\n").write(
        toFile: path, atomically: true, encoding: .utf8)
      return path
    }
    var together = try #require(try pass(paths, nil))
    var one = try #require(try pass([whole], nil))
    #expect(together.recordCount == one.recordCount && one.recordCount == 120)
    for sample in 0..<3 { #expect(together.row(sample).values == one.row(sample).values) }
  }

  @Test func `a pass that is cancelled ends between two batches`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try make(folder, seed: 1, samples: 1, records: 3_000)
    var asked = 0
    let stopped = try VariantPass(
      over: [path], samples: nil, features: [VariantStatistics.self], options: FeatureOptions()
    ) {
      asked += 1
      return asked == 2
    }
    #expect(stopped == nil && asked == 2)
  }

  @Test func `a fault is thrown with its file`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try make(folder, seed: 1, samples: 1)
    let error = #expect(throws: InputError.self) { try pass([path], ["nobody"]) }
    #expect(error?.reason == .sampleNotFound && error?.path == path)
  }

  @Test func `the block of a pass gives back its rows`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try make(folder, seed: 21, samples: 6)
    let names = ["S5", "S0", "S3"]
    var pass = try #require(try pass([path], names))
    let blocks = BlockFolder(scratch: folder.path(percentEncoded: false))
    try SharedBlocks.write(&pass, names, to: blocks, identity: "digest", tables: [])
    let read = try #require(SharedBlocks(in: blocks, identity: "digest", tables: []))
    for (place, name) in names.enumerated() {
      let row = try read.row(place, of: name).values
      #expect(row == pass.row(place).values)
    }
  }

  @Test func `the histograms of a shared call set come out of its block`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try make(folder, seed: 22, samples: 5)
    let options = FeatureOptions(tables: [.variantDistributions])
    let schema = FeatureSchema(try FeatureSelection(groups: ["var.stats"]), options: options)
    let tables = schema.variantTables
    var pass = try #require(
      try VariantPass(
        over: [path], samples: nil, features: schema.selection.variants, options: options))
    let names = (0..<5).map { "S\($0)" }
    let blocks = BlockFolder(scratch: folder.path(percentEncoded: false))
    try SharedBlocks.write(&pass, names, to: blocks, identity: "digest", tables: tables)
    let read = try #require(SharedBlocks(in: blocks, identity: "digest", tables: tables))
    for (place, name) in names.enumerated() {
      let own = pass.row(place, tables: tables).tables[.variantDistributions]
      #expect(own?.rowCount == 1 && own?.columns.count == 4)
      #expect(try read.row(place, of: name).tables[.variantDistributions] == own)
    }
  }

  private static let ids = VariantStatistics.group.columns.map(\.id)

  private func pass(_ paths: [String], _ samples: [String]?) throws -> VariantPass? {
    try VariantPass(
      over: paths, samples: samples, features: [VariantStatistics.self], options: FeatureOptions())
  }

  private func make(
    _ folder: URL, seed: UInt64, samples: Int, records: Int = 120
  ) throws -> String {
    var made = GeneratedCallSet(seed: seed, sampleCount: samples, recordCount: records)
    let path = folder.appending(path: "made.vcf").path(percentEncoded: false)
    let text = made.text().replacing("\r\n", with: "\n")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }
}
