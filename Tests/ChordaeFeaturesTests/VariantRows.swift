import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// What a variant feature gives for each sample of some files.
struct VariantRows {
  let names: [String]
  let outputs: [FeatureOutput]
  var values: [[FeatureValue]] { outputs.map(\.values) }

  /// Reads each file with a feature of its own, and merges these in the files' order.
  init<Feature: VariantFeature>(
    _ kind: Feature.Type, _ paths: [String], samples: [String]? = nil, tables: Set<TableName> = []
  ) throws {
    let options = FeatureOptions(tables: tables)
    var merged: Feature?
    var names: [String] = []
    for path in paths {
      var reader = try VariantReader(paths: [path], samples: samples, fields: Feature.fields)
      names = reader.samples
      var feature = Feature(VariantContext(sampleCount: names.count, options: options))
      var batch = reader.emptyBatch()
      while try reader.read(into: &batch) { feature.consume(batch) }
      if merged == nil { merged = feature } else { merged?.merge(feature) }
    }
    let schemas = Feature.group.tables.filter { tables.contains($0.name) }.map {
      TableSchema($0.name, $0.columns.map(\.field))
    }
    self.names = names
    outputs = names.indices.map { sample in
      var output = FeatureOutput(tables: schemas)
      merged?.finish(sample: sample, into: &output)
      return output
    }
  }

  /// The values by the last words of their columns' ids.
  static func named(
    _ values: [FeatureValue], _ group: FeatureGroup
  ) -> [String: FeatureValue] {
    Dictionary(
      uniqueKeysWithValues: zip(
        group.columns.map { String($0.id.dropFirst(group.prefix.count + 1)) }, values))
  }
}
