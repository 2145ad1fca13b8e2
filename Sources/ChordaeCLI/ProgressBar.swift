import Glibc

/// A line on the terminal that says how far a long work is, at most ten times a second.
///
/// Silent where standard error is no terminal: logs and pipes get no control characters.
struct ProgressBar {
  private let title: String
  private let total: Int
  private let start = Self.now
  private var lastDrawn = -1.0
  private let isShown: Bool

  /// A bar for a number of steps.
  init(_ title: String, total: Int, isShown: Bool = StandardError.isTerminal) {
    self.title = title
    self.total = total
    self.isShown = isShown
  }

  /// Draws the state after `done` steps.
  mutating func update(_ done: Int) {
    guard isShown else { return }
    let now = Self.now
    guard now - lastDrawn >= 0.1 || done == total else { return }
    lastDrawn = now
    StandardError.write("\r" + Self.line(title, done, of: total, seconds: now - start) + "\u{1B}[K")
  }

  /// Takes the line away.
  func clear() {
    if isShown { StandardError.write("\r\u{1B}[K") }
  }

  /// The line: a bar, the counts, the rate and the time that remains.
  static func line(_ title: String, _ done: Int, of total: Int, seconds: Double) -> String {
    let width = 24
    let filled = total > 0 ? width * done / total : width
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    var text = "\(title) \(bar) \(done)/\(total)"
    guard done > 0, seconds > 0 else { return text }
    let rate = Double(done) / seconds
    text += "  \(ByteCount.decimal(rate, rate < 10 ? 1 : 0))/s"
    if done < total { text += "  \(clock(Double(total - done) / rate)) left" }
    return text
  }

  /// Seconds as `m:ss` or `h:mm:ss`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 359_999).rounded())
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(whole % 60))" : "\(minutes):\(two(whole % 60))"
  }

  private static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
