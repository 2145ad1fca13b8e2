import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// Runs alignment groups over one file and prints their values: what `perf/alignment.sh` times.
///
///     AlignmentPass FILE [GROUP ...] [--reference FASTA]
///
/// With a reference its gaps are found first, which a run does once and not for every file.
@main
struct AlignmentPass {
  static func main() throws {
    var arguments = CommandLine.arguments.dropFirst()
    var reference: String?
    if let place = arguments.firstIndex(of: "--reference"), arguments.indices.contains(place + 1) {
      reference = arguments[place + 1]
      arguments.removeSubrange(place...place + 1)
    }
    guard let path = arguments.first else { fatalError("usage: AlignmentPass FILE [GROUP ...]") }
    let wanted = Set(arguments.dropFirst())
    let types = FeatureRegistry.alignment.filter { wanted.isEmpty || wanted.contains($0.group.id) }
    var reader = try AlignmentReader(path: path, fields: AlignmentPart.fields(types))
    var context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted,
      options: FeatureOptions())
    if let reference, let gaps = try ReferenceScan.gaps(path: reference) {
      context.territory = try AutosomeTerritory(of: context.contigs, in: gaps, path: reference)
    }
    var part = AlignmentPart(types, context)
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) { part.consume(batch) }
    part.endChunk()
    let alignment = part.preparation.finish()
    for (type, feature) in zip(types, part.features) {
      var output = FeatureOutput()
      feature.finish(alignment, into: &output)
      for (column, value) in zip(type.group.columns, output.values) { print(column.id, value) }
    }
  }
}
