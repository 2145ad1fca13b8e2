import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// The beats that the engine finds in a record, by the way that a run takes.
struct EngineBeats {
  let samples: [Int]
  let types: [Character]
  let samplingFrequency: Double
  let sampleCount: Int

  /// Reads a record and prepares it with the leads of `--ecg-leads`; none means all.
  init(_ record: String, leads: [String]) throws {
    var reader = try ECGReader(path: record + ".hea")
    var options = FeatureOptions()
    options.ecgLeads = leads
    var preparation = ECGPreparation(reader.recording, options: options)
    var batch = ECGBatch(leadCount: reader.recording.leads.count)
    while try reader.read(into: &batch) {
      preparation.consume(batch)
      while preparation.nextStrip() != nil {}
    }
    let prepared = preparation.finish()
    samples = prepared.beats.map(\.sample)
    types = prepared.beats.map(\.type)
    samplingFrequency = reader.recording.samplingFrequency
    sampleCount = prepared.sampleCount
  }
}
