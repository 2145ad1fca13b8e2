import ChordaeCore
import ChordaeKernels

@testable import ChordaeFeatures

/// A strip whose samples and marks are given, for features that follow from marks.
struct MarkedECG {
  var samplingFrequency = 500.0
  var names: [String]
  /// Lead by lead, mV.
  var leads: [[Float]]
  var beats: [ECGStrip.Beat] = []
  /// `marks[lead][beat]` and the global ones.
  var marks = StripDelineation()
  var pacingSpikes: [Int] = []

  init(_ names: [String], _ leads: [[Float]], samplingFrequency: Double = 500) {
    self.names = names
    self.leads = leads
    self.samplingFrequency = samplingFrequency
  }

  /// The recording's header.
  var recording: ECGRecording {
    ECGRecording(
      leads: ECGLead.leads(named: names), samplingFrequency: samplingFrequency,
      declaredSampleCount: nil, startSeconds: nil)
  }

  /// The strip, of which all samples and beats are its own.
  func strip(from first: Int = 0) -> ECGStrip {
    ECGStrip(
      samplingFrequency: samplingFrequency, firstSample: first, leads: leads,
      core: 0..<(leads.first?.count ?? 0), beats: beats, owned: 0..<beats.count,
      pacingSpikes: pacingSpikes, marks: marks)
  }

  /// The strip with what is measured in its beats.
  func measuredStrip(deviates: Bool = false) -> ECGStrip {
    var strip = strip()
    var measurer = StripMeasurer(recording, deviates: deviates)
    strip.measurement = measurer.measure(strip)
    return strip
  }

  /// What is prepared of a recording that consists of this strip, some times over.
  func measured(times: Int = 1) -> PreparedECG {
    var prepared = prepared()
    var gathered = RecordingMeasurement()
    if let measurement = measuredStrip().measurement {
      for _ in 0..<times { gathered.add(measurement) }
    }
    prepared.measurements = gathered.result()
    return prepared
  }

  /// What is prepared of a recording that consists of this strip.
  func prepared() -> PreparedECG {
    var series = BeatSeries()
    for beat in beats {
      series.append(sample: beat.sample, code: beat.code, followsGap: beat.followsGap)
    }
    return PreparedECG(
      recording: recording, sampleCount: leads.first?.count ?? 0,
      leads: leads.map { lead in
        PreparedECG.Lead(
          missingCount: 0, range: Self.range(of: lead), spectrum: nil,
          spectrumFault: .tooShort, slowSpectrum: nil,
          skippedSegmentCount: 0)
      }, beats: series, beatFault: nil, signalFault: nil)
  }

  private static func range(of lead: [Float]) -> Float {
    let present = lead.filter { !$0.isNaN }
    return (present.max() ?? 0) - (present.min() ?? 0)
  }

  /// The same marks for a beat in all leads and globally.
  mutating func mark(_ beat: ECGStrip.Beat, _ waves: BeatMarks) {
    beats.append(beat)
    if marks.leads.isEmpty { marks.leads = leads.map { _ in [] } }
    for lead in leads.indices { marks.leads[lead].append(waves) }
    marks.global.append(waves)
  }
}

extension ECGStrip.Beat {
  /// A beat without a gap before it.
  static func at(_ sample: Int, _ code: Character = "N", followsGap: Bool = false) -> Self {
    ECGStrip.Beat(
      sample: sample, followsGap: followsGap, code: code.asciiValue ?? 0, confidence: 1)
  }
}
