internal import ChordaeCore

/// A record of several segments: what all their headers say, read before any sample.
///
/// Gains and baselines are each segment's own. Where a segment lacks a lead or is shorter than
/// planned, its samples are missing, so that time stays whole. Source: the WFDB Applications Guide,
/// header(5).
struct WFDBSegments {
  let recording: ECGRecording
  let frameFrequency: Double
  let samplesPerFrame: Int
  private(set) var segments: [WFDBSegment] = []
  var faults: [InputError] { problems.all }
  private(set) var formats: Set<Int> = []
  private(set) var byteCount = 0
  private(set) var skippedSignals = 0

  private let path: String
  private let leads: [WFDBSegmentedLead]
  /// Whether all segments have the signals of the first; else a layout record names all signals.
  private let isFixed: Bool

  /// No recording lacks more than this in one record; a header that says so is damaged, and reading
  /// it would give missing samples for hours.
  private static let longestAbsence = 100.0 * 86_400
  /// Signals of all segments' headers together, and leads that they are matched to.
  private static let mostSignals = 1 << 20

  /// What a segment's header and files say: a record may name one segment many times.
  private struct Look {
    let headerPath: String
    let signalCount: Int
    /// nil where the segment has no lead.
    var places: [Int?]?
    /// Frames that its files hold, and that its header says it has.
    var storedFrames = 0
    var ownFrames = 0
    var byteCount = 0
  }

  private var looks: [String: Look] = [:]
  private var problems = DistinctFaults()

  /// Reads the segments' headers and looks at their files.
  init(headerPath: String, header: WFDBHeader) throws(InputError) {
    path = headerPath
    isFixed = header.segments.first?.frameCount != 0
    guard let first = header.segments.first(where: { $0.name != "~" }) else {
      throw InputError(.noSignal, path: headerPath, "All segments of the record are empty.")
    }
    let (_, pattern) = try Self.header(of: first, besideHeader: headerPath)
    leads = WFDBSegmentedLead.leads(of: pattern, needFile: isFixed)
    guard !leads.isEmpty else {
      throw InputError(
        .noSignal, path: headerPath,
        "The record has no ECG lead: none of its \(header.signalCount) signals is a voltage.")
    }
    skippedSignals = pattern.signals.count - leads.count
    frameFrequency = header.frameFrequency
    let samplesPerFrame = leads.reduce(1) { max($0, $1.samplesPerFrame) }
    // The layout's header has no file whose layout would hold it to these.
    guard samplesPerFrame <= WFDBLayout.longestFrame,
      samplesPerFrame * leads.count <= WFDBLayout.widestFrame
    else {
      throw InputError(
        .unsupported, path: headerPath,
        "The record's leads have more samples per frame than can be read.")
    }
    guard SignalBounds.isFrequency(frameFrequency * Double(samplesPerFrame)) else {
      throw InputError(
        .malformed, path: headerPath,
        "The sampling frequency is none that a recording can have; mend the record line.")
    }
    self.samplesPerFrame = samplesPerFrame
    let frameCount = header.segments.reduce(0) { min($0 + $1.frameCount, WFDBHeader.mostFrames) }
    recording = ECGRecording(
      leads: ECGLead.leads(named: leads.map(\.name)),
      samplingFrequency: header.frameFrequency * Double(samplesPerFrame),
      declaredSampleCount: frameCount * samplesPerFrame,
      startSeconds: header.startSeconds ?? (isFixed ? pattern.startSeconds : nil))
    try plan(header)
    if let declared = header.frameCount, declared != frameCount {
      problems.tell([
        fault(
          .malformed,
          "The segments' lengths do not add up to the record's; the segments' are taken.")
      ])
    }
  }

  private mutating func plan(_ header: WFDBHeader) throws(InputError) {
    var (absent, signals) = (0, 0)
    for line in header.segments.dropFirst(isFixed ? 0 : 1) {
      var segment = WFDBSegment(frameCount: line.frameCount)
      absent += line.frameCount
      if line.name != "~", line.frameCount > 0 {
        let look = try look(at: line)
        signals += max(look.signalCount, leads.count)
        guard signals <= Self.mostSignals else {
          throw fault(.unsupported, "The record's segments have more signals than can be read.")
        }
        if let places = look.places {
          (segment.headerPath, segment.leads) = (look.headerPath, places)
          absent -= min(line.frameCount, look.storedFrames)
          byteCount += look.byteCount
          problems.tell(lengthFaults(line, look))
        }
      }
      segments.append(segment)
    }
    looks = [:]
    guard Double(absent) / frameFrequency <= Self.longestAbsence else {
      throw fault(.malformed, "The record lacks more than 100 days of samples, which cannot be.")
    }
    guard segments.contains(where: { $0.headerPath != nil }) else {
      throw fault(.noSignal, "No segment of the record has an ECG lead.")
    }
  }

  /// Opens a segment to see what it holds, unless it was seen before.
  private mutating func look(at line: WFDBSegmentLine) throws(InputError) -> Look {
    if let look = looks[line.name] { return look }
    let (headerPath, header) = try Self.header(of: line, besideHeader: path)
    guard header.frameFrequency == frameFrequency else {
      throw fault(.malformed, "The record's segments differ in their sampling frequency.")
    }
    var look = Look(headerPath: headerPath, signalCount: header.signals.count)
    if isFixed || !WFDBSegmentedLead.leads(of: header, needFile: true).isEmpty {
      let layout = try WFDBLayout(headerPath: headerPath, header: header)
      look.places = try places(in: layout, header)
      look.storedFrames = layout.storedFrames
      look.ownFrames = layout.declaredFrames ?? layout.storedFrames
      look.byteCount = layout.byteCount
      formats.formUnion(layout.formats)
      problems.tell(layout.sizeFaults)
    }
    looks[line.name] = look
    return look
  }

  /// The place of each of the record's leads among a segment's, which must go together.
  private mutating func places(
    in layout: WFDBLayout, _ header: WFDBHeader
  ) throws(InputError) -> [Int?] {
    let places = WFDBSegment.places(of: leads, in: layout, header, isFixed: isFixed)
    guard !isFixed || places.allSatisfy({ $0 != nil }) && places.count == layout.leads.count else {
      throw fault(.malformed, "The segments of a record of fixed layout differ in their signals.")
    }
    let haveTheirRates = zip(leads, places).allSatisfy { lead, place in
      place.map { layout.leads[$0].samplesPerFrame == lead.samplesPerFrame } ?? true
    }
    guard haveTheirRates else {
      throw fault(.unsupported, "A lead's samples per frame differ among the record's segments.")
    }
    if places.count(where: { $0 != nil }) < layout.leads.count {
      problems.tell([fault(.malformed, "A segment has leads that the layout does not name.")])
    }
    return places
  }

  /// A segment's own header may say another length than the record's.
  private func lengthFaults(_ line: WFDBSegmentLine, _ look: Look) -> [InputError] {
    let own = look.ownFrames
    guard own != line.frameCount else { return [] }
    let place = InputError.Place.sample(min(own, line.frameCount) * samplesPerFrame)
    return [
      own < line.frameCount
        ? InputError(
          .truncated, path: look.headerPath, at: place,
          "The segment is shorter than its record says; the rest of it is missing.")
        : InputError(
          .longerThanDeclared, path: look.headerPath, at: place,
          "The segment is longer than its record says; what follows is left out.")
    ]
  }

  private static func header(
    of line: WFDBSegmentLine, besideHeader path: String
  ) throws(InputError) -> (path: String, header: WFDBHeader) {
    guard let headerPath = WFDBFiles.path(of: line.name + ".hea", besideHeader: path) else {
      throw InputError(
        .malformed, path: path, "A segment is named by a path outside the header's folder.")
    }
    let header = try WFDBFiles.header(path: headerPath)
    guard header.segmentCount == nil else {
      throw InputError(
        .unsupported, path: path,
        "A segment of the record is itself of several segments, which the format forbids.")
    }
    return (headerPath, header)
  }

  private func fault(_ reason: MissingReason, _ detail: String) -> InputError {
    InputError(reason, path: path, detail)
  }
}
