import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// Runs alignment groups over one file and prints their values: what `perf/alignment.sh` times.
///
///     AlignmentPass FILE [--sites LIST] [GROUP ...]
///
/// Without groups the default ones run.
@main
struct AlignmentPass {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    guard let path = arguments.first else {
      fatalError("usage: AlignmentPass FILE [--sites LIST] [GROUP ...]")
    }
    arguments.removeFirst()
    var sites: SiteList?
    if arguments.count >= 2, arguments[0] == "--sites" {
      sites = try SiteListReader.read(path: arguments[1])
      arguments.removeFirst(2)
    }
    let wanted = Set(arguments)
    let types = FeatureRegistry.alignment.filter {
      wanted.isEmpty ? $0.group.isDefault : wanted.contains($0.group.id)
    }
    var reader = try AlignmentReader(path: path, fields: AlignmentPart.fields(types))
    var context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted,
      options: FeatureOptions(sites: sites))
    try context.placeSites(path: path)
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
