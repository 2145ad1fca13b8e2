internal import ChordaeCore

/// A multi-segment record, read from its first segment on; one segment's files are open at a time.
struct WFDBSegmentStream {
  let plan: WFDBSegments
  private var index = 0
  /// Frames of the segment that were given.
  private var given = 0
  private var stream: WFDBStream?
  /// The plan's faults, and the checksums of the segments that were read to their end.
  private var problems = DistinctFaults()

  /// Frames of a block: few enough for a small memory.
  private let framesPerBlock: Int

  init(_ plan: WFDBSegments) {
    self.plan = plan
    problems.tell(plan.faults)
    let width = plan.samplesPerFrame * plan.recording.leads.count
    framesPerBlock = min(65_532, max(1, (1 << 20) / width))
  }

  var faults: [InputError] { problems.all }

  /// Gives the next samples of all leads and their number; zero at the end.
  ///
  /// A block ends with its segment.
  mutating func read(into leads: inout [[Float]]) throws(InputError) -> Int {
    while index < plan.segments.count {
      let segment = plan.segments[index]
      if given == segment.frameCount {
        close()
        continue
      }
      let most = min(framesPerBlock, segment.frameCount - given)
      let frames = try load(segment, most)
      // Where its files have ended, the rest of a segment is missing.
      let count = frames.map { $0.isEmpty ? most : $0.count } ?? most
      for lead in leads.indices { fill(&leads[lead], segment, lead, frames, count) }
      given += count
      return count * plan.samplesPerFrame
    }
    for lead in leads.indices { leads[lead].removeAll(keepingCapacity: true) }
    return 0
  }

  /// Loads the segment's next frames; nil where it has none.
  private mutating func load(
    _ segment: WFDBSegment, _ most: Int
  ) throws(InputError) -> Range<Int>? {
    guard let path = segment.headerPath else { return nil }
    if stream == nil {
      let header = try WFDBFiles.header(path: path)
      stream = WFDBStream(try WFDBLayout(headerPath: path, header: header))
      // The plan was made of what the files said when they were looked at.
      guard stream?.layout.leads.count ?? 0 > segment.leads.compactMap({ $0 }).max() ?? 0 else {
        throw InputError(.readFailed, path: path, "The segment's header changed while it was read.")
      }
    }
    let count = min(most, stream?.layout.framesPerBatch ?? most)
    return try stream?.load(atMost: count)
  }

  private func fill(
    _ values: inout [Float], _ segment: WFDBSegment, _ lead: Int, _ frames: Range<Int>?,
    _ count: Int
  ) {
    if let stream, let frames, !frames.isEmpty, let place = segment.leads[lead] {
      stream.fill(place, &values, frames: frames, samplesPerFrame: plan.samplesPerFrame)
    } else {
      values.removeAll(keepingCapacity: true)
      values.append(contentsOf: repeatElement(.nan, count: count * plan.samplesPerFrame))
    }
  }

  private mutating func close() {
    if let stream { problems.tell(stream.faults) }
    (stream, given, index) = (nil, 0, index + 1)
  }
}
