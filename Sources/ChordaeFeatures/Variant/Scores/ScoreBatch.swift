public import ChordaeCore

/// Scores of some patients who each have a call set of their own: the bundle's rows are read once for
/// all of them.
///
/// A patient's scores are the same bits whoever else is in the batch: its sums are added up site by site
/// in the bundle's order, on their own. Memory is the patients' sites, one block of rows, and 8 to 24
/// bytes a score and patient.
public struct ScoreBatch: Sendable {
  /// Patients that share one reading of a bundle.
  public static let mostPatients = 64
  private static let sitesBetweenQuestions = 4_096

  private let patients: [ScoredSites]
  private var tally: ScoreTally

  /// A batch whose scores are not computed yet.
  public init(_ settings: ScoreSettings, _ patients: [ScoredSites]) {
    precondition(patients.allSatisfy { $0.siteCount == settings.bundle.sites.count })
    self.patients = patients
    tally = ScoreTally(ofCallSets: settings, sexes: patients.map(\.sex))
  }

  /// Reads the bundle and adds up all scores; false, with sums of no use, where it was cancelled.
  ///
  /// `isCancelled` is asked every few thousand sites.
  ///
  /// - Throws: what is wrong with the bundle, and where.
  public mutating func run(isCancelled: () -> Bool = { false }) throws(InputError) -> Bool {
    // A name of its own: a span of the property would keep the tally from being changed.
    let held = self.patients
    let patients = held.span
    var lent = SiteCalls(sampleCount: patients.count)
    var next = [Int](repeating: 0, count: patients.count)
    for site in 0..<tally.settings.bundle.sites.count {
      if site % Self.sitesBetweenQuestions == 0 {
        if tally.fault != nil { break }
        if isCancelled() { return false }
      }
      var isKnown = false
      for place in patients.indices {
        let call = patients[place].call(site, &next[place])
        lent.calls[place] = call
        isKnown = isKnown || call.status != .absent || !call.dosage.isNaN
      }
      if isKnown { tally.take(site, lent) }
    }
    if let fault = tally.fault { throw fault }
    tally.finish()
    return true
  }

  /// Gives a patient's scores, and a row of the table for each.
  public mutating func finish(patient: Int, into output: inout FeatureOutput) {
    tally.give(patient, isAssemblyKnown: patients[patient].isAssemblyKnown, into: &output)
  }
}
