import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// A second, small look at an indexed CRAM for groups that need more of the reads of single contigs
/// than the pass over all reads decodes.
///
/// Why: to decode bases and qualities of a whole CRAM costs about half as much again as the rest, and
/// heteroplasmy needs those of the mitochondrial contig alone. Where another group needs them of all
/// reads, or where there is no index, the one pass decodes them.
struct ContigPass {
  /// The groups that look at single contigs.
  private let kinds: [any AlignmentFeature.Type]
  private let path: String
  private let reference: String?

  /// A second look; nil where one pass does.
  init?(
    _ kinds: [any AlignmentFeature.Type], _ options: FeatureOptions, _ path: String,
    reference: String?
  ) throws(InputError) {
    let chosen = kinds.filter { !$0.contigFields.isEmpty }
    let isServed =
      AlignmentPart.fields(kinds, options) == AlignmentPart.fieldsOfAllReads(kinds, options)
    guard !chosen.isEmpty, !isServed else { return nil }
    let summary = try AlignmentReader.inspect(path: path)
    guard summary.format == .cram, summary.indexPath != nil else { return nil }
    self.kinds = chosen
    self.path = path
    self.reference = reference
  }

  /// The groups' features after the reads of their contigs; nil where it was cancelled.
  func features(
    _ context: AlignmentContext, _ cancellation: Cancellation
  ) throws(InputError) -> [any AlignmentFeature]? {
    var features: [any AlignmentFeature] = []
    for kind in kinds {
      var feature = kind.init(context)
      for contig in kind.contigs(context) {
        guard
          var reader = try ContigReader(
            path: path, reference: reference, contig: contig, fields: kind.contigFields)
        else { continue }
        var batch = AlignmentBatch()
        while try reader.read(into: &batch) {
          if cancellation.isCancelled { return nil }
          feature.consume(batch)
        }
      }
      features.append(feature)
    }
    return features
  }
}
