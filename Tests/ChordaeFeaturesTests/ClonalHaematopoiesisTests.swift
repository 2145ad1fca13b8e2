import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct `Hotspots of clonal haematopoiesis` {
  private static let kinds: [any AlignmentFeature.Type] = [ClonalHaematopoiesis.self]

  /// SAM text of reads of three bases over some places of GRCh38: chromosome, 1-based middle, bases,
  /// mapping quality, forward and reverse reads.
  private func text(
    _ assembly: GenomeAssembly,
    _ reads: [(
      chromosome: String, place: Int, base: String, quality: Int, forward: Int, reverse: Int
    )]
  ) -> String {
    var text = "@HD\tVN:1.6\tSO:unsorted\n"
    for name in ["chr1", "chr2", "chr9", "chr21"] {
      let length = assembly.length(ofChromosome: String(name.dropFirst(3))) ?? 0
      text += "@SQ\tSN:\(name)\tLN:\(length)\n"
    }
    for read in reads {
      for number in 0..<read.forward + read.reverse {
        text += "r\t\(number < read.forward ? 0 : 16)\tchr\(read.chromosome)\t\(read.place - 1)"
        text += "\t\(read.quality)\t3M\t*\t0\t0\tA\(read.base)A\tIII\n"
      }
    }
    return text
  }

  private static let grch38: [(String, Int, String, Int, Int, Int)] = [
    // JAK2 V617F in 5 of 40, SF3B1 K700E in 1 of 5, U2AF1 S34F in 4 of 12 at both of its places.
    ("9", 5_073_770, "G", 60, 20, 15), ("9", 5_073_770, "T", 60, 3, 2),
    ("9", 5_073_770, "T", 19, 30, 30), ("2", 197_402_110, "T", 60, 4, 0),
    ("2", 197_402_110, "C", 60, 1, 0), ("21", 43_104_346, "G", 0, 2, 2),
    ("21", 43_104_346, "A", 0, 1, 1), ("21", 6_496_024, "G", 0, 2, 2),
    ("21", 6_496_024, "A", 0, 2, 0),
  ]

  @Test func `have the bases that mpileup counts, at both places of a doubled gene`() throws {
    guard let path = try SAMFile(text(.grch38, Self.grch38)).sortedBAM(),
      let peer = Mpileup(path), let all = Mpileup(path, minimumMappingQuality: 0)
    else { return }
    let pass = try SitePass(path, Self.kinds)
    let rows = try #require(pass.tables[.hotspots])
    let hotspots = HotspotTable.clonalHaematopoiesis(.grch38).hotspots
    try #require(rows.count == hotspots.count)
    for (row, hotspot) in zip(rows, hotspots) {
      let name = "chr" + hotspot.chromosome
      let isThere = ["chr1", "chr2", "chr9", "chr21"].contains(name)
      let columns =
        hotspot.copyStart.map { [all.column(name, hotspot.start), all.column(name, $0)] }
        ?? [peer.column(name, hotspot.start)]
      let alternate = columns.map { $0.count(Character(hotspot.alternate)) }.reduce(0, +)
      let depth = columns.map(\.depth).reduce(0, +)
      let note = Comment("\(hotspot.gene) \(hotspot.proteinChange)")
      #expect(row["gene"] == .text(hotspot.gene) && row["start"]?.figure == Double(hotspot.start))
      #expect(row["depth"]?.figure == (isThere ? Double(depth) : nil), note)
      #expect(row["alt_count"]?.figure == (isThere ? Double(alternate) : nil), note)
      guard isThere else { continue }
      #expect(row["vaf"]?.figure == (depth > 0 ? Double(alternate) / Double(depth) : nil), note)
      if alternate == 0 {
        let bound = depth > 0 ? 1 - pow(0.05, 1 / Double(depth)) : 1
        #expect(abs((row["vaf_upper_95"]?.figure ?? -1) - bound) < 1e-12, note)
      }
    }
    let jak2 = try #require(rows.first { $0["gene"] == .text("JAK2") })
    #expect(jak2["depth"]?.figure == 40 && jak2["alt_forward"]?.figure == 3)
    // scipy.stats.beta.ppf(0.95, 6, 35)
    #expect(abs((jak2["vaf_upper_95"]?.figure ?? -1) - 0.24503051264971193) < 1e-12)
    let u2af1 = try #require(
      rows.first { $0["gene"] == .text("U2AF1") && $0["change"] == .text("S34F") })
    #expect(u2af1["depth"]?.figure == 12 && u2af1["alt_count"]?.figure == 4)
    #expect(u2af1["alt_reverse"]?.figure == 1)
  }

  @Test(arguments: [false, true])
  func `give the greatest supported change, and how little could be seen`(inParts: Bool) throws {
    guard let path = try SAMFile(text(.grch38, Self.grch38)).sortedBAM() else { return }
    let pass = try SitePass(path, Self.kinds, inParts: inParts)
    let hotspots = HotspotTable.clonalHaematopoiesis(.grch38).hotspots
      .filter { ["1", "2", "9", "21"].contains($0.chromosome) }
    #expect(pass.integer("aln.chip.hotspot_count") == hotspots.count)
    // JAK2's and U2AF1's two of codon 34 alone are deep enough.
    #expect(pass.integer("aln.chip.below_10x_count") == hotspots.count - 3)
    #expect(pass.number("aln.chip.median_depth") == 0)
    #expect(pass.number("aln.chip.median_vaf_upper_95") == 1)
    #expect(pass.integer("aln.chip.supported_count") == 2)
    #expect(pass.values["aln.chip.any_vaf_2"] == .flag(true))
    #expect(pass.values["aln.chip.any_vaf_10"] == .flag(true))
    #expect(pass.number("aln.chip.max_vaf") == 4.0 / 12)
    #expect(pass.values["aln.chip.max_vaf_gene"] == .text("U2AF1"))
    #expect(pass.values["aln.chip.max_vaf_change"] == .text("S34F"))
  }

  @Test func `need support on both strands, and depth`() throws {
    let reads = text(.grch37, [("9", 5_073_770, "G", 60, 60, 30), ("9", 5_073_770, "T", 60, 9, 0)])
    guard let one = try SAMFile(reads).sortedBAM() else { return }
    let forward = try SitePass(one, Self.kinds)
    #expect(forward.values["aln.chip.any_vaf_2"] == .flag(false))
    #expect(forward.number("aln.chip.max_vaf") == 0)
    #expect(forward.values["aln.chip.max_vaf_gene"] == .missing(.noVariant))
    let none = try SitePass(
      SAMFile(text(.grch37, []).replacing("unsorted", with: "coordinate")).path, Self.kinds)
    #expect(none.values["aln.chip.max_vaf"] == .missing(.tooShallow))
    #expect(none.integer("aln.chip.below_10x_count") == none.integer("aln.chip.hotspot_count"))
  }

  @Test func `are null where the build is not known or the file not sorted`() throws {
    let header = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr1\tLN:1000\n"
    let unknown = try SitePass(SAMFile(header).path, Self.kinds)
    let unsorted = try SitePass(SAMFile(text(.grch38, [])).path, Self.kinds)
    for column in ClonalHaematopoiesis.group.columns {
      #expect(unknown.values[column.id] == .missing(.unknownAssembly))
      #expect(unsorted.values[column.id] == .missing(.notCoordinateSorted))
    }
    #expect(unknown.tables[.hotspots]?.isEmpty ?? true)
  }

  @Test func `are held to the reference, whose masked bases say nothing`() throws {
    let length = try #require(GenomeAssembly.grch38.length(ofChromosome: "21"))
    let header = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr21\tLN:\(length)\n"
    let path = try SAMFile(header).path
    var bases = [UInt8](repeating: UInt8(ascii: "N"), count: length)
    func fasta() throws -> String? {
      try indexedFASTA(">chr21\n" + String(decoding: bases, as: UTF8.self) + "\n", "chr21")
    }
    // The right base at the gene, the copy masked.
    bases[43_104_345] = UInt8(ascii: "g")
    guard let sound = try fasta() else { return }
    #expect(try SitePass(path, Self.kinds, fasta: sound).integer("aln.chip.hotspot_count") == 5)
    bases[6_496_023] = UInt8(ascii: "C")
    let wrong = try #require(try fasta())
    let error = #expect(throws: InputError.self) { try SitePass(path, Self.kinds, fasta: wrong) }
    #expect(error?.reason == .assemblyMismatch && error?.path == wrong)
    #expect(
      error?.detail
        == "GRCh38 has G at 21:6496024 (U2AF1 S34F), the reference C: is it of another build than the"
        + " alignment?")
  }
}
