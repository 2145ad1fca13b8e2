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
    var reader = try AlignmentReader(
      path: path, fields: types.reduce(into: []) { $0.formUnion($1.fields) })
    let context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted,
      options: FeatureOptions())
    var features = types.map { $0.init(context) }
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) {
      for index in features.indices { features[index].consume(batch) }
    }
    for index in features.indices {
      var output = FeatureOutput()
      features[index].finish(into: &output)
      for (column, value) in zip(types[index].group.columns, output.values) {
        print(column.id, value)
      }
    }
  }
}
