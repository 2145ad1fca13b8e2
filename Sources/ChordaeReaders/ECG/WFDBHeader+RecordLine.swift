extension WFDBHeader {
  /// More frames than this are no recording (at 1 kHz they would last 557 years), and so many of
  /// `WFDBLayout.longestFrame` samples still can be counted.
  static let mostFrames = 1 << 44

  /// Reads `name[/segments] signals frequency[/counter[(base)]] [frames [time [date]]]`.
  mutating func parseRecordLine(_ line: ArraySlice<UInt8>) throws(WFDBLineFault) {
    var fields = WFDBFields(line)
    if let (_, segments) = fields.next()?.split(at: "/") {
      guard let count = segments.integer, count > 0 else {
        throw WFDBLineFault(detail: "The number of segments is not a positive number.")
      }
      segmentCount = count
    }
    guard let count = fields.next()?.integer, count >= 0 else {
      throw WFDBLineFault(detail: "The number of signals is missing or not a number.")
    }
    signalCount = count
    guard let frequency = fields.next() else {
      throw WFDBLineFault(
        detail:
          "The sampling frequency is missing; the format's 250 Hz would be a guess. Write it behind "
          + "the number of signals.")
    }
    try parseFrequencies(frequency)
    guard let frames = fields.next() else { return }
    guard let count = frames.integer, (0...Self.mostFrames).contains(count) else {
      throw WFDBLineFault(detail: "The number of samples is not a number, or an absurd one.")
    }
    frameCount = count == 0 ? nil : count
    if let time = fields.next(), let date = fields.next() {
      startSeconds = Self.seconds(time: time, date: date)
    }
  }

  private mutating func parseFrequencies(_ field: ArraySlice<UInt8>) throws(WFDBLineFault) {
    let (sampling, counter) = field.split(at: "/") ?? (field, [])
    guard let frequency = sampling.number, frequency > 0 else {
      throw WFDBLineFault(detail: "The sampling frequency is not a positive number.")
    }
    frameFrequency = frequency
    guard field.contains(UInt8(ascii: "/")) else { return }
    var ticks = counter
    if let (before, base) = counter.split(at: "(") {
      ticks = before
      guard base.last == UInt8(ascii: ")"), let value = base.dropLast().number else {
        throw WFDBLineFault(detail: "The base counter value is not a number in parentheses.")
      }
      baseCounter = value
    }
    guard let frequency = ticks.number else {
      throw WFDBLineFault(detail: "The counter frequency is not a number.")
    }
    // By the format's rule a counter frequency that is not positive is none.
    counterFrequency = frequency > 0 ? frequency : nil
  }

  /// Seconds since 1970-01-01 of `[[hours:]minutes:]seconds` and `day/month/year`; nil where either
  /// is not a time or a date: old databases hold malformed ones beside sound signals.
  static func seconds(time: ArraySlice<UInt8>, date: ArraySlice<UInt8>) -> Int? {
    let wholeSeconds = time.split(at: ".")?.0 ?? time
    var clock = wholeSeconds.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      .map { $0.integer ?? -1 }
    let calendar = date.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { $0.integer ?? -1 }
    guard clock.count <= 3, calendar.count == 3 else { return nil }
    while clock.count < 3 { clock.insert(0, at: 0) }
    return RecorderClock.seconds(
      year: calendar[2], month: calendar[1], day: calendar[0], hour: clock[0], minute: clock[1],
      second: clock[2])
  }
}
