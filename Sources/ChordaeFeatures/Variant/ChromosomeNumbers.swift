import ChordaeCore

/// The numbers of the autosomes among a call set's contigs.
struct ChromosomeNumbers: Sendable {
  private var numbers: [Int?] = []
  /// The build whose lengths the contigs have: 0 where that is not known, else its place from 1.
  private(set) var assemblyNumber: Int64 = 0

  /// The chromosome of a contig by its index; nil for what is no autosome.
  subscript(contig: Int32) -> Int? { numbers[Int(contig)] }

  /// Takes in a header's contigs, of which there may be more than before.
  mutating func take(_ contigs: [Contig]) {
    guard contigs.count != numbers.count else { return }
    numbers = contigs.map { Self.number(of: $0.name) }
    let place = GenomeAssembly(contigs: contigs).flatMap {
      GenomeAssembly.allCases.firstIndex(of: $0)
    }
    assemblyNumber = place.map { Int64($0 + 1) } ?? 0
  }

  /// The number of an autosome's name, with or without `chr`; nil for any other.
  static func number(of name: String) -> Int? {
    let contig = Contig(name: name, length: 0)
    guard contig.isAutosome else { return nil }
    return Int(name.hasPrefix("chr") ? contig.otherName : name)
  }

  /// The build of a number.
  static func assembly(numbered number: Int64) -> GenomeAssembly? {
    let place = Int(number) - 1
    return GenomeAssembly.allCases.indices.contains(place) ? GenomeAssembly.allCases[place] : nil
  }
}
