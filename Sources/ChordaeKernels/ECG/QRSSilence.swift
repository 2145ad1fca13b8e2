/// Where a lead is off: its envelope stays for a second under 2 % of a usual QRS complex, as it does
/// where samples are missing or an electrode has lost contact.
struct QRSSilence {
  /// Stretches of the block in hand.
  private(set) var ranges: [Range<Int>] = []
  /// Samples before the block that are silent up to its beginning.
  private var before = 0
  private static let most: Float = 0.02

  /// Finds the stretches in the first `length` samples of a lead's envelope; what lies behind them
  /// tells whether one that reaches their end is long enough.
  mutating func measure(_ lead: QRSLead, level: Float, _ length: Int, shortest: Int) {
    ranges.removeAll(keepingCapacity: true)
    let envelope = lead.envelope.span
    let least = Self.most * level
    if isHeard(envelope, above: least, length, shortest) { return }
    var start = -before
    for index in 0..<length where envelope[index] > least {
      note(start..<index, shortest)
      start = index + 1
    }
    before = length - start
    var end = length
    while end < envelope.count, end - start < shortest, envelope[end] <= least { end += 1 }
    if end - start >= shortest { ranges.append(max(0, start)..<length) }
  }

  /// Whether no silence can be long enough: one sample in each so many is above what is silent.
  private mutating func isHeard(
    _ envelope: Span<Float>, above least: Float, _ length: Int, _ shortest: Int
  ) -> Bool {
    // Of every `shortest` samples in a row, from the silence before the block on, one is looked at.
    let step = max(1, shortest / 2)
    guard before < step, envelope.count >= length + step else { return false }
    for place in stride(from: 0, to: length + step, by: step) where envelope[place] <= least {
      return false
    }
    // What is silent at the end begins behind the last one looked at.
    var start = length
    while start > 0, envelope[start - 1] <= least { start -= 1 }
    before = length - start
    return true
  }

  private mutating func note(_ silence: Range<Int>, _ shortest: Int) {
    guard silence.count >= shortest, silence.upperBound > 0 else { return }
    ranges.append(max(0, silence.lowerBound)..<silence.upperBound)
  }
}
