internal import ChordaeCore

/// Finds the gene of an annotation that a listed gene is.
///
/// An HGNC id is asked first, where the annotation has it; then the symbol. Copies on contigs that
/// are no chromosome give way to the one on a chromosome, and those of the pseudoautosomal regions
/// on Y to those on X.
struct GeneMatching {
  private let ids: [Int: [AnnotatedGene]]
  private let symbols: [String: [AnnotatedGene]]

  /// What came of a search.
  enum Match {
    case gene(AnnotatedGene)
    /// None, or more than one; the reason follows the gene's label.
    case none(String)
  }

  init(_ genes: [AnnotatedGene]) {
    ids = Dictionary(grouping: genes.filter { $0.hgncID != nil }) { $0.hgncID ?? 0 }
    symbols = Dictionary(grouping: genes.filter { $0.symbol != nil }) { $0.symbol ?? "" }
  }

  func match(_ gene: ListedGene) -> Match {
    if let id = gene.hgncID, let found = ids[id] { return Self.only(of: found) }
    guard let symbol = gene.symbol, let found = symbols[symbol] else {
      return .none("is not in the annotation")
    }
    let others = found.compactMap(\.hgncID)
    if let id = gene.hgncID, let other = others.first(where: { $0 != id }) {
      return .none("is HGNC:\(other) in the annotation: the id or the symbol is wrong")
    }
    return Self.only(of: found)
  }

  private static func only(of found: [AnnotatedGene]) -> Match {
    var places = found
    for isPreferred in [isOnChromosome, isNotOnY, isCoding] {
      let preferred = places.filter(isPreferred)
      if !preferred.isEmpty { places = preferred }
    }
    guard places.count == 1 else {
      let contigs = Set(places.map(\.contig)).sorted().joined(separator: " and ")
      return .none("stands for \(places.count) genes of the annotation, on \(contigs)")
    }
    guard places[0].hasOnePlace else {
      return .none("lies at two places of \(places[0].contig)")
    }
    return .gene(places[0])
  }

  private static func isOnChromosome(_ gene: AnnotatedGene) -> Bool {
    AnnotatedContig.place(ofChromosome: gene.contig) != nil
  }

  private static func isNotOnY(_ gene: AnnotatedGene) -> Bool {
    AnnotatedContig.place(ofChromosome: gene.contig) != 24
  }

  private static func isCoding(_ gene: AnnotatedGene) -> Bool {
    gene.transcripts.contains(where: \.isCoding)
  }
}
