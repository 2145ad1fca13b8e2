import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Testing

/// How a recording is cut into strips.
@Suite struct StripTests {
  private static let frequency = 100.0

  /// The strips of a recording that comes in chunks; samples of `absent` are not in any batch.
  private func strips(_ lead: [Float], absent: Range<Int>? = nil, chunk: Int) -> [ECGStrip] {
    pass(lead, absent: absent, chunk: chunk).strips
  }

  private func pass(
    _ lead: [Float], absent: Range<Int>? = nil, annotated: [Beat]? = nil, chunk: Int
  ) -> (strips: [ECGStrip], ecg: PreparedECG) {
    let recording = ECGRecording(
      leads: ECGLead.leads(named: ["II"]), samplingFrequency: Self.frequency,
      declaredSampleCount: nil, startSeconds: nil)
    var preparation = ECGPreparation(
      recording, options: FeatureOptions(), needs: .strips, annotatedBeats: annotated)
    var batch = ECGBatch(leadCount: 1)
    var strips: [ECGStrip] = []
    let parts = absent.map { [0..<$0.lowerBound, $0.upperBound..<lead.count] } ?? [lead.indices]
    for part in parts {
      for start in stride(from: part.lowerBound, to: part.upperBound, by: chunk) {
        batch.firstSample = start
        batch.sampleCount = min(chunk, part.upperBound - start)
        batch.leads = [Array(lead[start..<start + batch.sampleCount])]
        preparation.consume(batch)
        while let strip = preparation.nextStrip() { strips.append(strip) }
      }
    }
    preparation.end()
    while let strip = preparation.nextStrip() { strips.append(strip) }
    return (strips, preparation.finish())
  }

  private func core(_ strip: ECGStrip) -> Range<Int> {
    strip.firstSample + strip.core.lowerBound..<strip.firstSample + strip.core.upperBound
  }

  @Test(arguments: [1, 333, 20_000])
  func `The cores fill the recording, and each beat is owned once`(chunk: Int) {
    let ecg = SyntheticECG(seconds: 200, samplingFrequency: Self.frequency, noise: 0.01)
    let strips = strips(ecg.samples, chunk: chunk)
    #expect(strips.map(core) == [0..<6_000, 6_000..<12_000, 12_000..<20_000])
    for strip in strips {
      let end = strip.firstSample + strip.leads[0].count
      #expect(strip.leads[0] == Array(ecg.samples[strip.firstSample..<end]))
    }
    let owned = strips.flatMap { strip in
      strip.beats[strip.owned].map { $0.sample + strip.firstSample }
    }
    #expect(owned == ecg.peaks)
    for strip in strips {
      for beat in strip.beats[strip.owned] { #expect(strip.core.contains(beat.sample)) }
    }
  }

  @Test(arguments: [(300, 1), (500, 2)], [1, 333, 20_000])
  func `A gap of more than four seconds ends a strip, a shorter one is missing samples in it`(
    gap: (samples: Int, strips: Int), chunk: Int
  ) {
    let ecg = SyntheticECG(seconds: 80, samplingFrequency: Self.frequency, noise: 0.01)
    let absent = 3_000..<3_000 + gap.samples
    let strips = strips(ecg.samples, absent: absent, chunk: chunk)
    #expect(strips.count == gap.strips)
    if gap.strips == 1 {
      #expect(core(strips[0]) == 0..<8_000)
      #expect(strips[0].leads[0][absent].allSatisfy { $0.isNaN })
    } else {
      #expect(strips.map(core) == [0..<3_000, absent.upperBound..<8_000])
    }
    let owned = strips.flatMap { strip in
      strip.beats[strip.owned].map { $0.sample + strip.firstSample }
    }
    let far = ecg.peaks.filter { $0 < absent.lowerBound - 100 || $0 > absent.upperBound + 100 }
    #expect(Set(far).isSubset(of: owned) && !owned.contains { absent.contains($0) })
  }

  @Test(arguments: [false, true], [1, 333, 20_000])
  func `A strip knows the places of its beats among all, also behind those in no strip`(
    isAnnotated: Bool, chunk: Int
  ) {
    let ecg = SyntheticECG(seconds: 200, samplingFrequency: Self.frequency, noise: 0.01)
    let (strips, prepared) = pass(
      ecg.samples, absent: 7_000..<9_000,
      annotated: isAnnotated ? ecg.peaks.map { Beat(sample: $0, type: "N") } : nil, chunk: chunk)
    var owned = 0
    for strip in strips {
      for (place, beat) in strip.beats[strip.owned].enumerated() {
        let sample = prepared.beats.sample(strip.firstBeat + place)
        #expect(sample == strip.firstSample + beat.sample)
        owned += 1
      }
    }
    #expect(strips.count > 2 && owned > 150)
    // 25 beats are annotated where there are no samples.
    #expect(prepared.beats.count == owned + (isAnnotated ? 25 : 0))
  }
}
