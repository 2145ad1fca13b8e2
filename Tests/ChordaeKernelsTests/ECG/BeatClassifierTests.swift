import ChordaeKernels
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct BeatClassifierTests {
  /// Half a minute of a normal rhythm in which every sixth beat is early, wide and inverted.
  private struct Rhythm {
    var leads: [[Float]]
    var beats: [BeatClassifier.Beat] = []
    var codes = ""
    static let frequency = 250.0

    init(seconds: Double = 30, noise: Float = 0.01) {
      let count = Int(seconds * Self.frequency)
      leads = Array(repeating: Array(repeating: 0, count: count), count: 2)
      var generator = SeededGenerator(seed: 5)
      for place in 0..<count {
        for lead in 0..<2 {
          leads[lead][place] = Float.random(in: -1...1, using: &generator) * noise
        }
      }
      var time = 0.5
      for index in 0... {
        let isEarly = index % 6 == 5
        let peak = isEarly ? time - 0.3 : time
        guard peak < seconds - 0.4 else { break }
        add(isEarly ? [(-1.4, 0, 0.035), (0.5, 0.22, 0.05)] : Self.normal, at: peak)
        beats.append(.init(sample: Int(peak * Self.frequency)))
        codes += isEarly ? "V" : "N"
        time += 0.8
      }
    }

    private static let normal = [
      (0.1, -0.17, 0.025), (1, 0, 0.01), (-0.3, 0.03, 0.01), (0.3, 0.25, 0.05),
    ]

    private mutating func add(_ waves: [(Double, Double, Double)], at peak: Double) {
      for (height, center, spread) in waves {
        for place in leads[0].indices {
          let distance = (Double(place) / Self.frequency - peak - center) / spread
          guard abs(distance) < 5 else { continue }
          let value = Float(height * exp(-distance * distance / 2))
          leads[0][place] += value
          leads[1][place] += 0.6 * value
        }
      }
    }
  }

  private func classes(
    _ leads: [[Float]], _ beats: [BeatClassifier.Beat]
  ) -> (codes: String, verdicts: [BeatClassifier.Verdict]) {
    var classifier = BeatClassifier(
      samplingFrequency: Rhythm.frequency, leadCount: leads.count)
    let verdicts = classifier.classify(leads, beats: beats, owned: 0..<beats.count)
    return (String(decoding: verdicts.map(\.code), as: UTF8.self), verdicts)
  }

  private let rhythm = Rhythm()

  @Test func `Early wide beats are ventricular, the others normal`() {
    let found = classes(rhythm.leads, rhythm.beats)
    #expect(found.codes == rhythm.codes && rhythm.codes.contains("V"))
    #expect(found.verdicts.allSatisfy { $0.confidence > 0.5 && $0.confidence <= 1 })
    // In ten seconds too, from nothing.
    let short = Rhythm(seconds: 10)
    #expect(classes(short.leads, short.beats).codes == short.codes)
  }

  @Test(arguments: [-1, 1000, 0.001] as [Float])
  func `Unit and polarity change nothing`(factor: Float) {
    let leads = rhythm.leads.map { $0.map { $0 * factor + 2 * factor } }
    #expect(classes(leads, rhythm.beats).codes == rhythm.codes)
  }

  @Test func `Strip by strip gives what the whole gives`() {
    var classifier = BeatClassifier(samplingFrequency: Rhythm.frequency, leadCount: 2)
    var codes = ""
    for start in stride(from: 0, to: rhythm.leads[0].count, by: 2500) {
      let strip = max(0, start - 500)..<min(rhythm.leads[0].count, start + 3000)
      let inside = rhythm.beats.filter { strip.contains($0.sample) }
      let owned = inside.indices.filter { (start..<start + 2500).contains(inside[$0].sample) }
      let verdicts = classifier.classify(
        rhythm.leads.map { Array($0[strip]) },
        beats: inside.map { .init(sample: $0.sample - strip.lowerBound) },
        owned: owned[0]..<owned[owned.count - 1] + 1)
      codes += String(decoding: owned.map { verdicts[$0].code }, as: UTF8.self)
    }
    #expect(codes == rhythm.codes)
  }

  @Test func `Beats that other strips own leave no trace`() {
    var classifier = BeatClassifier(samplingFrequency: Rhythm.frequency, leadCount: 2)
    let inverted = rhythm.leads.map { $0.map { -$0 } }
    _ = classifier.classify(inverted, beats: rhythm.beats, owned: 0..<0)
    let verdicts = classifier.classify(
      rhythm.leads, beats: rhythm.beats, owned: 0..<rhythm.beats.count)
    #expect(verdicts == classes(rhythm.leads, rhythm.beats).verdicts)
  }

  @Test func `Paced beats are paced, and no measure of others`() {
    var beats = rhythm.beats
    for place in beats.indices where rhythm.codes.utf8.map({ $0 })[place] == UInt8(ascii: "V") {
      beats[place].isPaced = true
    }
    let expected = rhythm.codes.map { $0 == "V" ? "/" : String($0) }.joined()
    #expect(classes(rhythm.leads, beats).codes == expected)
    for place in beats.indices { beats[place].isPaced = true }
    #expect(Set(classes(rhythm.leads, beats).codes) == ["/"])
  }

  @Test func `A lead that is missing around a beat has no say in it`() {
    var leads = rhythm.leads
    for place in 1500..<4000 { leads[1][place] = .nan }
    #expect(classes(leads, rhythm.beats).codes == rhythm.codes)
    for place in 1500..<4000 { leads[0][place] = .nan }
    let verdicts = classes(leads, rhythm.beats).verdicts
    for (beat, verdict) in zip(rhythm.beats, verdicts) where (1600..<3900).contains(beat.sample) {
      #expect(verdict == .init(code: UInt8(ascii: "N"), confidence: 0))
    }
  }

  @Test func `An artefact is none of the beats`() {
    var leads = rhythm.leads
    let place = rhythm.beats[8].sample + 100
    for (offset, value) in [12, -15, 11, -13, 14, -12, 15, -9].enumerated() {
      for lead in 0..<2 {
        for sample in 0..<6 { leads[lead][place - 24 + 6 * offset + sample] += Float(value) }
      }
    }
    var beats = rhythm.beats
    beats.insert(.init(sample: place), at: 9)
    let codes = Array(classes(leads, beats).codes)
    #expect(codes[9] == "|")
  }

  @Test func `Nothing is made of nothing`() {
    #expect(classes(rhythm.leads, []).verdicts.isEmpty)
    let flat = [[Float](repeating: 1, count: 1000), [Float](repeating: 0, count: 1000)]
    let verdicts = classes(flat, [.init(sample: 0), .init(sample: 999)]).verdicts
    #expect(verdicts.count == 2 && verdicts.allSatisfy { (0...1).contains($0.confidence) })
  }

  @Test func `Most ventricular beats of a real record are found`() throws {
    guard let (folder, _) = PublicECG.mitBIH else { return }
    let record = try #require(WFDBRecord("\(folder)/119"))
    let truth = try #require(WFDBAnnotations("\(folder)/119.atr")).beats
    let range = 108_000..<108_000 + 360 * 60
    let inside = truth.filter { range.contains($0.sample) }
    var classifier = BeatClassifier(samplingFrequency: 360, leadCount: 2)
    let verdicts = classifier.classify(
      record.leads.map { Array($0[range]) },
      beats: inside.map { .init(sample: $0.sample - range.lowerBound) }, owned: 0..<inside.count)
    let pairs = zip(inside.map { $0.type == "V" }, verdicts.map { $0.code == UInt8(ascii: "V") })
    #expect(inside.contains { $0.type == "V" })
    #expect(pairs.filter { $0 != $1 }.count <= 1)
  }
}
