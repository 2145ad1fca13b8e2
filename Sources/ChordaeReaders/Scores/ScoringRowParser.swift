internal import ChordaeCore

/// Reads the rows of a scoring file's table, by the rules of the catalogue's own tools.
struct ScoringRowParser {
  private let columns: ScoringColumns
  /// Where each field of the line in hand starts, and one past the end of the last and its tab.
  private var starts: [Int] = []
  /// The chromosome last met, by its letters: most rows are on that of the row before.
  private var lastChromosome: (letters: [UInt8], number: UInt8?) = ([], nil)

  /// What is wrong with a row.
  struct Fault: Error {
    let detail: String
  }

  init(_ columns: ScoringColumns) { self.columns = columns }

  /// What a line says; its alleles' letters get numbers.
  mutating func row(
    _ line: Span<UInt8>, _ alleles: inout AlleleNumbers
  ) throws(Fault) -> ScoringRow {
    try part(line)
    // What speaks of several variants is told apart first: the rest of its row means nothing alone.
    if try flag(columns.isInteraction, "is_interaction", line) { return .excluded(.interaction) }
    if try flag(columns.isHaplotype, "is_haplotype", line) { return .excluded(.haplotype) }
    if try flag(columns.isDiplotype, "is_diplotype", line) { return .excluded(.diplotype) }
    let weightText = line.extracting(columns.weight.map { range($0) } ?? 0..<0)
    if columns.hasDosageWeights, weightText.isEmpty { return .excluded(.dosageWeights) }
    guard let weight = DecimalNumber.value(of: weightText) else {
      throw Fault(detail: "effect_weight is no number")
    }
    let effect = try effect(line)
    let letters = range(columns.effectAllele)
    guard !letters.isEmpty else { throw Fault(detail: "effect_allele is empty") }
    guard let allele = alleles.number(of: line.extracting(letters)),
      let other = otherAllele(line, &alleles), other != allele
    else { return .excluded(.alleles) }
    guard let (chromosome, position) = try place(line) else { return .excluded(.noPlace) }
    if effect != .additive, chromosome >= ScoreSites.x { return .excluded(.haploidDominance) }
    return .variant(
      ScoredVariant(
        chromosome: chromosome, position: position, effectAllele: allele, otherAllele: other,
        effect: effect, weight: weight))
  }

  private mutating func part(_ line: Span<UInt8>) throws(Fault) {
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    for place in line.indices where line[place] == UInt8(ascii: "\t") { starts.append(place + 1) }
    guard starts.count == columns.count else {
      throw Fault(detail: "\(starts.count) fields where the table has \(columns.count) columns")
    }
    starts.append(line.count + 1)
  }

  private func range(_ column: Int) -> Range<Int> { starts[column]..<starts[column + 1] - 1 }

  /// A field's text; empty where the table has no such column.
  private func text(_ column: Int?, _ line: Span<UInt8>) -> String {
    guard let column else { return "" }
    return unsafe line.extracting(range(column)).withUnsafeBufferPointer {
      unsafe String(decoding: $0, as: UTF8.self)
    }
  }

  private func flag(_ column: Int?, _ name: String, _ line: Span<UInt8>) throws(Fault) -> Bool {
    guard let column, !range(column).isEmpty else { return false }
    switch text(column, line).lowercased() {
    case "true", "1": return true
    case "false", "0": return false
    default: throw Fault(detail: "\(name) is neither TRUE nor FALSE")
    }
  }

  private func effect(_ line: Span<UInt8>) throws(Fault) -> ScoreEffect {
    let isDominant = try flag(columns.isDominant, "is_dominant", line)
    let isRecessive = try flag(columns.isRecessive, "is_recessive", line)
    guard !(isDominant && isRecessive) else {
      throw Fault(detail: "a row cannot be dominant and recessive at once")
    }
    return isDominant ? .dominant : isRecessive ? .recessive : .additive
  }

  /// The other allele's number, 0 where it is not known or there are several; nil where its letters
  /// are no bases.
  private func otherAllele(_ line: Span<UInt8>, _ alleles: inout AlleleNumbers) -> UInt32? {
    for column in [columns.otherAllele, columns.inferredAllele] {
      guard let column, !range(column).isEmpty else { continue }
      let letters = line.extracting(range(column))
      let parts = [UInt8(ascii: "/"), UInt8(ascii: ",")]
      for place in letters.indices where parts.contains(letters[place]) { return 0 }
      return alleles.number(of: letters)
    }
    return 0
  }

  /// The chromosome and the 0-based position; nil where the file gives none, or no chromosome.
  private mutating func place(_ line: Span<UInt8>) throws(Fault) -> (UInt8, Int32)? {
    let text = line.extracting(range(columns.position))
    let isNone = text.count == 2 && text[0] == UInt8(ascii: "N") && text[1] == UInt8(ascii: "A")
    guard !text.isEmpty, !isNone, let chromosome = chromosome(line) else { return nil }
    guard let position = Self.position(text), position > 0 else {
      throw Fault(detail: "a position is no whole number from 1 to 999999999")
    }
    return (chromosome, position - 1)
  }

  private mutating func chromosome(_ line: Span<UInt8>) -> UInt8? {
    let letters = line.extracting(range(columns.chromosome))
    let isLast =
      letters.count == lastChromosome.letters.count
      && letters.indices.allSatisfy { letters[$0] == lastChromosome.letters[$0] }
    if !isLast {
      lastChromosome = (
        letters.indices.map { letters[$0] },
        ScoreSites.chromosome(named: text(columns.chromosome, line))
      )
    }
    return lastChromosome.number
  }

  /// A whole number of up to nine digits, leading zeros aside.
  private static func position(_ text: Span<UInt8>) -> Int32? {
    var number: Int32 = 0
    for place in text.indices {
      let digit = text[place] &- 48
      guard digit < 10, number < 100_000_000 else { return nil }
      number = number * 10 + Int32(digit)
    }
    return number
  }
}
