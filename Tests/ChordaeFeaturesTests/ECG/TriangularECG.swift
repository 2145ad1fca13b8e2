import ChordaeCore
import ChordaeKernels

@testable import ChordaeFeatures

/// Beats of straight lines at 500 Hz, whose figures can be worked out by hand.
///
/// Samples from the R peak: P from -100 to -60, Q from -20 to -10, R from -10 to 10, S from 10 to 24,
/// J at 25, T from 75 to 175, each a triangle with its peak in the middle. QRS onset is -20.
struct TriangularECG {
  /// What a lead's waves are multiplied by, in mV.
  struct Heights {
    var p = 0.2
    var q = -0.1
    var r = 1.0
    var s = -0.3
    var t = 0.4

    /// All of QRS times one factor, P and T times others.
    static func scaled(_ qrs: Double, p: Double = 1, t: Double = 1) -> Heights {
      Heights(p: 0.2 * p, q: -0.1 * qrs, r: qrs, s: -0.3 * qrs, t: 0.4 * t)
    }
  }

  static let rr = 400
  /// Beats of the strip; the first R peak lies at 400.
  static let beatCount = 12

  /// A marked ECG; R peaks are told up to `jitter` samples off, marks are not.
  static func ecg(
    _ leads: [(name: String, heights: Heights)], jitter: [Int] = [0], offset: Float = 0.7,
    code: Character = "N"
  ) -> MarkedECG {
    let peaks = (1...beatCount).map { $0 * rr }
    var ecg = MarkedECG(
      leads.map(\.name), leads.map { samples($0.heights, peaks, offset: offset) })
    for (place, peak) in peaks.enumerated() {
      ecg.mark(
        .at(peak + jitter[place % jitter.count], code, followsGap: place == 0), marks(around: peak))
    }
    return ecg
  }

  static func marks(around peak: Int) -> BeatMarks {
    var marks = BeatMarks()
    marks.p = WaveMarks(onset: peak - 100, peak: peak - 80, offset: peak - 60)
    var qrs = QRSMarks()
    (qrs.onset, qrs.peak, qrs.offset) = (peak - 20, peak, peak + 25)
    marks.qrs = qrs
    marks.t = WaveMarks(onset: peak + 75, peak: peak + 125, offset: peak + 175)
    return marks
  }

  private static func samples(_ heights: Heights, _ peaks: [Int], offset: Float) -> [Float] {
    var samples = [Float](repeating: offset, count: (beatCount + 1) * rr)
    let waves = [
      (heights.p, -80, 20), (heights.q, -15, 5), (heights.r, 0, 10), (heights.s, 17, 7),
      (heights.t, 125, 50),
    ]
    for peak in peaks {
      for (height, middle, half) in waves {
        for distance in -half...half {
          let value = height * (1 - Double(abs(distance)) / Double(half))
          samples[peak + middle + distance] += Float(value)
        }
      }
    }
    return samples
  }
}
