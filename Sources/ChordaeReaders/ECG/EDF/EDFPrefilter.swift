internal import ChordaeCore

/// What an EDF header says of a signal's filters, as `HP:0.05Hz LP:150Hz N:50Hz`.
enum EDFPrefilter {
  /// The corners that a text states; blanks, the letters' case and `DC` as the corner do not matter.
  static func bandwidth(_ text: ArraySlice<UInt8>) -> ECGBandwidth {
    let folded = text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return ECGBandwidth(
      highPass: corner("hp:", folded), lowPass: corner("lp:", folded),
      notch: corner("notch:", folded) ?? corner("n:", folded))
  }

  /// The narrowest band of several.
  static func common(_ bands: [ECGBandwidth]) -> ECGBandwidth {
    ECGBandwidth(
      highPass: bands.compactMap(\.highPass).max(), lowPass: bands.compactMap(\.lowPass).min(),
      notch: bands.lazy.compactMap(\.notch).first)
  }

  private static func corner(_ word: String, _ text: [UInt8]) -> Double? {
    let word = Array(word.utf8)
    for start in text.indices where text[start...].starts(with: word) {
      // A letter before it makes it another word, unless that is the end of `Hz`.
      let before = start > 0 ? text[start - 1] : 0x20
      if (0x61..<0x7A).contains(before) { continue }
      let rest = text[(start + word.count)...].drop { $0.isBlank }
      if rest.starts(with: Array("dc".utf8)) { return 0 }
      let digits = rest.prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
      guard let value = digits.number else { return nil }
      let unit = rest[digits.endIndex...].drop { $0.isBlank }
      if unit.starts(with: Array("mhz".utf8)) { return value / 1000 }
      return unit.starts(with: Array("khz".utf8)) ? value * 1000 : value
    }
    return nil
  }
}
