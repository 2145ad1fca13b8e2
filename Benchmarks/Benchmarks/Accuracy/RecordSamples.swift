import ChordaeCore
import ChordaeReaders

/// All samples of a record.
struct RecordSamples {
  /// Lead by lead in mV.
  private(set) var leads: [[Float]]
  /// The leads that the record stores, without those that the reader derives from them.
  var storedLeads: [[Float]] { zip(leads, isDerived).filter { !$1 }.map(\.0) }
  private let isDerived: [Bool]
  let samplingFrequency: Double

  /// Reads a record to its end.
  init(_ record: String) throws {
    var reader = try ECGReader(path: record + ".hea")
    samplingFrequency = reader.recording.samplingFrequency
    isDerived = reader.recording.leads.map(\.isDerived)
    leads = Array(repeating: [], count: reader.recording.leads.count)
    var batch = ECGBatch(leadCount: leads.count)
    while try reader.read(into: &batch) {
      for place in leads.indices { leads[place] += batch.leads[place][..<batch.sampleCount] }
    }
  }
}
