import ChordaeTestSupport

/// Generated reads over a mitochondrial genome with changes at known shares, and over one autosome.
struct MitochondrialReads {
  /// A base that a share of the reads shows instead of the reference's.
  struct Change: Sendable {
    let position: Int
    /// Whether the read of a number shows it; even numbers are forward reads.
    let isShown: @Sendable (Int) -> Bool
  }

  /// Depth 160 away from the ends: 8 reads of 100 bases every 5 bases.
  static let depth = 160
  static let autosomeLength = 100_000
  let text: String
  let fasta: String
  private(set) var mitochondrialBases = 0

  init(seed: UInt64, name: String = "chrM", length: Int = 16_569, _ changes: [Change]) {
    var generator = SeededGenerator(seed: seed)
    let letters = Array("ACGT".utf8)
    let reference = (0..<length).map { _ in letters[Int.random(in: 0..<4, using: &generator)] }
    fasta =
      ">chr1\n" + String(repeating: "A", count: Self.autosomeLength) + "\n>\(name)\n"
      + String(decoding: reference, as: UTF8.self) + "\n"
    var text = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr1\tLN:\(Self.autosomeLength)\n"
    text += "@SQ\tSN:\(name)\tLN:\(length)\n"
    let ends = "\t*\t0\t0\t"
    let qualities = String(repeating: "I", count: 100)
    // Depth 2 but for the first and the last 50 bases.
    for start in stride(from: 0, through: Self.autosomeLength - 100, by: 50) {
      let bases = String(repeating: "A", count: 100)
      text += "n\t0\tchr1\t\(start + 1)\t60\t100M\(ends)\(bases)\t\(qualities)\n"
    }
    var number = 0
    for start in stride(from: 0, through: length - 100, by: 5) {
      for _ in 0..<8 {
        var bases = Array(reference[start..<start + 100])
        for change in changes where start..<start + 100 ~= change.position {
          if change.isShown(number) {
            bases[change.position - start] = Self.other(reference[change.position])
          }
        }
        text += "m\t\(number % 2 == 0 ? 0 : 16)\t\(name)\t\(start + 1)\t60\t100M\(ends)"
        text += String(decoding: bases, as: UTF8.self) + "\t\(qualities)\n"
        number += 1
        mitochondrialBases += 100
      }
    }
    self.text = text
  }

  /// The base that a change shows.
  static func other(_ base: UInt8) -> UInt8 {
    let letters = Array("ACGT".utf8)
    return letters[((letters.firstIndex(of: base) ?? 0) + 1) % 4]
  }
}
