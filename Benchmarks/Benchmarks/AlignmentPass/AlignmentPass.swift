import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// Runs alignment groups over one file and prints their values: what `perf/alignment.sh` times.
///
///     AlignmentPass FILE [GROUP ...]
@main
struct AlignmentPass {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let path = arguments.first else { fatalError("usage: AlignmentPass FILE [GROUP ...]") }
    let wanted = Set(arguments.dropFirst())
    let types = FeatureRegistry.alignment.filter { wanted.isEmpty || wanted.contains($0.group.id) }
    let options = FeatureOptions()
    var reader = try AlignmentReader(path: path, fields: AlignmentPart.fields(types, options))
    let context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted, options: options)
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
