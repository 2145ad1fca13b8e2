import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

private typealias Fixture = AnnotationFixture

private func options(
  padding: Int = 0, assembly: GenomeAssembly? = nil, plusClinical: Bool = false
) -> PanelBuild.Options {
  var options = PanelBuild.Options()
  options.padding = padding
  options.assembly = assembly
  options.includesPlusClinical = plusClinical
  return options
}

private func fault(
  _ path: String, _ options: PanelBuild.Options = options(), genes: GeneList
) -> InputError? {
  do throws(InputError) { _ = try PanelBuild(genes, annotation: path, options: options) } catch {
    return error
  }
  return nil
}

extension PanelBuild {
  fileprivate func parts(_ gene: String) -> [Range<Int>] {
    intervals.filter { $0.name == gene }.map { $0.start..<$0.end }
  }
}

@Test(arguments: [
  ("tag \"MANE_Select\"; tag \"Ensembl_canonical\";", TranscriptRule.maneSelect),
  ("tag \"Ensembl_canonical\";", .ensemblCanonical), ("tag \"CCDS\";", .allCoding),
])
func `a GENCODE GTF gives the best tagged transcript, else all coding ones`(
  tags: String, rule: TranscriptRule
) throws {
  let path = try Fixture.write(Fixture.gencode(tags: tags), "a.gtf")
  let build = try PanelBuild(Fixture.genes(), annotation: path, options: options(padding: 10))
  #expect(build.assembly == .grch38 && build.unplaced.isEmpty)
  let parts = rule == .allCoding ? Fixture.allCoding : Fixture.selected
  #expect(build.parts("GENA") == Fixture.padded(parts, 10))
  #expect(build.parts("GENB") == Fixture.padded(Fixture.geneB, 10))
  #expect(Set(build.intervals.map(\.contig)) == ["chr3"])
  #expect(build.geneCounts == (rule == .all ? [.all: 2] : [rule: 1, .all: 1]))
  #expect(build.notes == ["GENB (HGNC:12) is not protein coding: all its exons count"])
}

@Test func `MANE Plus Clinical counts where it is asked for`() throws {
  let text = Fixture.gencode(tags: "tag \"MANE_Select\";").replacing(
    "transcript_id \"T2\"; gene_type",
    with: "transcript_id \"T2\"; tag \"MANE_Plus_Clinical\"; gene_type")
  let path = try Fixture.write(text, "a.gtf")
  let genes = try Fixture.genes()
  #expect(
    try PanelBuild(genes, annotation: path, options: options()).parts("GENA") == Fixture.selected)
  #expect(
    try PanelBuild(genes, annotation: path, options: options(plusClinical: true)).parts("GENA")
      == Fixture.allCoding)
}

@Test
func `an Ensembl GFF3 finds genes by the HGNC id, tells a new symbol, and ends at the contig`()
  throws
{
  let path = try Fixture.write(Fixture.ensemblGFF3, "a.gff3")
  let build = try PanelBuild(Fixture.genes(), annotation: path, options: options(padding: 10))
  #expect(build.assembly == .grch37 && build.unplaced.isEmpty)
  #expect(build.parts("GENA") == Fixture.padded(Fixture.selected, 10))
  // The contig has 1,305 bases.
  #expect(build.parts("GENB") == [989..<1110, 1189..<1305])
  #expect(Set(build.intervals.map(\.contig)) == ["3"])
  #expect(
    build.notes == [
      "GENB (HGNC:12) is called OLDB in the annotation",
      "GENB (HGNC:12) is not protein coding: all its exons count",
    ])
}

@Test func `a RefSeq GFF3 gives chromosomes by name and passes over copies on patches`() throws {
  let path = try Fixture.write(Fixture.refSeqGFF3, "a.gff")
  let build = try PanelBuild(Fixture.genes(), annotation: path, options: options())
  // The accession's version tells the build.
  #expect(build.assembly == .grch38)
  #expect(build.parts("GENA") == Fixture.selected && build.parts("GENB") == Fixture.geneB)
  #expect(Set(build.intervals.map(\.contig)) == ["chr3"])
  let untagged = Fixture.refSeqGFF3.replacing("tag=MANE Select;", with: "")
  let all = try PanelBuild(
    Fixture.genes(), annotation: Fixture.write(untagged, "b.gff"), options: options())
  #expect(all.parts("GENA") == Fixture.selected, "a predicted transcript does not count")
  #expect(all.geneCounts[.allCoding] == 1)
  let select = Fixture.refSeqGFF3.replacing("MANE Select", with: "RefSeq Select")
  let chosen = try PanelBuild(
    Fixture.genes(), annotation: Fixture.write(select, "c.gff"), options: options())
  #expect(chosen.geneCounts[.refSeqSelect] == 1 && chosen.parts("GENA") == Fixture.selected)
}

@Test func `a genePred table gives all coding transcripts`() throws {
  let path = try Fixture.write(Fixture.genePred, "a.gpe")
  let build = try PanelBuild(
    Fixture.genes(), annotation: path, options: options(assembly: .grch38))
  #expect(build.parts("GENA") == Fixture.allCoding && build.parts("GENB") == Fixture.geneB)
  #expect(Set(build.intervals.map(\.contig)) == ["chr3"])
  let lines = Fixture.genePred.split(separator: "\n")
  let withoutBin = lines.map { $0.dropFirst(4) }.joined(separator: "\n") + "\n"
  let other = try PanelBuild(
    Fixture.genes(), annotation: Fixture.write(withoutBin, "b.gpe"),
    options: options(assembly: .grch38))
  #expect(other.intervals == build.intervals)
  let twice = Fixture.genePred + lines[0] + "\n"
  let double = try PanelBuild(
    Fixture.genes(), annotation: Fixture.write(twice, "c.gpe"),
    options: options(assembly: .grch38))
  #expect(double.unplaced.map(\.reason) == ["lies at two places of chr3"])
}

@Test(arguments: ["gzip", "bgzip"])
func `a compressed annotation reads as the plain one, and a cut one is refused`(program: String)
  throws
{
  guard Oracle.has(program) else { return }
  let path = try Fixture.write(
    Fixture.gencode(tags: "tag \"MANE_Select\";"), "a.gtf", test: program)
  let genes = try Fixture.genes()
  let plain = try PanelBuild(genes, annotation: path)
  #expect(Oracle.run(program, [path]).status == 0)
  #expect(try PanelBuild(genes, annotation: path + ".gz").intervals == plain.intervals)
  let bytes = try Data(contentsOf: URL(filePath: path + ".gz"))
  try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path + ".cut.gz"))
  let reasons: [MissingReason?] = [.checksumMismatch, .noEndOfFileBlock]
  #expect(reasons.contains(fault(path + ".cut.gz", genes: genes)?.reason))
}

@Test func `neighbours of a gene merge, and nothing starts below 0`() throws {
  let path = try Fixture.write(Fixture.gencode(tags: "tag \"MANE_Select\";"), "a.gtf")
  let build = try PanelBuild(Fixture.genes(), annotation: path, options: options(padding: 160))
  #expect(build.parts("GENA") == [0..<500])
  #expect(build.parts("GENB") == [839..<1460])
  // 50 on either side of the gap of 99 leave one base apart.
  let apart = try PanelBuild(Fixture.genes(), annotation: path, options: options(padding: 49))
  #expect(apart.parts("GENA") == [100..<249, 250..<389])
  let touching = try PanelBuild(Fixture.genes(), annotation: path, options: options(padding: 50))
  #expect(touching.parts("GENA") == [99..<390])
}

@Test func `every gene that cannot be placed is named with the reason`() throws {
  let text =
    Fixture.gencode(tags: "")
    + "chr5\tX\texon\t1\t9\t.\t+\t.\tgene_id \"G7\"; transcript_id \"t\"; gene_name \"TWICE\";\n"
    + "chr6\tX\texon\t1\t9\t.\t+\t.\tgene_id \"G8\"; transcript_id \"u\"; gene_name \"TWICE\";\n"
    + "chr6\tX\tgene\t1\t9\t.\t+\t.\tgene_id \"G9\"; gene_name \"BARE\";\n"
    + "chrX\tX\texon\t31\t39\t.\t+\t.\tgene_id \"GX\"; transcript_id \"x\"; gene_name \"PAR\";\n"
    + "chrY\tX\texon\t1\t9\t.\t+\t.\tgene_id \"GY\"; transcript_id \"y\"; gene_name \"PAR\";\n"
  let genes = try Fixture.genes("NONE\nHGNC:99\tGENA\nTWICE\nBARE\nPAR\nHGNC:5\n")
  let build = try PanelBuild(
    genes, annotation: Fixture.write(text, "a.gtf"), options: options())
  #expect(
    build.unplaced.map { "\($0.gene.label) \($0.reason)" } == [
      "NONE is not in the annotation",
      "GENA (HGNC:99) is HGNC:11 in the annotation: the id or the symbol is wrong",
      "TWICE stands for 2 genes of the annotation, on chr5 and chr6",
      "BARE has no exon in the annotation", "HGNC:5 is not in the annotation",
    ])
  #expect(build.intervals == [GenomicInterval(contig: "chrX", start: 30, end: 39, name: "PAR")])
}

@Test func `the build is the annotation's own, else it must be said, and two are a fault`() throws {
  let genes = try Fixture.genes()
  let bare = try Fixture.write(Fixture.gencode(tags: "", header: ""), "bare.gtf")
  #expect(
    fault(bare, genes: genes)
      == InputError(
        .unsupported, path: bare,
        "the annotation does not name its build: say it with --assembly GRCh37 or GRCh38"))
  #expect(
    try PanelBuild(genes, annotation: bare, options: options(assembly: .grch37)).assembly == .grch37
  )
  let named = try Fixture.write(Fixture.gencode(tags: ""), "named.gtf")
  #expect(
    fault(named, options(assembly: .grch37), genes: genes)
      == InputError(
        .assemblyMismatch, path: named, "the annotation is of GRCh38, --assembly says GRCh37"))
  let mapped =
    "##description: evidence-based annotation of the human genome (GRCh38), version 44, mapped to "
    + "GRCh37 with gencode-backmap\n"
  let lifted = try Fixture.write(Fixture.gencode(tags: "", header: mapped), "lifted.gtf")
  #expect(try PanelBuild(genes, annotation: lifted).assembly == .grch37)
  let both = Fixture.gencodeHeader + "#!genome-version GRCh37\n"
  let mixed = try Fixture.write(Fixture.gencode(tags: "", header: both), "mixed.gtf")
  #expect(
    fault(mixed, genes: genes)
      == InputError(
        .assemblyMismatch, path: mixed, at: .line(4),
        "the annotation names GRCh37 and GRCh38: take a file of one of them"))
}

@Test func `a file of another form is refused with the line`() throws {
  let genes = try Fixture.genes()
  let bed = try Fixture.write("# a\nchr1\t1\t2\tGENA\n", "a.bed")
  #expect(
    fault(bed, genes: genes)
      == InputError(
        .malformed, path: bed, at: .line(2),
        "this is no line of a GTF or GFF3 file, nor of a genePred table with the gene's name"))
  let short = try Fixture.write(Fixture.gencode(tags: "") + "chr3\tX\texon\t9\t5\t.\n", "short.gtf")
  #expect(
    fault(short, genes: genes)?.detail
      == "a line of the annotation has too few columns, or positions that are no interval")
  let far = Fixture.genePred.replacing("400,", with: "9223372036854775807,")
  #expect(fault(try Fixture.write(far, "far.gpe"), genes: genes)?.place == .line(1))
  let empty = try Fixture.write("# nothing\n", "empty.gtf")
  #expect(fault(empty, genes: genes)?.detail == "the file holds no line")
  #expect(fault("/nowhere/a.gtf", genes: genes)?.reason == .fileNotFound)
}

@Test func `SCN5A of GENCODE 19 equals awk and bedtools`() throws {
  guard let gtf = Fixtures.publicRecord("genomics/regions/gencode.v19.SCN5A.gtf"),
    Oracle.has("bedtools")
  else { return }
  // Coding parts and stop codons of the protein-coding transcripts, widened and merged.
  let script = """
    awk -F'\\t' '($3=="CDS"||$3=="stop_codon") && /gene_name "SCN5A"/ \
    && /transcript_type "protein_coding"/ {print $1"\\t"$4-1-10"\\t"$5+10}' '\(gtf)' \
    | sort -k1,1 -k2,2n | bedtools merge -i -
    """
  let expected = Oracle.run("bash", ["-c", script]).text
  let build = try PanelBuild(Fixture.genes("SCN5A\n"), annotation: gtf)
  let found = build.intervals.map { "\($0.contig)\t\($0.start)\t\($0.end)\n" }.joined()
  #expect(build.intervals.count == 28 && found == expected)
}

@Test func `the BED file says how it was made`() throws {
  let path = try Fixture.write(Fixture.gencode(tags: "tag \"MANE_Select\";"), "a.gtf")
  let genes = try Fixture.genes("# source: a paper\nhgnc_id\tsymbol\nHGNC:11\tGENA\n\tNONE\n")
  let build = try PanelBuild(genes, annotation: path)
  let digest = try PanelBuild.digest(ofFile: path)
  #expect(Oracle.run("sha256sum", [path]).text.hasPrefix(digest + " "))
  let text = build.bed(of: genes, annotation: path, digest: digest, options: PanelBuild.Options())
  #expect(
    text == """
      ##assembly=GRCh38
      ##annotation=a.gtf sha256:\(digest)
      ##genes=genes.tsv, 1 of 2
      ##source=a paper
      ##transcripts=MANE Select (1)
      ##intervals=coding exons, all exons of what codes for nothing, merged within a gene
      ##padding=10
      ##unplaced=NONE is not in the annotation
      chr3\t139\t210\tGENA
      chr3\t289\t350\tGENA

      """)
  let bed = try Fixture.write(text, "a.bed")
  let file = try BEDReader.file(path: bed)
  #expect(file.intervals == build.intervals && file.assembly?.name == "GRCh38")
}

@Test(arguments: [("hg19", GenomeAssembly.grch37), ("hg38", .grch38)])
func `a shipped panel is what its annotation's excerpt gives`(
  build: String, assembly: GenomeAssembly
) throws {
  let list = try #require(
    GeneList.shipped.first { $0.name == "familial-hypercholesterolaemia" })
  let found = try PanelBuild(
    list, annotation: Fixtures.sample("panels/excerpt_\(build).gpe"),
    options: options(padding: 10, assembly: assembly))
  let shipped = try BEDReader.file(
    path: Fixtures.sample("panels/\(list.name).\(assembly.rawValue).bed"))
  #expect(found.intervals == shipped.intervals && shipped.intervals.count == 68)
}

@Test(arguments: [("GRCh37", "cardiac_genes_GRCh37.tsv"), ("GRCh38", "cardiac_genes_GRCh38.tsv")])
func `the shipped panels name their build and all genes, within Ensembl's extents`(
  build: String, table: String
) throws {
  let extents = Fixtures.publicRecord("genomics/regions/\(table)")
  for list in GeneList.shipped {
    let file = try BEDReader.file(path: Fixtures.sample("panels/\(list.name).\(build).bed"))
    #expect(file.assembly?.name == build)
    #expect(Set(file.intervals.compactMap(\.name)) == Set(list.genes.compactMap(\.symbol)))
    guard let extents else { continue }
    let genes = try geneExtents(extents)
    for interval in file.intervals {
      // Genes that the table does not hold cannot be compared.
      guard let places = genes[interval.name ?? ""] else { continue }
      let fits = places.contains { place in
        "chr" + place.contig == interval.contig && place.start - 10 <= interval.start
          && interval.end <= place.end + 10
      }
      #expect(fits, "\(interval)")
    }
  }
}

/// Extents of genes as Ensembl's table has them, 0-based and half-open.
private func geneExtents(_ path: String) throws -> [String: [GenomicInterval]] {
  let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
    $0.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
  }
  func column(_ name: String) throws -> Int { try #require(rows[0].firstIndex(of: name)) }
  let (name, contig) = (try column("Gene name"), try column("Chromosome/scaffold name"))
  let (start, end) = (try column("Gene start (bp)"), try column("Gene end (bp)"))
  return Dictionary(
    grouping: rows.dropFirst().compactMap { row in
      guard let first = Int(row[start]), let last = Int(row[end]) else { return nil }
      return GenomicInterval(contig: row[contig], start: first - 1, end: last, name: row[name])
    }, by: { $0.name ?? "" })
}
