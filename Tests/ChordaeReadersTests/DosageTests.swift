import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Dosages from DS, HDS, GP, PL and GL against cases counted by hand and `bcftools +dosage`.
@Suite struct DosageTests {
  /// FORMAT keys and values of one sample, the alternate alleles, and each one's dosage (nil missing).
  private static let cases: [(keys: String, value: String, alternates: String, [Float?])] = [
    ("GT:DS", "0/1:1.25", "G", [1.25]),
    ("DS", ".", "G", [nil]),
    ("DS", "0.5,1.5", "G,T", [0.5, 1.5]),
    ("DS", "0.5", "G,T", [0.5, nil]),
    ("GT:DS", "0/1", "G", [nil]),
    ("GP:DS", "1,0,0:0.75", "G", [0.75]),
    ("HDS", "0.25,0.5", "G", [0.75]),
    ("HDS", "0.25", "G", [0.25]),
    ("HDS", "0.25,.", "G", [nil]),
    ("HDS:GP", "1,0:0,0,1", "G", [1]),
    ("GP", "0.25,0.5,0.25", "G", [1]),
    ("GP", "0.25,0.75", "G", [0.75]),
    // Genotypes 00, 01, 11, 02, 12, 22.
    ("GP", "0,0.5,0,0.25,0.25,0", "G,T", [0.75, 0.5]),
    ("GP", "0.5,0.25,.", "G", [nil]),
    ("GP", "0.5", "G", [nil]),
    // Weights 1, 0.1 and 0.001 over their sum.
    ("PL", "0,10,30", "G", [0.102 / 1.101]),
    ("PL", "10,0", "G", [1 / 1.1]),
    ("PL", "0,.,30", "G", [nil]),
    ("GL", "0,-1,-3", "G", [0.102 / 1.101]),
    ("PL:GL", "0,10,30:-9,-9,0", "G", [0.102 / 1.101]),
  ]

  @Test(arguments: VariantReader.Form.allCases)
  func `dosages are those counted by hand`(form: VariantReader.Form) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let header = AwkwardCallSet.header(sampleCount: 1).joined(separator: "\n") + "\n"
    let rows = Self.cases.enumerated().map { place, row in
      "1\t\(place + 1)\t.\tA\t\(row.alternates)\t.\t.\t.\t\(row.keys)\t\(row.value)\n"
    }
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    try (header + rows.joined()).write(toFile: path, atomically: true, encoding: .utf8)
    var reader = try VariantReader(
      paths: [path], samples: nil, fields: [.genotypes, .dosages], form: form)
    var batch = reader.emptyBatch()
    #expect(try reader.read(into: &batch) && batch.count == Self.cases.count)
    for (place, row) in Self.cases.enumerated() {
      let start = batch.sampleValues[place].dosageStart
      for (allele, expected) in row.3.enumerated() {
        let found = batch.dosages[start + allele]
        if let expected {
          #expect(abs(found - expected) <= 1e-6, "\(row.keys) \(row.value)")
        } else {
          #expect(found.isNaN, "\(row.keys) \(row.value)")
        }
      }
    }
    #expect(
      batch.sampleValues[0].dosageSource == .dosage
        && batch.sampleValues[6].dosageSource == .haplotypeDosages)
    #expect(
      batch.sampleValues[10].dosageSource == .probabilities
        && batch.sampleValues[15].dosageSource == .likelihoods)
  }

  @Test func `a record without any of the fields follows from its genotypes`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let header = AwkwardCallSet.header(sampleCount: 1).joined(separator: "\n") + "\n"
    let rows =
      "1\t1\t.\tA\tG\t.\t.\t.\tGT\t0/1\n" + "1\t2\t.\tA\t.\t.\t.\t.\tGT:DS\t0/0:0\n"
      // Likelihoods are no news where a genotype was called from them.
      + "1\t3\t.\tA\tG\t.\t.\t.\tGT:PL\t0/0:0,10,30\n"
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    try (header + rows).write(toFile: path, atomically: true, encoding: .utf8)
    for form in VariantReader.Form.allCases {
      var reader = try VariantReader(
        paths: [path], samples: nil, fields: [.genotypes, .dosages], form: form)
      var batch = reader.emptyBatch()
      #expect(try reader.read(into: &batch))
      #expect(batch.sampleValues.map(\.dosageStart) == [-1, -1, -1])
      #expect(batch.sampleValues.map(\.dosageSource) == [.genotypes, .genotypes, .genotypes])
    }
  }

  @Test(arguments: [
    "vcf/bio2zarr/CEUTrio.20.21.gatk3.4.g.bcf", "gvcf/HG00187.hg38.g.vcf.gz",
    "vcf/hail_sample_chr20.vcf.gz",
  ])
  func `dosages from PL equal those of bcftools`(_ file: String) throws {
    guard let path = Fixtures.publicRecord("genomics/" + file), Oracle.has("bcftools") else {
      return
    }
    let peer = Oracle.run("bcftools", ["+dosage", path, "--", "-t", "PL"])
    guard peer.status == 0 else {
      print("skipped: bcftools +dosage does not run here")
      return
    }
    var lines = peer.text.split(separator: "\n").filter { !$0.hasPrefix("#") }[...]
    var reader = try VariantReader(paths: [path], samples: nil, fields: .dosages)
    var batch = reader.emptyBatch()
    var compared = 0
    while try reader.read(into: &batch) {
      for record in 0..<batch.count {
        let line = lines.popFirst() ?? ""
        let columns = line.split(separator: "\t")
        guard columns.count == 4 + batch.sampleCount else {
          Issue.record("the peer has fewer records")
          return
        }
        let start = batch.sampleValues[record].dosageStart
        guard start >= 0, batch.sampleValues[record].dosageSource == .likelihoods else { continue }
        let alternates = batch.alleleStarts[record + 1] - batch.alleleStarts[record] - 1
        for sample in 0..<batch.sampleCount {
          let expected = columns[4 + sample].split(separator: ",").map { Float($0) ?? -1 }
          // Half of what the peer gives for a haploid sample is not worked out from PL.
          guard expected.count == alternates else { continue }
          for allele in 0..<alternates {
            let found = batch.dosages[start + allele * batch.sampleCount + sample]
            if found.isNaN {
              #expect(expected[allele] < 0, "record \(record)")
            } else {
              #expect(abs(found - expected[allele]) <= 2e-6, "record \(record)")
            }
            compared += 1
          }
        }
      }
    }
    #expect(compared > 100)
  }
}
