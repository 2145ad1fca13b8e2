public import ChordaeCore

/// A recording in EDF, EDF+ (continuous or not) or BDF.
///
/// The leads are the signals whose unit is a voltage, apart from those that their label names as
/// something else (`EEG Fpz-Cz`), at the rate of those that are labelled as ECG (`ECG II`, `V1`); where
/// no label says so, at the highest rate. Voltages of another rate are left out; where they may be
/// ECGs that is a fault (`mixed_rates`). In gaps of an EDF+D file samples are missing. A file that is shorter or longer than
/// its header declares keeps its values and has `faults`. Amplitudes are in the header's unit, right
/// or wrong: nothing is rescaled by its size.
public struct EDFReader: ECGFileReader, ~Copyable {
  public let recording: ECGRecording

  private let file: ByteFile
  private let header: EDFHeader
  private let layout: EDFLayout
  /// Whole data records that the file holds.
  private let storedRecords: Int
  private var records: EDFRecords
  private var firstSample = 0

  /// Opens a file and reads its header.
  public init(path: String) throws(InputError) {
    let file = try ByteFile(path: path)
    let header = try EDFHeader(file)
    let layout = try EDFLayout(header, path: path)
    let storedRecords = (file.size - header.size) / header.recordSize
    guard storedRecords > 0 else {
      throw InputError(
        .truncated, path: path, at: .sample(0), "The file holds no whole data record.")
    }
    var records = EDFRecords(
      header, layout, count: min(storedRecords, header.recordCount ?? storedRecords))
    let lateness = try records.findStart(file)
    let samples = layout.samplesPerRecord
    recording = ECGRecording(
      leads: ECGLead.leads(named: layout.leads.map(\.signal.label)),
      samplingFrequency: layout.samplingFrequency,
      declaredSampleCount: header.isDiscontinuous ? nil : header.recordCount.map { $0 * samples },
      startSeconds: header.startSeconds.map { $0 + lateness }, bandwidth: layout.bandwidth)
    (self.header, self.layout, self.storedRecords) = (header, layout, storedRecords)
    self.records = records
    self.file = file
  }

  /// Whether a file that begins with these bytes is EDF or BDF.
  public static func recognises(_ opening: [UInt8]) -> Bool { EDFHeader.recognises(opening) }

  /// The file alone: its annotations lie in it.
  public static func files(of path: String, annotator: String?) -> [String] { [path] }

  /// What is known without reading the samples.
  public var summary: ECGSummary {
    let kind = header.sampleSize == 3 ? "BDF" : "EDF"
    return ECGSummary(
      format: kind + (header.isPlus ? header.isDiscontinuous ? "+D" : "+C" : ""),
      recording: recording,
      storedSampleCount: header.isDiscontinuous ? nil : records.count * layout.samplesPerRecord,
      skippedSignals: layout.skippedSignals, byteCount: file.size, faults: sizeFaults)
  }

  /// What is wrong with the file although it gives values; complete after the last read.
  public var faults: [InputError] { sizeFaults + records.faults }

  private var sizeFaults: [InputError] {
    let end = InputError.Place.sample(records.count * layout.samplesPerRecord)
    let surplus = file.size - header.size - storedRecords * header.recordSize
    var faults = layout.faults
    if let declared = header.recordCount, storedRecords < declared {
      faults.append(
        InputError(
          .truncated, path: file.path, at: end, "The file is shorter than its header declares."))
    } else if let declared = header.recordCount, storedRecords > declared || surplus > 0 {
      faults.append(
        InputError(
          .longerThanDeclared, path: file.path, at: end,
          "The file is longer than its header declares; what follows is left out."))
    } else if surplus > 0 {
      faults.append(
        InputError(.truncated, path: file.path, at: end, "The file ends within a data record."))
    }
    return faults
  }

  /// Refills the batch with the next samples; false, with an empty batch, at the end.
  public mutating func read(into batch: inout ECGBatch) throws(InputError) -> Bool {
    precondition(batch.leads.count == recording.leads.count, "A batch has its recording's leads.")
    for lead in batch.leads.indices { batch.leads[lead].removeAll(keepingCapacity: true) }
    batch.firstSample = firstSample
    batch.sampleCount = try records.read(file, into: &batch.leads)
    firstSample += batch.sampleCount
    return batch.sampleCount > 0
  }

  /// EDF has no annotations of beats that a published list of codes would cover.
  public func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations {
    throw InputError(
      .annotatorNotFound, path: file.path, "Beats cannot be read from annotations of EDF files.")
  }
}
