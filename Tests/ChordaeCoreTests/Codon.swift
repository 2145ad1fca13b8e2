/// Three bases of one strand, told by what is known of them: enough to hold base changes to the
/// protein's changes that a list claims for them.
struct Codon: Hashable {
  private static let bases = Array("TCAG")
  /// The standard genetic code in the order T, C, A, G of the first, second and third base.
  private static let aminoAcids = Array(
    "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG")

  var letters: [Character]

  var aminoAcid: Character? {
    let digits = letters.compactMap { Self.bases.firstIndex(of: $0) }
    return digits.count == 3 ? Self.aminoAcids[16 * digits[0] + 4 * digits[1] + digits[2]] : nil
  }

  /// All codons of the genetic code.
  static let all = bases.flatMap { a in
    bases.flatMap { b in bases.map { Codon(letters: [a, b, $0]) } }
  }

  static func complement(_ base: Character) -> Character {
    switch base {
    case "A": "T"
    case "C": "G"
    case "G": "C"
    default: "A"
    }
  }
}
