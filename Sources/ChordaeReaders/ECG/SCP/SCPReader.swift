public import ChordaeCore

/// An SCP-ECG record (EN 1064, ISO 11073-91064), versions 1 to 3.
///
/// Reads plain and Huffman-coded leads by the standard's table or the record's own, differences,
/// bimodal compression and reference beats. A record with wrong checksums, with fewer bytes or
/// samples than it declares, or with codes that no table has keeps what can be decoded and has
/// `faults`; so does one that has a long-term rhythm (section 12) beside the short one, and one
/// that has nothing else is refused. One without the amplitude of a unit or the sampling interval is refused, as old
/// carts write them: neither can be guessed. The signal is decoded when the file is opened; files
/// are small by the format, and those over 16 MB are refused. Names, dates of birth and texts are
/// not read.
public struct SCPReader: ECGFileReader, ~Copyable {
  public let recording: ECGRecording
  public let faults: [InputError]

  private let rhythm: SCPRhythm
  private let path: String
  private let byteCount: Int
  private let version: Int
  private var position = 0

  private static let samplesPerBatch = 1 << 14
  /// Bytes of a large file in which its pointers are sought.
  private static let openingLength = 1 << 16

  /// Opens a record and decodes its signal.
  public init(path: String) throws(InputError) {
    let bytes = try Self.bytes(path)
    let record = try SCPRecord(bytes, path: path)
    rhythm = try SCPRhythm(record)
    let description = SCPDescription(record, beatCount: rhythm.beatCount)
    self.path = path
    byteCount = bytes.count
    version = record.version
    // A short rhythm beside the long one is read, and told to be not all.
    faults = record.faults + (record.longTermFault.map { [$0] } ?? []) + rhythm.faults
    recording = ECGRecording(
      leads: rhythm.leads, samplingFrequency: rhythm.samplingFrequency,
      declaredSampleCount: rhythm.declaredCount, startSeconds: description.startSeconds,
      device: description.device == DeviceMeasurements() ? nil : description.device,
      bandwidth: description.bandwidth)
  }

  /// The file's bytes; a larger one than is read is refused by what its pointers say.
  private static func bytes(_ path: String) throws(InputError) -> [UInt8] {
    let file = try ByteFile(path: path)
    var bytes: [UInt8] = []
    guard file.size > SCPRecord.largestFile else {
      try file.read(file.size, at: 0, into: &bytes)
      return bytes
    }
    try file.read(openingLength, at: 0, into: &bytes)
    throw try SCPRecord(bytes, path: path).longTermFault
      ?? InputError(
        .unsupported, path: path, "The file is larger than an SCP-ECG record can be.")
  }

  /// The record alone: SCP-ECG keeps everything in one file.
  public static func files(of path: String, annotator: String?) -> [String] { [path] }

  /// Whether section 0 follows the record's size, and begins with a pointer to itself.
  public static func recognises(_ opening: [UInt8]) -> Bool {
    let fields = BinaryFields(opening[...])
    guard let size = fields.u32(2), let length = fields.u32(10), fields.u16(8) == 0,
      length >= SCPRecord.headerLength + 10, size >= 6 + length
    else { return false }
    // Old carts leave the standard's signature out.
    let hasSignature = fields.slice(16..<22).elementsEqual("SCPECG".utf8)
    return hasSignature || (fields.u16(22) == 0 && fields.u32(28) == 7)
  }

  /// What the record holds, which opening it has decoded.
  public var summary: ECGSummary {
    ECGSummary(
      format: "SCP-ECG", recording: recording, storedSampleCount: rhythm.sampleCount,
      skippedSignals: 0, byteCount: byteCount, faults: faults)
  }

  /// Refills the batch with the next samples; a lead is missing before its start and behind its end.
  public mutating func read(into batch: inout ECGBatch) throws(InputError) -> Bool {
    precondition(batch.leads.count == rhythm.values.count, "A batch has its recording's leads.")
    let samples = position..<min(position + Self.samplesPerBatch, rhythm.sampleCount)
    for (place, lead) in rhythm.values.enumerated() {
      let stored = lead.offset..<lead.offset + lead.millivolts.count
      let found = samples.clamped(to: stored)
      if found == samples {
        batch.leads[place] = Array(
          lead.millivolts[found.lowerBound - lead.offset..<found.upperBound - lead.offset])
        continue
      }
      batch.leads[place] = samples.map { sample in
        found.contains(sample) ? lead.millivolts[sample - lead.offset] : .nan
      }
    }
    batch.firstSample = samples.lowerBound
    batch.sampleCount = samples.count
    position = samples.upperBound
    return !samples.isEmpty
  }

  /// The format has no files of annotations.
  public func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations {
    throw InputError(
      .annotatorNotFound, path: path, "An SCP-ECG record has no annotation files.")
  }
}
