/// Signals that recorders store beside an ECG in a voltage's unit, or in none, by what they are called.
///
/// A pressure or a brain's potential among the leads would be searched for beats. EDF+ has a standard
/// word for each kind of signal before its place (`EEG Fpz-Cz`); monitors' records use the words of
/// their displays.
enum OtherSignal {
  /// The first words of such names, in lower case.
  private static let words: Set<String> = [
    // EDF+, section 2.1.3.1, standard texts.
    "eeg", "eog", "erg", "emg", "meg", "mcg", "ep", "temp", "resp", "sao2", "spo2", "light",
    "sound",
    "event",
    // Monitors.
    "abp", "art", "pap", "cvp", "icp", "rap", "lap", "pleth", "ppg", "bp", "nbp", "co2",
    "respiration",
    "airway", "airflow", "flow", "status", "trigger",
  ]

  /// Whether a name says that its signal is no ECG.
  static func isNamed(by name: String) -> Bool {
    let word = name.utf8.drop { $0 == 0x20 }.prefix {
      $0.isDigit || (0x41...0x5A).contains($0 & 0xDF)
    }
    return words.contains(String(decoding: word.map { $0 | 0x20 }, as: UTF8.self))
  }
}
