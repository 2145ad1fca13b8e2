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
    // Sleep laboratories and monitors.
    "loc", "roc", "chin", "leg", "snore", "thorax", "abdomen", "abp", "art", "pap", "cvp", "icp",
    "rap", "lap", "pleth", "ppg", "bp", "nbp", "co2", "respiration", "airway", "airflow", "flow",
    "status", "trigger",
  ]
  /// Ears and mastoids, against which a brain's potentials are measured, as in `C3-M2`.
  private static let references = ["-a1", "-a2", "-m1", "-m2"]

  /// Whether a name says that its signal is no ECG.
  static func isOther(_ name: String) -> Bool {
    let folded = folded(name)
    if references.contains(where: folded.hasSuffix) { return true }
    let word = folded.utf8.prefix { $0.isDigit || (0x61...0x7A).contains($0) }
    let letters = word.prefix { !$0.isDigit }
    return [word, letters].contains { otherWords.contains(String(decoding: $0, as: UTF8.self)) }
  }

  /// Whether a name says that its signal is an ECG: by that word, or as a standard lead.
  static func isECG(_ name: String) -> Bool {
    let folded = folded(name)
    return folded.hasPrefix("ecg") || folded.hasPrefix("ekg")
      || StandardLead(spelling: name) != nil
  }

  /// A name without the blanks before it, its letters small.
  private static func folded(_ name: String) -> String {
    let bytes = name.utf8.drop { $0 == 0x20 }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
