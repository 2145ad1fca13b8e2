import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Testing

@Suite struct AFRhythmTests {
  private func figures(_ beats: GeneratedBeats) -> [String: Double] {
    values(AFRhythm(.bare()), beats.ecg).mapValues(\.double)
  }

  @Test func `Episodes of irregular rhythm are found with their length`() {
    var beats = GeneratedBeats(seed: 5)
    beats.sinus(seconds: 200)
    beats.fibrillation(seconds: 300)
    beats.sinus(seconds: 300)
    beats.fibrillation(seconds: 100)
    let own = figures(beats)
    #expect(own["af.episode_count"] == 2)
    #expect(abs((own["af.longest_episode"] ?? 0) - 300) < 40)
    #expect(abs((own["af.burden"] ?? 0) - 100 * 400 / 900.0) < 5)
  }

  @Test func `Ventricular bigeminy is no fibrillation`() {
    var beats = GeneratedBeats(seed: 6)
    for _ in 0..<100 {
      beats.append("N", seconds: 1)
      beats.append("V", seconds: 0.5)
    }
    beats.sinus(seconds: 100)
    #expect(figures(beats)["af.burden"] == 0)
  }

  @Test func `A gap ends an episode`() {
    var beats = GeneratedBeats(seed: 7)
    beats.fibrillation(seconds: 100)
    beats.append("N", seconds: 10, followsGap: true)
    beats.fibrillation(seconds: 100)
    let own = figures(beats)
    #expect(own["af.episode_count"] == 2 && own["af.burden"] == 100)
  }

  @Test func `Ten intervals make a window, nine do not`() {
    var beats = GeneratedBeats(seed: 8)
    for _ in 0..<10 { beats.append("N", seconds: 0.8) }
    #expect(values(AFRhythm(.bare()), beats.ecg)["af.burden"] == .missing(.tooFewBeats))
    beats.append("N", seconds: 0.8)
    let own = figures(beats)
    #expect(own["af.window_count"] == 1 && own["af.burden"] == 0 && own["af.nrmssd"] == 0)
  }

  @Test func `Annotated fibrillation of a real record is found`() throws {
    guard let path = Fixtures.publicRecord("ecg/cpsc2021/data_84_3.atr"),
      let other = Fixtures.publicRecord("ecg/mitdb/100.atr")
    else { return }
    let ill = try #require(GeneratedBeats(annotations: path, samplingFrequency: 200))
    let well = try #require(GeneratedBeats(annotations: other, samplingFrequency: 360))
    #expect(figures(ill)["af.burden"] == 100 && figures(well)["af.burden"] == 0)
  }
}
