import ChordaeKernels
import ChordaeTestSupport
import Testing

/// Sensitivity and positive predictivity on real records: the gates that the project promises.
///
/// Without optimisation four MIT-BIH records stand for all, the difficult ones among them.
@Suite struct DetectorScoreTests {
  #if DEBUG
    private static let sample: Set<String>? = ["100", "203", "208", "232"]
    private static let gate = 99.0
  #else
    private static let sample: Set<String>? = nil
    private static let gate = 99.6
  #endif

  @Test(arguments: [true, false])
  func `MIT-BIH beats are found`(firstLeadOnly: Bool) throws {
    guard let (folder, names) = PublicECG.mitBIH else { return }
    var (whole, fromFive) = (BeatScore(), BeatScore())
    for name in names where Self.sample?.contains(name) ?? true {
      let record = try #require(WFDBRecord("\(folder)/\(name)"))
      let truth = try #require(WFDBAnnotations("\(folder)/\(name).atr"))
      let leads = firstLeadOnly ? [record.leads[0]] : record.leads
      let beats = detect(leads, samplingFrequency: record.samplingFrequency)
      func score(from first: Int) -> BeatScore {
        BeatScore(
          reference: truth.beats.map(\.sample), detected: beats,
          samplingFrequency: record.samplingFrequency, in: first...leads[0].count,
          without: truth.flutter)
      }
      whole += score(from: 0)
      fromFive += score(from: Int(300 * record.samplingFrequency))
    }
    print(
      "MIT-BIH", firstLeadOnly ? "first lead:" : "all leads:", "whole", whole.sensitivity,
      whole.positivePredictivity, "from 5:00", fromFive.sensitivity, fromFive.positivePredictivity)
    for score in [whole, fromFive] {
      #expect(score.matched > 8000)
      #expect(score.sensitivity >= Self.gate)
      #expect(score.positivePredictivity >= Self.gate)
    }
  }

  @Test(arguments: [true, false])
  func `LUDB beats of ten-second records are found`(leadTwoOnly: Bool) throws {
    var sum = BeatScore()
    for path in PublicECG.ludb {
      let record = try #require(WFDBRecord(path))
      let truth = try #require(WFDBAnnotations(path + ".ii"))
      let two = try #require(record.leadNames.firstIndex { $0.lowercased() == "ii" })
      let leads = leadTwoOnly ? [record.leads[two]] : record.leads
      // Only the middle beats are annotated; what lies outside is no error.
      let span = try #require(truth.span)
      sum += BeatScore(
        reference: truth.beats.filter { $0.type == "N" }.map(\.sample),
        detected: detect(leads, samplingFrequency: record.samplingFrequency),
        samplingFrequency: record.samplingFrequency, in: span)
    }
    guard !PublicECG.ludb.isEmpty else { return }
    print(
      "LUDB", leadTwoOnly ? "lead II:" : "all leads:", sum.sensitivity, sum.positivePredictivity)
    #expect(sum.matched > 200)
    #expect(sum.sensitivity >= 99.5)
    #expect(sum.positivePredictivity >= 99.5)
  }

  @Test func `The score is that of a case counted by hand`() {
    let score = BeatScore(
      reference: [100, 500, 900, 1300], detected: [90, 110, 560, 1290, 1700],
      samplingFrequency: 360, in: 0...1600)
    // 100 with one of 90 and 110, 500 not with 560 (60 > 54 samples), 900 missed, 1300 with 1290.
    #expect(score.matched == 2 && score.missed == 2 && score.extra == 2)
  }

  @Test func `A pair on the edge of what is scored counts where the reference lies`() {
    func score(_ range: ClosedRange<Int>) -> BeatScore {
      BeatScore(
        reference: [1000, 2000, 3000], detected: [990, 2010, 2500, 3000],
        samplingFrequency: 360, in: range, without: [2400...2600])
    }
    // 1000 is in, though its detection lies before; 2000 and 3000 are pairs; 2500 is in flutter.
    #expect(score(1000...4000).matched == 3 && score(1000...4000).extra == 0)
    #expect(score(995...2005).matched == 2 && score(1001...2005).matched == 1)
    #expect(score(2001...2600) == BeatScore())
    #expect(score(0...4000).sensitivity == 100 && score(0...4000).positivePredictivity == 100)
  }

  @Test func `Beats are paired one to one, the nearer ones first`() {
    let matches = BeatScore.matches(reference: [10, 20, 90], detected: [19, 60, 93], window: 15)
    #expect(
      matches == [
        .init(reference: 0, detected: nil), .init(reference: 1, detected: 0),
        .init(reference: nil, detected: 1), .init(reference: 2, detected: 2),
      ])
  }
}
