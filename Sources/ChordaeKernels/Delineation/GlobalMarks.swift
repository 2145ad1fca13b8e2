/// Makes marks of all leads together of those of the leads.
struct GlobalMarks: Sendable {
  private var onsets: [Int] = []
  private var offsets: [Int] = []

  /// Sets the global marks of all beats: the second earliest onset and the second latest offset (the
  /// earliest and the latest where fewer than three leads have one), the peak of the lead in which the
  /// wave is highest over the line between its ends.
  mutating func set(_ marks: inout StripDelineation, _ leads: [[Float]]) {
    for beat in marks.global.indices {
      marks.global[beat].p = wave(marks.leads, beat, leads, \.p)
      marks.global[beat].t = wave(marks.leads, beat, leads, \.t)
      marks.global[beat].qrs = complex(marks.leads, beat, leads)
    }
  }

  private mutating func wave(
    _ marks: [[BeatMarks]], _ beat: Int, _ leads: [[Float]], _ kind: KeyPath<BeatMarks, WaveMarks?>
  ) -> WaveMarks? {
    clear()
    var (best, height) = (WaveMarks(), -Float.infinity)
    for lead in marks.indices {
      guard let own = marks[lead][beat][keyPath: kind] else { continue }
      take(own.onset, own.offset)
      let value = Self.height(leads[lead], own.onset, own.peak, own.offset)
      if value > height { (best, height) = (own, value) }
    }
    guard let (onset, offset) = bounds() else { return nil }
    return WaveMarks(onset: onset, peak: best.peak, offset: offset, shape: best.shape)
  }

  private mutating func complex(
    _ marks: [[BeatMarks]], _ beat: Int, _ leads: [[Float]]
  ) -> QRSMarks? {
    clear()
    var result = QRSMarks()
    var height = -Float.infinity
    for lead in marks.indices {
      guard let own = marks[lead][beat].qrs else { continue }
      take(own.onset, own.offset)
      let value = Self.height(leads[lead], own.onset, own.peak, own.offset)
      if value > height { (result.peak, height) = (own.peak, value) }
    }
    guard let (onset, offset) = bounds() else { return nil }
    (result.onset, result.offset) = (onset, offset)
    return result
  }

  private mutating func clear() {
    onsets.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
  }

  private mutating func take(_ onset: Int?, _ offset: Int?) {
    if let onset { onsets.append(onset) }
    if let offset { offsets.append(offset) }
  }

  private mutating func bounds() -> (onset: Int?, offset: Int?)? {
    guard !onsets.isEmpty || !offsets.isEmpty else { return nil }
    onsets.sort()
    offsets.sort()
    let first = onsets.count < 3 ? onsets.first : onsets[1]
    let last = offsets.count < 3 ? offsets.last : offsets[offsets.count - 2]
    return (first, last)
  }

  private static func height(_ lead: [Float], _ onset: Int?, _ peak: Int?, _ offset: Int?) -> Float
  {
    guard let peak else { return -.infinity }
    let ends = [onset, offset].compactMap { $0 }
    let base = ends.isEmpty ? 0 : ends.reduce(0) { $0 + lead[$1] } / Float(ends.count)
    return abs(lead[peak] - base)
  }
}
