import ChordaeCore
import ChordaeFeatures

/// A recording shown to one feature strip by strip, as a run shows it.
struct StripRun {
  let feature: any ECGFeature
  let ecg: PreparedECG
  let output: FeatureOutput

  init<Feature: ECGFeature>(
    _ kind: Feature.Type, _ leads: [[Float]], names: [String] = ["I", "II", "III"],
    samplingFrequency: Double = 250, tables: Set<TableName> = [], beats: [Beat]? = nil,
    chunk: Int = 1000
  ) {
    let recording = ECGRecording(
      leads: ECGLead.leads(named: Array(names.prefix(leads.count))),
      samplingFrequency: samplingFrequency, declaredSampleCount: nil, startSeconds: nil)
    let options = FeatureOptions(tables: tables)
    var feature = Feature(ECGContext(recording, options: options))
    var preparation = ECGPreparation(
      recording, options: options, needs: Feature.needs(options), annotatedBeats: beats)
    let schemas = Feature.group.tables.filter { tables.contains($0.name) }.map { table in
      TableSchema(table.name, table.columns.map { Field($0.id, $0.type) })
    }
    var output = FeatureOutput(tables: schemas)
    var batch = ECGBatch(leadCount: leads.count)
    let count = leads.first?.count ?? 0
    for start in stride(from: 0, to: count, by: chunk) {
      batch.firstSample = start
      batch.sampleCount = min(chunk, count - start)
      batch.leads = leads.map { Array($0[start..<start + batch.sampleCount]) }
      preparation.consume(batch)
      while let strip = preparation.nextStrip() { feature.consume(strip, into: &output) }
    }
    preparation.end()
    while let strip = preparation.nextStrip() { feature.consume(strip, into: &output) }
    ecg = preparation.finish()
    feature.measure(ecg, into: &output)
    self.feature = feature
    self.output = output
  }

  /// A lead's values, by column id.
  func values(lead: Int) -> [String: FeatureValue] {
    ChordaeFeaturesTests.values(feature, ecg, lead: lead)
  }

  /// The recording's values, by column id.
  var values: [String: FeatureValue] {
    Dictionary(
      uniqueKeysWithValues: zip(type(of: feature).group.columns.map(\.id), output.values))
  }

  /// A table's value by row and column id.
  func cell(_ table: TableName, _ row: Int, _ id: String) -> FeatureValue? {
    guard let batch = output.tables[table], row < batch.rowCount,
      let column = batch.schema.fields.firstIndex(where: { $0.name == id })
    else { return nil }
    return batch.columns[column][row]
  }
}

extension FeatureValue {
  /// The numbers of a list.
  var list: [Double] {
    switch self {
    case .numbers(let list): list
    case .integers(let list): list.map { Double($0) }
    default: []
    }
  }
}
