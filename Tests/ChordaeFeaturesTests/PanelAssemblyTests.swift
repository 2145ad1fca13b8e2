import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Testing

/// A SAM with chromosomes of these lengths and no reads.
private func sam(_ contigs: [(String, Int)], _ test: String = #function) throws -> String {
  let lines = contigs.map { "@SQ\tSN:\($0)\tLN:\($1)\n" }
  return try SAMFile("@HD\tVN:1.6\tSO:coordinate\n" + lines.joined(), test).path
}

private func fault(_ path: String, _ options: FeatureOptions) -> InputError? {
  do throws(InputError) { _ = try AlignmentPass(path, options) } catch { return error }
  return nil
}

private let panel = [GenomicInterval(contig: "chr17", start: 10, end: 20, name: "G")]

@Test func `an alignment of another build than the panel's is a fault that names both`() throws {
  let path = try sam([("17", 81_195_210), ("MT", 16_569)])
  #expect(fault(path, FeatureOptions(panel: panel, assembly: .grch37)) == nil)
  #expect(fault(path, FeatureOptions(panel: panel)) == nil)
  #expect(
    fault(path, FeatureOptions(panel: panel, assembly: .grch38))
      == InputError(
        .assemblyMismatch, path: path,
        "the alignment is of GRCh37, the panel of GRCh38: run the patients of each build with a "
          + "panel of that build"))
  #expect(
    fault(path, FeatureOptions(assembly: .grch38))?.detail
      == "the alignment is of GRCh37, the run of GRCh38: run the patients of each build with a "
      + "panel of that build")
}

@Test func `a header of two builds is a fault, with a panel and without`() throws {
  let path = try sam([("chr1", 249_250_621), ("chr2", 242_193_529), ("chr17", 5_000)])
  let mixed = InputError(
    .assemblyMismatch, path: path,
    "the header mixes two builds: chr1 has its length in GRCh37, chr2 in GRCh38")
  #expect(fault(path, FeatureOptions()) == mixed)
  #expect(fault(path, FeatureOptions(panel: panel, assembly: .grch38)) == mixed)
}

@Test
func `a header whose chromosome has neither build's length is a fault where the build is known`()
  throws
{
  let path = try sam([("chr17", 5_000)])
  #expect(fault(path, FeatureOptions(panel: panel)) == nil)
  #expect(
    fault(path, FeatureOptions(panel: panel, assembly: .grch37))
      == InputError(
        .assemblyMismatch, path: path,
        "the panel is of GRCh37, where chr17 has 81195210 bases; in the header it has 5000: take a "
          + "panel of the alignment's build"))
}

@Test func `the panel's build stands in the dictionary of its tables`() throws {
  func parameters(_ options: FeatureOptions) throws -> [String: String] {
    let schema = FeatureSchema(try FeatureSelection(), options: options)
    let column = try #require(schema.tables[.genes]?.first { $0.id == "mean" })
    let pairs = column.method.parameters.map { ($0.key, $0.value) }
    return Dictionary(pairs) { first, _ in first }
  }
  #expect(
    try parameters(FeatureOptions(panel: panel, assembly: .grch37))["panel_assembly"] == "GRCh37")
  #expect(try parameters(FeatureOptions(panel: panel))["panel_assembly"] == nil)
}
