import ChordaeCore
import ChordaeReaders

/// A row of a scoring file on its way into a bundle.
struct CompiledRow: Sendable {
  /// Chromosome, then 0-based position.
  var place: UInt64 = 0
  var effectAllele: UInt32 = 0
  var otherAllele: UInt32 = 0
  /// The score and the effect, as a bundle codes them.
  var code: UInt32 = 0
  var weight = 0.0

  /// A row that says nothing.
  init() {}

  init(_ variant: ScoredVariant, score: Int) {
    place = UInt64(variant.chromosome) << 32 | UInt64(UInt32(bitPattern: variant.position))
    effectAllele = variant.effectAllele
    otherAllele = variant.otherAllele
    code = ScoreRows.code(score: score, variant.effect)
    weight = variant.weight
  }

  var chromosome: UInt8 { UInt8(truncatingIfNeeded: place >> 32) }
  var position: Int32 { Int32(truncatingIfNeeded: place) }
  var score: Int { ScoreRows.score(ofCode: code) }

  /// Bytes of a row in a file.
  static let length = 28

  /// Appends the row's bytes.
  func append(to bytes: inout [UInt8]) {
    bytes.append(little: place)
    bytes.append(little: effectAllele)
    bytes.append(little: otherAllele)
    bytes.append(little: code)
    bytes.append(little: weight.bitPattern)
  }

  /// Reads a row back.
  init(_ bytes: [UInt8], at offset: Int) {
    place = bytes.little(UInt64.self, at: offset)
    effectAllele = bytes.little(UInt32.self, at: offset + 8)
    otherAllele = bytes.little(UInt32.self, at: offset + 12)
    code = bytes.little(UInt32.self, at: offset + 16)
    weight = Double(bitPattern: bytes.little(UInt64.self, at: offset + 20))
  }

  /// Whether a row comes before another: by place, letters of the alleles, score, weight.
  static func precedes(_ a: CompiledRow, _ b: CompiledRow, _ letters: [String]) -> Bool {
    if a.place != b.place { return a.place < b.place }
    if a.effectAllele != b.effectAllele {
      return letters[Int(a.effectAllele)] < letters[Int(b.effectAllele)]
    }
    if a.otherAllele != b.otherAllele {
      return letters[Int(a.otherAllele)] < letters[Int(b.otherAllele)]
    }
    return a.code != b.code ? a.code < b.code : a.weight < b.weight
  }
}
