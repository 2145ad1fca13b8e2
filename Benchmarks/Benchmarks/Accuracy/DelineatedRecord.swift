import ChordaeKernels

/// The beats of a record and their marks, by the kernels that a run uses.
struct DelineatedRecord {
  /// Lead by lead, beat by beat.
  private(set) var marks = StripDelineation()

  /// Finds and marks the beats of leads in mV, which are taken as one strip.
  init(_ leads: [[Float]], samplingFrequency: Double) {
    var detector = QRSDetector(samplingFrequency: samplingFrequency, leads: Array(leads.indices))
    detector.consume(leads, count: leads[0].count)
    detector.finish()
    let spikes =
      PacingSpikes.samplingFrequencies.contains(samplingFrequency)
      ? PacingSpikes(samplingFrequency: samplingFrequency) : nil
    let places = spikes?.places(in: leads) ?? []
    let beats = detector.takeBeats().map { beat in
      BeatLocation(
        sample: beat.sample, followsGap: beat.followsGap,
        isPaced: spikes?.paces(places, beat: beat.sample) ?? false)
    }
    var delineator = Delineator(samplingFrequency: samplingFrequency, leadCount: leads.count)
    delineator.delineate(leads, beats: beats, pacingSpikes: places, into: &marks)
  }

  /// The marks of one kind in some beats, those that are set.
  static func samples(_ beats: [BeatMarks], _ mark: DelineationMark) -> [Int] {
    beats.compactMap { beat in
      switch mark.kind {
      case .p: beat.p.flatMap { $0[keyPath: mark.ofWave] }
      case .t: beat.t.flatMap { $0[keyPath: mark.ofWave] }
      case .qrs: beat.qrs.flatMap { $0[keyPath: mark.ofComplex] }
      }
    }
  }
}

/// A mark that both a cardiologist and the engine set.
struct DelineationMark {
  let name: String
  let kind: ReferenceWaves.Kind
  let ofReference: KeyPath<ReferenceWaves.Marks, Int?>
  let ofWave: KeyPath<WaveMarks, Int?>
  let ofComplex: KeyPath<QRSMarks, Int?>

  /// Onsets, peaks and ends of the three waves; the peak of a complex is no mark of one rule.
  static var all: [DelineationMark] {
    [(ReferenceWaves.Kind.p, "P"), (.qrs, "QRS"), (.t, "T")].flatMap { kind, name in
      [
        DelineationMark(
          name: name + " onset", kind: kind, ofReference: \.onset, ofWave: \.onset,
          ofComplex: \.onset),
        DelineationMark(
          name: name + " peak", kind: kind, ofReference: \.somePeak, ofWave: \.peak,
          ofComplex: \.peak),
        DelineationMark(
          name: name + " end", kind: kind, ofReference: \.offset, ofWave: \.offset,
          ofComplex: \.offset),
      ]
    }
  }
}

extension ReferenceWaves.Marks {
  /// The peak, which is always set.
  fileprivate var somePeak: Int? { peak }
}
