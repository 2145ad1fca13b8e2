import ChordaeReaders
import ChordaeTestSupport
import Foundation

/// Files of one made-up gene model in the forms in which annotations are published.
///
/// GENA (HGNC:11) on chromosome 3 has a selected transcript with two coding exons, a second coding
/// one with a third exon, and one that decays. GENB (HGNC:12) makes no protein.
enum AnnotationFixture {
  static let list = "HGNC:11\tGENA\nHGNC:12\tGENB\n"

  /// GENA by its selected transcript: coding parts 150-200 and 300-340, 0-based, stop codon included.
  static let selected = [149..<200, 299..<340]
  /// GENA by all its protein-coding transcripts.
  static let allCoding = [149..<200, 299..<340, 399..<450]
  static let geneB = [999..<1100, 1199..<1300]

  /// The padding's arithmetic, done apart from the code under test.
  static func padded(_ parts: [Range<Int>], _ padding: Int) -> [Range<Int>] {
    parts.map { ($0.lowerBound - padding)..<($0.upperBound + padding) }
  }

  static func write(_ text: String, _ name: String, test: String = #function) throws -> String {
    let path = Fixtures.scratch(test).appending(path: name).path(percentEncoded: false)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  static func genes(_ text: String = list) throws -> GeneList {
    try GeneList(path: write(text, "genes.tsv"))
  }

  /// Columns 1 to 8 of a line, 1-based as files write them.
  private static func line(
    _ contig: String, _ source: String, _ kind: String, _ start: Int, _ end: Int, _ rest: String
  ) -> String {
    "\(contig)\t\(source)\t\(kind)\t\(start)\t\(end)\t.\t+\t.\t\(rest)\n"
  }

  /// A GENCODE GTF: ids and tags on every line, the stop codon apart from the coding parts.
  static func gencode(tags: String, header: String = gencodeHeader) -> String {
    func text(_ kind: String, _ start: Int, _ end: Int, _ transcript: String, _ more: String)
      -> String
    {
      line(
        "chr3", "HAVANA", kind, start, end,
        "gene_id \"ENSG1.5\"; transcript_id \"\(transcript)\"; gene_type \"protein_coding\"; "
          + "gene_name \"GENA\"; level 2; hgnc_id \"HGNC:11\"; \(more)")
    }
    let coding = "transcript_type \"protein_coding\"; tag \"basic\"; "
    let decay = "transcript_type \"nonsense_mediated_decay\"; note \"a; b\";"
    return header
      + line(
        "chr3", "HAVANA", "gene", 101, 900,
        "gene_id \"ENSG1.5\"; gene_name \"GENA\"; hgnc_id \"HGNC:11\";")
      + text("transcript", 101, 400, "T1", coding + tags) + text("exon", 101, 200, "T1", coding)
      + text("CDS", 150, 200, "T1", coding) + text("exon", 300, 400, "T1", coding)
      + text("CDS", 300, 337, "T1", coding) + text("stop_codon", 338, 340, "T1", coding)
      + text("transcript", 101, 500, "T2", coding) + text("exon", 400, 450, "T2", coding)
      + text("CDS", 400, 450, "T2", coding) + text("transcript", 600, 700, "T3", decay)
      + text("exon", 600, 700, "T3", decay) + text("CDS", 600, 640, "T3", decay)
      + line(
        "chr3", "HAVANA", "exon", 1000, 1100,
        "gene_id \"ENSG2\"; transcript_id \"N1\"; gene_name \"GENB\"; hgnc_id \"HGNC:12\";")
      + line(
        "chr3", "HAVANA", "exon", 1200, 1300,
        "gene_id \"ENSG2\"; transcript_id \"N1\"; gene_name \"GENB\"; hgnc_id \"HGNC:12\";")
      + line(
        "chrY", "HAVANA", "exon", 5, 90,
        "gene_id \"ENSG2_PAR_Y\"; transcript_id \"N1_PAR_Y\"; gene_name \"GENB\";")
  }

  static let gencodeHeader =
    "##description: evidence-based annotation of the human genome (GRCh38), version 44 (Ensembl 110)\n"
    + "##provider: GENCODE\n##format: gtf\n"

  /// An Ensembl GFF3: parents, the HGNC id in the description, contigs with lengths.
  static let ensemblGFF3 =
    "##gff-version 3\n##sequence-region   3 1 1305\n#!genome-build  GRCh37.p13\n"
    + "#!genome-version GRCh37\n"
    + line("3", "GRCh37", "chromosome", 1, 1305, "ID=chromosome:3;Alias=NC_000003.11")
    + line(
      "3", "ensembl_havana", "gene", 101, 900,
      "ID=gene:ENSG1;Name=GENA;biotype=protein_coding;description=gene a%2C first "
        + "[Source:HGNC Symbol%3BAcc:HGNC:11];gene_id=ENSG1;version=5")
    + line(
      "3", "havana", "mRNA", 101, 400,
      "ID=transcript:T1;Parent=gene:ENSG1;biotype=protein_coding;tag=basic,Ensembl_canonical")
    + line("3", "havana", "five_prime_UTR", 101, 149, "Parent=transcript:T1")
    + line("3", "havana", "exon", 101, 200, "Parent=transcript:T1;Name=E1")
    + line("3", "havana", "CDS", 150, 200, "ID=CDS:P1;Parent=transcript:T1")
    + line("3", "havana", "exon", 300, 400, "Parent=transcript:T1;Name=E2")
    + line("3", "havana", "CDS", 300, 340, "ID=CDS:P1;Parent=transcript:T1")
    + line(
      "3", "havana", "mRNA", 101, 500,
      "ID=transcript:T2;Parent=gene:ENSG1;biotype=protein_coding;tag=basic")
    + line("3", "havana", "exon", 400, 450, "Parent=transcript:T2")
    + line("3", "havana", "CDS", 400, 450, "ID=CDS:P2;Parent=transcript:T2") + "###\n"
    + line(
      "3", "havana", "ncRNA_gene", 1000, 1300,
      "ID=gene:ENSG2;Name=OLDB;description=gene b [Source:HGNC Symbol%3BAcc:12]")
    + line("3", "havana", "lnc_RNA", 1000, 1300, "ID=transcript:N1;Parent=gene:ENSG2")
    + line("3", "havana", "exon", 1000, 1100, "Parent=transcript:N1")
    + line("3", "havana", "exon", 1200, 1300, "Parent=transcript:N1")

  /// A RefSeq GFF3, as MANE's own files are: accessions, `Dbxref`, a copy on a patch.
  static let refSeqGFF3 =
    "##gff-version 3\n##sequence-region NC_000003.12 1 198295559\n"
    + ["NC_000003.12", "NT_187535.1"].map { contig in
      let copy = contig.hasPrefix("NC") ? "" : "-2"
      return line(
        contig, "BestRefSeq", "gene", 101, 900,
        "ID=gene-GENA\(copy);Dbxref=GeneID:9,HGNC:HGNC:11,MIM:1;Name=GENA;gbkey=Gene;gene=GENA")
        + line(
          contig, "BestRefSeq", "mRNA", 101, 400,
          "ID=rna-NM_1.1\(copy);Parent=gene-GENA\(copy);Dbxref=GeneID:9,HGNC:HGNC:11;gene=GENA;"
            + "tag=MANE Select;transcript_id=NM_1.1")
        + line(contig, "BestRefSeq", "exon", 101, 200, "ID=e1\(copy);Parent=rna-NM_1.1\(copy)")
        + line(contig, "BestRefSeq", "CDS", 150, 200, "ID=c1\(copy);Parent=rna-NM_1.1\(copy)")
        + line(contig, "BestRefSeq", "exon", 300, 400, "ID=e2\(copy);Parent=rna-NM_1.1\(copy)")
        + line(contig, "BestRefSeq", "CDS", 300, 340, "ID=c1\(copy);Parent=rna-NM_1.1\(copy)")
        + line(
          contig, "Gnomon", "mRNA", 101, 500,
          "ID=rna-XM_2.1\(copy);Parent=gene-GENA\(copy);gene=GENA;transcript_id=XM_2.1")
        + line(contig, "Gnomon", "CDS", 400, 450, "ID=c2\(copy);Parent=rna-XM_2.1\(copy)")
    }.joined()
    + line(
      "NC_000003.12", "BestRefSeq", "gene", 1000, 1300,
      "ID=gene-GENB;Dbxref=HGNC:HGNC:12;Name=GENB;gene=GENB")
    + line("NC_000003.12", "BestRefSeq", "lnc_RNA", 1000, 1300, "ID=rna-NR_3.1;Parent=gene-GENB")
    + line("NC_000003.12", "BestRefSeq", "exon", 1000, 1100, "ID=e5;Parent=rna-NR_3.1")
    + line("NC_000003.12", "BestRefSeq", "exon", 1200, 1300, "ID=e6;Parent=rna-NR_3.1")

  /// A genePred table with its `bin`, as UCSC's `ncbiRefSeq` has it.
  static let genePred = """
    585\tNM_1.1\tchr3\t+\t100\t400\t149\t340\t2\t100,299,\t200,400,\t0\tGENA\tcmpl\tcmpl\t0,0,
    585\tNM_1.1\tchr3_KI270777v1_alt\t+\t1\t90\t10\t80\t1\t1,\t90,\t0\tGENA\tcmpl\tcmpl\t0,
    585\tNM_2.1\tchr3\t+\t100\t500\t399\t450\t1\t100,\t500,\t0\tGENA\tcmpl\tcmpl\t0,
    585\tNR_3.1\tchr3\t+\t999\t1300\t1300\t1300\t2\t999,1199,\t1100,1300,\t0\tGENB\tnone\tnone\t-1,-1,

    """
}
