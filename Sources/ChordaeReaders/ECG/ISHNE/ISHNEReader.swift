public import ChordaeCore

/// A Holter recording in ISHNE format.
///
/// Writers state either the samples of one lead or those of all leads together: where the file is as
/// long as the second, that is what the number means; else it is taken for the first. A wrong
/// checksum of the header is a fault, as is a file shorter or longer than declared.
public struct ISHNEReader: ECGFileReader, ~Copyable {
  public let recording: ECGRecording

  private let file: ByteFile
  private let header: ISHNEHeader
  /// Samples of each lead that the file holds by its size.
  private let storedCount: Int
  /// Samples of each lead that are given.
  private let sampleCount: Int
  private var sample = 0
  private var bytes: [UInt8] = []

  private static let samplesPerBatch = 65_536

  /// Opens a file and reads its header.
  public init(path: String) throws(InputError) {
    let file = try ByteFile(path: path)
    let header = try ISHNEHeader(file)
    if let place = header.leads.firstIndex(where: { $0.nanovolts <= 0 }) {
      throw InputError(
        .malformed, path: path, at: .byte(206 + 2 * place),
        "Lead \(place + 1) has no resolution, so that its samples have no amplitude.")
    }
    let storedCount = max(0, file.size - header.offset) / (2 * header.leads.count)
    guard storedCount > 0 else {
      throw InputError(.truncated, path: path, at: .sample(0), "The file holds no sample.")
    }
    let declared = Self.declaredCount(header, stored: storedCount)
    sampleCount = min(storedCount, declared ?? storedCount)
    recording = ECGRecording(
      leads: ECGLead.leads(named: header.leads.map(\.name)),
      samplingFrequency: Double(header.samplingFrequency), declaredSampleCount: declared,
      startSeconds: header.startSeconds)
    (self.header, self.storedCount) = (header, storedCount)
    self.file = file
  }

  /// Samples of each lead by the header; nil where it leaves them open.
  private static func declaredCount(_ header: ISHNEHeader, stored: Int) -> Int? {
    guard header.declaredCount > 0 else { return nil }
    return header.declaredCount == stored * header.leads.count ? stored : header.declaredCount
  }

  /// Whether a file that begins with these bytes is an ISHNE recording.
  public static func recognises(_ opening: [UInt8]) -> Bool {
    opening.starts(with: ISHNEHeader.signature)
  }

  /// The file, and beside it the annotations under its name.
  public static func files(of path: String, annotator: String?) -> [String] {
    [path] + (annotator.map { [ISHNEAnnotations.path(besides: path, annotator: $0)] } ?? [])
  }

  /// What is known without reading the samples.
  public var summary: ECGSummary {
    ECGSummary(
      format: "ISHNE", recording: recording, storedSampleCount: sampleCount, skippedSignals: 0,
      byteCount: file.size, faults: faults)
  }

  /// What is wrong with the file although it gives values.
  public var faults: [InputError] {
    var faults: [InputError] = []
    if !header.hasSoundChecksum {
      faults.append(
        InputError(
          .checksumMismatch, path: file.path, at: .byte(8),
          "The header does not add up to its checksum."))
    }
    if let declared = recording.declaredSampleCount, declared != storedCount {
      let isShort = storedCount < declared
      faults.append(
        InputError(
          isShort ? .truncated : .longerThanDeclared, path: file.path,
          at: .sample(min(declared, storedCount)),
          isShort
            ? "The file is shorter than its header declares."
            : "The file is longer than its header declares; what follows is left out."))
    }
    return faults
  }

  /// Refills the batch with the next samples; false, with an empty batch, at the end.
  public mutating func read(into batch: inout ECGBatch) throws(InputError) -> Bool {
    precondition(batch.leads.count == recording.leads.count, "A batch has its recording's leads.")
    let count = min(Self.samplesPerBatch, sampleCount - sample)
    let width = 2 * header.leads.count
    try file.read(count * width, at: header.offset + sample * width, into: &bytes)
    guard bytes.count == count * width else {
      throw InputError(
        .readFailed, path: file.path, "The file became shorter while it was read.")
    }
    for (place, lead) in header.leads.enumerated() {
      Self.decode(
        bytes, from: 2 * place, stride: width, nanovolts: Double(lead.nanovolts), count: count,
        into: &batch.leads[place])
    }
    batch.firstSample = sample
    batch.sampleCount = count
    sample += count
    return count > 0
  }

  private static func decode(
    _ bytes: [UInt8], from start: Int, stride: Int, nanovolts: Double, count: Int,
    into values: inout [Float]
  ) {
    if values.count != count { values = [Float](repeating: 0, count: count) }
    let input = bytes.span
    var output = values.mutableSpan
    var byte = start
    for place in 0..<count {
      let sample = Int16(bitPattern: UInt16(input[byte]) | UInt16(input[byte + 1]) << 8)
      output[place] = Float(Double(sample) * nanovolts / 1_000_000)
      byte += stride
    }
  }

  /// Reads the beats beside the recording, as `ann` for a file of that extension.
  public func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations {
    try ISHNEAnnotations.read(
      besides: file.path, annotator: annotator, frequency: header.samplingFrequency,
      sampleCount: sampleCount)
  }
}
