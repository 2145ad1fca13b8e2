extension AwkwardReads {
  /// The same reads with bases and base qualities, good and bad ones side by side.
  public func withBases(seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    let lines = text.split(separator: "\n").map { line -> String in
      var fields = line.split(separator: "\t").map(String.init)
      guard !line.hasPrefix("@"), fields[5] != "*" else { return String(line) }
      let length = Self.readLength(fields[5])
      fields[9] = String((0..<length).map { _ in "ACGT".randomElement(using: &generator) ?? "N" })
      // Runs of one quality, about a third of them below 20, some exactly 19 or 20.
      var qualities: [UInt8] = []
      while qualities.count < length {
        let choices: [UInt8] = [2, 11, 19, 20, 20, 30, 37, 41]
        let quality = choices.randomElement(using: &generator) ?? 30
        qualities += Array(repeating: quality + 33, count: Int.random(in: 1...9, using: &generator))
      }
      fields[10] = String(decoding: qualities.prefix(length), as: UTF8.self)
      return fields.joined(separator: "\t")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Bases of a read by its CIGAR.
  private static func readLength(_ cigar: String) -> Int {
    var (length, total) = (0, 0)
    for character in cigar {
      if let digit = character.wholeNumberValue {
        length = 10 * length + digit
      } else {
        if "MIS=X".contains(character) { total += length }
        length = 0
      }
    }
    return total
  }
}
