import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// Generated reads in a folder with a reference, and the run over them.
private struct SitesFolder {
  let path = Fixtures.scratch("sites").path(percentEncoded: false)
  let reads = ReadsWithBases(seed: 17, reads: 1_500)

  /// nil without samtools.
  init?() throws {
    guard Oracle.has("samtools") else { return nil }
    try write(reads.text, "reads.sam")
    try write(reads.fasta, "reference.fa")
    try tool(["sort", "-o", "\(path)/reads.bam", "\(path)/reads.sam"])
    try tool(["faidx", "\(path)/reference.fa"])
    try manifest(reference: "reference.fa")
  }

  func write(_ text: String, _ name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
  }

  func tool(_ arguments: [String]) throws {
    let ended = Oracle.run("samtools", arguments)
    try #require(ended.status == 0, "\(ended.errors)")
  }

  func manifest(reference: String) throws {
    try write("patient_id,alignment,reference\np,reads.bam,\(reference)\n", "manifest.csv")
  }

  func extract(_ sites: String?, _ more: [String] = []) throws -> (Dataset, Command.Ending) {
    let dataset = Dataset()
    let ended = try Command.run(
      ["extract", path + "/manifest.csv", "-o", dataset.folder]
        + (sites.map { ["--sites", "\(path)/\($0)"] } ?? []) + more)
    return (dataset, ended)
  }

  func base(_ position: Int) -> String {
    String(decoding: [reads.reference[0][position]], as: UTF8.self)
  }

  /// A VCF of one substitution, at a 0-based position.
  func vcf(contig: String = "1", _ position: Int, reference: String) -> String {
    "##fileformat=VCFv4.2\n##contig=<ID=\(contig)>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
      + "\(contig)\t\(position + 1)\t.\t\(reference)\t\(reference == "A" ? "C" : "A")\t.\t.\t.\n"
  }
}

@Suite struct `A site list of the command` {
  @Test func `adds the group and its table to whatever is chosen, equal to mpileup`() throws {
    guard let folder = try SitesFolder(),
      let peer = Mpileup(folder.path + "/reads.bam", fasta: folder.path + "/reference.fa")
    else { return }
    try folder.write("chr2\t40\t41\n1\t1000\t1001\n1\t5\t6\n", "sites.bed")
    let (dataset, ended) = try folder.extract("sites.bed", ["--groups", "aln.flagstat"])
    #expect(ended.status == 0, "\(ended.errors)")
    guard let rows = try dataset.rows("sites"), let patients = try dataset.rows("patients") else {
      return
    }
    #expect(rows.compactMap { $0["contig"]?.text } == ["chr2", "1", "1"])
    #expect(rows.compactMap { $0["start"]?.int } == [40, 1_000, 5])
    let places = [("chr2", 40), ("chr1", 1_000), ("chr1", 5)]
    for (row, (contig, position)) in zip(rows, places) {
      let column = peer.column(contig, position)
      #expect(row["patient_id"]?.text == "p" && row["depth"]?.int == column.depth)
      for letter in "ACGT" {
        #expect(row[letter.lowercased()]?.int == column.count(letter), "\(contig):\(position)")
      }
      #expect(row["ref_count"]?.int == column.count(Character(row["ref"]?.text ?? "-")))
    }
    #expect(patients[0]["aln.sites.count"]?.int == 3)
    #expect(patients[0]["aln.flagstat.total"]?.int ?? 0 > 1_000)
    let columns = try dataset.json("dictionary.json")["tables"]?["sites"]?.elements ?? []
    #expect(columns.dropFirst().allSatisfy { $0["method"]?["parameters"]?["sites_sha256"] != nil })
  }

  @Test func `is told by the settings file too, and left out by --exclude`() throws {
    guard let folder = try SitesFolder() else { return }
    try folder.write("1\t1000\t1001\n", "sites.bed")
    try folder.write(#"{"sites": "\#(folder.path)/sites.bed", "groups": ["aln"]}"#, "config.json")
    let (all, ended) = try folder.extract(nil, ["--config", folder.path + "/config.json"])
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(FileManager.default.fileExists(atPath: all.folder + "/sites"))
    let (none, without) = try folder.extract("sites.bed", ["--exclude", "aln.sites"])
    #expect(without.status == 0)
    #expect(!FileManager.default.fileExists(atPath: none.folder + "/sites"))
    // With another list nothing of the run before may stay.
    try folder.write("1\t1002\t1003\n", "sites.bed")
    let again = try Command.run([
      "extract", folder.path + "/manifest.csv", "-o", all.folder, "--resume", "--config",
      folder.path + "/config.json",
    ])
    #expect(again.status == 0, "\(again.errors)")
    guard let rows = try all.rows("sites") else { return }
    #expect(rows.map { $0["start"]?.int } == [1_002])
  }

  @Test func `is missed where its group is named alone, and null where all groups are`() throws {
    guard let folder = try SitesFolder() else { return }
    let (_, alone) = try folder.extract(nil, ["--groups", "aln.sites"])
    #expect(alone.status == 2)
    #expect(
      alone.errors.contains(
        "the group aln.sites counts at the sites of a list: name it with --sites FILE"))
    let (dataset, all) = try folder.extract(nil, ["--groups", "*"])
    #expect(all.status == 0, "\(all.errors)")
    guard let rows = try dataset.rows("patients") else { return }
    #expect(rows[0]["reasons"]?.text?.contains("aln.sites=no_sites") == true)
    #expect(try Dataset.ask(["nulls", dataset.folder]) != nil)
  }

  @Test func `that cannot be read ends the run with its fault`() throws {
    guard let folder = try SitesFolder() else { return }
    try folder.write("1\t7\t8\n1\t10\t20\n", "wide.bed")
    try folder.write("1\t7\tx\n", "broken.bed")
    try folder.write(
      "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n", "empty.vcf")
    for (name, fault) in [
      ("missing.vcf", ": No such file or directory"),
      (
        "wide.bed",
        ": interval 2 (1:10-20) has 10 bases: a site is one base, whose end is its start + 1"
      ), ("broken.bed", ", line 1: end is not a whole number of 0 or more"),
      ("empty.vcf", ": the file holds no site"),
    ] {
      let (dataset, ended) = try folder.extract(name)
      #expect(ended.status == 1)
      #expect(
        ended.errors == "error: site list \(folder.path)/\(name)\(fault)\n", "\(ended.errors)")
      #expect(!FileManager.default.fileExists(atPath: dataset.folder + "/patients"))
    }
  }

  @Test func `that does not fit an alignment or its reference is the patient's fault`() throws {
    guard let folder = try SitesFolder() else { return }
    let (base, bam) = (folder.base(99), folder.path + "/reads.bam")
    let other = base == "G" ? "T" : "G"
    for (name, text, file, reason, detail) in [
      (
        "contig.vcf", folder.vcf(contig: "chr7", 99, reference: "A"), bam, "contig_mismatch",
        "the contig of site 1 (chr7:100) of the site list is not in the alignment's header: is it the"
          + " same assembly?"
      ),
      (
        "end.vcf", folder.vcf(2_500, reference: "A"), bam, "contig_mismatch",
        "site 1 (1:2501) of the site list lies past the contig's 2500 bases: is it the same assembly?"
      ),
      (
        "reference.vcf", folder.vcf(99, reference: other), folder.path + "/reference.fa",
        "assembly_mismatch",
        "site 1 (1:100) of the site list has the reference base \(other) where the reference has"
          + " \(base): is it the same assembly?"
      ),
    ] {
      try folder.write(text, name)
      let (dataset, ended) = try folder.extract(name)
      #expect(ended.status == 3, "\(name): \(ended.errors)")
      let failures = try jsonLines(in: dataset.text("failures.jsonl"))
      #expect(failures.count == 1)
      #expect(failures[0]["file"]?.text == file && failures[0]["reason"]?.text == reason)
      #expect(failures[0]["detail"]?.text == detail, "\(name)")
    }
    // `check` finds them too, and says how many more bases differ.
    try folder.write(
      folder.vcf(99, reference: other)
        + folder.vcf(199, reference: folder.base(199)).split(separator: "\n")[3] + "\n"
        + folder.vcf(299, reference: folder.base(299) == "C" ? "T" : "C").split(separator: "\n")[3]
        + "\n", "references.vcf")
    for (name, text) in [
      ("end.vcf", "lies past the contig's 2500 bases"),
      (
        "references.vcf",
        "assembly_mismatch: site 1 (1:100) of the site list has the reference base \(other) where the"
          + " reference has \(base) (and 1 more differ): is it the same assembly?"
      ),
    ] {
      let checked = try Command.run([
        "check", folder.path + "/manifest.csv", "--sites", folder.path + "/" + name,
      ])
      #expect(checked.status == 3 && checked.output.contains(text), "\(checked.output)")
    }
    try folder.write(folder.vcf(99, reference: base), "sound.vcf")
    let sound = try Command.run([
      "check", folder.path + "/manifest.csv", "--sites", folder.path + "/sound.vcf",
    ])
    #expect(sound.status == 0, "\(sound.output)")
  }

  @Test func `needs the reference that the manifest names; default groups do without`() throws {
    guard let folder = try SitesFolder() else { return }
    try folder.write(folder.reads.fasta, "bare.fa")
    try folder.manifest(reference: "bare.fa")
    try folder.write(folder.vcf(99, reference: folder.base(99)), "sites.vcf")
    let (dataset, ended) = try folder.extract("sites.vcf")
    #expect(ended.status == 3)
    let failure = try #require(try jsonLines(in: dataset.text("failures.jsonl")).first)
    #expect(failure["reason"]?.text == "reference_not_found")
    #expect(
      failure["detail"]?.text
        == "the reference cannot be used: it needs its .fai beside it (samtools faidx), and a .gzi"
        + " where it is compressed")
    let (_, plain) = try folder.extract(nil)
    #expect(plain.status == 0, "\(plain.errors)")
  }
}
