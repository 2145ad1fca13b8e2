internal import ChordaeCore

/// What a signal's name says of its kind.
///
/// Recorders store pressures and a brain's potentials beside an ECG, in a voltage's unit or in none;
/// among the leads they would be searched for beats. EDF+ has a standard word for each kind of signal
/// before its place (`EEG Fpz-Cz`); monitors' records use the words of their displays.
enum SignalName {
  /// The first words of names of other signals, in lower case.
  private static let otherWords: Set<String> = [
    // EDF+, standard texts for labels.
    "eeg", "eog", "erg", "emg", "meg", "mcg", "ep", "temp", "resp", "sao2", "spo2", "light",
    "sound",
    "event",
    // Monitors.
    "abp", "art", "pap", "cvp", "icp", "rap", "lap", "pleth", "ppg", "bp", "nbp", "co2",
    "respiration",
    "airway", "airflow", "flow", "status", "trigger",
  ]

  /// Whether a name says that its signal is no ECG.
  static func isOther(_ name: String) -> Bool { otherWords.contains(firstWord(name)) }

  /// Whether a name says that its signal is an ECG: by that word, or as a standard lead.
  static func isECG(_ name: String) -> Bool {
    ["ecg", "ekg"].contains(firstWord(name)) || StandardLead(spelling: name) != nil
  }

  /// The letters and digits that a name begins with, in lower case.
  private static func firstWord(_ name: String) -> String {
    let word = name.utf8.drop { $0 == 0x20 }.prefix {
      $0.isDigit || (0x41...0x5A).contains($0 & 0xDF)
    }
    return String(decoding: word.map { $0 | 0x20 }, as: UTF8.self)
  }
}
