internal import ChordaeCore

/// What a cell's text must be; every rule gives what is wrong, or nil where nothing is.
enum CellRules {
  /// Bytes that a patient's id may have.
  static let longestID = 255

  /// The rule of a column for a text of one value, which may be empty but for the id.
  static func fault(_ column: ManifestColumn, _ text: Span<UInt8>) -> String? {
    let word = text.extracting(text.trimmedPlace)
    switch column {
    case .patientID: return id(text)
    case .sample: return name(text)
    case .alignment, .targets, .reference: return word.isEmpty ? nil : file(word)
    case .variants, .gvcf, .ecg: return path(word, allowsPattern: column.allowsPattern)
    case .ecgRate: return word.isEmpty || rate(word) != nil ? nil : rateFault
    case .ecgUnit: return word.isEmpty || unit(word) != nil ? nil : unitFault
    case .sex: return word.isEmpty || sex(word) != nil ? nil : sexFault
    }
  }

  /// The sex of a word.
  static func sex(_ word: Span<UInt8>) -> Sex? { Sex(rawValue: word.text) }

  /// The unit of a word.
  static func unit(_ word: Span<UInt8>) -> VoltageUnit? { VoltageUnit(spelling: word.text.utf8) }

  /// Samples a second.
  static func rate(_ word: Span<UInt8>) -> Double? {
    // Swift also reads `nan`, `inf` and hexadecimal numbers.
    for place in word.indices where !word[place].isDigit && !".eE+-".utf8.contains(word[place]) {
      return nil
    }
    return Double(word.text).flatMap { SignalBounds.isFrequency($0) ? $0 : nil }
  }

  private static let rateFault =
    "a number of samples a second, 1 to 1000000, was expected"
  private static let unitFault = "'nV', 'uV', 'mV', 'V' or nothing was expected"
  private static let sexFault = "'male', 'female' or nothing was expected"

  private static func id(_ text: Span<UInt8>) -> String? {
    if text.isEmpty { return "empty: every patient needs an id" }
    if text.count > longestID { return "longer than \(longestID) bytes" }
    return name(text)
  }

  /// A word that must be equal to another by its bytes: blanks at its ends are never meant.
  private static func name(_ text: Span<UInt8>) -> String? {
    if text.trimmedPlace.count < text.count { return "a blank before or after the name" }
    for place in text.indices {
      // U+0080 to U+009F are C2 80 to C2 9F.
      let isControl = place > 0 && text[place - 1] == 0xC2 && text[place] < 0xA0
      if text[place] == 0x09 || isControl { return "a control character" }
    }
    return nil
  }

  private static func file(_ word: Span<UInt8>) -> String? {
    if word.contains(UInt8(ascii: ";")) { return "one file was expected" }
    return path(word, allowsPattern: false)
  }

  private static func path(_ word: Span<UInt8>, allowsPattern: Bool) -> String? {
    if word.isEmpty { return "an empty name between two ';'" }
    var (hasColon, hasBrace) = (false, false)
    for place in word.indices {
      switch word[place] {
      case UInt8(ascii: "\t"): return "a tab in a path"
      case UInt8(ascii: ":"): hasColon = true
      case UInt8(ascii: "{"): hasBrace = true
      default: break
      }
    }
    if hasColon, let scheme = ManifestPath.scheme(word.text) {
      return "a path, not a URL, was expected ('\(scheme):'): fetch the file first"
    }
    return hasBrace ? ManifestPath.patternFault(word.text, allowsPattern: allowsPattern) : nil
  }
}
