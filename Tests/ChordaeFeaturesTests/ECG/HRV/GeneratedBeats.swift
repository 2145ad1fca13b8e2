import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation

/// Beats with their types and gaps, made from a seed.
struct GeneratedBeats {
  var samplingFrequency: Double
  var beats = BeatSeries()
  private var sample = 0
  private var random: SeededGenerator

  init(seed: UInt64, samplingFrequency: Double = 250) {
    self.samplingFrequency = samplingFrequency
    random = SeededGenerator(seed: seed)
  }

  /// The beats of a text, each of `code:ms` with the time from the beat before; `|` before it is a gap.
  init(_ text: String, samplingFrequency: Double = 1000) {
    self.init(seed: 1, samplingFrequency: samplingFrequency)
    for word in text.split(separator: " ") {
      let parts = word.split(separator: ":")
      append(
        parts[0].last ?? "N", seconds: (Double(parts[1]) ?? 0) / 1000,
        followsGap: parts[0].count > 1)
    }
  }

  mutating func append(_ code: Character, seconds: Double, followsGap: Bool = false) {
    let step = max(1, Int((seconds * samplingFrequency).rounded()))
    sample += step
    beats.append(
      sample: sample, code: code.asciiValue ?? UInt8(ascii: "?"), followsGap: followsGap)
  }

  /// Sinus rhythm with breathing, slow drift and noise; ectopic beats and gaps at the given rates.
  mutating func sinus(
    seconds: Double, interval: Double = 0.8, noise: Double = 0.02, ventricular: Double = 0,
    atrial: Double = 0, gaps: Double = 0, artefacts: Double = 0
  ) {
    var time = 0.0
    while time < seconds {
      let length =
        interval * (1 + 0.04 * sin(time * 1.6) + 0.05 * sin(time * 0.6) + 0.03 * sin(time / 40))
        + noise * (uniform + uniform - 1)
      let gap = uniform < gaps
      let extra = gap ? 5 * uniform : 0
      if uniform < ventricular {
        append("V", seconds: 0.6 * length)
        append("N", seconds: 1.4 * length)
        time += length
      } else if uniform < atrial {
        append("A", seconds: 0.7 * length)
      } else if uniform < artefacts {
        append("|", seconds: 0.3 * length)
      } else {
        append("N", seconds: length + extra, followsGap: gap)
      }
      time += length + extra
    }
  }

  /// Intervals that follow no rule, as in atrial fibrillation.
  mutating func fibrillation(seconds: Double) {
    var time = 0.0
    while time < seconds {
      let length = 0.4 + 0.5 * uniform
      append("N", seconds: length)
      time += length
    }
  }

  var uniform: Double { mutating get { Double.random(in: 0..<1, using: &random) } }

  var ecg: PreparedECG {
    PreparedECG(beats: beats, samplingFrequency: samplingFrequency, sampleCount: sample + 1)
  }

  /// Writes them as `Tests/Oracles/hrv.py` reads them.
  func write(to file: URL) throws {
    let lines = beats.indices.map { place in
      "\(beats.sample(place)) \(beats[place].type) \(beats.followsGap(place) ? 1 : 0)"
    }
    try ("\(samplingFrequency)\n" + lines.joined(separator: "\n")).write(
      to: file, atomically: true, encoding: .ascii)
  }
}
