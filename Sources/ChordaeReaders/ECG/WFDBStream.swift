internal import ChordaeCore

/// The leads of one WFDB header, read from the first frame on.
struct WFDBStream {
  let layout: WFDBLayout
  /// The frame that comes next.
  private(set) var frame = 0

  init(_ layout: WFDBLayout) { self.layout = layout }

  var isAtEnd: Bool { frame >= layout.storedFrames }

  /// Decodes the next frames, so many at most, and gives which they are; none at the end.
  mutating func load(atMost count: Int) throws(InputError) -> Range<Int> {
    let end = min(frame + count, layout.storedFrames)
    // Leads of a lower rate end each frame on the way to the next one's first sample.
    for file in layout.files { try file.load(from: frame, to: min(end + 1, layout.storedFrames)) }
    // A file may just have turned out to be shorter than it said.
    let frames = frame..<max(frame, min(end, layout.storedFrames))
    frame = frames.upperBound
    return frames
  }

  /// Gives a lead's samples of frames that were loaded last, at the record's rate.
  func fill(_ lead: Int, _ values: inout [Float], frames: Range<Int>, samplesPerFrame: Int) {
    layout.leads[lead].fill(
      &values, from: layout.files[layout.leads[lead].file], frames: frames,
      endingAt: layout.storedFrames, samplesPerFrame: samplesPerFrame)
  }

  /// What is wrong with the files; checksums are known at the end.
  var faults: [InputError] { layout.sizeFaults + (isAtEnd ? layout.checksumFaults : []) }
}
