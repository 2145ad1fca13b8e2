internal import ChordaeCore

/// A contig of an annotation under the name that a panel gives it.
struct AnnotatedContig {
  /// As the annotation writes it; RefSeq's accessions of chromosomes become `chr1` and so on.
  let name: String
  /// Bases, where the annotation or the build's table says so.
  private let length: Int?

  init(_ annotated: String, _ lengths: [String: Int], _ assembly: GenomeAssembly) {
    name = RefSeqChromosome(accession: annotated)?.name ?? annotated
    length = lengths[annotated] ?? assembly.length(ofChromosome: name)
  }

  /// A part with bases added at either side, within the contig.
  func widened(_ part: Range<Int>, by padding: Int) -> Range<Int> {
    let end = part.upperBound + padding
    return max(0, part.lowerBound - padding)..<min(end, max(length ?? end, part.upperBound))
  }

  /// Whether a contig of this name is a chromosome of the human genome, and which in their order.
  static func place(ofChromosome name: String) -> Int? {
    let name = RefSeqChromosome(accession: name)?.name ?? name
    let core = name.hasPrefix("chr") ? String(name.dropFirst(3)) : name
    switch core {
    case "X": return 23
    case "Y": return 24
    case "M", "MT": return 25
    default: return Int(core).flatMap { 1...22 ~= $0 ? $0 : nil }
    }
  }

  /// The order of a panel: chromosomes by number, other contigs by name, then starts, ends, names.
  static func isBefore(_ a: GenomicInterval, _ b: GenomicInterval) -> Bool {
    let (left, right) = (place(ofChromosome: a.contig) ?? 26, place(ofChromosome: b.contig) ?? 26)
    return (left, a.contig, a.start, a.end, a.name ?? "")
      < (right, b.contig, b.start, b.end, b.name ?? "")
  }
}
