internal import ChordaeCore

/// One sequence set: a time and leads that were recorded from it on.
struct AnnotatedECGStrip {
  let line: Int
  /// Seconds between two samples.
  let increment: Double
  let start: Start
  private(set) var leads: [AnnotatedECGLead] = []
  /// What each lead is among those of all strips.
  private(set) var keys: [Key] = []
  private(set) var sampleCount = 0
  private(set) var skippedSignals = 0
  private(set) var faults: [InputError] = []
  private let path: String

  /// A time of day (`GLIST_TS`), or seconds from a point that only the file's author knows.
  enum Start {
    case absolute(ClockTime)
    case relative(Double)

    var absolute: ClockTime? {
      if case .absolute(let time) = self { time } else { nil }
    }
  }

  /// A lead among all strips: the second of a name in one strip is another lead.
  struct Key: Hashable {
    let name: String
    let repetition: Int
  }

  init(_ set: XMLElement, path: String) throws(InputError) {
    self.path = path
    line = set.line
    let sequences = set.all("component").compactMap { $0.first("sequence") }
      .filter(\.isComplete).compactMap { $0.first("value") }
    guard let time = sequences.first(where: { $0["type"]?.hasPrefix("GLIST_") ?? false }),
      let increment = Self.seconds(time.first("increment")),
      increment > 0, SignalBounds.isFrequency(1 / increment)
    else {
      throw InputError(
        set.isComplete ? .malformed : .truncated, path: path, at: .line(set.line),
        "A strip has no time sequence with an increment in seconds, so that its rate is unknown.")
    }
    guard let start = Self.start(time) else {
      throw InputError(
        .malformed, path: path, at: .line(time.line), "A strip's time sequence has no start.")
    }
    (self.increment, self.start) = (increment, start)
    for component in set.all("component") {
      guard let sequence = component.first("sequence"), let value = sequence.first("value"),
        value["type"]?.hasPrefix("SLIST_") ?? false
      else { continue }
      try add(value, name: sequence.first("code")?["code"] ?? "")
    }
    tellShortLeads()
  }

  var hasSamples: Bool { leads.contains { $0.samples.contains { !$0.isNaN } } }

  func isTimed(as other: AnnotatedECGStrip) -> Bool {
    (start.absolute == nil) == (other.start.absolute == nil)
  }

  /// Seconds from another strip's start to this one's; both are timed alike.
  func seconds(since other: AnnotatedECGStrip) -> Double {
    switch (start, other.start) {
    case (.absolute(let mine), .absolute(let its)): mine.seconds(since: its)
    case (.relative(let mine), .relative(let its)): mine - its
    default: 0
    }
  }

  private mutating func add(_ value: XMLElement, name: String) throws(InputError) {
    guard let unit = value.first("scale")?["unit"] ?? value.first("origin")?["unit"] else {
      throw InputError(
        .malformed, path: path, at: .line(value.line), "A lead states no unit.")
    }
    guard VoltageUnit(spelling: unit.utf8) != nil else {
      skippedSignals += 1
      return
    }
    guard leads.count < DecodedECG.mostLeads else {
      throw InputError(
        .unsupported, path: path, at: .line(value.line),
        "A strip has more leads than can be held.")
    }
    let prefix = "MDC_ECG_LEAD_"
    let lead = AnnotatedECGLead(
      value, name: name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name, path: path)
    keys.append(Key(name: lead.name, repetition: leads.count { $0.name == lead.name }))
    leads.append(lead)
    sampleCount = max(sampleCount, lead.samples.count)
    faults += lead.faults
  }

  private mutating func tellShortLeads() {
    for lead in leads where lead.samples.count < sampleCount {
      faults.append(
        InputError(
          .truncated, path: path, at: .line(lead.line),
          "A lead has \(lead.samples.count) samples where others of its strip have \(sampleCount)."
        ))
    }
  }

  private static func start(_ time: XMLElement) -> Start? {
    guard let head = time.first("head") else { return nil }
    if time["type"] == "GLIST_TS" {
      return head["value"].flatMap { ClockTime(hl7: $0) }.map { .absolute($0) }
    }
    return seconds(head).map { .relative($0) }
  }

  /// A physical quantity of time in seconds.
  private static func seconds(_ quantity: XMLElement?) -> Double? {
    guard let value = quantity?.number("value") else { return nil }
    switch quantity?["unit"] {
    case "s": return value
    case "ms": return value / 1000
    case "us": return value / 1_000_000
    default: return nil
    }
  }
}
