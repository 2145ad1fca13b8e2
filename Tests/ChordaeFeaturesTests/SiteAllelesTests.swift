import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Counts at sites against `samtools mpileup`.
@Suite struct `Allele counts at sites` {
  private static let letters: [(column: String, letter: Character)] = [
    ("a", "A"), ("c", "C"), ("g", "G"), ("t", "T"), ("other", "N"), ("deletions", "*"),
    ("skips", ">"),
  ]

  private func expectEqual(
    _ row: [String: FeatureValue], _ column: Mpileup.Column, _ note: String
  ) {
    for (name, letter) in Self.letters {
      #expect(row[name]?.figure == Double(column.count(letter)), "\(note) \(name)")
    }
    #expect(row["insertions"]?.figure == Double(column.insertions), "\(note)")
    #expect(row["depth"]?.figure == Double(column.depth), "\(note)")
  }

  @Test(arguments: [1, 2, 3] as [UInt64], [false, true])
  func `at every position equal samtools mpileup`(seed: UInt64, inParts: Bool) throws {
    let reads = ReadsWithBases(seed: seed, reads: 3_000)
    guard let path = try SAMFile(reads.text).sortedBAM(),
      let fasta = try indexedFASTA(reads.fasta), let peer = Mpileup(path, fasta: fasta)
    else { return }
    var list = SiteList()
    for (name, length) in ReadsWithBases.contigs {
      for position in 0..<length { list.append(contig: name, start: position) }
    }
    let pass = try SitePass(
      path, [SiteAlleles.self], sites: list, fasta: fasta, inParts: inParts)
    let rows = try #require(pass.tables[.sites])
    #expect(rows.count == list.sites.count)
    var (depth, covered, deletions) = (0, 0, 0)
    for (site, row) in zip(list.sites, rows) {
      let contig = list.contigs[Int(site.contig)]
      let column = peer.column(contig, site.start)
      expectEqual(row, column, "seed \(seed), \(contig):\(site.start)")
      let base = Character(
        UnicodeScalar(reads.reference[Int(site.contig)][site.start]))
      #expect(row["ref"] == .text(String(base)) && row["alt"] == .missing(nil))
      #expect(row["ref_count"]?.figure == Double(column.count(base)))
      depth += column.depth
      covered += column.depth > 0 ? 1 : 0
      deletions += column.count("*") + column.count(">") + column.insertions
    }
    #expect(pass.integer("aln.sites.count") == rows.count)
    #expect(pass.integer("aln.sites.covered_count") == covered)
    #expect(pass.number("aln.sites.mean_depth") == Double(depth) / Double(rows.count))
    // The input is as hard as it is meant to be.
    #expect(covered > 2_500 && deletions > 500)
  }

  @Test(arguments: [4, 5] as [UInt64])
  func `of alleles equal samtools mpileup's bases and indels`(seed: UInt64) throws {
    let reads = ReadsWithBases(seed: seed, reads: 2_500)
    guard let path = try SAMFile(reads.text).sortedBAM(),
      let fasta = try indexedFASTA(reads.fasta), let peer = Mpileup(path, fasta: fasta)
    else { return }
    let vcf = try written(
      Self.vcf(reads, peer), as: "sites.vcf")
    let list = try SiteListReader.read(path: vcf)
    let rows = try #require(
      SitePass(path, [SiteAlleles.self], sites: list, fasta: fasta).tables[.sites])
    var kinds: [String: Int] = [:]
    for (site, row) in zip(list.sites, rows) {
      let contig = list.contigs[Int(site.contig)]
      let column = peer.column(contig, site.start)
      let base = Character(String(site.reference.prefix(1)))
      let (key, reference): (String, Int)
      if site.alternate.count > site.reference.count {
        key = "+" + site.alternate.dropFirst()
        reference = column.count(base) - column.changedReference
      } else if site.alternate.count < site.reference.count {
        key = "-\(site.reference.count - site.alternate.count)"
        reference = column.count(base) - column.changedReference
      } else {
        key = ""
        reference = column.count(base)
      }
      let alternate =
        key.isEmpty ? column.reads[Character(site.alternate)] : column.changes[key]
      let note = Comment(
        "seed \(seed), \(contig):\(site.start) \(site.reference)>\(site.alternate)")
      #expect(row["alt_forward"]?.figure == Double(alternate?[0] ?? 0), note)
      #expect(row["alt_reverse"]?.figure == Double(alternate?[1] ?? 0), note)
      #expect(row["alt_count"]?.figure == Double((alternate ?? []).reduce(0, +)), note)
      #expect(row["ref_count"]?.figure == Double(reference), note)
      kinds[String(key.prefix(1)), default: 0] += (alternate ?? []).reduce(0, +)
    }
    #expect(kinds["", default: 0] > 100 && kinds["+", default: 0] > 100)
    #expect(kinds["-", default: 0] > 100)
  }

  /// A VCF with a substitution at every position and each simple indel that the peer saw.
  private static func vcf(_ reads: ReadsWithBases, _ peer: Mpileup) -> String {
    var text = "##fileformat=VCFv4.2\n"
    for (name, length) in ReadsWithBases.contigs {
      text += "##contig=<ID=\(name),length=\(length)>\n"
    }
    text += "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
    for (contig, (name, length)) in ReadsWithBases.contigs.enumerated() {
      let bases = reads.reference[contig].map { Character(UnicodeScalar($0)) }
      for position in 0..<length - 20 {
        let reference = bases[position]
        let others = "ACGT".filter { $0 != reference }
        var alleles = [(String(reference), others.map(String.init).joined(separator: ","))]
        for key in peer.column(name, position).changes.keys.sorted() {
          if key.hasPrefix("-"), let count = Int(key.dropFirst()) {
            let deleted = String(bases[position...position + count])
            alleles.append((deleted, String(reference)))
          } else if !key.contains("-"), !key.contains("N") {
            alleles.append((String(reference), String(reference) + key.dropFirst()))
          }
        }
        for (ref, alt) in alleles {
          text += "\(name)\t\(position + 1)\t.\t\(ref)\t\(alt)\t.\t.\t.\n"
        }
      }
    }
    return text
  }

  @Test(arguments: [
    "genomics/mt/HG03478.MT.bam", "genomics/mt/strelka_NA12878_chrM/NA12878_chrM_200-200.bam",
    "genomics/bam/NA12878.b37.20-21.10M.bam", "genomics/bam/strelka_demo20/NA12891_demo20.bam",
  ])
  func `of public files equal samtools mpileup`(name: String) throws {
    guard let path = Fixtures.publicRecord(name), let peer = Mpileup(path) else { return }
    var list = SiteList()
    for (contig, columns) in peer.columns.sorted(by: { $0.key < $1.key }) {
      for position in columns.keys.sorted() { list.append(contig: contig, start: position) }
    }
    let rows = try #require(SitePass(path, [SiteAlleles.self], sites: list).tables[.sites])
    for (site, row) in zip(list.sites, rows) {
      let contig = list.contigs[Int(site.contig)]
      expectEqual(row, peer.column(contig, site.start), "\(contig):\(site.start)")
    }
    #expect(rows.count >= 200)
  }

  @Test func `of a public CRAM equal samtools mpileup`() throws {
    guard let path = Fixtures.publicRecord("genomics/cram/NA12878.b37.20.10M.cram"),
      let fasta = Fixtures.publicRecord("genomics/bam/human_g1k_v37.20-21.padded.fa.gz"),
      let peer = Mpileup(path, fasta: fasta)
    else { return }
    var list = SiteList()
    for position in (peer.columns["20"] ?? [:]).keys.sorted() {
      list.append(contig: "20", start: position)
    }
    let rows = try #require(
      SitePass(path, [SiteAlleles.self], sites: list, fasta: fasta).tables[.sites])
    for (site, row) in zip(list.sites, rows) {
      expectEqual(row, peer.column("20", site.start), "20:\(site.start)")
    }
    #expect(rows.count >= 200)
  }

  @Test func `need a sorted file and a list`() throws {
    let text = "@SQ\tSN:chr1\tLN:100\nr\t0\tchr1\t5\t60\t3M\t*\t0\t0\tACG\t*\n"
    let path = try SAMFile(text).path
    var list = SiteList()
    list.append(contig: "1", start: 5)
    let unsorted = try SitePass(path, [SiteAlleles.self], sites: list)
    #expect(unsorted.values["aln.sites.count"] == .missing(.notCoordinateSorted))
    #expect(unsorted.tables[.sites]?.isEmpty ?? true)
    let none = try SitePass(path, [SiteAlleles.self])
    #expect(none.values["aln.sites.mean_depth"] == .missing(.noSites))
  }
}
