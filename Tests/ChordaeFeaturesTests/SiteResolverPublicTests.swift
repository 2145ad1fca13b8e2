import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

/// The resolver on public gVCFs against what `bcftools query` prints of the records.
@Suite struct SiteResolverPublicTests {
  /// A record as bcftools prints it.
  private struct Line {
    let start: Int
    let end: Int
    let reference: String
    let alternates: [String]
    let genotype: [Int?]
    let depth: Int
    let quality: Int

    init?(_ text: Substring) {
      let fields = text.split(separator: "\t").map(String.init)
      guard fields.count == 8, let position = Int(fields[0]), let end = Int(fields[1]) else {
        return nil
      }
      start = position - 1
      self.end = end
      reference = fields[2]
      alternates = fields[3].split(separator: ",").map(String.init)
      genotype = fields[4].split { "/|".contains($0) }.map { Int($0) }
      let least = Int(fields[7]) ?? Int(fields[5])
      depth = least ?? 0
      quality = Int(fields[6]) ?? 0
    }

    var isBlock: Bool { alternates == ["<NON_REF>"] }
    var passes: Bool { depth >= 10 && quality >= 20 && genotype == [0, 0] }
  }

  @Test(arguments: ["HG00187", "HG00190", "HG00308", "HG00313", "HG00320", "HG00323"])
  func `sites of public gVCFs are what bcftools prints of their records`(_ sample: String) throws {
    guard let path = Fixtures.publicRecord("genomics/gvcf/\(sample).hg38.g.vcf.gz"),
      Oracle.has("bcftools")
    else { return }
    let format = "%POS\t%END\t%REF\t%ALT[\t%GT\t%DP\t%GQ\t%MIN_DP]\n"
    let printed = Oracle.run("bcftools", ["query", "-f", format, path])
    let records = printed.text.split(separator: "\n").compactMap { Line($0) }
    #expect(records.count == 1_000)
    var sites: [WantedSite] = []
    var expected: [SiteCall] = []
    var covered = 0
    for (index, record) in records.enumerated() {
      let nextStart = index + 1 < records.count ? records[index + 1].start : .max
      // Records that overlap are for the tests by hand.
      guard record.start >= covered, nextStart >= record.end else {
        covered = max(covered, record.end)
        continue
      }
      covered = record.end
      let last = record.end - 1
      if record.isBlock {
        sites.append(
          WantedSite(
            chromosome: 22, position: last, effect: "A", other: "C",
            reference: last == record.start ? record.reference : "A"))
        let isKnown = last > record.start || "AC".contains(record.reference)
        let copies: Float = record.reference == "A" || last > record.start ? 2 : 0
        expected.append(
          record.passes
            ? SiteCall(.referenceBlock, dosage: isKnown ? copies : .nan, ploidy: 2)
            : SiteCall(.lowEvidence))
      } else {
        for (number, alternate) in record.alternates.enumerated() where alternate != "<NON_REF>" {
          sites.append(
            WantedSite(
              chromosome: 22, position: record.start, effect: alternate, other: record.reference))
          let copies = record.genotype.count { $0 == number + 1 }
          expected.append(
            record.genotype.contains { $0 == nil }
              ? SiteCall(.noCall, ploidy: 2)
              : SiteCall(.called, dosage: Float(copies), ploidy: 2))
        }
      }
    }
    for (record, next) in zip(records, records.dropFirst()) where next.start > record.end + 1 {
      sites.append(WantedSite(chromosome: 22, position: record.end, effect: "A", other: "C"))
      expected.append(.absent)
    }
    let found = try ResolvedSites(path, sites)
    #expect(found.calls.count == expected.count && sites.count > 600)
    var differing = 0
    for (own, peer) in zip(found.calls, expected)
    where own[0].status != peer.status || own[0].ploidy != peer.ploidy
      || !(own[0].dosage == peer.dosage || own[0].dosage.isNaN && peer.dosage.isNaN)
    {
      differing += 1
    }
    #expect(differing == 0)
    let statuses = Set(found.calls.map { $0[0].status })
    #expect(statuses.isSuperset(of: [.called, .referenceBlock, .lowEvidence]))
  }
}
