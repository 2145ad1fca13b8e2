import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeFeatures

/// Annotations at the corners, each by hand.
@Suite struct ConsequenceTests {
  @Test(arguments: [
    ("Made by VEP. Format: Allele|Consequence|SYMBOL|LoF", 4, 1, 2),
    ("\"Format: SYMBOL|LoF|Consequence|Allele\"", 4, 2, 0),
    (
      "Functional annotations: 'Allele | Annotation | Annotation_Impact | Gene_Name | Gene_ID | A.B '",
      6, 1, 3
    ),
    (
      "Format: '[*]consequence|gene|transcript|biotype[|strand|amino_acid_change|dna_change]'", 7,
      0, 1
    ),
    ("Allele|Consequence|IMPACT|SYMBOL|", 5, 1, 3),
  ])
  func `fields are found by the header's format string`(
    description: String, count: Int, consequence: Int, symbol: Int
  ) throws {
    let layout = try #require(AnnotationLayout(tag: "CSQ", description: description))
    #expect(layout.fieldCount == count && layout.consequence == consequence)
    #expect(layout.symbol == symbol)
  }

  @Test func `a description without consequences is no layout`() {
    #expect(AnnotationLayout(tag: "CSQ", description: "Something else. Format: A|B") == nil)
  }

  @Test func `an unknown term has no place in the order, and known ones keep theirs`() {
    var scale = ConsequenceScale()
    func judge(_ text: String) -> ConsequenceScale.Verdict { scale.judge(Array(text.utf8).span) }
    #expect(judge("quite_new_variant") == .init(severity: .none, hasUnknownTerm: true))
    let both = judge("quite_new_variant&missense_variant")
    #expect(both.severity.kind == .missense && both.hasUnknownTerm)
    #expect(judge("splice_donor_region_variant&intron_variant").severity.kind == .splice)
    #expect(judge("*stop_gained").severity.kind == .lof)
    #expect(
      judge("5_prime_utr").severity.kind == nil && !judge("5_prime_UTR_variant").hasUnknownTerm)
    #expect(judge("transcript_ablation").severity > judge("splice_acceptor_variant").severity)
    #expect(judge("frameshift_variant&stop_lost").severity.kind == .lof)
    #expect(scale.unknownTerms == ["quite_new"])
  }

  @Test(arguments: [
    ("AC", "A", "-", 1), ("A", "AT", "T", 1), ("AC", "AT", "AT", 1), ("AC", "AT", "T", 1),
    ("A", "AT,G", "AT", 1), ("A", "AT,G", "G", 2), ("AG", "AAT,AT,A", "AT", 1),
    ("AG", "AAT,AT,A", "T", 2), ("AG", "AAT,AT,A", "-", 3), ("AC", "A,*", "*", 2),
    ("AC", "A,*", "-", 1), ("A", "<DEL>", "deletion", 1), ("A", "G", "T", 0), ("ac", "a", "-", 1),
    ("CAG", "CTG", "T", 1), ("AG", "AAT,<NON_REF>", "AT", 1),
  ])
  func `an allele is found by VEP's name for it`(
    reference: String, alternates: String, name: String, expected: Int
  ) throws {
    let pass = try passOf([
      "1\t9\t.\t\(reference)\t\(alternates)\t.\t.\tCSQ=\(name)|missense_variant|A|\tGT\t0/1\t1/2"
        .replacing("1/2", with: alternates.contains(",") ? "2/2" : "0/0")
    ])
    // The first sample has one copy of the first alternate, the second two of the second.
    var burden = pass
    let counts = [0, 1].map { burden.value("missense", sample: $0) }
    #expect(counts[0] == .integer(expected == 1 ? 1 : 0))
    #expect(counts[1] == .integer(expected == 2 ? 2 : 0))
    #expect(burden.value("unmatched_records") == .integer(expected == 0 ? 1 : 0))
  }

  @Test(arguments: [
    (["0|1", "1|0"], "phased"), (["0|1", "0|1"], "cis"), (["0|1", "0/1"], "unphased"),
    (["0/1", "0/1"], "unphased"), (["1/1", "0/0"], "phased"), (["0/1", "0/0"], "one"),
    (["0|1", "."], "unknown"), (["0/0", "./."], "unknown"), (["0/0", "0/0"], "none"),
    (["./1", "0/0"], "unknown"), (["1", "0"], "hemizygous"), (["0|1", "1/1"], "phased"),
    (["1", "."], "hemizygous"),
  ])
  func `two lost copies are told by genotype and phase`(
    genotypes: [String], expected: String
  ) throws {
    let lines = genotypes.enumerated().map {
      "1\t\($0 + 1)\t.\tA\tG\t.\t.\tCSQ=G|stop_gained|LMNA|HC\tGT\t\($1)\t0/0"
    }
    var pass = try passOf(lines, panel: ["LMNA"])
    #expect(pass.twoLoF() == expected && pass.twoLoF(sample: 1) == "none")
    for code in ["phased", "unphased", "unknown"] {
      #expect(pass.value("two_lof_\(code)") == .integer(code == expected ? 1 : 0))
    }
  }

  @Test func `two alternates of one genotype that both lose the function lie on both copies`()
    throws
  {
    let entry = "CSQ=G|stop_gained|LMNA|HC,T|frameshift_variant|LMNA|HC"
    var pass = try passOf(
      ["1\t1\t.\tA\tG,T\t.\t.\t\(entry)\tGT\t1/2\t0/2"], panel: ["LMNA", "MYH7"])
    #expect(pass.twoLoF() == "phased" && pass.twoLoF(sample: 1) == "one")
    #expect(pass.twoLoF(1) == "none" && pass.value("lof") == .integer(2))
  }

  @Test(arguments: [
    (["0|1:5", "1|0:5"], "phased"), (["0|1:5", "1|0:7"], "unphased"), (["0|1:5", "0|1:5"], "cis"),
    (["0|1:5", "0|1:7"], "unphased"), (["0|1:5", "1|0:."], "unphased"),
    (["0|1:.", "1|0"], "phased"),
    (["0|1:5", "0/1:5"], "unphased"), (["0|1:5", "0/0:5"], "one"), (["0|1:5", "1|1:7"], "phased"),
    (["0|1:5", ".|.:5"], "unknown"), (["0|1:5", "0|1:7", "1|0:5"], "phased"),
    (["0|1:5", "1|0:7", ".|.:7"], "unphased"), (["1:5", "1:7"], "hemizygous"),
  ])
  func `phases of two records are compared within a phase set`(
    genotypes: [String], expected: String
  ) throws {
    let lines = genotypes.enumerated().map {
      "1\t\($0 + 1)\t.\tA\tG\t.\t.\tCSQ=G|stop_gained|LMNA|HC\tGT:PS\t\($1)\t1/1:."
    }
    let set = "##FORMAT=<ID=PS,Number=1,Type=Integer,Description=\"Phase set\">\n"
    var pass = try passOf(lines, panel: ["LMNA"], more: set)
    #expect(pass.twoLoF() == expected && pass.twoLoF(sample: 1) == "phased")
  }

  @Test(arguments: [
    ("PS", "String", "unphased"), ("PSL", "String", "unphased"), ("PQ", "Integer", "phased"),
  ])
  func `phases of records whose phase sets are not read are not compared`(
    key: String, type: String, expected: String
  ) throws {
    let lines = ["0|1:5", "1|0:5"].enumerated().map {
      "1\t\($0 + 1)\t.\tA\tG\t.\t.\tCSQ=G|stop_gained|LMNA|HC\tGT:\(key)\t\($1)\t1/1:."
    }
    let line = "##FORMAT=<ID=\(key),Number=1,Type=\(type),Description=\"d\">\n"
    var pass = try passOf(lines, panel: ["LMNA"], more: line)
    #expect(pass.twoLoF() == expected)
    // htslib takes a key that the header does not declare for text.
    var undeclared = try passOf(lines, panel: ["LMNA"])
    #expect(undeclared.twoLoF() == expected)
  }

  @Test func `LOFTEE's verdict decides what is a loss of function`() throws {
    let lines = ["HC", "LC", ""].enumerated().map {
      "1\t\($0 + 1)\t.\tA\tG\t.\t.\tCSQ=G|stop_gained|LMNA|\($1)\tGT\t0/1\t0/0"
    }
    var pass = try passOf(lines, panel: ["LMNA"])
    #expect(pass.value("lof") == .integer(1) && pass.value("lof_low_confidence") == .integer(2))
    #expect(pass.twoLoF() == "one")
  }

  @Test(arguments: [
    ("Pathogenic", 1, 0), ("Likely_pathogenic", 0, 1), ("Pathogenic/Likely_pathogenic", 1, 0),
    ("Pathogenic,_low_penetrance", 1, 0), ("Benign", 0, 0), ("5|255", 1, 0), ("4", 0, 1),
    (".", 0, 0),
    ("Conflicting_interpretations_of_pathogenicity", 0, 0), ("Likely_pathogenic|risk_factor", 0, 1),
    ("Pathogenic|Benign", 0, 0), ("Uncertain_significance", 0, 0),
  ])
  func `pathogenic alleles are counted by ClinVar's significance`(
    text: String, pathogenic: Int, likely: Int
  ) throws {
    var pass = try passOf(["1\t1\t.\tA\tG\t.\t.\tCLNSIG=\(text)\tGT\t0/1\t0/0"])
    #expect(pass.value("clinvar_pathogenic") == .integer(Int64(pathogenic)))
    #expect(pass.value("clinvar_likely_pathogenic") == .integer(Int64(likely)))
    #expect(pass.value("lof") == .missing(.notAnnotated))
    #expect(pass.value("two_lof_phased") == .missing(.notAnnotated))
  }

  @Test func `a significance without an allele is not laid to one of several`() throws {
    var pass = try passOf(["1\t1\t.\tA\tG,T\t.\t.\tCLNSIG=Pathogenic\tGT\t0/1\t1/2"])
    #expect(pass.value("clinvar_pathogenic") == .integer(0))
    var split = try passOf(["1\t1\t.\tA\tG,T\t.\t.\tCLNSIG=Benign,Pathogenic\tGT\t0/1\t1/2"])
    #expect(split.value("clinvar_pathogenic") == .integer(0))
    #expect(split.value("clinvar_pathogenic", sample: 1) == .integer(1))
  }

  @Test func `a comma inside a field does not end an entry`() throws {
    let header = "Format: Consequence|Allele|LoF_info|SYMBOL|LoF"
    let entry = "CSQ=stop_gained|G|A:1,B:2|LMNA|HC,missense_variant|G|A:1,B:2|MYH7|"
    var pass = try passOf(
      ["1\t1\t.\tA\tG\t.\t.\t\(entry)\tGT\t0/1\t0/0"], panel: ["LMNA", "MYH7"], format: header)
    #expect(pass.value("lof") == .integer(1) && pass.twoLoF() == "one")
    #expect(pass.value("unmatched_records") == .integer(0))
    #expect(pass.counts()["S MYH7 missense_common"] == "1")
  }

  @Test func `nulls have their reasons`() throws {
    let line = "1\t1\t.\tA\tG\t.\t.\tCSQ=G|stop_gained|LMNA|HC"
    var sites = try passOf([line + "\tDP\t3\t3"])
    #expect(sites.value("lof") == .missing(.noGenotypes))
    #expect(sites.value("annotated_records") == .integer(1))
    var empty = try passOf(["1\t1\t.\tA\tG\t.\t.\t.\tGT\t0/1\t0/0"], panel: ["LMNA"])
    #expect(empty.value("lof") == .missing(.notAnnotated) && empty.twoLoF() == nil)
    var plain = try passOf([line + "\tGT\t0/1\t0/0"])
    #expect(plain.value("two_lof_phased") == .missing(.noPanel))
    #expect(plain.value("annotation") == .text("CSQ"))
    #expect(plain.value("frequency_source") == .text("samples"))
  }

  @Test func `what is not known is warned of, without anything of a person`() throws {
    let line =
      "1\t1\t.\tA\tG\t.\t.\tCSQ=G|quite_new_variant|LMNA|HC,T|stop_gained|LMNA|HC\tGT\t0/1\t0/0"
    var pass = try passOf([line])
    #expect(pass.value("unknown_terms") == .integer(1))
    #expect(pass.value("unknown_term_records") == .integer(1))
    #expect(pass.feature.warnings.count == 2)
    #expect(
      pass.feature.warnings[0].contains("1 records")
        && pass.feature.warnings[0].contains("quite_new"))
    #expect(pass.value("lof") == .integer(0))
  }

  // MARK: Reading

  /// Reads lines of two samples, S and T, with CSQ of `Allele|Consequence|SYMBOL|LoF`.
  private func passOf(
    _ lines: [String], panel: [String]? = nil, more: String = "",
    format: String = "Format: Allele|Consequence|SYMBOL|LoF"
  ) throws -> BurdenPass {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    let header = """
      ##fileformat=VCFv4.2
      ##contig=<ID=1,length=100000>
      ##INFO=<ID=CSQ,Number=.,Type=String,Description="\(format)">
      ##INFO=<ID=CLNSIG,Number=.,Type=String,Description="Significance">
      ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
      ##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
      \(more)#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\tT

      """
    try (header + lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    return try BurdenPass(path, panel: panel)
  }
}
