internal import CHTSlib
internal import ChordaeCore

/// A small genome: two autosomes, X and the mitochondrion, under the names that real ones have.
struct SimulatedReference: Sendable {
  let contigs: [Contig]
  /// Upper-case bases, contig by contig.
  let bases: [[UInt8]]

  static let names = ["chr1", "chr2", "chrX", "chrM"]
  static let x = 2
  static let mitochondrion = 3

  /// Bases in the proportion 9 : 6 : 3 : 2 with 41 % of G and C, as in the human genome.
  init(seed: UInt64, length: Int) {
    let lengths = [length * 9 / 20, length * 6 / 20, length * 3 / 20, length * 2 / 20]
    contigs = zip(Self.names, lengths).map { Contig(name: $0, length: $1) }
    bases = lengths.enumerated().map { place, length in
      var random = SimulationRandom(seed, .reference, place)
      return (0..<length).map { _ in Self.base(random.below(1000)) }
    }
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
    switch contig {
    case Self.x where isMale: 0.5
    case Self.mitochondrion: 4
    default: 1
    }
  }

  /// Copies of a contig that a patient's genotypes have.
  func ploidy(of contig: Int, isMale: Bool) -> Int {
    contig == Self.mitochondrion || (contig == Self.x && isMale) ? 1 : 2
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
