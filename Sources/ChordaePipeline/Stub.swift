import ChordaeCore
import ChordaeReaders

struct SharedBlock: Sendable {
  let sampleCount: Int
  let names: SampleNames
  let rows: [String: [FeatureValue]]
  let path: String
  func row(of entry: ManifestEntry) throws(InputError) -> [FeatureValue] {
    guard let place = names.place(of: entry), let row = rows[names.names[place]] else {
      throw PatientExtraction.noSample(entry, names.names.count)
    }
    return row
  }
}
