import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// `var.sites`: what a call set says at the sites of a list.
@Suite struct ListedSiteCallsTests {
  private func rows(_ options: FeatureOptions) throws -> (values: [FeatureValue], rows: [[String]])
  {
    let folder = Fixtures.scratch("listed")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    try """
    ##fileformat=VCFv4.2
    ##contig=<ID=chr1>
    ##INFO=<ID=END,Number=1,Type=Integer,Description="x">
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="x">
    ##FORMAT=<ID=DP,Number=1,Type=Integer,Description="x">
    ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="x">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS
    chr1\t5\t.\tA\tG,<NON_REF>\t.\t.\t.\tGT:DP:GQ\t0/1:30:60
    chr1\t6\t.\tC\t<NON_REF>\t.\t.\tEND=20\tGT:DP:GQ\t0/0:30:60

    """.write(toFile: path, atomically: true, encoding: .utf8)
    var reader = try VariantReader(paths: [path], samples: nil, fields: ListedSiteCalls.fields)
    var feature = ListedSiteCalls(VariantContext(sampleCount: 1, options: options))
    var batch = reader.emptyBatch()
    while try reader.read(into: &batch) { feature.consume(batch) }
    let schema = FeatureSchema(FeatureSelection(variants: [ListedSiteCalls.self]), options: options)
    var output = FeatureOutput(tables: schema.variantTables)
    feature.finish(sample: 0, into: &output)
    let table = output.tables[.siteCalls]
    let rows = (0..<(table?.rowCount ?? 0)).map { row in
      (table?.columns ?? []).map { column in
        switch column[row] {
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        default: "-"
        }
      }
    }
    return (output.values, rows)
  }

  private var list: SiteList {
    var list = SiteList()
    list.append(contig: "1", start: 29, reference: "A", alternate: "C")
    list.append(contig: "1", start: 4, reference: "A", alternate: "G")
    list.append(contig: "1", start: 9, reference: "T", alternate: "TA")
    list.append(contig: "1", start: 10)
    list.append(contig: "scaffold", start: 10, reference: "A", alternate: "C")
    return list
  }

  @Test func `each site has a row in the list's order, also where nothing can be said`() throws {
    let (values, rows) = try rows(FeatureOptions(sites: list))
    #expect(values == [.integer(2)])
    #expect(
      rows == [
        ["1", "29", "A", "C", "absent", "-", "-"], ["1", "4", "A", "G", "called", "1.0", "2"],
        ["1", "9", "T", "TA", "reference_block", "0.0", "2"], ["1", "10", "-", "-", "-", "-", "-"],
        ["scaffold", "10", "A", "C", "-", "-", "-"],
      ])
    #expect(try self.rows(FeatureOptions()).values == [.missing(.noSites)])
  }

  @Test func `a run may take what is absent for the reference, and its dictionary says so`() throws
  {
    let options = FeatureOptions(sites: list, absentAsReference: true)
    let (values, rows) = try rows(options)
    #expect(values == [.integer(3)])
    #expect(rows[0] == ["1", "29", "A", "C", "absent", "0.0", "2"])
    for group in [ListedSiteCalls.group, Pharmacogenomics.group, AncestryProjection.group] {
      let plain = group.under(FeatureOptions(sites: list)).columns
      let loud = group.under(options).columns
      #expect(zip(plain, loud).allSatisfy { $0.method != $1.method }, "\(group.id)")
    }
  }
}
