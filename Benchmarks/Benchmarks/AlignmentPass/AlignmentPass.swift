import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// Runs alignment groups over one file and prints their values: what `perf/alignment.sh` times.
///
///     AlignmentPass FILE [--panel BED] [--targets BED] [GROUP ...]
@main
struct AlignmentPass {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    let panel = try intervals("--panel", of: &arguments)
    let targets = try intervals("--targets", of: &arguments)
    guard let path = arguments.first else { fatalError("usage: AlignmentPass FILE [GROUP ...]") }
    let options = FeatureOptions(panel: panel)
    let wanted = Set(arguments.dropFirst())
    let types = FeatureRegistry.alignment.filter { wanted.isEmpty || wanted.contains($0.group.id) }
    var reader = try AlignmentReader(
      path: path, fields: AlignmentPart.fields(types, options))
    let context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted,
      options: options, targets: targets)
    try context.checkPanel(path: path)
    try context.checkTargets(path: path)
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

  /// The intervals of the file behind a flag, both of which leave the arguments; nil without it.
  private static func intervals(
    _ flag: String, of arguments: inout [String]
  ) throws -> [GenomicInterval]? {
    guard let place = arguments.firstIndex(of: flag), place + 1 < arguments.count else {
      return nil
    }
    defer { arguments.removeSubrange(place...place + 1) }
    return try BEDReader.read(path: arguments[place + 1])
  }
}
