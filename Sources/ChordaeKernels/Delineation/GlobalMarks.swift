/// Makes marks of all leads together of those of the leads.
struct GlobalMarks: Sendable {
  private var onsets: [Int] = []
  private var offsets: [Int] = []

  /// Sets the global marks of all beats: the second earliest onset and the second latest offset (the
  /// earliest and the latest where fewer than three leads have one), the peak of the lead in which the
  /// wave is highest over the line between its ends.
  mutating func set(_ marks: inout StripDelineation, _ leads: [[Float]]) {
    for beat in marks.global.indices {
      marks.global[beat].p = wave(leads) { marks.leads[$0][beat].p }
      marks.global[beat].t = wave(leads) { marks.leads[$0][beat].t }
      marks.global[beat].qrs = complex(marks.leads, beat, leads)
    }
  }

  /// The global wave of a beat; `own` gives that of a lead.
  private mutating func wave(_ leads: [[Float]], _ own: (Int) -> WaveMarks?) -> WaveMarks? {
    clear()
    var (best, height) = (WaveMarks(), -Float.infinity)
    for lead in leads.indices {
      guard let own = own(lead) else { continue }
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
    let (start, end) = (onset ?? offset, offset ?? onset)
    let base = start.flatMap { start in end.map { (lead[start] + lead[$0]) / 2 } } ?? 0
    return abs(lead[peak] - base)
  }
}
