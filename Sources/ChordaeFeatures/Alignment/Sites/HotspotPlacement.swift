import ChordaeCore

/// Where the hotspots of clonal haematopoiesis lie among the contigs of an alignment.
struct HotspotPlacement: Sendable {
  let table: HotspotTable
  /// The places of each hotspot: one, or two where the build holds the gene twice; none where the
  /// header lacks the chromosome.
  let keys: [[Int]]
  /// The places of genes that the build holds once.
  let single: SitePositions
  /// The places of genes that it holds twice, whose reads may have mapping quality 0.
  let doubled: SitePositions

  /// Places the hotspots of the build whose lengths the contigs have; nil where that is not known.
  init?(_ contigs: [Contig]) {
    guard let assembly = GenomeAssembly(contigs: contigs) else { return nil }
    table = .clonalHaematopoiesis(assembly)
    var indexes: [String: Int] = [:]
    for (index, contig) in contigs.enumerated() {
      let name = contig.name.hasPrefix("chr") ? contig.otherName : contig.name
      if assembly.length(ofChromosome: name) == contig.length { indexes[name] = index }
    }
    keys = table.hotspots.map { hotspot in
      guard let contig = indexes[hotspot.chromosome] else { return [] }
      return [hotspot.start, hotspot.copyStart].compactMap(\.self).map {
        SitePositions.key(contig: contig, position: $0)
      }
    }
    single = SitePositions(keys.filter { $0.count == 1 }.flatMap { $0 })
    doubled = SitePositions(keys.filter { $0.count == 2 }.flatMap { $0 })
  }

  /// Holds the hotspots' bases to a reference; one that has no base there (a masked copy) says
  /// nothing.
  ///
  /// - Throws: `assemblyMismatch` at the first that differs.
  func check(_ reference: ReferenceBases, path: String) throws(InputError) {
    for (hotspot, keys) in zip(table.hotspots, keys) {
      let listed = NucleotideCode.code(of: hotspot.reference.utf8.first ?? 0)
      for key in keys {
        let (contig, position) = SitePositions.place(of: key)
        let found = reference.code(contig: contig, position: position)
        guard found == NucleotideCode.other || found == listed else {
          throw InputError(
            .assemblyMismatch, path: path,
            "\(table.assembly.rawValue) has \(hotspot.reference) at"
              + " \(hotspot.chromosome):\(position + 1) (\(hotspot.gene) \(hotspot.proteinChange)),"
              + " the reference \(NucleotideCode.letter(of: found)): is it of another build than the"
              + " alignment?")
        }
      }
    }
  }
}
