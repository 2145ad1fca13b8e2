import ChordaeCore
import ChordaeReaders

/// The reference's letters at the sites of a bundle, from a FASTA of the bundle's build.
struct ReferenceLetters {
  let path: String?
  let assembly: GenomeAssembly

  /// The numbers of the letters where each site's alleles stand, as many as its longest allele has; 0
  /// without a reference and where it holds anything but the four bases.
  func numbers(
    chromosome: UInt8, positions: [Int32], effects: [UInt32], others: [UInt32],
    _ alleles: inout AlleleNumbers
  ) throws(InputError) -> [UInt32] {
    guard let path else { return [UInt32](repeating: 0, count: positions.count) }
    let contig = try contig(chromosome, path)
    let lengths = zip(effects, others).map { effect, other in
      max(alleles.texts[Int(effect)].utf8.count, alleles.texts[Int(other)].utf8.count)
    }
    var keys: [Int] = []
    for (position, length) in zip(positions, lengths) {
      for place in Int(position)..<min(Int(position) + length, contig.length) {
        keys.append(SitePositions.key(contig: 0, position: place))
      }
    }
    let fasta = try ReferenceFASTA(path: path)
    let bases = try fasta.bases(at: SitePositions(keys), of: [contig])
    var numbers: [UInt32] = []
    for (site, position) in positions.enumerated() {
      var letters: [UInt8] = []
      for place in Int(position)..<Int(position) + lengths[site] {
        let code = bases.code(contig: 0, position: place)
        guard code < 4 else { break }
        letters.append(Array("ACGT".utf8)[Int(code)])
      }
      let isWhole = letters.count == lengths[site]
      numbers.append(isWhole ? alleles.number(of: letters.span) ?? 0 : 0)
    }
    return numbers
  }

  private func contig(_ chromosome: UInt8, _ path: String) throws(InputError) -> Contig {
    let name = ScoreSites.name(ofChromosome: chromosome)
    if chromosome == ScoreSites.mitochondrion { return Contig(name: name, length: 16_569) }
    guard let length = assembly.length(ofChromosome: name) else {
      throw InputError(.contigMismatch, path: path, "chromosome \(name) has no known length")
    }
    return Contig(name: name, length: length)
  }
}
