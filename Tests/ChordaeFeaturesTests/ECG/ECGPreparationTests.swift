import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Testing

/// A recording prepared from whole leads, chunk by chunk.
func prepare(
  _ leads: [[Float]], names: [String] = ["I", "II", "III"], samplingFrequency: Double = 250,
  options: FeatureOptions = FeatureOptions(), beats: [Beat]? = nil, chunk: Int = 1000,
  from first: Int = 0, needs: ECGNeeds = .spectra
) -> PreparedECG {
  let recording = ECGRecording(
    leads: leads.indices.map { place in
      ECGLead(
        name: names[place], standard: StandardLead.allCases.first { $0.name == names[place] })
    }, samplingFrequency: samplingFrequency, declaredSampleCount: nil, startSeconds: nil)
  var preparation = ECGPreparation(
    recording, options: options, needs: needs, annotatedBeats: beats)
  var batch = ECGBatch(leadCount: leads.count)
  let count = leads.first?.count ?? 0
  for start in stride(from: 0, to: count, by: chunk) {
    batch.firstSample = first + start
    batch.sampleCount = min(chunk, count - start)
    batch.leads = leads.map { Array($0[start..<start + batch.sampleCount]) }
    preparation.consume(batch)
  }
  return preparation.finish()
}

extension ECGContext {
  /// The context of features that do not look at the recording before its end.
  static func bare(_ options: FeatureOptions = FeatureOptions(), sex: Sex? = nil) -> ECGContext {
    ECGContext(
      ECGRecording(leads: [], samplingFrequency: 250, declaredSampleCount: nil, startSeconds: nil),
      options: options, sex: sex)
  }
}

/// A group's values, by column id.
func values(_ feature: any ECGFeature, _ ecg: PreparedECG) -> [String: FeatureValue] {
  var output = FeatureOutput()
  feature.measure(ecg, into: &output)
  let columns = type(of: feature).group.columns
  #expect(output.values.count == columns.count)
  return Dictionary(uniqueKeysWithValues: zip(columns.map(\.id), output.values))
}

/// A lead's values, by column id.
func values(_ feature: any ECGFeature, _ ecg: PreparedECG, lead: Int) -> [String: FeatureValue] {
  var output = FeatureOutput()
  feature.measure(ecg, lead: lead, into: &output)
  let columns = type(of: feature).group.leadColumns
  #expect(output.values.count == columns.count)
  return Dictionary(uniqueKeysWithValues: zip(columns.map(\.id), output.values))
}

extension FeatureValue {
  /// The number, or NaN.
  var double: Double {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: .nan
    }
  }
}

@Suite struct ECGPreparationTests {
  private let clean = SyntheticECG(seconds: 30, samplingFrequency: 250, noise: 0.02)
  private let flat = [Float](repeating: 0, count: 7500)

  @Test(arguments: [1, 333, 7500])
  func `The size of the batches changes nothing`(chunk: Int) {
    var lead = clean.samples
    for index in 3000..<3100 { lead[index] = .nan }
    let whole = prepare([lead, clean.samples])
    let parts = prepare([lead, clean.samples], chunk: chunk)
    #expect(parts.beats == whole.beats && parts.sampleCount == whole.sampleCount)
    #expect(parts.leads.map(\.spectrum) == whole.leads.map(\.spectrum))
    #expect(parts.leads.map(\.missingCount) == [100, 0])
  }

  @Test func `Detected beats of a clean rhythm are all typed N`() {
    let ecg = prepare([clean.samples])
    #expect(ecg.beats.map(\.sample) == clean.peaks)
    #expect(ecg.beats.allSatisfy { $0.type == "N" })
    #expect(ecg.beatFault == nil && ecg.signalFault == nil)
  }

  @Test(arguments: [["ii"], ["II"], ["#2"], ["#2", "II"]])
  func `Leads are chosen by name in any case, or by place`(wish: [String]) {
    let other = SyntheticECG(seconds: 30, samplingFrequency: 250, interval: 1.1)
    let options = FeatureOptions(ecgLeads: wish)
    #expect(
      prepare([clean.samples, other.samples], options: options).beats.count == other.peaks.count)
  }

  @Test(arguments: [["V1"], ["I", "V1"], ["#4"], ["#0"], ["#x"], [""]])
  func `A chosen lead that the recording does not hold leaves no beats`(wish: [String]) {
    let options = FeatureOptions(ecgLeads: wish)
    let ecg = prepare([clean.samples, clean.samples, flat], options: options)
    #expect(ecg.beats.isEmpty && ecg.beatFault == .noLead && ecg.signalFault == nil)
  }

  @Test func `Flat, absent, short and slow recordings say what is wrong with them`() {
    #expect(prepare([flat, flat]).beatFault == .noSignal)
    #expect(prepare([flat, flat]).signalFault == .noSignal)
    #expect(prepare([[Float](repeating: .nan, count: 7500)]).signalFault == .noSignal)
    #expect(prepare([]).signalFault == .noSignal && prepare([]).beatFault == .noSignal)
    #expect(prepare([[]]).signalFault == .noSignal)
    #expect(prepare([Array(clean.samples[..<125])]).signalFault == .tooShort)
    #expect(prepare([Array(clean.samples[..<125])]).beatFault == .tooShort)
    #expect(prepare([clean.samples], samplingFrequency: 50).beatFault == .bandAboveNyquist)
    #expect(prepare([clean.samples], samplingFrequency: 1e9).beatFault == .unsupported)
    #expect(prepare([clean.samples], samplingFrequency: 1e9).leads[0].spectrumFault == .unsupported)
  }

  @Test func `Annotated beats take the place of detected ones, in order and once`() {
    let beats = [(700, "V"), (200, "N"), (450, "N"), (450, "V"), (-5, "N"), (9000, "N")]
      .map { Beat(sample: $0.0, type: Character($0.1)) }
    let ecg = prepare([clean.samples], options: FeatureOptions(ecgLeads: ["V1"]), beats: beats)
    #expect(ecg.beats.map(\.sample) == [200, 450, 700])
    #expect(ecg.beats.map(\.type) == ["N", "N", "V"])
    #expect(ecg.beatFault == nil)
  }

  @Test(arguments: [1, 100, 7500])
  func `A gap between annotated beats is known, at whatever batch it lies`(chunk: Int) {
    let beats = [100, 300, 500, 700, 900].map { Beat(sample: $0, type: "N") }
    var (one, two) = (clean.samples, clean.samples)
    one[400] = .nan  // missing in one lead only: no gap
    (one[600], two[600]) = (.nan, .nan)
    let ecg = prepare([one, two], beats: beats, chunk: chunk)
    #expect(
      ecg.beats.indices.map { ecg.beats.followsGap($0) } == [true, false, false, true, false])
  }

  @Test func `Samples left out between batches are missing and a gap`() {
    let recording = ECGRecording(
      leads: [ECGLead(name: "II", standard: .ii)], samplingFrequency: 250, declaredSampleCount: nil,
      startSeconds: nil)
    for beats in [nil, [100, 200, 9000, 12_000].map { Beat(sample: $0, type: "N") }] {
      var preparation = ECGPreparation(
        recording, options: FeatureOptions(), annotatedBeats: beats)
      var batch = ECGBatch(leadCount: 1)
      batch.sampleCount = 7500
      batch.leads[0] = clean.samples
      preparation.consume(batch)
      batch.firstSample = 10_000
      preparation.consume(batch)
      let ecg = preparation.finish()
      #expect(ecg.sampleCount == 17_500 && ecg.leads[0].missingCount == 2500)
      let behindGaps = ecg.beats.indices.filter { ecg.beats.followsGap($0) }.map {
        ecg.beats[$0].sample
      }
      #expect(behindGaps == (beats == nil ? [100, 10_100] : [100, 9000, 12_000]))
    }
  }

  @Test(arguments: [1, 100, 7500])
  func `A signal in pieces is too short with annotated beats too`(chunk: Int) {
    let beats = [100, 300, 500].map { Beat(sample: $0, type: "N") }
    func faults(every step: Int, _ length: Int) -> [MissingReason?] {
      var lead = clean.samples
      for start in stride(from: step, to: lead.count, by: step) {
        for place in start..<min(lead.count, start + length) { lead[place] = .nan }
      }
      return [nil, beats].map { prepare([lead, lead], beats: $0, chunk: chunk).signalFault }
    }
    // Pieces of two seconds; gaps of 60 ms are crossed, longer ones are not.
    #expect(faults(every: 500, 16) == [.tooShort, .tooShort])
    #expect(faults(every: 500, 15) == [nil, nil])
    #expect(faults(every: 800, 16) == [nil, nil])
  }

  @Test func `Pieces between samples that the recording does not hold are too short`() {
    let recording = ECGRecording(
      leads: [ECGLead(name: "II", standard: .ii)], samplingFrequency: 250, declaredSampleCount: nil,
      startSeconds: nil)
    for beats in [nil, [Beat(sample: 100, type: "N")]] {
      var preparation = ECGPreparation(
        recording, options: FeatureOptions(), annotatedBeats: beats)
      var batch = ECGBatch(leadCount: 1)
      for piece in 0..<3 {
        (batch.firstSample, batch.sampleCount) = (piece * 501, 500)
        batch.leads[0] = Array(clean.samples[..<500])
        preparation.consume(batch)
      }
      #expect(preparation.finish().signalFault == .tooShort)
    }
  }

  @Test func `A beat's series keeps what it was given`() {
    let beats = [(0, "N"), (1 << 40, "/")].map { Beat(sample: $0.0, type: Character($0.1)) }
    let lead = [Float](repeating: 1, count: 10)
    #expect(prepare([lead], beats: beats).beats.first == beats[0])
    // Beats of many pages, some of which hold none or one.
    var series = BeatSeries()
    var samples = [0, 1, 1 << 24 - 1, 1 << 24, 1 << 24 + 5, 3 << 24 - 1, 3 << 24, 1 << 40]
    samples += (1...40).map { 1 << 40 + $0 << 22 }
    for (place, sample) in samples.enumerated() {
      series.append(sample: sample, code: UInt8(ascii: "/"), followsGap: place % 3 == 1)
    }
    #expect(series.map(\.sample) == samples && series.allSatisfy { $0.type == "/" })
    let gaps = series.indices.filter { series.followsGap($0) }
    #expect(gaps == samples.indices.filter { $0 == 0 || $0 % 3 == 1 })
  }

  @Test func `Spectra are made where a feature asks for them`() {
    #expect(prepare([clean.samples]).leads[0].spectrum != nil)
    #expect(prepare([clean.samples], needs: .segments).leads[0].spectrum != nil)
    #expect(prepare([clean.samples], needs: .measurements).leads[0].spectrum == nil)
  }

  @Test(arguments: [0, -1, .nan, .infinity, 1e-300])
  func `An absurd sampling frequency gives nulls, no trap`(frequency: Double) {
    let ecg = prepare([clean.samples], samplingFrequency: frequency)
    #expect(ecg.beats.isEmpty && ecg.beatFault != nil && ecg.leads[0].spectrum == nil)
    let beats = [100, 300, 500].map { Beat(sample: $0, type: "N") }
    for ecg in [ecg, prepare([clean.samples], samplingFrequency: frequency, beats: beats)] {
      for feature in FeatureRegistry.ecg {
        _ = values(feature.init(.bare()), ecg)
        _ = values(feature.init(.bare()), ecg, lead: 0)
      }
    }
  }

  @Test func `A hole of 2^40 samples costs neither time nor memory`() {
    let ecg = prepare([clean.samples], from: 1 << 40)
    #expect(ecg.beats.map(\.sample) == clean.peaks.map { $0 + (1 << 40) })
    #expect(ecg.leads[0].missingCount == 1 << 40)
  }
}
