import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

/// `var.sex`: counts on X against bcftools, and the rule by hand.
@Suite struct ChromosomalSexTests {
  @Test func `counts on a public X equal those of bcftools query`() throws {
    guard let file = Fixtures.publicRecord("genomics/vcf/chrX_phased_26.vcf.gz"),
      Oracle.has("bcftools")
    else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    // The file's header has no length of X that a build could be told by.
    let text = Oracle.run("bcftools", ["view", file]).text
    let path = try SmallCallSet.write(
      text.replacing("length=2147483647", with: "length=155270560"), in: folder)
    let peer = Oracle.run(
      "bcftools",
      [
        "query", "-i", "N_ALT=1 && TYPE=\"snp\" && (FILTER=\"PASS\" || FILTER=\".\")", "-f",
        "%CHROM\\t%POS\\t%REF[\\t%GT]\\n", path,
      ])
    #expect(peer.status == 0)
    let run = try VariantRun(ChromosomalSex.self, path)
    let par = PseudoautosomalRegions(of: .grch37).x
    var counts = [(hets: Int64, homs: Int64)](repeating: (0, 0), count: run.names.count)
    var sites = 0
    for line in peer.text.split(separator: "\n") {
      let field = line.split(separator: "\t")
      let position = (Int(field[1]) ?? 0) - 1
      guard field[0].hasSuffix("X"), field[2].count == 1,
        !par.contains(where: { $0.start <= position && position < $0.end })
      else { continue }
      sites += 1
      for (sample, genotype) in field.dropFirst(3).enumerated() {
        switch genotype.replacing("|", with: "/") {
        case "0/1", "1/0": counts[sample].hets += 1
        case "1/1", "1": counts[sample].homs += 1
        default: break
        }
      }
    }
    #expect(sites > 100)
    for (values, count) in zip(run.values, counts) {
      #expect(values[0] == .integer(count.hets) && values[1] == .integer(count.homs))
    }
    #expect(try VariantRun(ChromosomalSex.self, path, parts: true).values == run.values)
  }

  @Test func `few heterozygotes make a man, many a woman, and the manifest goes before`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    // 40 sites, of which a sample has so many heterozygous, the others of the alternate alone.
    let hets = [1, 2, 11, 12, 30, 1]
    let records = (0..<40).map { site in
      (
        "chrX", 3_000_000 + site, "A", "G",
        hets.map { $0 > site ? "0/1" : site % 2 == 0 ? "1" : "1/1" }
      )
    }
    // In PAR1 all are heterozygous, and so are indels and what failed.
    let par = (0..<40).map {
      ("chrX", 20_000 + $0, "A", "G", [String](repeating: "0/1", count: hets.count))
    }
    let indels = (0..<40).map {
      ("chrX", 4_000_000 + $0, "A", "AG", [String](repeating: "0/1", count: hets.count))
    }
    let text = SmallCallSet.text(samples: hets.count, records: par + records + indels)
    let path = try SmallCallSet.write(text, in: folder)
    let run = try VariantRun(
      ChromosomalSex.self, path, sexes: [nil, nil, nil, nil, .male, .female])
    // 1/39 is below 0.05, 2/38 not; 11/29 is below 0.4, 12/28 above.
    #expect(
      run.values.map { $0[3] } == [
        .text("male"), .missing(.ambiguousSex), .missing(.ambiguousSex), .text("female"),
        .text("male"), .text("female"),
      ])
    #expect(
      run.values.map { $0[4] } == [
        .text("inferred"), .missing(.ambiguousSex), .missing(.ambiguousSex), .text("inferred"),
        .text("manifest"), .text("manifest"),
      ])
    for (values, het) in zip(run.values, hets) {
      #expect(values[0] == .integer(Int64(het)) && values[1] == .integer(Int64(40 - het)))
      #expect(values[2] == .number(Double(het) / Double(40 - het)))
    }
  }

  @Test func `ten homozygotes are too few, and without a build X has no borders`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (count, sex) in [(10, FeatureValue.missing(.ambiguousSex)), (11, .text("male"))] {
      let records = (0..<count).map { ("chrX", 3_000_000 + $0, "A", "G", ["1/1"]) }
      let text = SmallCallSet.text(samples: 1, records: records)
      let run = try VariantRun(ChromosomalSex.self, SmallCallSet.write(text, in: folder))
      #expect(run.values[0][3] == sex)
    }
    let records = (0..<20).map { ("X", 3_000_000 + $0, "A", "G", ["1/1", "0/1"]) }
    var text = SmallCallSet.text(samples: 2, records: records)
    text.replace(/##contig.*\n/, with: "")
    text.replace("##FILTER", with: "##contig=<ID=X>\n##FILTER")
    let run = try VariantRun(
      ChromosomalSex.self, SmallCallSet.write(text, in: folder), sexes: [nil, .female])
    #expect(run.values[0] == [FeatureValue](repeating: .missing(.unknownAssembly), count: 5))
    #expect(run.values[1][3...] == [.text("female"), .text("manifest")])
  }
}
