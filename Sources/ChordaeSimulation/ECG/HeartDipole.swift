internal import Glibc

/// A heart's electric dipole over a beat, as a sum of Gaussian waves in three directions.
///
/// McSharry, Clifford, Tarassenko and Smith (IEEE Trans Biomed Eng 2003;50:289) make one lead of an
/// ECG from Gaussian waves P, Q, R, S and T that a point passes on its limit cycle, R at angle zero
/// of each beat. Sameni, Clifford, Jutten and Shamsollahi (EURASIP J Adv Signal Process
/// 2007:43407) carry it to a dipole with X, Y and Z, integrated in closed form, from which any lead
/// is a weighted sum. Here angles and widths are restated in each beat so that the waves keep
/// their milliseconds when the RR interval changes: the intervals are known by construction.
struct HeartDipole {
  let intervals: BeatIntervals
  private let normal: [Wave]
  private let ventricular: [Wave]

  struct Wave {
    /// Seconds after the R peak.
    let center: Double
    /// Standard deviation in seconds.
    let width: Double
    /// Millivolts along X (left), Y (down) and Z (back) of Frank's leads.
    let peak: SIMD3<Double>

    /// From here to there it is more than 4.4 % of its peak; what lies beyond counts as no wave.
    static let edge = 2.5
    /// Beyond this many deviations it is less than a thousandth of a microvolt.
    static let reach = 6.0
  }

  /// A patient's heart; the QT interval fits the mean RR interval by Bazett's rule.
  init(meanRR: Double, random: inout SimulationRandom) {
    intervals = BeatIntervals(meanRR: meanRR, random: &random)
    let size = random.uniform(0.8...1.2)
    let tilt = random.uniform(-0.15...0.15)
    normal = Self.waves(intervals).map { $0.turned(by: tilt, scaled: size) }
    ventricular = Self.ventricularWaves(intervals).map { $0.turned(by: tilt, scaled: size) }
  }

  /// The dipole at a time relative to a beat's R peak, in seconds.
  func dipole(_ time: Double, isVentricular: Bool) -> SIMD3<Double> {
    var sum = SIMD3<Double>.zero
    for wave in isVentricular ? ventricular : normal {
      let distance = (time - wave.center) / wave.width
      guard abs(distance) < Wave.reach else { continue }
      sum += wave.peak * exp(-distance * distance / 2)
    }
    return sum
  }

  private static func waves(_ t: BeatIntervals) -> [Wave] {
    let qrs = Double(t.qrsOffset - t.qrsOnset) / 1000
    func between(_ onset: Int, _ offset: Int, _ peak: SIMD3<Double>) -> Wave {
      Wave(
        center: Double(onset + offset) / 2000,
        width: Double(offset - onset) / 2000 / Wave.edge, peak: peak)
    }
    let (q, s) = (0.08 * qrs, 0.09 * qrs)
    return [
      between(t.pOnset, t.pOffset, [0.08, 0.12, -0.02]),
      Wave(
        center: Double(t.qrsOnset) / 1000 + Wave.edge * q, width: q, peak: [-0.12, -0.05, -0.15]),
      Wave(center: 0, width: 0.11 * qrs, peak: [1.1, 0.9, 0.45]),
      Wave(
        center: Double(t.qrsOffset) / 1000 - Wave.edge * s, width: s, peak: [-0.2, -0.15, 0.35]),
      between(t.tOnset, t.tOffset, [0.25, 0.2, -0.15]),
    ]
  }

  /// A premature beat from a ventricle: no P, a broad QRS, a T against it.
  private static func ventricularWaves(_ t: BeatIntervals) -> [Wave] {
    [
      Wave(center: 0, width: 0.028, peak: [-0.9, 1.4, -0.9]),
      Wave(center: 0.06, width: 0.02, peak: [0.3, -0.4, 0.2]),
      Wave(center: 0.29, width: 0.045, peak: [0.3, -0.45, 0.3]),
    ]
  }
}

extension HeartDipole.Wave {
  /// The wave of a heart that lies otherwise, turned in the frontal plane by some radians.
  fileprivate func turned(by tilt: Double, scaled size: Double) -> Self {
    let (x, y) = (peak.x * cos(tilt) - peak.y * sin(tilt), peak.x * sin(tilt) + peak.y * cos(tilt))
    return Self(center: center, width: width, peak: size * SIMD3(x, y, peak.z))
  }
}

/// Where the waves of a normal beat begin and end, in whole milliseconds after the R peak.
struct BeatIntervals {
  let pOnset, pOffset, qrsOnset, qrsOffset, tOnset, tOffset: Int

  /// A patient's own intervals, from the range of healthy adults.
  init(meanRR: Double, random: inout SimulationRandom) {
    let qrs = 80 + random.below(25)
    qrsOnset = -(qrs * 47 / 100)
    qrsOffset = qrsOnset + qrs
    pOnset = qrsOnset - 130 - random.below(61)
    pOffset = pOnset + 90 + random.below(26)
    let correctedQT = Double(390 + random.below(41))
    tOffset = qrsOnset + Int((correctedQT * meanRR.squareRoot()).rounded())
    tOnset = tOffset - 150 - random.below(41)
  }
}

/// Weights that turn the dipole into the eight independent leads of a standard ECG.
///
/// Dower, Machado and Osborne (Clin Cardiol 1980;3:87), as the inverse of Frank's lead system.
enum DowerMatrix {
  static let leads = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"]
  static let weights: [SIMD3<Double>] = [
    [0.632, -0.235, 0.059], [0.235, 1.066, -0.132], [-0.515, 0.157, -0.917],
    [0.044, 0.164, -1.387], [0.882, 0.098, -1.277], [1.213, 0.127, -0.601],
    [1.125, 0.127, -0.086], [0.831, 0.076, 0.230],
  ]
}
