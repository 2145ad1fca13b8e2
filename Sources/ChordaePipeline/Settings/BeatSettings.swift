/// The settings that say where beats come from.
enum BeatSettings {
  /// Refuses what could fit no recording, so that it is no fault of every patient.
  static func check(_ settings: RunSettings) throws(ExtractionError) {
    if let annotator = settings.annotator, !isWord(annotator) {
      throw .settings("an annotator is a word of letters, digits and _, as atr: not '\(annotator)'")
    }
    for lead in settings.ecgLeads {
      let isPlace = lead.hasPrefix("#")
      guard !lead.isEmpty, !isPlace || (Int(lead.dropFirst()) ?? 0) >= 1 else {
        throw .settings("a lead is a name or, as #1, a place from 1 on: not '\(lead)'")
      }
    }
  }

  private static func isWord(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == UInt8(ascii: "_")
      }
  }
}
