import ChordaeCore

/// The contig of a header that is the mitochondrial genome, told by name and length.
struct MitochondrialContig: Sendable, Equatable {
  let index: Int
  let length: Int

  /// The names that it goes by.
  private static let names: Set = ["MT", "M", "chrM", "chrMT"]
  /// Bases of the sequence of UCSC's hg19, which is another (NC_001807).
  private static let oldLength = 16_571

  /// Finds it; where both sequences are there, it is the revised Cambridge one.
  init?(_ contigs: [Contig]) {
    let lengths = [MitochondrialArtefacts.sequenceLength, Self.oldLength]
    let found = lengths.lazy.compactMap { length in
      contigs.firstIndex { Self.names.contains($0.name) && $0.length == length }
    }
    guard let index = found.first else { return nil }
    self.index = index
    length = contigs[index].length
  }

  /// Whether it is the revised Cambridge Reference Sequence, to whose numbers lists of artefacts go.
  var isRevisedCambridge: Bool { length == MitochondrialArtefacts.sequenceLength }

  /// The keys of all its positions, ascending.
  var keys: [Int] { (0..<length).map { SitePositions.key(contig: index, position: $0) } }

  /// Positions at which sequencing and alignment invent variants; none where no list applies.
  var artefacts: Set<Int> {
    isRevisedCambridge ? Set(MitochondrialArtefacts.positions) : []
  }
}
