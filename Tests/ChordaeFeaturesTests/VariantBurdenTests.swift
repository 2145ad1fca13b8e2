import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeFeatures

/// `var.burden` against a recomputation from what `bcftools +split-vep` prints of the same files.
@Suite struct VariantBurdenTests {
  @Test(arguments: AnnotatedCallSet.Tool.allCases, 1...6 as ClosedRange<UInt64>)
  func `burdens of generated call sets equal the peer's text`(
    tool: AnnotatedCallSet.Tool, seed: UInt64
  ) throws {
    guard Oracle.has("bcftools"), Oracle.python != nil else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = AnnotatedCallSet(tool, seed: seed, sampleCount: Int(1 + seed * 13 % 70))
    let (header, lines) = made.text(records: 160)
    let path = folder.appending(path: "made.vcf").path(percentEncoded: false)
    try (header + lines.joined()).write(toFile: path, atomically: true, encoding: .utf8)
    try expectEqual(path, made.tag, AnnotatedCallSet.genes, "\(tool), seed \(seed)")
  }

  @Test(arguments: [
    ("split-vep/split-vep.vcf.gz", "CSQ", ["WASH7P", "OR4F5", "SAMD11", "PLEKHN1", "AGRN"]),
    ("ExAC.r1.sites.vep.vcf.gz", "CSQ", ["WASH7P", "OR4F5", "ENSG00000227232"]),
    ("sites.hg19.csq.vcf.gz", "BCSQ", ["ZC3H7B"]),
    ("split-vep/split-vep.4.vcf", "BCSQ", ["WASH7P", "SAMD11"]),
  ])
  func `burdens of public sites with made genotypes equal the peer's text`(
    file: String, tag: String, genes: [String]
  ) throws {
    guard let sites = Fixtures.publicRecord("genomics/annotated/" + file), Oracle.has("bcftools"),
      Oracle.python != nil
    else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = Oracle.run("bcftools", ["view", "-G", sites]).text
    var random = SeededGenerator(seed: 5)
    let path = folder.appending(path: "made.vcf").path(percentEncoded: false)
    try Self.withGenotypes(text, samples: 67, &random).write(
      toFile: path, atomically: true, encoding: .utf8)
    try expectEqual(path, tag, genes, file)
  }

  @Test(arguments: AnnotatedCallSet.Tool.allCases)
  func `parts of a file merge to the values of the whole`(tool: AnnotatedCallSet.Tool) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = AnnotatedCallSet(tool, seed: 77, sampleCount: 9)
    let (header, lines) = made.text(records: 120)
    let path = folder.appending(path: "made.vcf").path(percentEncoded: false)
    func feature(_ lines: some Sequence<String>) throws -> VariantBurden {
      try (header + lines.joined()).write(toFile: path, atomically: true, encoding: .utf8)
      return try BurdenPass(path, panel: AnnotatedCallSet.genes).feature
    }
    var whole = try feature(lines)
    // Parts of one record have every reference cross a boundary.
    for size in [1, 7, 61, 119] {
      var parts = try stride(from: 0, to: lines.count, by: size).map { start in
        try feature(lines[start..<min(lines.count, start + size)])
      }
      var merged = parts.removeFirst()
      for part in parts { merged.merge(part) }
      for sample in 0..<9 {
        let (ours, expected) = (
          BurdenPass.output(&merged, sample), BurdenPass.output(&whole, sample)
        )
        #expect(ours.values == expected.values, "parts of \(size), sample \(sample)")
        #expect(ours.tables == expected.tables, "parts of \(size), sample \(sample)")
      }
    }
  }

  // MARK: Comparing

  private static func withGenotypes(
    _ text: String, samples: Int, _ random: inout SeededGenerator
  ) -> String {
    var result = ""
    for line in text.split(separator: "\n") {
      if line.hasPrefix("#CHROM") {
        result += "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n"
        result += "##FORMAT=<ID=PS,Number=1,Type=Integer,Description=\"Phase set\">\n"
        result += "\(line)\tFORMAT"
        result += (0..<samples).map { "\tS\($0)" }.joined() + "\n"
        continue
      }
      guard !line.hasPrefix("#") else {
        if !line.hasPrefix("##FORMAT") { result += line + "\n" }
        continue
      }
      let count = line.split(separator: "\t")[4].split(separator: ",").count
      result += line + "\tGT:PS"
      for _ in 0..<samples {
        let alleles = (0..<2).map { _ in
          ["0", "0", "0", "0", "1", "\(count)", "."].randomElement(using: &random) ?? "0"
        }
        result += "\t" + alleles.joined(separator: Bool.random(using: &random) ? "/" : "|")
        result += ":" + (["5", "9", "."].randomElement(using: &random) ?? ".")
      }
      result += "\n"
    }
    return result
  }

  private func expectEqual(
    _ path: String, _ tag: String, _ genes: [String], _ note: String
  ) throws {
    let python = try #require(Oracle.python)
    let script = Fixtures.root.appending(path: "Tests/Oracles/burden.py").path(
      percentEncoded: false)
    let peer = Oracle.run(python, [script, path, tag, genes.joined(separator: ",")])
    try #require(peer.status == 0, "\(note): \(peer.errors)")
    var expected: [String: String] = [:]
    for line in peer.text.split(separator: "\n") where !line.contains("\tchecked\t") {
      let field = line.split(separator: "\t").map(String.init)
      if field[3] != "none" { expected[field[0...2].joined(separator: " ")] = field[3] }
    }
    var pass = try BurdenPass(path, panel: genes)
    let ours = pass.counts()
    #expect(!expected.isEmpty, "\(note)")
    for key in Set(ours.keys).union(expected.keys).sorted() {
      #expect(ours[key] == expected[key], "\(note): \(key)")
    }
  }
}
