import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// A small sorted BAM in a folder of its own, and its index of each kind.
private func indexedBAM() throws -> (bam: String, bai: [UInt8], csi: [UInt8], crai: [UInt8]) {
  let folder = Fixtures.scratch().path(percentEncoded: false)
  let lines = (0..<200).map {
    "r\($0)\t0\tc\($0 / 100)\t\($0 % 100 * 700 + 1)\t60\t50M\t*\t0\t0\t*\t*\n"
  }
  let header = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:c0\tLN:80000\n@SQ\tSN:c1\tLN:80000\n"
  try (header + lines.joined()).write(
    toFile: folder + "/a.sam", atomically: true, encoding: .utf8)
  let bam = folder + "/a.bam"
  #expect(Oracle.run("samtools", ["view", "-b", "-o", bam, folder + "/a.sam"]).status == 0)
  func made(_ arguments: [String], _ file: String) throws -> [UInt8] {
    #expect(Oracle.run("samtools", ["index"] + arguments + [bam, folder + "/" + file]).status == 0)
    return Array(try Data(contentsOf: URL(filePath: folder + "/" + file)))
  }
  let csi = Oracle.run(
    "/usr/bin/env",
    [
      "sh", "-c",
      "samtools index -c \(bam) \(folder)/i.csi && gzip -dc < \(folder)/i.csi > \(folder)/plain.csi",
    ])
  #expect(csi.status == 0)
  return (
    bam, try made([], "i.bai"),
    Array(try Data(contentsOf: URL(filePath: folder + "/plain.csi"))),
    Array("0\t1\t69350\t500\t300\t9000\n1\t1\t69350\t9900\t300\t9000\n-1\t0\t0\t20000\t9\t1\n".utf8)
  )
}

private func read(_ bytes: [UInt8], _ path: String) throws -> InputError? {
  try Data(bytes).write(to: URL(filePath: path))
  do throws(InputError) {
    _ = try AlignmentIndex(path: path)
    return nil
  } catch {
    return error
  }
}

@Test func `an index that is cut anywhere is malformed, or whole without its last count`() throws {
  guard Oracle.has("samtools") else { return }
  let made = try indexedBAM()
  let path = Fixtures.scratch().appending(path: "i").path(percentEncoded: false)
  for bytes in [made.bai, made.csi] {
    #expect(try read(bytes, path) == nil)
    for count in 1..<bytes.count {
      let fault = try read(Array(bytes.prefix(count)), path)
      if count == bytes.count - 8 {
        // The count of reads without a place came later to the format.
        #expect(fault == nil)
        #expect(try AlignmentIndex(path: path).unplacedCount == nil)
      } else {
        #expect(fault?.reason == .malformed, "\(count) of \(bytes.count)")
      }
    }
  }
  for count in 1...made.crai.count {
    let fault = try read(Array(made.crai.prefix(count)), path)
    let isWhole = made.crai[count - 1] == UInt8(ascii: "\n")
    #expect((fault == nil) == isWhole, "\(count)")
  }
}

@Test func `damage never crashes`() throws {
  guard Oracle.has("samtools") else { return }
  let made = try indexedBAM()
  let path = Fixtures.scratch().appending(path: "i").path(percentEncoded: false)
  var generator = SeededGenerator(seed: 4)
  var faults = 0
  for bytes in [made.bai, made.csi, made.crai] {
    for _ in 0..<250 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<damaged.count, using: &generator)
        damaged[place] =
          [0, 255, 127, 128, UInt8.random(in: 0...255, using: &generator)]
          .randomElement(using: &generator) ?? 0
      }
      if let fault = try read(damaged, path) {
        #expect(fault.reason == .malformed || fault.reason == .checksumMismatch)
        faults += 1
      }
    }
  }
  #expect(faults > 150)
}

@Test func `a bin that would ask for windows of more than any genome is malformed`() throws {
  func word(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (8 * $0) & 255) } }
  func csi(bin: Int) -> [UInt8] {
    Array("CSI\u{1}".utf8) + word(14) + word(8) + word(0) + word(1) + word(1) + word(bin)
      + word(1 << 20) + word(0) + word(0)
  }
  let path = Fixtures.scratch().appending(path: "i.csi").path(percentEncoded: false)
  let first = (1 << 24 - 1) / 7
  #expect(try read(csi(bin: first + 1_000), path) == nil)
  #expect(try AlignmentIndex(path: path).contigs[0].windows.count == 1_001)
  #expect(try read(csi(bin: first + 1 << 23), path)?.reason == .malformed)
}

@Test func `the message of a damaged index tells the place and what to do`() throws {
  guard Oracle.has("samtools") else { return }
  let made = try indexedBAM()
  let path = Fixtures.scratch().appending(path: "i.bai").path(percentEncoded: false)
  let fault = try #require(try read(Array(made.bai.prefix(4)) + [255, 255, 255, 255], path))
  #expect(
    fault
      == InputError(
        .malformed, path: path, at: .byte(4),
        "the index is damaged or cut short: make it again (samtools index)"))
  #expect(try read([], path)?.reason == .truncated)
}

@Test func `an index of another file is stale, one that is only older is not`() throws {
  guard Oracle.has("samtools") else { return }
  let made = try indexedBAM()
  let bai = made.bam + ".bai"
  func beside(_ contigCount: Int = 2) -> Result<AlignmentIndex?, InputError> {
    Result { () throws(InputError) in
      try AlignmentIndex.beside(made.bam, format: .bam, contigCount: contigCount)
    }
  }
  #expect(try beside().get() == nil)
  try Data(made.bai).write(to: URL(filePath: bai))
  #expect(try beside().get()?.contigs.count == 2)
  #expect(try beside(3).get()?.contigs.count == 2)
  let stale = InputError(
    .staleIndex, path: bai,
    "the index is that of another file, or of this one before it was changed: make it again"
      + " (samtools index)")
  #expect(beside(1) == .failure(stale))
  let index = try #require(try beside().get())
  try FileManager.default.setAttributes(
    [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: bai)
  #expect(index.isOlder(than: made.bam))
  #expect(try beside().get() == index)
  // The same records in blocks of another level: longer, so only the blocks give it away.
  let header = made.bam + ".sam"
  #expect(Oracle.run("samtools", ["view", "-h", "-o", header, made.bam]).status == 0)
  #expect(
    Oracle.run(
      "samtools", ["view", "-b", "--output-fmt-option", "level=0", "-o", made.bam, header]
    ).status
      == 0)
  #expect(beside() == .failure(stale))
  // A file cut short, or overwritten by a smaller one.
  try Data(contentsOf: URL(filePath: made.bam)).prefix(100).write(to: URL(filePath: made.bam))
  #expect(index.isStale(contigCount: 2, fileSize: 100))
  #expect(beside() == .failure(stale))
}

@Test func `an index is looked for where htslib looks`() throws {
  let folder = Fixtures.scratch("a.b").path(percentEncoded: false)
  for name in ["a.bam", "a.cram", "plain"] {
    try Data([1]).write(to: URL(filePath: folder + "/" + name))
  }
  func find(_ name: String, _ format: AlignmentFormat) -> String? {
    AlignmentIndex.find(for: folder + "/" + name, format: format).map {
      String($0.dropFirst(folder.count + 1))
    }
  }
  #expect(find("a.bam", .bam) == nil && find("plain", .bam) == nil)
  for (file, found) in [
    ("a.bai", "a.bai"), ("a.bam.bai", "a.bam.bai"), ("a.csi", "a.csi"), ("a.bam.csi", "a.bam.csi"),
  ] {
    try Data([1]).write(to: URL(filePath: folder + "/" + file))
    #expect(find("a.bam", .bam) == found)
    // Those of a BAM of that name are not the CRAM's.
    #expect(find("a.cram", .cram) == nil)
  }
  try Data([1]).write(to: URL(filePath: folder + "/a.crai"))
  #expect(find("a.cram", .cram) == "a.crai")
}
