import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

private let allFields: AlignmentFields = [.positions, .cigar, .names]

/// Every record as `samtools view` writes its first nine columns.
private func text(of path: String, reference: String? = nil) throws(InputError) -> [String] {
  var reader = try AlignmentReader(path: path, reference: reference, fields: allFields)
  var batch = AlignmentBatch()
  var lines: [String] = []
  func name(_ contig: Int32) -> String { contig < 0 ? "*" : reader.contigs[Int(contig)].name }
  while try reader.read(into: &batch) {
    for record in batch.records {
      let bytes = batch.bytes[record.nameBytes]
      let cigar = batch.cigar(of: record).map {
        "\($0 >> 4)\(Array("MIDNSHP=X")[Int($0 & 15)])"
      }
      let mate =
        record.mateContig >= 0 && record.mateContig == record.contig ? "=" : name(record.mateContig)
      let columns = [
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self), "\(record.flags.rawValue)",
        name(record.contig), "\(record.start + 1)", "\(record.mappingQuality)",
        cigar.isEmpty ? "*" : cigar.joined(), mate, "\(record.mateStart + 1)",
        "\(record.templateLength)",
      ]
      lines.append(columns.joined(separator: "\t"))
    }
  }
  return lines
}

private func samtoolsText(_ arguments: [String]) -> [String] {
  Oracle.run("samtools", ["view"] + arguments).text.split(separator: "\n").map {
    $0.split(separator: "\t", maxSplits: 9).prefix(9).joined(separator: "\t")
  }
}

@Test(arguments: [
  "genomics/bam/NA12878.b37.20-21.10M.bam", "genomics/bam/NA12878_small.bam",
  "genomics/bam/chr1_883884/1_883884-887618.bam", "genomics/mt/HG03478.MT.bam",
  "genomics/bam/mosdepth/ovl.bam", "genomics/hts-specs/cram3.0/1403_index_multiref.sam",
  "malformed/htslib/bgzf_boundaries1.bam", "malformed/htslib/no_hdr_sq_1.bam",
])
func `records of public files equal what samtools view prints`(name: String) throws {
  guard let path = Fixtures.publicRecord(name), Oracle.has("samtools") else { return }
  let expected = samtoolsText([path])
  #expect(!expected.isEmpty)
  #expect(try text(of: path) == expected)
}

@Test func `a CRAM gives the same records without its reference as samtools with it`() throws {
  guard let path = Fixtures.publicRecord("genomics/cram/NA12878.b37.20.10M.cram"),
    let fasta = Fixtures.publicRecord("genomics/bam/human_g1k_v37.20-21.padded.fa.gz"),
    Oracle.has("samtools")
  else { return }
  let expected = samtoolsText(["-T", fasta, path])
  #expect(expected.count == 1471)
  #expect(try text(of: path) == expected)
  // A reference that is named must be there with its index.
  var error: InputError?
  do throws(InputError) {
    _ = try AlignmentReader(path: path, reference: path, fields: [])
  } catch let fault { error = fault }
  #expect(error?.reason == .referenceNotFound)
}

@Test func `the conformance CRAMs hold as many records as their SAM twins`() throws {
  guard let folder = Fixtures.publicRecord("genomics/hts-specs/cram3.0") else { return }
  let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    .filter { $0.hasSuffix(".cram") }
  #expect(names.count > 20)
  for name in names {
    let twin = folder + "/" + name.dropLast(4) + "sam"
    guard let lines = try? String(contentsOfFile: twin, encoding: .utf8) else { continue }
    let expected = lines.split(separator: "\n").count { !$0.hasPrefix("@") }
    do throws(InputError) {
      #expect(try text(of: folder + "/" + name).count == expected, "\(name)")
    } catch {
      // Slices of several contigs need the absent reference.
      let reasons: [String: MissingReason] = [
        "0801_ctr.cram": .referenceNotFound,
        "1403_index_multiref.cram": .referenceNotFound,
        "1405_index_multisliceref.cram": .referenceNotFound,
      ]
      #expect(reasons[name] == error.reason, "\(name): \(error)")
      if error.reason == .referenceNotFound {
        #expect(error.detail.contains("M5 8ede36131e0dbf3417807e48f77f3ebd"))
      }
    }
  }
}

@Test func `a CRAM of many small contigs is read with its reference and refused without`() throws {
  guard Oracle.has("samtools") else { return }
  let folder = Fixtures.scratch().path(percentEncoded: false)
  var (fasta, sam) = ("", "@HD\tVN:1.6\tSO:coordinate\n")
  for contig in 0..<20 {
    fasta += ">s\(contig)\n" + String(repeating: "ACGT", count: 50) + "\n"
    sam += "@SQ\tSN:s\(contig)\tLN:200\n"
  }
  for contig in 0..<20 {
    let bases = String(repeating: "ACGT", count: 10)
    sam += "r\(contig)\t0\ts\(contig)\t5\t60\t40M\t*\t0\t0\t\(bases)\t*\n"
  }
  try fasta.write(toFile: folder + "/r.fa", atomically: true, encoding: .utf8)
  try sam.write(toFile: folder + "/a.sam", atomically: true, encoding: .utf8)
  #expect(Oracle.run("samtools", ["faidx", folder + "/r.fa"]).status == 0)
  let made = Oracle.run(
    "samtools", ["view", "-C", "-T", folder + "/r.fa", "-o", folder + "/a.cram", folder + "/a.sam"])
  #expect(made.status == 0)
  let expected = try text(of: folder + "/a.sam")
  #expect(expected.count == 20)
  #expect(try text(of: folder + "/a.cram", reference: folder + "/r.fa") == expected)
  // The header names the FASTA too (UR), where htslib would find it.
  try FileManager.default.moveItem(atPath: folder + "/r.fa", toPath: folder + "/moved.fa")
  var fault: InputError?
  do throws(InputError) { _ = try text(of: folder + "/a.cram") } catch { fault = error }
  #expect(fault?.reason == .referenceNotFound)
}

@Test func `a summary tells format, contigs, order, end-of-file block and index`() throws {
  let folder = Fixtures.scratch()
  let sam = folder.appending(path: "a.sam").path(percentEncoded: false)
  try "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:c1\tLN:500\n@SQ\tSN:c2\tLN:70\n".write(
    toFile: sam, atomically: true, encoding: .utf8)
  let plain = try AlignmentReader.inspect(path: sam)
  #expect(plain.format == .sam)
  #expect(plain.contigs == [Contig(name: "c1", length: 500), Contig(name: "c2", length: 70)])
  #expect(plain.isCoordinateSorted)
  #expect(plain.hasEndOfFileBlock == nil)
  #expect(plain.indexPath == nil)
  guard let bam = Fixtures.publicRecord("genomics/bam/NA12878_small.bam"),
    let cut = Fixtures.publicRecord("malformed/derived/na12878_noeof.bam"),
    let cram = Fixtures.publicRecord("genomics/cram/NA12878.b37.20.10M.cram")
  else { return }
  let indexed = try AlignmentReader.inspect(path: bam)
  #expect(indexed.format == .bam)
  #expect(!indexed.isCoordinateSorted)
  #expect(indexed.hasEndOfFileBlock == true)
  #expect(indexed.indexPath == bam + ".bai")
  #expect(try AlignmentReader.inspect(path: cut).hasEndOfFileBlock == false)
  let crammed = try AlignmentReader.inspect(path: cram)
  #expect(crammed.format == .cram)
  #expect(crammed.indexPath == cram + ".crai")
}

@Test func `a record of very many operations fills a batch early and loses nothing`() throws {
  let operations = 70_000
  let cigar = String(repeating: "1M1I", count: operations)
  let line = { (n: Int) in "r\(n)\t0\tc\t1\t9\t\(cigar)\t*\t0\t0\t*\t*\n" }
  let path = Fixtures.scratch().appending(path: "long.sam").path(percentEncoded: false)
  try ("@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:c\tLN:80000\n" + (0..<20).map(line).joined())
    .write(toFile: path, atomically: true, encoding: .utf8)
  var reader = try AlignmentReader(path: path, fields: allFields)
  var batch = AlignmentBatch()
  var counts: [Int] = []
  while try reader.read(into: &batch) {
    counts.append(batch.count)
    for record in batch.records {
      #expect(record.cigarCount == UInt32(2 * operations))
      #expect(record.end == operations)
      #expect(batch.cigar(of: record).last == UInt32(17))
    }
  }
  #expect(counts.reduce(0, +) == 20)
  #expect(counts.count > 1)
}
