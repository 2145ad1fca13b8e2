internal import ChordaeCore

/// What the comments of an annotation say of its genome.
struct AnnotationHeader {
  /// Contigs with their lengths (`##sequence-region`), as far as they were seen.
  private(set) var contigs: [String: Int] = [:]
  private(set) var isGFF3 = false
  /// The builds that lines name, each with the first line that does.
  private var named: [(assembly: GenomeAssembly, line: Int)] = []
  /// The builds that the accessions of RefSeq's chromosomes stand for.
  private var ofAccessions: Set<GenomeAssembly> = []

  /// Takes a comment.
  mutating func take(_ comment: String, line: Int) {
    let words = comment.split { $0 == " " || $0 == "\t" }
    if words.first == "##gff-version", words.dropFirst().first?.hasPrefix("3") == true {
      isGFF3 = true
    }
    if words.first == "##sequence-region", words.count >= 4, let end = Int(words[3]) {
      contigs[String(words[1])] = end
    } else if let assembly = Self.assembly(in: comment) {
      named.append((assembly, line))
    }
  }

  /// Takes the contig of a line of genes.
  mutating func take(contig: String) {
    if let chromosome = RefSeqChromosome(accession: contig) {
      ofAccessions.insert(chromosome.assembly)
    }
  }

  /// The build of the annotation; nil where nothing in it says so.
  ///
  /// - Throws: `assemblyMismatch` where it says two.
  func assembly(path: String) throws(InputError) -> GenomeAssembly? {
    let lengths = contigs.map { Contig(name: $0.key, length: $0.value) }
    let all = Set(named.map(\.assembly)).union(ofAccessions)
      .union(GenomeAssembly.witnesses(lengths).keys)
    guard all.count < 2 else {
      throw InputError(
        .assemblyMismatch, path: path, at: named.last.map { .line($0.line) },
        "the annotation names GRCh37 and GRCh38: take a file of one of them")
    }
    return all.first
  }

  /// The build that a comment names: the last, as in `(GRCh38), ..., mapped to GRCh37`.
  private static func assembly(in comment: String) -> GenomeAssembly? {
    comment.split { !($0.isLetter || $0.isNumber || $0 == ".") }
      .compactMap { GenomeAssembly(named: String($0)) }.last
  }
}
