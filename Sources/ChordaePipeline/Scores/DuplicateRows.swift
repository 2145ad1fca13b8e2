import ChordaeCore

/// Finds rows of one score that name the same variant, which the catalogue's calculator leaves out,
/// all of them.
struct DuplicateRows {
  /// Letters of the alleles' numbers.
  private let letters: [String]
  /// The first row of each score at the place at hand, where `round` says that it is of this place.
  private var firsts: [(round: Int, row: Int)]
  private var round = 0

  /// `letters` are those of the alleles' numbers.
  init(letters: [String], scoreCount: Int) {
    self.letters = letters
    firsts = Array(repeating: (round: 0, row: 0), count: scoreCount)
  }

  /// Of the rows of one place those that stand alone for their score, in their order, and the score
  /// of each that does not.
  mutating func parted(_ rows: [CompiledRow]) -> (kept: [CompiledRow], scores: [Int]) {
    round += 1
    var repeated: [Int: [Int]] = [:]
    for (place, row) in rows.enumerated() {
      let first = firsts[row.score]
      if first.round == round {
        repeated[row.score, default: [first.row]].append(place)
      } else {
        firsts[row.score] = (round, place)
      }
    }
    if repeated.isEmpty { return (rows, []) }
    var isDuplicate = [Bool](repeating: false, count: rows.count)
    for places in repeated.values {
      for a in places {
        for b in places where a != b && isSameVariant(rows[a], rows[b]) { isDuplicate[a] = true }
      }
    }
    var kept: [CompiledRow] = []
    var scores: [Int] = []
    for (place, row) in rows.enumerated() {
      if isDuplicate[place] { scores.append(row.score) } else { kept.append(row) }
    }
    return (kept, scores)
  }

  /// Whether two rows of a place would meet the same record: the same two alleles in any order, or
  /// their complements; where a row names one allele, that is one of the other row's.
  private func isSameVariant(_ a: CompiledRow, _ b: CompiledRow) -> Bool {
    if a.otherAllele == 0 && b.otherAllele == 0 { return true }
    if a.otherAllele == 0 { return names(b, a.effectAllele) }
    if b.otherAllele == 0 { return names(a, b.effectAllele) }
    let pair = Set([letters[Int(a.effectAllele)], letters[Int(a.otherAllele)]])
    let other = [letters[Int(b.effectAllele)], letters[Int(b.otherAllele)]]
    return pair == Set(other) || pair == Set(other.map(Self.complement))
  }

  private func names(_ row: CompiledRow, _ allele: UInt32) -> Bool {
    row.effectAllele == allele || row.otherAllele == allele
  }

  /// Each base replaced by its complement, without reversal, as the calculator does.
  private static func complement(_ allele: String) -> String {
    String(
      allele.map { base -> Character in
        switch base {
        case "A": "T"
        case "C": "G"
        case "G": "C"
        default: "A"
        }
      })
  }
}
