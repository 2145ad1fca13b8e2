internal import CHTSlib
internal import ChordaeCore
internal import Glibc

/// The genome that a cohort is simulated over.
struct SimulatedReference: Sendable {
  let contigs: [Contig]
  /// Upper-case bases, contig by contig.
  let bases: [[UInt8]]

  /// Below this length a contig carries no reads.
  static let shortestRead = 1_200

  /// A made-up genome: two autosomes, X and the mitochondrion in the proportion 9 : 6 : 3 : 2, under
  /// the names that real ones have, with 41 % of G and C as in the human one.
  init(seed: UInt64, length: Int) {
    let lengths = [length * 9 / 20, length * 6 / 20, length * 3 / 20, length * 2 / 20]
    let names = ["chr1", "chr2", "chrX", "chrM"]
    contigs = zip(names, lengths).map { Contig(name: $0, length: $1) }
    bases = lengths.enumerated().map { place, length in
      var random = SimulationRandom(seed, .reference, place)
      return (0..<length).map { _ in Self.base(random.below(1000)) }
    }
  }

  /// The contigs of an indexed FASTA file, Y left out; they are held in memory.
  init(path: String) throws(SimulationError) {
    guard let index = unsafe fai_load3(path, nil, nil, 0) else { throw .cannotRead(path: path) }
    defer { unsafe fai_destroy(index) }
    var contigs: [Contig] = []
    var bases: [[UInt8]] = []
    let count = unsafe faidx_nseq(index)
    for place in 0..<count {
      guard let name = unsafe faidx_iseq(index, place) else { throw .cannotRead(path: path) }
      var length: Int64 = 0
      guard let text = unsafe faidx_fetch_seq64(index, name, 0, .max - 1, &length), length > 0
      else { throw .cannotRead(path: path) }
      defer { unsafe free(text) }
      let contig = unsafe Contig(name: String(cString: name), length: Int(length))
      guard Self.word(contig.name) != "Y" else { continue }
      contigs.append(contig)
      // A mask of lower case says nothing here.
      bases.append(
        unsafe UnsafeBufferPointer(start: text, count: contig.length).map {
          UInt8(bitPattern: $0) & 0xDF
        })
    }
    self.contigs = contigs
    self.bases = bases
  }

  private static func word(_ name: String) -> String {
    name.hasPrefix("chr") ? String(name.dropFirst(3)) : name
  }

  private func isX(_ contig: Int) -> Bool { Self.word(contigs[contig].name) == "X" }

  private func isMitochondrion(_ contig: Int) -> Bool {
    ["M", "MT"].contains(Self.word(contigs[contig].name))
  }

  private static func base(_ thousandth: Int) -> UInt8 {
    switch thousandth {
    case ..<295: UInt8(ascii: "A")
    case ..<500: UInt8(ascii: "C")
    case ..<705: UInt8(ascii: "G")
    default: UInt8(ascii: "T")
    }
  }

  /// Mean depth relative to the autosomes': half of X in males, many mitochondria a cell.
  func relativeDepth(of contig: Int, isMale: Bool) -> Double {
    isMitochondrion(contig) ? 4 : isX(contig) && isMale ? 0.5 : 1
  }

  /// Copies of a contig that a patient's genotypes have.
  func ploidy(of contig: Int, isMale: Bool) -> Int {
    isMitochondrion(contig) || (isX(contig) && isMale) ? 1 : 2
  }

  /// Writes `reference.fa` and its index.
  func write(to path: String) throws(SimulationError) {
    let width = 60
    var file = try OutputFile(path)
    var index = ""
    var offset = 0
    for (contig, sequence) in zip(contigs, bases) {
      let title = ">\(contig.name)\n"
      offset += title.utf8.count
      index += "\(contig.name)\t\(contig.length)\t\(offset)\t\(width)\t\(width + 1)\n"
      try file.write(title)
      for start in stride(from: 0, to: sequence.count, by: width) {
        try file.write(sequence[start..<min(start + width, sequence.count)] + [UInt8(ascii: "\n")])
      }
      offset += sequence.count + (sequence.count + width - 1) / width
    }
    try file.finish()
    try OutputFile.write(index, to: path + ".fai")
  }

  /// MD5 of a contig's bases, as SAM headers state it in `M5`.
  func md5(of contig: Int) -> String {
    guard let context = unsafe hts_md5_init() else { preconditionFailure("out of memory") }
    defer { unsafe hts_md5_destroy(context) }
    var digest = [UInt8](repeating: 0, count: 16)
    unsafe hts_md5_update(context, bases[contig], UInt(bases[contig].count))
    unsafe hts_md5_final(&digest, context)
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
