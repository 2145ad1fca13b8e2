internal import ChordaeCore

/// A recording whose samples were all decoded when its file was opened: a format that stores a
/// lead's samples together, in text, can be read in no other way.
struct DecodedECG {
  let path: String
  let summary: ECGSummary
  /// Lead by lead, equally many values in mV; NaN where a sample is missing.
  private let leads: [[Float]]
  private let sampleCount: Int
  private var position = 0

  private static let samplesPerBatch = 65_532
  static let mostLeads = 64
  /// Samples of all leads together.
  static let mostSamples = 1 << 27

  /// Gives a recording; a lead shorter than the longest misses its last samples.
  init(
    path: String, format: String, recording: ECGRecording, leads: [[Float]],
    skippedSignals: Int = 0,
    byteCount: Int, faults: [InputError]
  ) throws(InputError) {
    precondition(recording.leads.count == leads.count, "Each lead has its samples.")
    self.path = path
    let count = leads.reduce(0) { max($0, $1.count) }
    // What every lead is filled up to: a file of many empty leads must not take all memory.
    guard Self.canHold(leads: leads.count, samples: count) else {
      throw InputError(
        .unsupported, path: path, "The recording has more leads or samples than can be held.")
    }
    self.leads = leads.map { lead in
      lead.count == count ? lead : lead + [Float](repeating: .nan, count: count - lead.count)
    }
    sampleCount = count
    summary = ECGSummary(
      format: format, recording: recording, storedSampleCount: count,
      skippedSignals: skippedSignals, byteCount: byteCount, faults: faults)
  }

  /// Whether a recording of so many leads and samples of each is small enough.
  static func canHold(leads: Int, samples: Int) -> Bool {
    leads <= mostLeads && samples <= mostSamples / max(1, leads)
  }

  mutating func read(into batch: inout ECGBatch) -> Bool {
    precondition(batch.leads.count == leads.count, "A batch has its recording's leads.")
    let samples = position..<min(position + Self.samplesPerBatch, sampleCount)
    for lead in leads.indices {
      batch.leads[lead].removeAll(keepingCapacity: true)
      batch.leads[lead].append(contentsOf: leads[lead][samples])
    }
    batch.firstSample = samples.lowerBound
    batch.sampleCount = samples.count
    position = samples.upperBound
    return !samples.isEmpty
  }
}

/// A reader of a format of one file that is decoded when it is opened.
protocol DecodedECGReader: ECGFileReader, ~Copyable {
  var ecg: DecodedECG { get set }
}

extension DecodedECGReader where Self: ~Copyable {
  static func files(of path: String, annotator: String?) -> [String] { [path] }
  var recording: ECGRecording { ecg.summary.recording }
  var summary: ECGSummary { ecg.summary }
  var faults: [InputError] { ecg.summary.faults }

  mutating func read(into batch: inout ECGBatch) throws(InputError) -> Bool {
    ecg.read(into: &batch)
  }

  func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations {
    throw InputError(
      .annotatorNotFound, path: ecg.path,
      "A recording of this format has no annotation files; leave the annotator out.")
  }
}
