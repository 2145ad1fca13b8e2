public import ChordaeCore

/// The features of an alignment over a part of its file: over all of it, or over a chunk.
///
/// Parts of one file that were read side by side are merged in the order of the file.
public struct AlignmentPart: Sendable {
  public private(set) var features: [any AlignmentFeature]
  public private(set) var preparation: AlignmentPreparation

  /// A part before its first record; `regions` and `chunk` as for `AlignmentPreparation`.
  public init(
    _ kinds: [any AlignmentFeature.Type], _ context: AlignmentContext,
    regions: AlignmentRegions? = nil, chunk: Range<AlignmentPosition>? = nil
  ) {
    features = kinds.map { $0.init(context) }
    preparation = AlignmentPreparation(
      Self.analyses(kinds), context, regions: regions, chunk: chunk)
  }

  /// What must be computed for some features beside their own counts.
  public static func analyses(_ kinds: [any AlignmentFeature.Type]) -> AlignmentAnalyses {
    kinds.reduce(into: []) { $0.formUnion($1.analyses) }
  }

  /// What the reader must decode for some features under a run's settings, those that look at single
  /// contigs among them.
  public static func fields(
    _ kinds: [any AlignmentFeature.Type], _ options: FeatureOptions
  ) -> AlignmentFields {
    kinds.reduce(into: fieldsOfAllReads(kinds, options)) { $0.formUnion($1.contigFields) }
  }

  /// What must be decoded of every read, whatever some features need of single contigs.
  public static func fieldsOfAllReads(
    _ kinds: [any AlignmentFeature.Type], _ options: FeatureOptions
  ) -> AlignmentFields {
    kinds.reduce(into: []) {
      $0.formUnion($1.fields(options).union($1.analyses.fields(under: options)))
    }
  }

  /// Takes in the next records.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    preparation.consume(batch)
    for index in features.indices { features[index].consume(batch) }
  }

  /// Ends the part; nothing more may be taken in.
  public mutating func endChunk() { preparation.endChunk() }

  /// Takes in the part that follows, of the same features; both have ended.
  public mutating func merge(_ next: AlignmentPart) {
    preparation.merge(next.preparation)
    for index in features.indices {
      features[index] = Self.merged(features[index], with: next.features[index])
    }
  }

  /// Takes in features of single contigs that looked at their reads on their own.
  public mutating func merge(_ others: [any AlignmentFeature]) {
    for other in others {
      guard
        let index = features.firstIndex(where: { type(of: $0).group.id == type(of: other).group.id }
        )
      else { preconditionFailure("features of the part") }
      features[index] = Self.merged(features[index], with: other)
    }
  }

  private static func merged<F: AlignmentFeature>(
    _ feature: F, with next: any AlignmentFeature
  ) -> any AlignmentFeature {
    guard let next = next as? F else { preconditionFailure("parts of the same features") }
    var feature = feature
    feature.merge(next)
    return feature
  }
}
