import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Records whose genotypes are given in each sample's own alleles (LGT, LAA; VCF 4.5, 1.6.2) give what
/// the same records give with GT and AD.
@Suite struct LocalAllelesTests {
  private static let header = """
    ##fileformat=VCFv4.5
    ##contig=<ID=1,length=100000>
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="d">
    ##FORMAT=<ID=LGT,Number=1,Type=String,Description="d">
    ##FORMAT=<ID=LAA,Number=.,Type=Integer,Description="d">
    ##FORMAT=<ID=AD,Number=R,Type=Integer,Description="d">
    ##FORMAT=<ID=LAD,Number=LR,Type=Integer,Description="d">
    ##FORMAT=<ID=LPL,Number=LG,Type=Integer,Description="d">
    ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="d">
    ##FORMAT=<ID=PS,Number=1,Type=Integer,Description="d">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT
    """

  private func write(_ rows: [String], samples: Int, _ folder: URL, _ name: String) throws -> String
  {
    let names = (0..<samples).map { "\tS\($0)" }.joined()
    let text = Self.header + names + "\n" + rows.map { $0 + "\n" }.joined()
    let path = folder.appending(path: name).path(percentEncoded: false)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// A record of random genotypes in both forms: drawn in the record's alleles, and looked up in each
  /// sample's list for the other form.
  private static func rows(
    at position: Int, samples: Int, allowsAll: Bool, _ random: inout SeededGenerator
  ) -> (global: String, local: String) {
    let alternates = [0, 1, 2, 3, 9, 13].randomElement(using: &random) ?? 1
    let layout =
      [
        ["GT", "PS", "LAA"], ["LAA", "GT", "GQ"], ["GQ", "GT", "AD", "LAA"],
        ["AD", "LAA", "GQ", "GT"],
      ].randomElement(using: &random) ?? []
    let hasDepths = layout.contains("AD")
    var (globals, locals) = ([String](), [String]())
    for _ in 0..<samples {
      let inPlay = Array(
        (1..<(alternates + 1)).shuffled(using: &random).prefix(
          Int.random(in: 0...4, using: &random)))
      let ploidy = [1, 2, 2, 2, 3].randomElement(using: &random) ?? 2
      var (genotype, own) = ("", "")
      for place in 0..<ploidy {
        let mark = ["/", "|"].randomElement(using: &random) ?? "/"
        if place > 0 || (allowsAll && Int.random(in: 0..<4, using: &random) == 0) {
          genotype += mark
          own += mark
        }
        let allele = ([0] + inPlay).randomElement(using: &random) ?? 0
        let isMissing = Int.random(in: 0..<6, using: &random) == 0
        genotype += isMissing ? "." : "\(allele)"
        own += isMissing ? "." : "\((inPlay.firstIndex(of: allele) ?? -1) + 1)"
      }
      let quality = "\(Int.random(in: 0...99, using: &random))"
      let depths = (0...alternates).map { allele in
        allele == 0 || inPlay.contains(allele) ? "\(Int.random(in: 0...60, using: &random))" : "."
      }
      let listed = inPlay.map(String.init).joined(separator: ",")
      let empty = allowsAll && Bool.random(using: &random) ? "" : "."
      let values = [
        "GT": (genotype, own), "GQ": (quality, quality), "PS": (quality, quality),
        "LAA": (listed.isEmpty ? empty : listed, listed.isEmpty ? empty : listed),
        "AD": (
          depths.joined(separator: ","), ([0] + inPlay).map { depths[$0] }.joined(separator: ",")
        ),
      ]
      globals.append(layout.compactMap { values[$0]?.0 }.joined(separator: ":"))
      locals.append(layout.compactMap { values[$0]?.1 }.joined(separator: ":"))
    }
    let alleles = (0..<alternates).map { "A" + String(repeating: "CG", count: $0 + 1) }
    let site =
      "1\t\(position)\t.\tA\t\(alleles.isEmpty ? "." : alleles.joined(separator: ","))\t.\t.\t.\t"
    let format = layout.joined(separator: ":")
    let localFormat = format.replacing("GT", with: "LGT").replacing(
      "AD", with: hasDepths ? "LAD" : "AD")
    return (
      site + ([format] + globals).joined(separator: "\t"),
      site + ([localFormat] + locals).joined(separator: "\t")
    )
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func `genotypes and depths of local alleles are those of GT and AD`(seed: UInt64) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = [1, 3, 66][Int(seed) % 3]
    var random = SeededGenerator(seed: 400 + seed)
    var (globals, locals) = ([String](), [String]())
    for position in 1...60 {
      // htslib 1.16 reads neither an empty list nor a phase mark that begins a GT.
      let rows = Self.rows(at: position, samples: samples, allowsAll: seed % 2 == 1, &random)
      globals.append(rows.global)
      locals.append(rows.local)
    }
    let global = try write(globals, samples: samples, folder, "global.vcf")
    let local = try write(locals, samples: samples, folder, "local.vcf")
    let wanted = samples > 1 ? ["S2", "S0"] : ["S0"]
    for names in [nil, wanted] {
      let expected = VariantReading([global], .text, samples: names)
      let found = VariantReading([local], .text, samples: names)
      #expect(expected.fault == nil && expected.records.count == 60, "seed \(seed)")
      #expect(found.fault == nil, "seed \(seed): \(String(describing: found.fault))")
      for (record, pair) in zip(expected.records, found.records).enumerated() {
        #expect(pair.0 == pair.1, "seed \(seed), \(globals[record]) and \(locals[record])")
      }
      #expect(expected.records.count == found.records.count)
      guard seed % 2 == 0 else { continue }
      VariantReading.expectEqual([local], samples: names, "seed \(seed)")
      let binary = folder.appending(path: "local.bcf").path(percentEncoded: false)
      guard Oracle.run("bcftools", ["view", "-Ob", "-o", binary, local]).status == 0 else {
        continue
      }
      let ofBinary = VariantReading([binary], .text, samples: names)
      #expect(
        ofBinary.records == expected.records, "seed \(seed): \(String(describing: ofBinary.fault))")
    }
  }

  @Test func `the specification's own example gives the same depths in both forms`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let locals = [
      "1\t1\t.\tG\tA,C,T,<*>\t.\t.\t.\tGT:LAA:LAD:LPL\t2/4:2,4:20,30,10:90,80,0,100,110,120",
      "1\t2\t.\tA\tC,G,T,<*>\t.\t.\t.\tGT:LAA:LAD:LPL\t0/3:3:15,25:40,0,80",
      "1\t3\t.\tC\tG,T,<*>\t.\t.\t.\tGT:LAA:LAD:LPL\t0/0:3:30,1:0,30,80",
      "1\t4\t.\tG\tA,T,<*>\t.\t.\t.\tGT:LAA:LAD:LPL\t0/0::30:0",
    ]
    let path = try write(locals, samples: 1, folder, "a.vcf")
    var reader = try VariantReader(
      paths: [path], samples: nil, fields: [.genotypes, .depth, .dosages])
    var batch = reader.emptyBatch()
    #expect(try reader.read(into: &batch) && batch.count == 4)
    #expect(batch.sampleValues.map { batch.depths[$0.depthStart] } == [60, 40, 31, 30])
    #expect(batch.codes(ofRecord: 0, sample: 0) == [6, 10])
    // Likelihoods of local alleles are read past: dosages then follow from the genotypes.
    #expect(batch.sampleValues.allSatisfy { $0.dosageSource == .genotypes })
  }

  @Test(arguments: [
    ("LGT:LAA", "0/1:3", "sample 1's local alleles (LAA) name an allele that the record lacks"),
    ("LGT:LAA", "0/1:0", "name an allele that the record lacks"),
    ("LGT:LAA", "0/1:-1", "name an allele that the record lacks"),
    ("LGT:LAA", "0/0:.,1", "name an allele that the record lacks"),
    ("LAA:LGT", "1,1:0/1", "sample 1's local alleles (LAA) name an allele twice"),
    ("LGT:LAA", "0/2:2", "sample 1's genotype (LGT) names an allele that its local alleles"),
    ("LGT:LAA", "0/1:.", "that its local alleles (LAA) lack"),
    ("LGT:LAA", "0/1", "that its local alleles (LAA) lack"),
    ("LGT:LAA", "0/99999999999999999999:1", "that its local alleles (LAA) lack"),
    ("LGT:LAA", "0/:1", "sample 1's genotype (LGT) is not one"),
    ("LGT:LAA", "x:1", "sample 1's genotype (LGT) is not one"),
    ("LGT:LAA", "0/1:x", "htslib refuses"),
  ])
  func `local alleles that cannot be are an error at their record`(
    format: String, value: String, words: String
  ) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let sound = format == "LGT:LAA" ? "0/1:2" : "2:0/1"
    let site = "\t.\tA\tG,T\t.\t.\t.\t"
    let rows = [
      "1\t5\(site)\(format)\t\(sound)\t\(sound)", "1\t6\(site)\(format)\t\(sound)\t\(value)",
      "1\t7\(site)\(format)\t\(sound)\t\(sound)",
    ]
    let path = try write(rows, samples: 2, folder, "a.vcf")
    for form in VariantReader.Form.allCases {
      let fault = try #require(VariantReading([path], form).fault)
      #expect(fault.reason == .malformed && fault.detail.contains(words), "\(fault.detail)")
      #expect(fault.place == .record(2, contig: "1", position: 6))
      // Nobody looks at a sample that is not wanted.
      if !words.contains("htslib") {
        #expect(VariantReading([path], form, samples: ["S0"]).fault == nil)
      }
    }
  }

  @Test func `GT goes before LGT, and LGT without LAA is no genotype`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = "1\t5\t.\tA\tG,T\t.\t.\t.\t"
    for (row, codes) in [
      ("GT:LGT:LAA\t0/2:0/1:2", [2, 6]), ("LGT:GT:LAA\t0/1:./.:2", [0, 0]), ("LGT\t0/1", []),
      ("LGT:LAA\t1|0:2", [6, 3]), ("GQ:LGT:LAA\t3", [0]),
    ] as [(String, [Int16])] {
      let path = try write([site + row], samples: 1, folder, "a.vcf")
      for form in VariantReader.Form.allCases {
        var reader = try VariantReader(
          paths: [path], samples: nil, fields: .genotypes, form: form)
        var batch = reader.emptyBatch()
        #expect(try reader.read(into: &batch))
        #expect(batch.codes(ofRecord: 0, sample: 0) == codes, "\(row), \(form)")
      }
    }
  }
}
