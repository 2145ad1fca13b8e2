import ChordaeKernels
import ChordaeTestSupport
import Testing

/// Marks on real records against cardiologists': floors that a broken delineator falls through.
@Suite struct DelineationScoreTests {
  private var kinds: [(ReferenceWaves.Kind, String, KeyPath<ReferenceWaves.Marks, Int?>)] {
    [
      (.p, "P onset", \.onset), (.p, "P end", \.offset), (.qrs, "QRS onset", \.onset),
      (.qrs, "QRS end", \.offset), (.t, "T end", \.offset),
    ]
  }

  /// Sinus rhythm, bundle branch block, pacing, atrial fibrillation.
  private static let records = ["10", "25", "30", "50", "90", "110", "140"]

  private func own(_ beats: [BeatMarks], _ mark: String) -> [Int] {
    beats.compactMap { beat in
      switch mark {
      case "P onset": beat.p?.onset
      case "P end": beat.p?.offset
      case "QRS onset": beat.qrs?.onset
      case "QRS end": beat.qrs?.offset
      default: beat.t?.offset
      }
    }
  }

  @Test func `LUDB waves end where cardiologists see them end`() throws {
    var scores: [String: MarkScore] = [:]
    for path in PublicECG.ludb where Self.records.contains(where: { path.hasSuffix("/\($0)") }) {
      let record = try #require(WFDBRecord(path))
      let search = PacingSpikes(samplingFrequency: 500)
      let spikes = search.places(in: record.leads)
      let found = detections(record.leads, samplingFrequency: 500).map {
        BeatLocation(
          sample: $0.sample, followsGap: $0.followsGap,
          isPaced: search.paces(spikes, beat: $0.sample))
      }
      var delineator = Delineator(samplingFrequency: 500, leadCount: record.leads.count)
      var marks = StripDelineation()
      delineator.delineate(record.leads, beats: found, pacingSpikes: spikes, into: &marks)
      for (lead, name) in record.leadNames.enumerated() {
        let annotations = try #require(WFDBAnnotations(path + "." + name.lowercased()))
        let reference = ReferenceWaves(annotations.codes)
        let span = try #require(reference.span)
        for (kind, label, place) in kinds {
          scores[label, default: MarkScore()] += MarkScore(
            reference: reference.samples(kind, place), detected: own(marks.leads[lead], label),
            samplingFrequency: 500, in: span)
        }
      }
    }
    guard !PublicECG.ludb.isEmpty else { return }
    for (_, label, _) in kinds {
      let score = try #require(scores[label])
      print(
        label, score.sensitivity, score.positivePredictivity, score.mean, score.deviation,
        score.errors.count)
      #expect(score.sensitivity >= 97 && score.positivePredictivity >= 94)
      let limits = [
        "P onset": 12.0, "P end": 16, "QRS onset": 12, "QRS end": 14, "T end": 21.5,
      ]
      #expect(score.deviation <= limits[label] ?? 0 && abs(score.mean) <= 6)
    }
  }

  @Test func `The score is that of a case counted by hand`() {
    // 100 with 110 (20 ms), 500 with none of within 75 samples, 900 with 880; 1300 outside the span.
    let score = MarkScore(
      reference: [100, 500, 900], detected: [110, 600, 880, 1300], samplingFrequency: 500,
      in: 0...1000)
    #expect(score.errors == [20, -40] && score.missed == 1 && score.extra == 1)
    #expect(score.mean == -10 && score.deviation == 30)
    // 165 is the nearer to 170: 100, in the window of both, has none.
    let nearer = MarkScore(
      reference: [100, 170], detected: [165], samplingFrequency: 500, in: 0...1000)
    #expect(nearer.errors == [-10] && nearer.missed == 1 && nearer.extra == 0)
    let waves = ReferenceWaves([(5, 39), (9, 1), (14, 40), (30, 27), (40, 40)])
    #expect(waves.samples(.qrs, \.onset) == [5] && waves.samples(.qrs, \.offset) == [14])
    #expect(waves.samples(.t, \.onset).isEmpty && waves.samples(.t, \.offset) == [40])
    #expect(waves.span == 5...40)
  }
}
