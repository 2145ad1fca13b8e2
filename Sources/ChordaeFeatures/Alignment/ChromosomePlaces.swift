internal import ChordaeCore
internal import ChordaeKernels

/// Where the chromosomes stand among the contigs of a header, and the stretches of them whose depth
/// is counted apart.
///
/// Chromosomes are known by their names, with or without `chr`. Coordinates of a build are used only
/// on a contig of the build's length.
struct ChromosomePlaces: Sendable {
  /// Stretches by the index of their counts.
  enum Stretch: Int, CaseIterable {
    /// The pseudoautosomal regions of X, and those of Y.
    case xPseudoautosomal, yPseudoautosomal
    /// The KIV-2 repeat of LPA.
    case kringle
  }

  let assembly: GenomeAssembly?
  let autosomes: [Int]
  let x: Int?
  let y: Int?
  let stretches: [DepthStretch]

  init(_ contigs: [Contig]) {
    let assembly = GenomeAssembly(contigs: contigs)
    let places = Dictionary(contigs.indices.map { (Self.word(contigs[$0].name), $0) }) { a, _ in a }
    autosomes = (1...22).compactMap { places[String($0)] }.sorted()
    x = places["X"]
    y = places["Y"]
    self.assembly = assembly
    stretches = Self.wanted(of: assembly).compactMap { interval, stretch in
      guard let contig = places[interval.contig],
        contigs[contig].length == assembly?.length(ofChromosome: interval.contig)
      else { return nil }
      return DepthStretch(
        contig: contig, start: interval.start, end: interval.end, index: stretch.rawValue)
    }
  }

  /// Bases of a stretch; 0 where it is not known of this header.
  func length(of stretch: Stretch) -> Int {
    stretches.reduce(0) { $1.index == stretch.rawValue ? $0 + $1.end - $1.start : $0 }
  }

  private static func word(_ name: String) -> String {
    name.hasPrefix("chr") ? String(name.dropFirst(3)) : name
  }

  private static func wanted(of assembly: GenomeAssembly?) -> [(GenomicInterval, Stretch)] {
    guard let assembly else { return [] }
    let regions = PseudoautosomalRegions(of: assembly)
    return regions.x.map { ($0, .xPseudoautosomal) } + regions.y.map { ($0, .yPseudoautosomal) }
      + [(KringleRepeat(of: assembly).region, .kringle)]
  }
}

extension PreparedAlignment {
  /// The depths of all bases of the autosomes; nil without depth.
  var autosomalCounts: DepthCounts? { depthCounts(ofContigs: places.autosomes) }

  /// The depths of all bases of a stretch; nil without depth or where it is not known of this header.
  func counts(of stretch: ChromosomePlaces.Stretch) -> DepthCounts? {
    let length = places.length(of: stretch)
    guard let depth, length > 0 else { return nil }
    return (depth.stretches[stretch.rawValue] ?? DepthCounts()).filled(to: length)
  }

  /// The depths of the bases of a contig that are in none of a kind of stretches; nil without depth.
  func counts(ofContig contig: Int, outside stretch: ChromosomePlaces.Stretch) -> DepthCounts? {
    guard let all = depthCounts(ofContigs: [contig]) else { return nil }
    return counts(of: stretch).map { all.subtracting($0) } ?? all
  }
}
