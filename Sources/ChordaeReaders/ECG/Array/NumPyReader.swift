public import ChordaeCore

/// A NumPy array of samples (`.npy`): int16, int32, float32 or float64, of one or two axes, in the
/// order of rows or of columns.
///
/// Rate and unit stand in the JSON file beside it, `record.npy.json`, or in the manifest; without
/// them nothing is read:
/// ```
/// {"sampling_frequency": 500, "unit": "mV", "leads": ["I", "II", "V1"], "time_axis": 0, "scale": 1}
/// ```
/// `leads` names the leads (`#1`, `#2` without it). `time_axis` is the axis along which time runs:
/// without it the one that is not as long as `leads`, else the longer one; what stays open is an
/// error. `scale` is how many units a step of the array is. NaN is a missing sample; an infinite
/// or absurdly large one is missing too, with a fault. Memory does not grow with the length.
public struct NumPyReader: ECGFileReader, ~Copyable {
  public let recording: ECGRecording

  private let layout: NumPyLayout
  private let file: ByteFile
  private var bytes: [UInt8] = []
  private var position = 0
  private var hasInfinity = false

  private static let samplesPerBatch = 1 << 14
  private static let bytesPerBatch = 1 << 20

  /// Opens an array with a sidecar.
  public init(path: String) throws(InputError) { try self.init(path: path, stated: StatedSignal()) }

  /// Opens an array; what its sidecar does not state is taken as stated here.
  public init(path: String, stated: StatedSignal) throws(InputError) {
    let sidecar = try Self.sidecar(of: path)
    guard let frequency = sidecar.signal.samplingFrequency ?? stated.samplingFrequency,
      let unit = sidecar.signal.unit ?? stated.unit
    else {
      throw InputError(
        .malformed, path: path,
        "The array states no rate or no unit; write them into the file's name with .json behind it: "
          + #"{"sampling_frequency": 500, "unit": "mV"}."#)
    }
    guard SignalBounds.isFrequency(frequency) else {
      throw InputError(
        .malformed, path: path, "The stated sampling frequency is none that a recording can have.")
    }
    let file = try ByteFile(path: path)
    var opening: [UInt8] = []
    try file.read(min(file.size, NumPyHeader.longestHeader + 12), at: 0, into: &opening)
    do throws(NumPyHeader.Fault) {
      layout = try NumPyLayout(NumPyHeader(opening), sidecar, unit, fileSize: file.size)
    } catch {
      throw InputError(error.reason, path: path, error.detail)
    }
    self.file = file
    recording = ECGRecording(
      leads: ECGLead.leads(named: layout.names), samplingFrequency: frequency,
      declaredSampleCount: layout.declaredCount, startSeconds: nil)
  }

  private static func sidecar(of path: String) throws(InputError) -> NumPySidecar {
    let name = path + ".json"
    guard ByteFile.exists(name) else { return NumPySidecar() }
    let file = try ByteFile(path: name)
    guard file.size <= NumPySidecar.largest else {
      throw InputError(.malformed, path: name, "The sidecar is larger than any can be.")
    }
    var bytes: [UInt8] = []
    try file.read(file.size, at: 0, into: &bytes)
    do throws(NumPySidecar.Fault) {
      return try NumPySidecar(Array(ByteOrderMark.skipped(in: bytes[...])))
    } catch {
      throw InputError(.malformed, path: name, error.detail)
    }
  }

  /// The array and its sidecar.
  public static func files(of path: String, annotator: String?) -> [String] {
    [path, path + ".json"]
  }

  /// Whether the file begins as NumPy's do.
  public static func recognises(_ opening: [UInt8]) -> Bool {
    opening.starts(with: NumPyHeader.signature)
  }

  /// What is known without reading the samples.
  public var summary: ECGSummary {
    ECGSummary(
      format: "NumPy array", recording: recording, storedSampleCount: layout.storedCount,
      skippedSignals: 0, byteCount: file.size, faults: sizeFaults)
  }

  /// What is wrong with the file although it gives values.
  public var faults: [InputError] {
    guard hasInfinity else { return sizeFaults }
    return sizeFaults + [
      InputError(
        .malformed, path: file.path,
        "Some samples are infinite or absurdly large; they count as missing.")
    ]
  }

  private var sizeFaults: [InputError] {
    if layout.surplus == 0 { return [] }
    let isShort = layout.surplus < 0
    return [
      InputError(
        isShort ? .truncated : .longerThanDeclared, path: file.path,
        at: .sample(layout.storedCount),
        isShort
          ? "The file is shorter than its array; what is complete was read."
          : "The file is longer than its array; what follows is left out.")
    ]
  }

  /// Refills the batch with the next samples; false, with an empty batch, at the end.
  public mutating func read(into batch: inout ECGBatch) throws(InputError) -> Bool {
    precondition(batch.leads.count == layout.names.count, "A batch has its recording's leads.")
    let frame =
      layout.isLeadByLead
      ? layout.header.numbers.width : layout.header.numbers.width * layout.names.count
    let most = max(1, min(Self.samplesPerBatch, Self.bytesPerBatch / frame))
    let samples = position..<min(position + most, layout.storedCount)
    for lead in batch.leads.indices {
      // Of frames one reading serves all leads.
      if layout.isLeadByLead || lead == 0 { try load(samples, lead: lead) }
      var values = [Float](repeating: .nan, count: samples.count)
      layout.fill(&values, from: bytes, lead: lead, hasInfinity: &hasInfinity)
      batch.leads[lead] = values
    }
    batch.firstSample = samples.lowerBound
    batch.sampleCount = samples.count
    position = samples.upperBound
    return !samples.isEmpty
  }

  private mutating func load(_ samples: Range<Int>, lead: Int) throws(InputError) {
    let range = layout.bytes(of: samples, lead: lead).clamped(to: 0..<file.size)
    try file.read(range.count, at: range.lowerBound, into: &bytes)
  }

  /// An array has no files of annotations.
  public func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations {
    throw InputError(.annotatorNotFound, path: file.path, "An array has no annotation files.")
  }
}
