import ArgumentParser

/// A number of bytes as people write it: `512M`, `4G`, `34359738368`.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int

  /// A count with an optional K, M, G or T (powers of 1,024); nil for anything else.
  init?(argument: String) {
    var digits = argument.uppercased()[...]
    for suffix in ["IB", "B"] where digits.hasSuffix(suffix) {
      digits = digits.dropLast(suffix.count)
      break
    }
    let powers: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
    let power = digits.last.flatMap { powers[$0] }
    if power != nil { digits = digits.dropLast() }
    guard let number = Int(digits), number > 0 else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << (power ?? 0))
    guard !overflow else { return nil }
    self.bytes = bytes
  }

  /// Bytes as people read them, with three digits.
  static func text(_ bytes: Int) -> String {
    var value = Double(bytes)
    for unit in ["B", "KiB", "MiB", "GiB"] {
      if value < 1024 || unit == "GiB" {
        let digits = unit == "B" || value >= 100 ? 0 : 1
        return decimal(value, digits) + " " + unit
      }
      value /= 1024
    }
    return "\(bytes) B"
  }

  /// A number with a fixed count of decimals.
  static func decimal(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { power, _ in power * 10 }
    let scaled = Int((value * scale).rounded())
    guard digits > 0 else { return "\(scaled)" }
    let fraction = String(scaled % Int(scale))
    return "\(scaled / Int(scale))." + String(repeating: "0", count: digits - fraction.count)
      + fraction
  }
}
