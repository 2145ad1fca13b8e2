import ChordaeCore
import Glibc
import Logging

/// Writes log events to standard error: one plain line, or one JSON object a line.
struct LineLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info
  let isJSON: Bool

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let pairs = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let texts = pairs.map { ($0.key, "\($0.value)") }
    let message = "\(event.message)"
    guard isJSON else {
      let tail = texts.map { " \($0.0)=\($0.1)" }.joined()
      return StandardError.write("\(event.level): \(message)\(tail)\n")
    }
    let members: [(key: String, value: JSONValue)] =
      [
        ("ts", .string(Self.timestamp())), ("level", .string(event.level.rawValue)),
        ("msg", .string(message)),
      ] + texts.map { ($0.0, .string($0.1)) }
    StandardError.write(JSONValue.object(members).line + "\n")
  }

  /// The time in UTC as ISO 8601 with milliseconds.
  private static func timestamp() -> String {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    var parts = unsafe tm()
    unsafe gmtime_r(&time.tv_sec, &parts)
    func digits(_ value: Int, _ count: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    let date = unsafe [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let clock = unsafe [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
    return date.map { digits($0, 2) }.joined(separator: "-") + "T"
      + clock.map { digits($0, 2) }.joined(separator: ":") + "."
      + digits(time.tv_nsec / 1_000_000, 3) + "Z"
  }
}
