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
  mutating func measure(_ lead: QRSLead, level: Float, _ length: Int) {
    ranges.removeAll(keepingCapacity: true)
    let envelope = lead.envelope.span
    let least = Self.most * level
    let shortest = Int(lead.filter.envelopeFrequency)
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

  private mutating func note(_ silence: Range<Int>, _ shortest: Int) {
    guard silence.count >= shortest, silence.upperBound > 0 else { return }
    ranges.append(max(0, silence.lowerBound)..<silence.upperBound)
  }
}
