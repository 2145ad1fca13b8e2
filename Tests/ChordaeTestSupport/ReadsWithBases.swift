import Foundation

/// Generated reads with bases and qualities and everything that makes a pileup hard: indels at the same
/// places in many reads, clips, pads, introns, gaps at the ends, bases N and `=`, missing qualities and
/// sequences, mapping and base qualities around 20, mates that overlap, flags of every kind.
public struct ReadsWithBases {
  public static let contigs = [("chr1", 2_500), ("chr2", 300), ("empty", 400)]

  private var generator: SeededGenerator
  /// Bases of each contig.
  public private(set) var reference: [[UInt8]] = []
  /// SAM text, not sorted.
  public private(set) var text = "@HD\tVN:1.6\tSO:unsorted\n"

  /// Reads over a reference made up for them.
  public init(seed: UInt64, reads: Int) {
    generator = SeededGenerator(seed: seed)
    for (name, length) in Self.contigs {
      text += "@SQ\tSN:\(name)\tLN:\(length)\n"
      reference.append((0..<length).map { _ in Array("ACGT".utf8)[pick(0..<4)] })
    }
    for number in 0..<reads { append(number) }
  }

  /// FASTA text of the reference.
  public var fasta: String {
    zip(Self.contigs, reference).map { contig, bases in
      ">\(contig.0)\n" + String(decoding: bases, as: UTF8.self) + "\n"
    }.joined()
  }

  private mutating func pick(_ range: Range<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  private mutating func happens(_ percent: Int) -> Bool { pick(0..<100) < percent }

  private struct Read {
    var start = 0
    var position = 0
    var cigar = ""
    var bases: [UInt8] = []
  }

  private mutating func append(_ number: Int) {
    let contig = pick(0..<8) == 0 ? 1 : 0
    var read = Read()
    let longest = 130
    read.start = pick(0..<Self.contigs[contig].1 - longest)
    read.position = read.start
    if happens(10) { read.cigar += "3H" }
    if happens(20) { insert(pick(1..<9), "S", &read) }
    if happens(4) { skip(pick(1..<6), "D", &read) }
    let end = read.start + longest - 40
    while read.position < end {
      align(to: min(end, (read.position / 25 + 1) * 25), contig, &read)
      if read.position < end { change(&read) }
    }
    if happens(4) { skip(pick(1..<6), "D", &read) }
    if happens(20) { insert(pick(1..<9), "S", &read) }
    write(read, number, Self.contigs[contig].0)
  }

  private mutating func align(to end: Int, _ contig: Int, _ read: inout Read) {
    let code = ["M", "M", "M", "=", "X"][pick(0..<5)]
    read.cigar += "\(end - read.position)\(code)"
    while read.position < end {
      let base = reference[contig][read.position]
      let other = Array("ACGTNR=acgt".utf8)[pick(0..<11)]
      read.bases.append(happens(12) ? other : base)
      read.position += 1
    }
  }

  /// Now and then an insertion, a deletion, an intron or several of them; the same at the same place
  /// more often than not.
  private mutating func change(_ read: inout Read) {
    let (place, bases) = (read.position / 25, Array("ACGT".utf8))
    switch pick(0..<14) {
    case 0, 1: insert([bases[place % 4]] + (place % 2 == 0 ? [bases[0]] : []), &read)
    case 2: insert(pick(1..<4), "I", &read)
    case 3, 4: skip(1 + place % 3, "D", &read)
    case 5: skip(pick(1..<5), "D", &read)
    case 6: skip(pick(1..<9), "N", &read)
    case 7:
      insert([bases[place % 4]], &read)
      skip(2, "D", &read)
    case 8:
      skip(2, "D", &read)
      insert(2, "I", &read)
    case 9:
      read.cigar += "2P"
      insert([bases[place % 4]], &read)
      read.cigar += "1P"
    case 10: read.cigar += "2P"
    default: break
    }
  }

  private mutating func insert(_ count: Int, _ code: String, _ read: inout Read) {
    read.cigar += "\(count)\(code)"
    read.bases += (0..<count).map { _ in Array("ACGT".utf8)[pick(0..<4)] }
  }

  private func insert(_ bases: [UInt8], _ read: inout Read) {
    read.cigar += "\(bases.count)I"
    read.bases += bases
  }

  private func skip(_ count: Int, _ code: String, _ read: inout Read) {
    read.cigar += "\(count)\(code)"
    read.position += count
  }

  private mutating func write(_ read: Read, _ number: Int, _ contig: String) {
    let flags = [0, 16, 99, 147, 83, 163, 65, 129, 0x400, 0x200, 0x100, 0x800, 0x810, 4]
    let flag = flags[min(pick(0..<22), pick(0..<22), flags.count - 1)]
    let quality = [0, 3, 19, 20, 21, 60, 60, 60, 60, 60, 60][pick(0..<11)]
    let mate = flag & 1 == 1 ? "=\t\(read.start + 40)\t90" : "*\t0\t0"
    var bases = String(decoding: read.bases, as: UTF8.self)
    var qualities = String(
      decoding: read.bases.indices.map { _ in UInt8(33 + [2, 19, 20, 21, 40, 40][pick(0..<6)]) },
      as: UTF8.self)
    if happens(3) { qualities = "*" }
    if happens(3) { (bases, qualities) = ("*", "*") }
    // Mates share a name, so that the peer must be told not to mind.
    text +=
      "r\(number / 2)\t\(flag)\t\(contig)\t\(read.start + 1)\t\(quality)\t\(read.cigar)\t\(mate)"
      + "\t\(bases)\t\(qualities)\n"
  }
}
