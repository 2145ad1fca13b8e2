public import ChordaeCore

/// A DICOM waveform: 12-lead, general or ambulatory ECG (PS3.3, A.34.3 to A.34.5).
///
/// Reads implicit and explicit encodings of either byte order; a deflated data set is refused. The
/// rhythm is the multiplex group that lasts longest of those that are original or labelled so, with
/// all groups that were sampled at the same times; shorter strips are left out, and median beats,
/// without which there must be a rhythm. Values are sample x sensitivity x
/// correction factor + baseline in the channel's unit, missing where they are the padding value.
/// A channel with a skew of whole samples is moved by it; what is less than half a sample stays.
/// A channel without a sensitivity or unit, or a group without a sampling frequency, is an error.
/// Memory does not grow with the length; names, dates of birth and texts are stepped over.
public struct DICOMReader: ECGFileReader, ~Copyable {
  public let recording: ECGRecording

  private let layout: DICOMLayout
  private let file: ByteFile
  private var position = 0
  /// Frames of a group, and of which group and samples they are.
  private var block: [UInt8] = []
  private var loaded: (group: Int, samples: Range<Int>)?
  private var shortened: InputError?

  private static let samplesPerBatch = 1 << 14
  private static let bytesPerBatch = 1 << 20

  /// Opens a file and reads all but its samples.
  public init(path: String) throws(InputError) {
    var parser = try DICOMParser(path: path)
    let dataset = try parser.read()
    let layout = try DICOMLayout(dataset, isTruncated: parser.isTruncated, path: path)
    file = try ByteFile(path: path)
    self.layout = layout
    recording = layout.recording
  }

  /// The file alone.
  public static func files(of path: String, annotator: String?) -> [String] { [path] }

  /// Whether `DICM` follows the preamble of 128 bytes.
  public static func recognises(_ opening: [UInt8]) -> Bool {
    opening.count >= 132 && opening[128..<132].elementsEqual("DICM".utf8)
  }

  /// What is known without reading the samples.
  public var summary: ECGSummary {
    ECGSummary(
      format: "DICOM waveform", recording: recording, storedSampleCount: layout.storedCount,
      skippedSignals: layout.skippedSignals, byteCount: file.size, faults: layout.faults)
  }

  /// What is wrong with the file although it gives values.
  public var faults: [InputError] { layout.faults + (shortened.map { [$0] } ?? []) }

  /// Refills the batch with the next samples; false, with an empty batch, at the end.
  public mutating func read(into batch: inout ECGBatch) throws(InputError) -> Bool {
    precondition(batch.leads.count == layout.leads.count, "A batch has its recording's leads.")
    let widest = layout.groups.reduce(1) { max($0, $1.frameLength) }
    let most = max(1, min(Self.samplesPerBatch, Self.bytesPerBatch / widest))
    let samples = position..<min(position + most, layout.storedCount)
    for (place, lead) in layout.leads.enumerated() {
      let wanted = samples.lowerBound - lead.channel.skew..<samples.upperBound - lead.channel.skew
      let stored = wanted.clamped(to: 0..<layout.groups[lead.group].storedCount)
      try load(stored, of: lead.group)
      var values = [Float](repeating: .nan, count: samples.count)
      fill(&values, from: stored.lowerBound - wanted.lowerBound, lead)
      batch.leads[place] = values
    }
    batch.firstSample = samples.lowerBound
    batch.sampleCount = samples.count
    position = samples.upperBound
    return !samples.isEmpty
  }

  /// Reads frames of a group unless they are there: leads of one group and skew share them.
  private mutating func load(_ samples: Range<Int>, of place: Int) throws(InputError) {
    if let loaded, loaded == (place, samples) { return }
    let group = layout.groups[place]
    let count = samples.count * group.frameLength
    let start = group.data.lowerBound + samples.lowerBound * group.frameLength
    try file.read(count, at: start, into: &block)
    loaded = (place, samples)
    guard block.count < count, shortened == nil else { return }
    shortened = InputError(
      .truncated, path: file.path, at: .sample(samples.lowerBound),
      "The file became shorter while it was read.")
  }

  /// Gives the lead's samples of all loaded frames, from a place on.
  private func fill(_ values: inout [Float], from first: Int, _ lead: DICOMLayout.Lead) {
    let group = layout.groups[lead.group]
    let channel = lead.channel
    // A padding value that no sample can have marks none as missing.
    let padding = group.padding.map(Double.init) ?? .nan
    var output = values.mutableSpan
    group.numbers.forEach(
      block.count / group.frameLength, in: block.span, from: lead.place * group.numbers.width,
      step: group.frameLength
    ) { place, number in
      if number != padding { output[first + place] = channel.millivolts(number) }
    }
  }

  /// A DICOM waveform has no files of annotations.
  public func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations {
    throw InputError(
      .annotatorNotFound, path: file.path, "A DICOM waveform has no annotation files.")
  }
}
