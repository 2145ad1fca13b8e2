public import ChordaeCore

/// The intervals of a list's genes, taken from an annotation.
///
/// A gene's intervals are the coding exons (all exons where it codes for nothing) of the transcripts
/// that `TranscriptRule` chooses, widened by the padding within the contig and merged within the
/// gene. They are named by the list's symbol and sorted by chromosome and place.
public struct PanelBuild: Sendable {
  /// The build of the annotation.
  public let assembly: GenomeAssembly
  public let intervals: [GenomicInterval]
  /// Genes that have no interval, each with the reason, in the order of the list.
  public let unplaced: [Unplaced]
  /// What is worth knowing of genes that were placed, such as another symbol in the annotation.
  public let notes: [String]
  /// Genes that each rule placed.
  public let geneCounts: [TranscriptRule: Int]

  /// A gene that could not be placed.
  public struct Unplaced: Sendable, Equatable {
    public let gene: ListedGene
    /// Why, in words that follow the gene's label.
    public let reason: String
  }

  /// How a panel is built.
  public struct Options: Sendable {
    /// Bases added at either side of every exon.
    public var padding = 10
    /// Whether transcripts tagged MANE Plus Clinical count beside MANE Select.
    public var includesPlusClinical = false
    /// The annotation's build, for one that does not name it.
    public var assembly: GenomeAssembly?

    /// The defaults.
    public init() {}
  }

  /// Builds a panel.
  ///
  /// - Throws: The faults of the file; `assemblyMismatch` where it is of another build than asked
  ///   for or of two, `unsupported` where nobody says which.
  public init(
    _ list: GeneList, annotation path: String, options: Options = Options()
  ) throws(InputError) {
    let reading = try AnnotationReader.read(path, genes: list)
    assembly = try Self.assembly(reading.assembly, options.assembly, path)
    let matching = GeneMatching(reading.genes)
    var placed = Placed()
    for gene in list.genes {
      switch matching.match(gene) {
      case .none(let reason): placed.unplaced.append(Unplaced(gene: gene, reason: reason))
      case .gene(let found):
        let place = AnnotatedContig(found.contig, reading.lengths, assembly)
        placed.add(found, as: gene, at: place, options)
      }
    }
    intervals = placed.intervals.sorted { AnnotatedContig.isBefore($0, $1) }
    (unplaced, notes, geneCounts) = (placed.unplaced, placed.notes, placed.geneCounts)
  }

  private static func assembly(
    _ found: GenomeAssembly?, _ asked: GenomeAssembly?, _ path: String
  ) throws(InputError) -> GenomeAssembly {
    if let found, let asked, found != asked {
      throw InputError(
        .assemblyMismatch, path: path,
        "the annotation is of \(found.rawValue), --assembly says \(asked.rawValue)")
    }
    guard let assembly = found ?? asked else {
      throw InputError(
        .unsupported, path: path,
        "the annotation does not name its build: say it with --assembly GRCh37 or GRCh38")
    }
    return assembly
  }
}

/// The genes placed so far.
private struct Placed {
  var intervals: [GenomicInterval] = []
  var unplaced: [PanelBuild.Unplaced] = []
  var notes: [String] = []
  var geneCounts: [TranscriptRule: Int] = [:]

  mutating func add(
    _ found: AnnotatedGene, as gene: ListedGene, at contig: AnnotatedContig,
    _ options: PanelBuild.Options
  ) {
    guard
      let (rule, transcripts) = TranscriptRule.choose(
        found.transcripts, plusClinical: options.includesPlusClinical)
    else {
      return unplaced.append(
        PanelBuild.Unplaced(gene: gene, reason: "has no exon in the annotation"))
    }
    let codings = transcripts.flatMap(\.codings)
    let parts = codings.isEmpty ? transcripts.flatMap(\.exons) : codings
    let name = gene.symbol ?? found.symbol ?? gene.label
    for part in Self.merged(parts.map { contig.widened($0, by: options.padding) }) {
      intervals.append(
        GenomicInterval(
          contig: contig.name, start: part.lowerBound, end: part.upperBound, name: name))
    }
    geneCounts[rule, default: 0] += 1
    if let symbol = gene.symbol, let other = found.symbol, other != symbol {
      notes.append("\(gene.label) is called \(other) in the annotation")
    }
    if codings.isEmpty { notes.append("\(gene.label) is not protein coding: all its exons count") }
  }

  /// The stretches that the parts cover, neighbours merged.
  private static func merged(_ parts: [Range<Int>]) -> [Range<Int>] {
    parts.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: [Range<Int>]()) { merged, next in
      if let last = merged.last, next.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
      } else {
        merged.append(next)
      }
    }
  }
}
