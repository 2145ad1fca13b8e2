extension ECGLead {
  /// Leads of signals by what a file calls them, in the file's order.
  ///
  /// A spelling of a standard lead gets that lead's name; any other name stays as the file has it
  /// (`MLII` is no `II`) and takes no part in twelve-lead figures. A signal without a name is `#n`
  /// by its place from 1. A name that occurs again gets `_2`, `_3`; only the first keeps the
  /// standard lead.
  public static func leads(named names: [String]) -> [ECGLead] {
    var taken: Set<String> = []
    var repetitions: [String: Int] = [:]
    return names.enumerated().map { place, text in
      let standard = StandardLead(spelling: text)
      let name = standard?.name ?? printable(text) ?? "#\(place + 1)"
      if taken.insert(name).inserted { return ECGLead(name: name, standard: standard) }
      var repetition = repetitions[name, default: 2]
      while !taken.insert("\(name)_\(repetition)").inserted { repetition += 1 }
      repetitions[name] = repetition + 1
      return ECGLead(name: "\(name)_\(repetition)", standard: nil)
    }
  }

  /// The text without control characters and outer blanks, cut to a column's reasonable length.
  private static func printable(_ text: String) -> String? {
    let kept = text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
    let trimmed = kept.drop { $0 == " " }.prefix(longestName)
    let end = trimmed.lastIndex { $0 != " " }
    guard let end else { return nil }
    var name = String.UnicodeScalarView()
    name.append(contentsOf: trimmed[...end])
    return String(name)
  }

  private static let longestName = 64
}

extension StandardLead {
  /// The standard lead of a spelling such as `avr`, `ECG lead II` or `Lead_V1`; nil for others.
  public init?(spelling: String) {
    let folded = spelling.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    var word = folded[...]
    word.dropBlanks()
    for prefix in ["ecg", "ekg", "lead"] where word.starts(with: prefix.utf8) {
      let rest = word.dropFirst(prefix.utf8.count)
      // The prefix is a word of its own: `ecg1` and `leadless` are names.
      guard let next = rest.first, Self.separators.contains(next) else { continue }
      word = rest
      word.dropBlanks()
    }
    self.init(rawValue: String(decoding: word, as: UTF8.self))
  }

  fileprivate static let separators = Array(" _-:\t".utf8)
}

extension ArraySlice<UInt8> {
  fileprivate mutating func dropBlanks() {
    while let first, StandardLead.separators.contains(first) { removeFirst() }
    while let last, last == 0x20 || last == 0x09 { removeLast() }
  }
}
