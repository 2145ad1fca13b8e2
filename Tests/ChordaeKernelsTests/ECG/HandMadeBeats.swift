import ChordaeKernels
import Foundation

/// Leads made of waves whose ends are known: raised cosines for P and T, straight lines for the QRS
/// complex, all zero outside.
struct HandMadeBeats {
  /// A hump from `start` to `end` seconds from the R peak.
  struct Hump {
    let start: Double
    let end: Double
    let height: Double
  }
  let samplingFrequency: Double
  /// Seconds of the R peaks.
  let peaks: [Double]
  var leads: [[Float]] = []

  static let p = Hump(start: -0.19, end: -0.09, height: 0.15)
  static let t = Hump(start: 0.18, end: 0.36, height: 0.3)
  /// Corners of the complex: seconds from the R peak and mV.
  static let complex = [(-0.045, 0.0), (-0.03, -0.15), (0, 1.0), (0.025, -0.25), (0.045, 0)]

  /// Beats a second and 10 % apart, over ten of them.
  init(samplingFrequency: Double, count: Int = 10, interval: Double = 0.9) {
    self.samplingFrequency = samplingFrequency
    peaks = (0..<count).map { 0.6 + interval * Double($0) }
  }

  var beats: [BeatLocation] {
    peaks.map {
      BeatLocation(sample: Int(($0 * samplingFrequency).rounded()), followsGap: false)
    }
  }

  func at(_ seconds: Double) -> Int { Int((seconds * samplingFrequency).rounded()) }

  /// Adds a lead of humps and, times a factor, the complex.
  mutating func add(_ humps: [Hump], complex factor: Double = 1) {
    let count = at((peaks.last ?? 0) + 0.7)
    leads.append(
      (0..<count).map { index in
        let time = Double(index) / samplingFrequency
        let peak = peaks.min { abs($0 - time) < abs($1 - time) } ?? 0
        // A P wave belongs to the beat behind it.
        let own = peaks.first { $0 - time <= 0.25 && $0 - time > 0 } ?? peak
        let humps = humps.map { Self.hump($0, time - ($0.start < 0 ? own : peak)) }
        return Float(humps.reduce(0, +) + factor * Self.line(time - peak))
      })
  }

  private static func hump(_ hump: Hump, _ time: Double) -> Double {
    guard time > hump.start, time < hump.end else { return 0 }
    let part = (time - hump.start) / (hump.end - hump.start)
    return hump.height * (1 - cos(2 * Double.pi * part)) / 2
  }

  private static func line(_ time: Double) -> Double {
    for (one, next) in zip(complex, complex.dropFirst()) where time >= one.0 && time < next.0 {
      return one.1 + (next.1 - one.1) * (time - one.0) / (next.0 - one.0)
    }
    return 0
  }

  /// The marks by the delineator.
  func marks(_ beats: [BeatLocation]? = nil, spikes: [Int] = []) -> StripDelineation {
    var delineator = Delineator(samplingFrequency: samplingFrequency, leadCount: leads.count)
    var marks = StripDelineation()
    delineator.delineate(
      leads, beats: beats ?? self.beats, pacingSpikes: spikes, into: &marks)
    return marks
  }
}
