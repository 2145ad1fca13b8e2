import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Reads a file to its end; the fault, or nil with the number of records.
private func readThrough(_ path: String) -> (fault: InputError?, records: Int) {
  var records = 0
  do throws(InputError) {
    var reader = try AlignmentReader(path: path, fields: [.positions, .cigar, .names])
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) { records += batch.count }
  } catch {
    return (error, records)
  }
  return (nil, records)
}

private func write(_ text: String, _ name: String = #function) throws -> String {
  let path = Fixtures.scratch(name).appending(path: "a.sam").path(percentEncoded: false)
  try text.write(toFile: path, atomically: true, encoding: .utf8)
  return path
}

private let header = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:c1\tLN:100\n@SQ\tSN:c2\tLN:50\n"

private func line(
  _ contig: String, _ position: Int, cigar: String = "10M", flag: Int = 0, mate: String = "*"
) -> String {
  "r\t\(flag)\t\(contig)\t\(position)\t60\t\(cigar)\t\(mate)\t0\t0\t*\t*\n"
}

@Test(arguments: [
  ("malformed/derived/na12878_cut60pct.bam", MissingReason.truncated),
  ("malformed/derived/na12878_noeof.bam", .noEndOfFileBlock),
  ("malformed/derived/na12878_bitflip.bam", .checksumMismatch),
  ("malformed/htsjdk/truncated.bam", .truncated),
  ("malformed/htsjdk/empty_no_empty_gzip_block.bam", .noEndOfFileBlock),
  ("malformed/htsjdk/invalid_coord_sort_order.sam", .notSorted),
  ("malformed/htsjdk/truncated_quals.sam", .malformed),
  ("malformed/pysam/ex2_truncated.bam", .truncated),
  ("malformed/quickcheck/1.quickcheck.badeof.bam", .noEndOfFileBlock),
  ("malformed/quickcheck/5.quickcheck.scramble30.truncated.cram", .noEndOfFileBlock),
  ("malformed/cram/0000_empty_noeof.cram", .noEndOfFileBlock),
  ("malformed/cram/htsjdk_negative_slice_header.cram", .malformed),
  ("malformed/htslib/emptyfile", .truncated),
  ("malformed/nucleus/malformed.vcf", .unsupported),
  ("malformed/nucleus/malformed.fasta", .unsupported),
])
func `a damaged public file is refused for its own reason`(
  name: String, reason: MissingReason
) throws {
  guard let path = Fixtures.publicRecord(name) else { return }
  let fault = readThrough(path).fault
  #expect(fault?.reason == reason)
  #expect(fault?.path == path)
}

@Test func `what htslib refuses of the SAM corpus we refuse, and nothing crashes`() throws {
  guard let folder = Fixtures.publicRecord("malformed/sam"), Oracle.has("samtools") else { return }
  let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  #expect(names.count > 40)
  for name in names {
    let path = folder + "/" + name
    let isRefused = Oracle.run("samtools", ["view", "-c", path]).status != 0
    if isRefused {
      #expect(readThrough(path).fault != nil, "\(name)")
    } else {
      _ = readThrough(path)
    }
  }
}

@Test func `a BAM cut at any byte is never read as sound`() throws {
  guard let path = Fixtures.publicRecord("genomics/bam/mosdepth/ovl.bam") else { return }
  let bytes = try Data(contentsOf: URL(filePath: path))
  let cut = Fixtures.scratch().appending(path: "cut.bam")
  for length in stride(from: 0, to: bytes.count, by: 7) {
    try bytes.prefix(length).write(to: cut)
    #expect(readThrough(cut.path(percentEncoded: false)).fault != nil, "cut at \(length)")
  }
  try bytes.write(to: cut)
  #expect(readThrough(cut.path(percentEncoded: false)).records == 2)
}

@Test func `a BAM with any byte of its data inverted is refused or reads the same`() throws {
  guard let path = Fixtures.publicRecord("genomics/bam/mosdepth/ovl.bam") else { return }
  let bytes = try Data(contentsOf: URL(filePath: path))
  let flipped = Fixtures.scratch().appending(path: "flipped.bam")
  for place in stride(from: 18, to: bytes.count - 28, by: 11) {
    var damaged = bytes
    damaged[place] ^= 0xFF
    try damaged.write(to: flipped)
    // Only the block's time stamp and system byte carry nothing.
    let result = readThrough(flipped.path(percentEncoded: false))
    #expect(result.fault != nil || result.records == 2, "byte \(place)")
  }
}

@Test func `a record out of order is named with its place`() throws {
  let path = try write(header + line("c1", 20) + line("c2", 5) + line("c1", 30))
  #expect(
    readThrough(path).fault
      == InputError(
        .notSorted, path: path, at: .record(3, contig: "c1", position: 30),
        "the header says SO:coordinate but this record comes too late: sort the file again"
          + " (SAM specification 1.3, SO)"))
  let start = try write(header + line("c1", 20) + line("c1", 19), "start")
  #expect(readThrough(start).fault?.place == .record(2, contig: "c1", position: 19))
  let last = try write(header + line("*", 0, cigar: "*", flag: 4) + line("c1", 30), "last")
  #expect(readThrough(last).fault?.reason == .notSorted)
  // Without the claim, order is free.
  let free = header.replacing("SO:coordinate", with: "SO:unsorted")
  #expect(readThrough(try write(free + line("c2", 5) + line("c1", 30), "free")).records == 2)
}

@Test func `a read past its contig's end is refused, one up to it is not`() throws {
  #expect(readThrough(try write(header + line("c1", 91))).records == 1)
  let path = try write(header + line("c1", 5) + line("c1", 92), "past")
  #expect(
    readThrough(path).fault
      == InputError(
        .pastContigEnd, path: path, at: .record(2, contig: "c1", position: 92),
        "the record ends at 101, past the contig's end at 100"
          + " (SAM specification 2, item 4.3)"))
  let gap = try write(header + line("c2", 5, cigar: "10M40N10M"), "gap")
  #expect(readThrough(gap).fault?.reason == .pastContigEnd)
}

@Test func `past a contig's end lie unmapped reads, and others where no order is claimed`() throws {
  let unmapped = try write(header + line("c1", 5) + line("c1", 150, cigar: "*", flag: 4))
  #expect(readThrough(unmapped).records == 2)
  let free = header.replacing("SO:coordinate", with: "SO:unsorted")
  #expect(readThrough(try write(free + line("c1", 92) + line("c1", 150), "free")).records == 2)
}

@Test func `a contig that the header does not declare is refused, the mate's too`() throws {
  let path = try write(header + line("c1", 5) + line("c9", 5))
  #expect(
    readThrough(path).fault
      == InputError(
        .contigMismatch, path: path, at: .line(5),
        "the line names a contig that the header does not declare"
          + " (SAM specification 1.4, RNAME and RNEXT)"))
  let mate = try write(header + line("c1", 5, flag: 1, mate: "c9"), "mate")
  #expect(readThrough(mate).fault?.reason == .contigMismatch)
  // Only a mate's contig may be told by "=".
  let equal = try write(header + line("=", 5), "equal")
  #expect(readThrough(equal).fault?.reason == .contigMismatch)
  let none = try write(header + line("*", 0, cigar: "*", flag: 4, mate: "="), "none")
  #expect(readThrough(none).records == 1)
}

@Test func `a SAM whose last line has no end is refused, for it may be cut`() throws {
  let whole = header + line("c1", 5)
  let path = try write(String(whole.dropLast()))
  #expect(readThrough(path).fault?.reason == .truncated)
  #expect(readThrough(path).fault?.place == .byte(whole.utf8.count - 1))
}

@Test func `a CRAM with any byte inverted is refused or reads the same`() throws {
  guard Oracle.has("samtools") else { return }
  var text = header
  for start in 1...40 { text += line("c1", start, cigar: start % 3 == 0 ? "5M2I5M" : "10M") }
  for start in 1...9 { text += line("c2", start * 2, flag: start % 2 == 0 ? 1024 : 16) }
  let sam = try write(text, "cram")
  let cram = sam + ".cram"
  let options = ["--output-fmt-option", "no_ref=1", "--output-fmt-option", "seqs_per_slice=20"]
  try #require(Oracle.run("samtools", ["view", "-C", "-o", cram] + options + [sam]).status == 0)
  let bytes = try Data(contentsOf: URL(filePath: cram))
  let sound = digest(cram)
  #expect(sound == digest(sam) && sound != nil)
  for place in 26..<bytes.count {
    var damaged = bytes
    damaged[place] ^= 0xFF
    let copy = sam + ".damaged"
    try damaged.write(to: URL(filePath: copy))
    let read = digest(copy)
    #expect(read == nil || read == sound, "byte \(place)")
  }
}

/// What a file's records say, for a comparison; nil where the file is refused.
private func digest(_ path: String) -> Int? {
  var hasher = Hasher()
  do throws(InputError) {
    var reader = try AlignmentReader(path: path, fields: [.positions, .cigar, .names])
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) {
      for record in batch.records {
        hasher.combine(record.contig)
        hasher.combine(record.start)
        hasher.combine(record.end)
        hasher.combine(record.flags.rawValue)
        hasher.combine(record.mappingQuality)
        hasher.combine(batch.bytes[record.nameBytes])
        hasher.combine(batch.cigar(of: record))
      }
    }
  } catch {
    return nil
  }
  return hasher.finalize()
}

@Test func `a damaged header anywhere in a CRAM is found before the first record is decoded`()
  throws
{
  guard Oracle.has("samtools") else { return }
  let reads = (1...90).map { line("c1", $0) }.joined()
  let options = ["no_ref=1", "level=0", "use_rans=0", "seqs_per_slice=10"]
    .flatMap { ["--output-fmt-option", $0] }
  let cram = try write(header + reads) + ".cram"
  let arguments = ["view", "-C", "-o", cram] + options + [String(cram.dropLast(5))]
  try #require(Oracle.run("samtools", arguments).status == 0)
  var bytes = try Data(contentsOf: URL(filePath: cram))
  // The preservation map of the last container's compression header.
  let map = try #require(bytes.range(of: Data("TD".utf8), options: .backwards))
  bytes[map.lowerBound] ^= 1
  try bytes.write(to: URL(filePath: cram))
  var fault: InputError?
  do throws(InputError) { _ = try AlignmentReader(path: cram, fields: []) } catch { fault = error }
  #expect(fault?.reason == .checksumMismatch)
  let isBefore = if case .byte(let place)? = fault?.place { place < map.lowerBound } else { false }
  #expect(isBefore)
}

@Test(arguments: ["multi_seq_per_slice=1", "multi_seq_per_slice=0"])
func `a CRAM whose header was exchanged for one of fewer contigs is refused`(
  option: String
) throws {
  guard Oracle.has("samtools") else { return }
  let reads = (1...9).map { line("c1", $0) }.joined() + line("c2", 5) + line("c2", 6)
  let sam = try write(header + reads, option)
  let options = ["no_ref=1", option].flatMap { ["--output-fmt-option", $0] }
  let arguments = ["view", "-C", "-o", sam + ".cram"] + options + [sam]
  try #require(Oracle.run("samtools", arguments).status == 0)
  #expect(readThrough(sam + ".cram").records == 11)
  let fewer = header.split(separator: "\n").dropLast().joined(separator: "\n") + "\n"
  try fewer.write(toFile: sam + ".header", atomically: true, encoding: .utf8)
  // htslib 1.16 ends the process on such a file.
  let exchange = ["reheader", "-i", sam + ".header", sam + ".cram"]
  try #require(Oracle.run("samtools", exchange).status == 0)
  let fault = readThrough(sam + ".cram").fault
  #expect(fault?.reason == .contigMismatch)
  #expect(
    fault?.detail
      == "a slice lies on a contig that the header does not declare (CRAM specification, Slice"
      + " header): was the header exchanged?")
}

@Test func `a damaged block of a CRAM is told from a missing reference`() throws {
  guard let path = Fixtures.publicRecord("genomics/cram/NA12878.embedded_ref.cram") else { return }
  let sound = try Data(contentsOf: URL(filePath: path))
  let damaged = Fixtures.scratch().appending(path: "damaged.cram")
  var mismatches = 0
  // Blocks of fields that nobody wants are not decoded: damage there changes no number.
  for place in stride(from: 1000, to: sound.count - 40, by: 1499) {
    var bytes = sound
    bytes[place] ^= 0x10
    try bytes.write(to: damaged)
    let fault = readThrough(damaged.path(percentEncoded: false)).fault
    #expect(fault?.reason != .referenceNotFound, "byte \(place)")
    guard fault?.reason == .checksumMismatch, case .byte? = fault?.place else { continue }
    mismatches += 1
  }
  #expect(mismatches > 0)
}

@Test func `URLs, folders and absent files are refused before htslib sees them`() {
  for url in ["https://example.org/a.bam", "s3://bucket/a.bam", "http:a.bam", "data:,x"] {
    #expect(readThrough(url).fault?.reason == .unsupported, "\(url)")
  }
  #expect(readThrough("/nowhere/a.bam").fault?.reason == .fileNotFound)
  #expect(readThrough("-").fault?.reason == .fileNotFound)
  #expect(readThrough("/tmp").fault?.reason == .cannotOpen)
}
