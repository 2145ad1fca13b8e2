import ChordaeCore
import ChordaeKernels
import ChordaeTestSupport
import Testing

@testable import ChordaeFeatures

/// Whether values are as expected, to a tolerance; a word is a column id without its group.
func expect(
  _ feature: any ECGFeature, _ ecg: PreparedECG, lead: Int? = nil, _ expected: [String: Double],
  within tolerance: Double = 1e-4, _ location: SourceLocation = #_sourceLocation
) {
  let group = type(of: feature).group.id
  let own = lead.map { values(feature, ecg, lead: $0) } ?? values(feature, ecg)
  for (word, value) in expected {
    guard let found = own["\(group).\(word)"] else {
      Issue.record("no column \(group).\(word)", sourceLocation: location)
      continue
    }
    #expect(
      abs(found.double - value) <= tolerance, "\(group).\(word)", sourceLocation: location)
  }
}

@Suite struct ECGMeasurementTests {
  private let jitter = [0, 3, -2, 5, -4]

  /// All twelve leads by what QRS, P and T are in I and III, and the precordial ones.
  private func twelve(code: Character = "N", jitter: [Int] = [0]) -> MarkedECG {
    let (i, iii) = ((1.0, 1.0, 0.5), (0.2, 0.5, -0.1))
    func mix(_ a: Double, _ b: Double) -> TriangularECG.Heights {
      .scaled(a * i.0 + b * iii.0, p: a * i.1 + b * iii.1, t: a * i.2 + b * iii.2)
    }
    let leads: [(String, TriangularECG.Heights)] = [
      ("I", mix(1, 0)), ("II", mix(1, 1)), ("III", mix(0, 1)), ("aVR", mix(-1, -0.5)),
      ("aVL", mix(0.5, -0.5)), ("aVF", mix(0.5, 1)),
      ("V1", TriangularECG.Heights(p: 0.1, q: 0, r: 0.3, s: -1.2, t: -0.1)),
      ("V2", TriangularECG.Heights(p: 0.1, q: 0, r: 0.5, s: -1.8, t: 0.5)),
      ("V3", TriangularECG.Heights(p: 0.1, q: 0, r: 0.9, s: -1.0, t: 0.5)),
      ("V4", TriangularECG.Heights(p: 0.1, q: -0.1, r: 1.5, s: -0.6, t: 0.5)),
      ("V5", TriangularECG.Heights(p: 0.1, q: -0.1, r: 2.0, s: -0.2, t: 0.4)),
      ("V6", TriangularECG.Heights(p: 0.1, q: -0.1, r: 1.6, s: 0, t: 0.3)),
    ]
    return TriangularECG.ecg(leads, jitter: jitter, code: code)
  }

  @Test func `Intervals are those of the marks, whatever R peaks were told`() {
    for jitter in [[0], jitter] {
      let ecg = twelve(jitter: jitter).measured()
      expect(
        ECGIntervals(.bare()), ecg,
        [
          "p": 80, "pr": 160, "pr_segment": 80, "qrs": 90, "qt": 390, "jt": 300,
          "t_peak_end": 100, "t_peak_end_qt": 100.0 / 390, "qt_dispersion": 0, "beats": 12,
        ])
      expect(ECGIntervals(.bare()), ecg, lead: 4, ["pr": 160, "qrs": 90, "qt": 390])
    }
    let ecg = twelve().measured()
    expect(
      ECGIntervals(.bare()), ecg,
      [
        "rr": 800, "qtc_bazett": 390 / 0.8.squareRoot(), "qtc_fridericia": 390 / 0.928317767,
        "qtc_framingham": 420.8, "qtc_hodges": 416.25, "jtc_bazett": 390 / 0.8.squareRoot() - 90,
        "jtc_fridericia": 390 / 0.928317767 - 90,
      ])
  }

  @Test func `A median stands against a minority of marks that are off`() {
    var ecg = twelve()
    for beat in 0..<5 {
      ecg.marks.global[beat].t?.offset = 400 * (beat + 1) + 250
      ecg.marks.global[beat].p = nil
    }
    expect(ECGIntervals(.bare()), ecg.measured(), ["qt": 390, "pr": 160])
    for beat in 5..<7 { ecg.marks.global[beat].p = nil }
    let own = values(ECGIntervals(.bare()), ecg.measured())
    #expect(own["ecg.interval.pr"] == .missing(.noPWave))
    #expect(own["ecg.interval.qt"]?.double == 390)
  }

  @Test func `QT dispersion needs seven standard leads`() {
    var ecg = twelve()
    for beat in 0..<12 {
      ecg.marks.leads[2][beat].t?.offset = 400 * (beat + 1) + 185
      ecg.marks.leads[7][beat].t?.offset = 400 * (beat + 1) + 170
    }
    expect(ECGIntervals(.bare()), ecg.measured(), ["qt_dispersion": 30])
    for lead in 3..<9 {
      for beat in 0..<12 { ecg.marks.leads[lead][beat].t = nil }
    }
    let own = values(ECGIntervals(.bare()), ecg.measured())
    #expect(own["ecg.interval.qt_dispersion"] == .missing(.tooFewLeads))
    let lead = values(ECGIntervals(.bare()), ecg.measured(), lead: 3)
    #expect(lead["ecg.interval.qt"] == .missing(.noTWave))
    #expect(lead["ecg.interval.pr"] == .number(160))
  }

  @Test func `Amplitudes, durations and areas of a lead are those of its lines`() {
    for jitter in [[0], jitter] {
      let ecg = TriangularECG.ecg([("I", .scaled(1)), ("II", .scaled(1.5))], jitter: jitter)
        .measured()
      expect(
        ECGAmplitudes(.bare()), ecg, lead: 0,
        [
          "p_onset": 0, "p": 0.2, "p_prime": 0, "q": -0.1, "r": 1, "s": -0.3, "r_prime": 0,
          "s_prime": 0, "t": 0.4, "t_prime": 0, "t_offset": 0, "qrs_peak_to_peak": 1.3,
        ])
      // As far as 10 uV from the baseline: 9, 19 and 13 samples.
      expect(
        ECGDurations(.bare()), ecg, lead: 0,
        [
          "p": 80, "p_prime": 0, "q": 18, "r": 38, "s": 26, "r_prime": 0, "s_prime": 0, "t": 200,
          "t_prime": 0, "p_intrinsicoid": 40, "qrs_intrinsicoid": 40, "t_intrinsicoid": 100,
        ])
      // Height times half of the width: 20, 5, 10, 7 and 50 samples of 2 ms.
      expect(
        ECGAreas(.bare()), ecg, lead: 0,
        [
          "p": 8, "p_prime": 0, "q": -1, "r": 20, "s": -4.2, "r_prime": 0, "s_prime": 0, "t": 40,
          "t_prime": 0, "p_net": 8, "qrs_net": 14.8, "t_net": 40,
        ], within: 1e-3)
      expect(
        ECGAreas(.bare()), ecg, lead: 1, ["r": 30, "qrs_net": 22.2, "t_net": 40], within: 1e-3)
    }
  }

  @Test func `The ST segment is measured from the global J point`() {
    var ecg = TriangularECG.ecg([("V2", .scaled(1))])
    // From J on 0.1 mV, rising by 1 mV/s; T lies on it.
    for peak in (1...12).map({ $0 * 400 }) {
      for place in 25..<200 { ecg.leads[0][peak + place] += 0.1 + Float(place - 25) * 0.002 }
    }
    // RR is 400 samples: a sixteenth is the nearest to 25 samples, an eighth 50.
    expect(
      ECGSTSegment(.bare()), ecg.measured(), lead: 0,
      [
        "j": 0.1, "j20": 0.12, "j40": 0.14, "j60": 0.16, "j80": 0.18, "mid": 0.15, "end": 0.2,
        "slope": 1, "min": 0.1, "max": 0.18,
      ])
  }

  @Test func `Waves of two phases and complexes without R or with R' are told apart`() {
    let leads: [(String, TriangularECG.Heights)] = [
      ("V1", TriangularECG.Heights(p: 0.1, q: 0.4, r: -0.8, s: 0.7, t: -0.3)),
      ("V2", TriangularECG.Heights(p: -0.1, q: -0.2, r: -1, s: -0.2, t: 0.02)),
    ]
    var ecg = TriangularECG.ecg(leads)
    // A second phase of T, and one of P, in the first lead: heights 0.2 and -0.06.
    for peak in (1...12).map({ $0 * 400 }) {
      for distance in -20...20 {
        ecg.leads[0][peak + 155 + distance] += 0.4 * (1 - abs(Float(distance)) / 20)
      }
      for distance in -8...8 {
        ecg.leads[0][peak - 68 + distance] -= 0.1 * (1 - abs(Float(distance)) / 8)
      }
    }
    let measured = ecg.measured()
    expect(
      ECGAmplitudes(.bare()), measured, lead: 0,
      ["q": 0, "r": 0.4, "s": -0.8, "r_prime": 0.7, "s_prime": 0])
    expect(
      ECGAmplitudes(.bare()), measured, lead: 1,
      ["q": 0, "r": 0, "s": -1, "r_prime": 0, "s_prime": 0, "p": -0.1, "p_prime": 0])
    let shapes = (0...1).map { values(ECGMorphology(.bare()), measured, lead: $0) }
    #expect(shapes[0]["ecg.morphology.qrs_shape"] == .text("rSR'"))
    #expect(shapes[0]["ecg.morphology.t_shape"] == .text("negative_positive"))
    #expect(shapes[0]["ecg.morphology.p_shape"] == .text("positive_negative"))
    #expect(shapes[1]["ecg.morphology.qrs_shape"] == .text("QS"))
    #expect(shapes[1]["ecg.morphology.p_shape"] == .text("negative"))
    // The second turns back to the baseline before and behind its main deflection.
    expect(ECGMorphology(.bare()), measured, ["fragmented_leads": 2])
  }

  @Test func `A notch of R is counted, a ripple below 5 % of QRS is not`() {
    for (depth, count) in [(0.2, 1), (0.04, 0)] {
      var ecg = TriangularECG.ecg([("V4", .scaled(2)), ("V5", .scaled(2))])
      for peak in (1...12).map({ $0 * 400 }) {
        for place in 4...6 {
          ecg.leads[0][peak + place] -= Float(depth) + 0.8 * Float(place - 4) / 2
        }
        ecg.leads[0][peak + 5] = ecg.leads[0][peak + 7] - Float(depth)
        ecg.leads[0][peak + 4] = ecg.leads[0][peak + 7] - Float(depth) / 2
        ecg.leads[0][peak + 6] = ecg.leads[0][peak + 7] - Float(depth) / 2
      }
      let measured = ecg.measured()
      expect(ECGMorphology(.bare()), measured, lead: 0, ["notches": Double(count)])
      expect(ECGMorphology(.bare()), measured, lead: 1, ["notches": 0])
      expect(ECGMorphology(.bare()), measured, ["fragmented_leads": Double(count)])
    }
  }

  @Test func `Axes follow from net areas in I and III, or in any two limb leads`() {
    let ecg = twelve()
    // QRS 1 and 0.2, P 1 and 0.5, T 0.5 and -0.1 of I and III.
    let expected = [
      "p": 49.1066, "qrs": 38.9483, "t": 19.1066, "qrs_t_frontal": 19.8416,
    ]
    expect(
      ECGAxes(.bare()), ecg.measured(), expected.merging(["qrs_by_amplitude": 38.9483]) { $1 },
      within: 1e-2)
    for pair in [[0, 1], [1, 3], [4, 5], [2, 4]] {
      var some = ecg
      some.names = pair.map { ecg.names[$0] }
      some.leads = pair.map { ecg.leads[$0] }
      some.marks.leads = pair.map { ecg.marks.leads[$0] }
      expect(ECGAxes(.bare()), some.measured(), expected, within: 1e-2)
      let own = values(ECGAxes(.bare()), some.measured())
      #expect(own["ecg.axis.qrs_t_spatial"] == .missing(.noLead))
    }
  }

  @Test func `The spatial angle is that between the vectors of Kors`() {
    // Areas of QRS and T in I, II, V1 to V6 by hand, in units of samples of mV.
    let qrs = [7.4, 8.88, -5.4, -7.6, 2.0, 10.3, 18.1, 15.5]
    let t = [10.0, 8, -5, 25, 25, 25, 20, 15]
    let x = [0.38, -0.07, -0.13, 0.05, -0.01, 0.14, 0.06, 0.54]
    let y = [-0.07, 0.93, 0.06, -0.02, -0.05, 0.06, -0.17, 0.13]
    let z = [0.11, -0.23, -0.43, -0.06, -0.14, -0.20, -0.11, 0.31]
    func vector(_ leads: [Double]) -> [Double] {
      [x, y, z].map { zip($0, leads).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let (a, b) = (vector(qrs), vector(t))
    let dot = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    let norms =
      a.reduce(0) { $0 + $1 * $1 }.squareRoot() * b.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let angle =
      values(ECGAxes(.bare()), twelve().measured())["ecg.axis.qrs_t_spatial"]?.double ?? .nan
    #expect(abs(cosine(angle) - dot / norms) < 1e-4)
  }

  @Test func `Voltage criteria add up what they say, and are null for paced beats`() {
    expect(
      ECGVoltage(.bare()), twelve().measured(),
      [
        "sokolow_lyon": 3.2, "r_avl": 0.4, "cornell": 1.4, "peguero_lo_presti": 2.4,
      ])
    let own = values(ECGVoltage(.bare()), twelve().measured())
    // I has 1.3 mV from peak to peak.
    #expect(own["ecg.voltage.low_limb"] == .flag(false))
    #expect(own["ecg.voltage.low_precordial"] == .flag(false))
    #expect(own["ecg.voltage.is_plausible"] == .flag(true))
    let paced = values(ECGVoltage(.bare()), twelve(code: "/").measured())
    #expect(paced["ecg.voltage.sokolow_lyon"] == .missing(.paced))
    #expect(paced["ecg.voltage.low_limb"] == .flag(false))
    expect(ECGIntervals(.bare()), twelve(code: "/").measured(), ["qrs": 90])
  }

  @Test func `The Cornell product adds 0.6 mV in women, and needs the sex`() {
    func product(_ sex: Sex?, code: Character = "N") -> FeatureValue? {
      values(ECGVoltage(.bare(sex: sex)), twelve(code: code).measured())[
        "ecg.voltage.cornell_product"]
    }
    // A voltage of 1.4 mV and a QRS of 90 ms.
    #expect(abs((product(.male)?.double ?? .nan) - 126) < 1e-3)
    #expect(abs((product(.female)?.double ?? .nan) - 180) < 1e-3)
    #expect(product(nil) == .missing(.notProvided))
    #expect([nil, .male].map { product($0, code: "/") } == [.missing(.paced), .missing(.paced)])
  }

  @Test func `Low voltage needs all leads of its kind`() {
    var ecg = twelve()
    for lead in 0..<6 { ecg.leads[lead] = ecg.leads[lead].map { ($0 - 0.7) * 0.3 } }
    let low = values(ECGVoltage(.bare()), ecg.measured())
    #expect(low["ecg.voltage.low_limb"] == .flag(true))
    ecg.names[3] = "X"
    let absent = values(ECGVoltage(.bare()), ecg.measured())
    #expect(absent["ecg.voltage.low_limb"] == .missing(.noLead))
  }

  @Test
  func `Electrodes of the arms changed over are suspected, and leads that do not fit are seen`() {
    func placement(_ ecg: MarkedECG) -> [String: FeatureValue] {
      var feature = ECGPlacement(ECGContext(ecg.recording, options: FeatureOptions()))
      feature.consume(ecg.strip())
      return values(feature, ecg.measured())
    }
    let right = placement(twelve())
    // All leads stand 0.7 mV off zero: I + III - II is 0.7, aVR + (I + II)/2 is 1.4.
    #expect(abs((right["ecg.placement.einthoven_rms"]?.double ?? 0) - 0.7) < 1e-5)
    #expect(abs((right["ecg.placement.goldberger_rms"]?.double ?? 0) - 1.4) < 1e-5)
    #expect(right["ecg.placement.arm_reversal"] == .flag(false))
    var changed = twelve()
    changed.leads[0] = changed.leads[0].map { 1.4 - $0 }
    changed.leads.swapAt(1, 2)
    changed.leads.swapAt(3, 4)
    #expect(placement(changed)["ecg.placement.arm_reversal"] == .flag(true))
    changed.leads[11] = changed.leads[11].map { 1.4 - $0 }
    #expect(placement(changed)["ecg.placement.arm_reversal"] == .flag(false))
  }

  @Test func `Figures of many strips are those of one, and the kind of more beats speaks`() throws {
    var gathered = RecordingMeasurement()
    let one = try #require(twelve().measuredStrip().measurement)
    let paced = try #require(twelve(code: "/").measuredStrip().measurement)
    for _ in 0..<30 { gathered.add(one) }
    for _ in 0..<29 { gathered.add(paced) }
    let result = gathered.result()
    #expect(result?.isPaced == false && result?.beatCount == 360)
    #expect(result?.value(.qt) == 390)
    gathered.add(paced)
    gathered.add(paced)
    #expect(gathered.result()?.isPaced == true)
  }

  @Test func `Missing samples cost the beat or the lead they lie in`() {
    var ecg = twelve()
    for place in 380..<420 { ecg.leads[0][place] = .nan }
    for place in ecg.leads[1].indices where place % 400 < 30 { ecg.leads[1][place] = .nan }
    expect(ECGAmplitudes(.bare()), ecg.measured(), lead: 0, ["r": 1, "q": -0.1])
    let lead = values(ECGAmplitudes(.bare()), ecg.measured(), lead: 1)
    #expect(lead.values.allSatisfy { $0 == .missing(.noQRS) })
    ecg.leads[2] = [Float](repeating: 0.7, count: ecg.leads[2].count)
    let flat = values(ECGAmplitudes(.bare()), ecg.measured(), lead: 2)
    #expect(flat.values.allSatisfy { $0 == .missing(.noSignal) })
  }

  @Test func `Without marks, beats or leads there are nulls with reasons`() {
    var unmarked = twelve()
    unmarked.marks.global = unmarked.beats.map { _ in BeatMarks() }
    var empty = twelve()
    empty.beats = []
    empty.marks = StripDelineation(leads: empty.leads.map { _ in [] }, global: [])
    for (ecg, reason) in [(unmarked, MissingReason.noQRS), (empty, .tooFewBeats)] {
      let measured = ecg.measured()
      for feature in [ECGAxes.self, ECGVoltage.self, ECGAmplitudes.self] as [any ECGFeature.Type] {
        let all = values(feature.init(.bare()), measured).values
        let lead = values(feature.init(.bare()), measured, lead: 0).values
        #expect((Array(all) + Array(lead)).allSatisfy { $0 == .missing(reason) }, "\(feature)")
      }
      #expect(values(ECGIntervals(.bare()), measured)["ecg.interval.qrs"] == .missing(reason))
    }
  }

  private func cosine(_ degrees: Double) -> Double {
    // By the series, so that the test needs no mathematics library.
    let x = degrees * .pi / 180
    var (term, sum) = (1.0, 1.0)
    for n in stride(from: 1.0, to: 40, by: 2) {
      term *= -x * x / (n * (n + 1))
      sum += term
    }
    return sum
  }
}
