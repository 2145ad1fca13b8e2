import ChordaeTestSupport
import Foundation
import Testing

/// What the command says of a CRAM whose reference is not to be had, word for word.
@Suite(.enabled(if: Oracle.has("samtools"))) struct `A CRAM without its reference` {
  /// A CRAM of many short contigs, so that its slices do not decode without their bases.
  private struct ShortContigs {
    var folder: AlignmentFolder
    let cram: String
    /// The MD5 of each contig's bases, as coreutils has it.
    private(set) var digests: [String] = []
    private static let names = ["s1", "s2", "s3"]

    init(_ name: String) throws {
      folder = AlignmentFolder(name)
      let bases = ["ACGT", "AACC", "GATTACA"].map { String(repeating: $0, count: 60) }
      var sam = "@HD\tVN:1.6\tSO:coordinate\n"
      for (contig, bases) in zip(Self.names, bases) {
        sam += "@SQ\tSN:\(contig)\tLN:\(bases.count)\n"
      }
      for (contig, bases) in zip(Self.names, bases) {
        sam += "r\t0\t\(contig)\t1\t60\t40M\t*\t0\t0\t\(bases.prefix(40))\t*\n"
      }
      let fasta = try Self.write(bases, to: "r.fa", folder)
      cram = try folder.convert(
        sam, to: "a.cram",
        ["-C", "-T", fasta, "--output-fmt-option", "multi_seq_per_slice=1"])
      // The header names the FASTA's place too, which is never gone after.
      try FileManager.default.removeItem(atPath: fasta)
      for bases in bases {
        let file = try folder.write(bases, to: "bases")
        digests.append(String(Oracle.run("md5sum", [file]).text.prefix(32)))
      }
    }

    static func write(
      _ bases: [String], named names: [String] = names, to name: String, _ folder: AlignmentFolder
    ) throws -> String {
      let fasta = try folder.write(
        zip(names, bases).map { ">\($0)\n\($1)\n" }.joined(), to: name)
      try folder.tool("samtools", ["faidx", fasta])
      return fasta
    }
  }

  /// Without the variables under which tests may run.
  private static let bare = ["REF_CACHE": "", "REF_PATH": ""]

  @Test func `says which bases lack and that nothing names them`() throws {
    var short = try ShortContigs("bare")
    short.folder.add("bare", short.cram)
    let run = try short.folder.extract(environment: Self.bare)
    #expect(run.ended.status == 3)
    try run.expectFault(
      of: "bare", "CRAM", "reference_not_found", at: "record 1",
      "the slice needs the bases of contig s1 (M5 \(short.digests[0])), which are not found: the"
        + " manifest names no reference, REF_CACHE is not set, REF_PATH names no local folder")
  }

  @Test func `says which places were looked at, and goes to no server`() throws {
    var short = try ShortContigs("places")
    short.folder.add("places", short.cram)
    let cache = short.folder.file("cache")
    let run = try short.folder.extract(environment: [
      "REF_CACHE": cache + "/%2s/%s",
      "REF_PATH": "https://example.org/md5/%s:\(cache)/flat/%s:\(cache)/folder",
    ])
    #expect(run.ended.status == 3)
    try run.expectFault(
      of: "places", "CRAM", "reference_not_found", at: "record 1",
      "the slice needs the bases of contig s1 (M5 \(short.digests[0])), which are not found: the"
        + " manifest names no reference, not in REF_CACHE (\(cache)/%2s/%s), not in REF_PATH"
        + " (\(cache)/flat/%s:\(cache)/folder)")
  }

  @Test func `names the contig that lacks, not the one before it`() throws {
    var short = try ShortContigs("second")
    short.folder.add("second", short.cram)
    // The first contig's bases are in the cache.
    let digest = short.digests[0]
    let cache = short.folder.file("cache")
    try FileManager.default.createDirectory(
      atPath: "\(cache)/\(digest.prefix(2))", withIntermediateDirectories: true)
    _ = try short.folder.write(
      String(repeating: "ACGT", count: 60),
      to: "cache/\(digest.prefix(2))/\(digest.dropFirst(2))")
    let run = try short.folder.extract(
      environment: ["REF_CACHE": cache + "/%2s/%s", "REF_PATH": ""])
    try run.expectFault(
      of: "second", "CRAM", "reference_not_found", at: "record 1",
      "the slice needs the bases of contig s2 (M5 \(short.digests[1])), which are not found: the"
        + " manifest names no reference, not in REF_CACHE (\(cache)/%2s/%s), REF_PATH names no"
        + " local folder")
  }

  @Test func `tells a reference of other contigs, one that is gone and one without an index apart`()
    throws
  {
    var short = try ShortContigs("named")
    let acgt = String(repeating: "ACGT", count: 60)
    let others = try ShortContigs.write([acgt], named: ["other"], to: "others.fa", short.folder)
    short.folder.add("contigs", short.cram, reference: others)
    short.folder.add("gone", short.cram, reference: short.folder.file("gone.fa"))
    let plain = try short.folder.write(">s1\n\(acgt)\n", to: "plain.fa")
    short.folder.add("unindexed", short.cram, reference: plain)
    let run = try short.folder.extract(environment: Self.bare)
    #expect(run.ended.status == 3)
    let wanted = "the bases of contig s1 (M5 \(short.digests[0]))"
    try run.expectFault(
      of: "contigs", "CRAM", "reference_not_found", at: "record 1",
      "the slice needs \(wanted), which are not found: not in the manifest's reference, REF_CACHE"
        + " is not set, REF_PATH names no local folder")
    try run.expectFault(
      of: "gone", nil, "reference_not_found", at: nil,
      "the manifest's reference cannot be used: No such file or directory; the CRAM wants"
        + " \(wanted) and of 2 more")
    try run.expectFault(
      of: "unindexed", nil, "reference_not_found", at: nil,
      "the manifest's reference cannot be used: it needs its .fai beside it (samtools faidx), and"
        + " a .gzi where it is compressed; the CRAM wants \(wanted) and of 2 more")
  }

  @Test func `is read where the reference is named or a local place holds it`() throws {
    var short = try ShortContigs("found")
    let bases = ["ACGT", "AACC", "GATTACA"].map { String(repeating: $0, count: 60) }
    let fasta = try ShortContigs.write(bases, to: "again.fa", short.folder)
    short.folder.add("named", short.cram, reference: fasta)
    #expect(try short.folder.extract(environment: Self.bare).ended.status == 0)
    var local = try ShortContigs("local")
    local.folder.add("local", local.cram)
    try FileManager.default.createDirectory(
      atPath: local.folder.file("md5"), withIntermediateDirectories: true)
    for (digest, bases) in zip(local.digests, bases) {
      _ = try local.folder.write(bases, to: "md5/\(digest)")
    }
    let run = try local.folder.extract(
      environment: ["REF_CACHE": "", "REF_PATH": local.folder.file("md5")])
    #expect(run.ended.status == 0, "\(run.ended.errors)")
  }
}
