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
    let analyses = kinds.reduce(into: AlignmentAnalyses()) { $0.formUnion($1.analyses) }
    preparation = AlignmentPreparation(analyses, context, regions: regions, chunk: chunk)
  }

  /// What the reader must decode for some features under a run's settings.
  public static func fields(
    _ kinds: [any AlignmentFeature.Type], under options: FeatureOptions = FeatureOptions()
  ) -> AlignmentFields {
    kinds.reduce(into: []) { $0.formUnion($1.fields.union($1.analyses.fields(under: options))) }
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

  private static func merged<F: AlignmentFeature>(
    _ feature: F, with next: any AlignmentFeature
  ) -> any AlignmentFeature {
    guard let next = next as? F else { preconditionFailure("parts of the same features") }
    var feature = feature
    feature.merge(next)
    return feature
  }
}
