import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// Runs alignment groups over one file and prints their values: what `perf/alignment.sh` times.
///
///     AlignmentPass FILE [--panel BED] [--targets BED] [--sites LIST] [--reference FASTA] [GROUP ...]
///
/// Without groups the default ones run. With a reference its gaps are found first, which a run does once and not for every file.
@main
struct AlignmentPass {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    let panel = try intervals("--panel", of: &arguments)
    let targets = try intervals("--targets", of: &arguments)
    var reference: String?
    if let place = arguments.firstIndex(of: "--reference"), arguments.indices.contains(place + 1) {
      reference = arguments[place + 1]
      arguments.removeSubrange(place...place + 1)
    }
    var sites: SiteList?
    if let place = arguments.firstIndex(of: "--sites"), arguments.indices.contains(place + 1) {
      sites = try SiteListReader.read(path: arguments[place + 1])
      arguments.removeSubrange(place...place + 1)
    }
    guard let path = arguments.first else { fatalError("usage: AlignmentPass FILE [GROUP ...]") }
    let options = FeatureOptions(panel: panel, sites: sites)
    let wanted = Set(arguments.dropFirst())
    let types = FeatureRegistry.alignment.filter {
      wanted.isEmpty ? $0.group.isDefault : wanted.contains($0.group.id)
    }
    var reader = try AlignmentReader(
      path: path, fields: AlignmentPart.fields(types, options))
    var context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted,
      options: options, targets: targets)
    context.readGroups = reader.readGroups
    if types.contains(where: { $0.usesIndex }) {
      context.index = try AlignmentIndex.beside(
        path, format: reader.format, contigCount: reader.contigs.count
      )?.sizes(contigCount: reader.contigs.count)
    }
    try context.checkPanel(path: path)
    try context.checkTargets(path: path)
    try context.placeSites(path: path)
    if let reference, let gaps = try ReferenceScan.gaps(path: reference) {
      context.territory = try AutosomeTerritory(of: context.contigs, in: gaps, path: reference)
    }
    var part = AlignmentPart(types, context)
    var batch = AlignmentBatch()
    while types.contains(where: { $0.needsRecords }), try reader.read(into: &batch) {
      part.consume(batch)
    }
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
