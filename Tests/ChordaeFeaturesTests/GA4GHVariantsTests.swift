import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// `ga4gh.variants` against the steps of the standard's reference implementation, on the alleles that
/// each sample carries.
@Suite struct GA4GHVariantsTests {
  @Test(arguments: [
    "vcf/1kg_phase3_chr21_start.vcf.gz", "vcf/bio2zarr/mixed_ploidy.vcf.gz",
    "truth/nist_NA12878.chr20_10M.vcf.gz",
    "truth/PG_NA12878_hg38_chr21.vcf.gz", "vcf/bio2zarr/sample.vcf.gz",
  ])
  func `metrics of public call sets equal the reference implementation`(_ file: String) throws {
    guard let path = Fixtures.publicRecord("genomics/" + file), Oracle.has("bcftools") else {
      return
    }
    try expectEqual(path, samples: 4)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `metrics of generated call sets equal the reference implementation`(seed: UInt64) throws {
    guard Oracle.has("bcftools") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var mixed = GeneratedCallSet(seed: seed, sampleCount: 3, recordCount: 150)
    try expectEqual(write(mixed.text(), folder), samples: 3, "seed \(seed)")
    var diploid = DiploidCallSet(seed: seed, sampleCount: 80)
    try expectEqual(write(diploid.text(records: 150), folder), samples: 3, "seed \(seed), diploid")
  }

  @Test func `only records that pass, on autosomes, with short indels, count`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    func text(_ bases: Int) -> String { "A" + String(repeating: "C", count: bases) }
    let path = try write(
      """
      \(GeneratedCallSet.header)\tFORMAT\tS
      1\t5\t.\tA\tG\t.\tPASS\t.\tGT\t0/1
      1\t6\t.\tA\tG\t.\tLOW\t.\tGT\t0/1
      1\t7\t.\tA\tG\t.\t.\t.\tGT\t0/1
      1\t8\t.\tA\tC,G\t.\tPASS\t.\tGT\t1/2
      1\t9\t.\tA\tC\t.\tPASS\t.\tGT\t1/1
      1\t10\t.\tA\tC\t.\tPASS\t.\tGT\t./1
      1\t11\t.\tA\tC\t.\tPASS\t.\tGT\t0/0
      1\t11\t.\tN\tC\t.\tPASS\t.\tGT\t1
      1\t12\t.\tA\t\(text(49))\t.\tPASS\t.\tGT\t0/1
      1\t13\t.\tA\t\(text(50))\t.\tPASS\t.\tGT\t0/1
      1\t14\t.\t\(text(49))\tA,<NON_REF>\t.\tPASS\t.\tGT\t0/1
      1\t80\t.\t\(text(50))\tA\t.\tPASS\t.\tGT\t0/1
      1\t200\t.\tA\tAT,ATT\t.\tPASS\t.\tGT\t1/2
      X\t5\t.\tA\tG\t.\tPASS\t.\tGT\t0/1

      """, folder)
    let values = try VariantRows(GA4GHVariants.self, [path]).values
    #expect(
      values == [[.integer(5), .integer(1), .integer(1), .number(0.5), .number(2)]])
  }

  @Test func `without autosomes, records or genotypes there is nothing to say`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let head = GeneratedCallSet.header + "\tFORMAT\tS\n"
    func reasons(_ text: String) throws -> [[FeatureValue]] {
      try VariantRows(GA4GHVariants.self, [write(text, folder)]).values
    }
    func all(_ reason: MissingReason) -> [[FeatureValue]] {
      [Array(repeating: .missing(reason), count: 5)]
    }
    let onX = "X\t5\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\n"
    #expect(try reasons(head + onX) == all(.noVariant) && reasons(head) == all(.noVariant))
    #expect(try reasons(head + "1\t5\t.\tA\tG\t.\tPASS\t.\tDP\t7\n") == all(.noGenotypes))
    let mitochondrial = head.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("##contig=<ID=1,") && !$0.hasPrefix("##contig=<ID=2,") }
    #expect(try reasons(mitochondrial.joined(separator: "\n") + onX) == all(.noAutosomes))
    let value = try reasons(head + "1\t5\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\n")[0]
    #expect(
      value == [.integer(1), .integer(0), .integer(0)]
        + [.missing(.zeroDenominator), .missing(.zeroDenominator)])
  }

  @Test func `parts of a call set merge to what the whole gives`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = DiploidCallSet(seed: 4, sampleCount: 200)
    let lines = made.text(records: 240).split(separator: "\n")
    let (head, body) = (lines.filter { $0.hasPrefix("#") }, lines.filter { !$0.hasPrefix("#") })
    let parts = [body.prefix(50), body[50..<51], body[51...]]
    let files = try parts.enumerated().map { place, part in
      try write((head + part).joined(separator: "\n") + "\n", folder, "\(place).vcf")
    }
    let whole = try write(lines.joined(separator: "\n") + "\n", folder, "whole.vcf")
    let merged = try VariantRows(GA4GHVariants.self, files).values
    #expect(try merged == VariantRows(GA4GHVariants.self, [whole]).values)
  }

  // MARK: Reading and comparing

  private func write(_ text: String, _ folder: URL, _ name: String = "made.vcf") throws -> String {
    let path = folder.appending(path: name).path(percentEncoded: false)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// The counts that the ratios and the first columns follow from, by the peer's own views.
  ///
  /// Where the reference implementation says `-g hom`, which takes a haploid genotype for a homozygote, this
  /// asks for two alleles, as version 2 of the standard does.
  private static let script = """
    set -e
    autosomes=$(seq -s, 1 22),$(seq -f chr%g -s, 1 22)
    bcftools view -s "$2" -a -f PASS -t "$autosomes" "$1" |
      bcftools view -e 'GT="./." | GT=".|." | GT="." | GT="0/0" | GT="0|0" | GT="0"' -o "$3"
    bcftools view -H -v snps "$3" | wc -l
    indels() { bcftools view -H -v indels "$3" | awk -F'\\t' "\\$5 !~ /,/ && $4" | wc -l; }
    indels . . "$3" 'length($5) > length($4) && length($5) - length($4) < 50'
    indels . . "$3" 'length($5) < length($4) && length($4) - length($5) < 50'
    bcftools view -M 2 "$3" | bcftools stats - | awk '$1 == "TSTV" { print $3; print $4 }'
    bcftools view -H -v snps -g het "$3" | wc -l
    bcftools view -H -v snps -i 'GT="AA"' "$3" | wc -l
    """

  private func expectEqual(_ path: String, samples: Int, _ note: String = "") throws {
    let ours = try VariantRows(GA4GHVariants.self, [path])
    for (name, values) in zip(ours.names, ours.values).prefix(samples) {
      let folder = Fixtures.scratch()
      defer { try? FileManager.default.removeItem(at: folder) }
      let own = folder.appending(path: "own.vcf").path(percentEncoded: false)
      let peer = Oracle.run("bash", ["-c", Self.script, "bash", path, name, own])
      #expect(peer.status == 0, "\(peer.errors)")
      let counts = peer.text.split(separator: "\n").compactMap {
        Int($0.trimmingCharacters(in: .whitespaces))
      }
      try #require(counts.count == 7, "\(note): \(peer.errors)")
      let expected =
        counts[..<3].map { FeatureValue.integer(Int64($0)) }
        + [(3, 4), (5, 6)].map { part, whole in
          FeatureValue(
            counts[whole] == 0 ? nil : Double(counts[part]) / Double(counts[whole]),
            else: .zeroDenominator)
        }
      #expect(values == expected, "\(note)")
    }
  }
}
