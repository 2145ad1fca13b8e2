import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// What a reading of a file gives: a digest of every record with all its bytes, or the fault.
private struct Outcome: Equatable {
  var records = 0
  var digest = 0
  var fault: MissingReason?
  var detail = ""

  init(_ path: String, _ form: AlignmentReader.Form) {
    var hasher = Hasher()
    do throws(InputError) {
      var reader = try AlignmentReader(
        path: path, fields: [.positions, .cigar, .names, .bases, .qualities, .tags], form: form)
      var batch = AlignmentBatch()
      while try reader.read(into: &batch) {
        for record in batch.records { Self.combine(record, batch.bytes, into: &hasher) }
        records += batch.count
      }
      digest = hasher.finalize()
    } catch {
      (records, fault, detail) = (0, error.reason, error.detail)
    }
  }

  private static func combine(
    _ record: AlignmentRecord, _ bytes: [UInt8], into hasher: inout Hasher
  ) {
    hasher.combine(record.contig)
    hasher.combine(record.mateContig)
    hasher.combine(record.start)
    hasher.combine(record.end)
    hasher.combine(record.mateStart)
    hasher.combine(record.templateLength)
    hasher.combine(record.flags.rawValue)
    hasher.combine(record.mappingQuality)
    hasher.combine(record.cigarCount)
    hasher.combine(record.baseCount)
    // A name without its closing zero is given one by htslib.
    var name = Array(bytes[record.nameBytes])
    if name.last != 0 { name.append(0) }
    hasher.combine(name)
    hasher.combine(bytes[record.cigarByte..<record.tagBytes.upperBound])
  }
}

/// Both read the same or both refuse; a damaged size at the file's end may be told as either of two.
private func expectEqual(_ path: String, _ note: String) {
  let (reference, blocks) = (Outcome(path, .htslib), Outcome(path, .blocks))
  let cut: [MissingReason?] = [.truncated, .malformed]
  if cut.contains(reference.fault), cut.contains(blocks.fault) { return }
  #expect(reference == blocks, "\(note)")
}

@Test func `both forms read every public BAM alike`() throws {
  var count = 0
  for folder in ["genomics", "malformed"] {
    guard let root = Fixtures.publicRecord(folder) else { return }
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    for name in names.sorted() where name.hasSuffix(".bam") {
      expectEqual("\(root)/\(name)", name)
      count += 1
    }
  }
  #expect(count > 10)
}

/// The inflated bytes of a BAM of awkward reads with bases, qualities and tags, and where its
/// records begin.
private func awkwardBAM(withLongRead: Bool = true) throws -> (bytes: [UInt8], header: Int)? {
  guard Oracle.has("samtools"), Oracle.has("bgzip") else { return nil }
  let folder = Fixtures.scratch().path(percentEncoded: false)
  var text = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:a\tLN:100000\n@SQ\tSN:b\tLN:50000\n"
  let long = (0..<70_000).map { _ in "1M1I" }.joined()
  for number in 0..<200 {
    let cigar = ["10M", "4M2D6M", "3S7M", "5M1I4M", "2M100N8M"][number % 5]
    text +=
      "read\(number)\t\(number % 3 == 0 ? 99 : 16)\ta\t\(number * 7 + 1)\t60\t\(cigar)\t=\t9\t\(number)"
    text += "\tACGTNACGTA\tIIIII#IIII\tNM:i:\(number)\tRG:Z:x\tZB:B:S,1,2,\(number)\tXA:A:c\n"
  }
  if withLongRead {
    text += "long\t0\ta\t2000\t60\t\(long)\t*\t0\t0\t*\t*\tNM:i:3\n"
  }
  text += "none\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*\n"
  try text.write(toFile: folder + "/a.sam", atomically: true, encoding: .utf8)
  let made = Oracle.run("samtools", ["view", "-b", "-o", folder + "/a.bam", folder + "/a.sam"])
  #expect(made.status == 0)
  let inflated = Oracle.run("sh", ["-c", "bgzip -dc \(folder)/a.bam > \(folder)/a.raw"])
  #expect(inflated.status == 0)
  let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder + "/a.raw")))
  // Magic, length of the text, text, contigs.
  func word(_ at: Int) -> Int { (0..<4).reversed().reduce(0) { $0 << 8 | Int(bytes[at + $1]) } }
  var place = 8 + word(4)
  let contigs = word(place)
  place += 4
  for _ in 0..<contigs { place += 8 + word(place) }
  return (bytes, place)
}

@Test(arguments: [1, 7, 100, 3_000, 65_000])
func `both forms read records that lie across blocks of any size`(blockSize: Int) throws {
  guard let (bytes, header) = try awkwardBAM() else { return }
  let path = Fixtures.scratch().appending(path: "a.bam")
  // Tiny blocks for the short records only: the long one would take a million of them.
  let payload = blockSize < 100 ? Array(bytes[..<(header + 9_000)]) : bytes
  try Data(StoredBGZF.file(payload, blockSize: blockSize)).write(to: path)
  expectEqual(path.path(percentEncoded: false), "blocks of \(blockSize)")
  if blockSize >= 100 {
    let outcome = Outcome(path.path(percentEncoded: false), .blocks)
    #expect(outcome.records == 202 && outcome.fault == nil)
  }
}

@Test func `both forms refuse the same damaged records for the same reason`() throws {
  guard let (bytes, header) = try awkwardBAM(withLongRead: false) else { return }
  let path = Fixtures.scratch().appending(path: "a.bam")
  var generator = SeededGenerator(seed: 17)
  var faults: [MissingReason: Int] = [:]
  for round in 0..<900 {
    var damaged = bytes
    for _ in 0...round % 3 {
      let place = Int.random(in: header..<header + 12_000, using: &generator)
      damaged[place] = round % 2 == 0 ? UInt8.random(in: 0...255, using: &generator) : 0xFF
    }
    if round % 10 == 0 {
      damaged.removeLast(Int.random(in: 1...damaged.count - header, using: &generator))
    }
    try Data(StoredBGZF.file(damaged, blockSize: 60_000)).write(to: path)
    let name = path.path(percentEncoded: false)
    expectEqual(name, "seed 17, round \(round)")
    if let fault = Outcome(name, .blocks).fault { faults[fault, default: 0] += 1 }
  }
  #expect(faults.count >= 3 && faults.values.reduce(0, +) > 200, "\(faults)")
}
