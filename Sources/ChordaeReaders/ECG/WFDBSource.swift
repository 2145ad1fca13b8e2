internal import ChordaeCore

/// Where a WFDB record's samples come from, block by block.
enum WFDBSource {
  /// A record of one header.
  case record(WFDBStream)
  /// A record of several, read one after the other.
  case segments(WFDBSegmentStream)

  /// Opens a record by its header.
  init(headerPath: String) throws(InputError) {
    let header = try WFDBFiles.header(path: headerPath)
    if header.segmentCount == nil {
      self = .record(WFDBStream(try WFDBLayout(headerPath: headerPath, header: header)))
    } else {
      self = .segments(
        WFDBSegmentStream(try WFDBSegments(headerPath: headerPath, header: header)))
    }
  }

  var recording: ECGRecording {
    switch self {
    case .record(let stream): stream.layout.recording
    case .segments(let stream): stream.plan.recording
    }
  }

  var frameFrequency: Double {
    switch self {
    case .record(let stream): stream.layout.frameFrequency
    case .segments(let stream): stream.plan.frameFrequency
    }
  }

  var faults: [InputError] {
    switch self {
    case .record(let stream): stream.faults
    case .segments(let stream): stream.faults
    }
  }

  /// Samples of each lead; nil where only reading tells.
  var storedSampleCount: Int? {
    switch self {
    case .record(let stream): stream.layout.storedSampleCount
    case .segments(let stream): stream.plan.recording.declaredSampleCount
    }
  }

  var summary: ECGSummary {
    switch self {
    case .record(let stream):
      Self.summary(
        self, formats: stream.layout.formats, skipped: stream.layout.skippedSignals,
        bytes: stream.layout.byteCount, faults: stream.layout.sizeFaults)
    case .segments(let stream):
      Self.summary(
        self, formats: stream.plan.formats, skipped: stream.plan.skippedSignals,
        bytes: stream.plan.byteCount, faults: stream.plan.faults)
    }
  }

  private static func summary(
    _ source: WFDBSource, formats: Set<Int>, skipped: Int, bytes: Int, faults: [InputError]
  ) -> ECGSummary {
    ECGSummary(
      format: "WFDB, signal format " + formats.sorted().map(String.init).joined(separator: ", "),
      recording: source.recording, storedSampleCount: source.storedSampleCount,
      skippedSignals: skipped, byteCount: bytes, faults: faults)
  }

  /// Gives the next samples of all leads and their number; zero at the end.
  mutating func read(into leads: inout [[Float]]) throws(InputError) -> Int {
    switch self {
    case .record(var stream):
      let frames = try stream.load(atMost: stream.layout.framesPerBatch)
      for lead in leads.indices {
        stream.fill(
          lead, &leads[lead], frames: frames, samplesPerFrame: stream.layout.samplesPerFrame)
      }
      self = .record(stream)
      return frames.count * stream.layout.samplesPerFrame
    case .segments(var stream):
      let count = try stream.read(into: &leads)
      self = .segments(stream)
      return count
    }
  }
}
