/// The indexes by which one lead's signal is judged over one window.
///
/// Definitions: Li, Mark & Clifford, Physiol Meas 2008;29:15; Clifford et al., Physiol Meas
/// 2012;33:1419; Zhao & Zhang, Front Physiol 2018;9:727; Orphanidou et al., IEEE J Biomed Health
/// Inform 2015;19:832.
public struct SignalQuality: Sendable, Equatable {
  /// How good the signal is, from best to worst.
  public enum Class: Int, Sendable, CaseIterable, Comparable {
    case good, acceptable, bad

    /// Its word in the tables.
    public var word: String { "\(self)" }

    public static func < (a: Class, b: Class) -> Bool { a.rawValue < b.rawValue }
  }

  /// Parts of the window's samples: missing, standing still, cut off at an extreme.
  public var missing = 0.0
  public var flat = 0.0
  public var clipped = 0.0
  /// Kurtosis and skewness of the samples.
  public var kurtosis: Double?
  public var skewness: Double?
  /// Power at 5 to 15 Hz over that at 5 to 40 Hz.
  public var qrsPower: Double?
  /// One less the power below 1 Hz over that below 40 Hz.
  public var baseline: Double?
  /// Power from 40 Hz up over that at 1 to 40 Hz.
  public var highFrequency: Double?
  /// Power within 1 Hz of the mains frequency over that within 5 Hz, for the mains that stands out more.
  public var line: Double?
  /// The mains frequency in Hz; nil where none stands out.
  public var mains: Double?
  /// Beats that two detectors agree on, over all beats of both, and over the mean of both counts.
  public var agreement: Double?
  public var overlap: Double?
  /// Mean correlation of the beats with their mean.
  public var template: Double?
  /// Beats a minute; nil with fewer than two.
  public var heartRate: Double?

  /// Nothing known.
  public init() {}

  /// Whether there is no electrode's signal: most samples are missing, stand still or are cut off.
  public var isLeadOff: Bool { max(missing, flat, clipped) >= 0.8 }

  /// The class that the indexes give together.
  ///
  /// Bad where the lead is off, more than half of the samples is missing or stands still, or more than
  /// a fifth is cut off. Else each of four indexes gives 0 points where it is good, 1 where it is
  /// suspect and 2 where it is bad or unknown: kurtosis (good above 5), QRS power (0.5 to 0.8, suspect
  /// from 0.4; from 130 beats a minute on 0.4 to 0.7, suspect from 0.3), baseline (from 0.95, suspect
  /// from 0.9), agreement (above 0.9, suspect from 0.7). Good with at most 2 points and a tenth of
  /// samples missing, bad with 5 and more.
  public var qualityClass: Class {
    if isLeadOff || missing > 0.5 || flat > 0.5 || clipped > 0.2 { return .bad }
    let points = [kurtosisPoints, qrsPowerPoints, baselinePoints, agreementPoints].reduce(0, +)
    if points >= 5 { return .bad }
    return points <= 2 && missing <= 0.1 ? .good : .acceptable
  }

  private var kurtosisPoints: Int { kurtosis.map { $0 > 5 ? 0 : 2 } ?? 2 }

  private var qrsPowerPoints: Int {
    guard let qrsPower else { return 2 }
    let (suspect, low, high) = heartRate ?? 0 < 130 ? (0.4, 0.5, 0.8) : (0.3, 0.4, 0.7)
    if (low...high).contains(qrsPower) { return 0 }
    return (suspect..<low).contains(qrsPower) ? 1 : 2
  }

  private var baselinePoints: Int {
    baseline.map { $0 >= 0.95 ? 0 : $0 >= 0.9 ? 1 : 2 } ?? 2
  }

  private var agreementPoints: Int {
    agreement.map { $0 > 0.9 ? 0 : $0 >= 0.7 ? 1 : 2 } ?? 2
  }
}

extension SignalQuality {
  /// How far the mains' band must stand out to be named: white noise gives 0.24.
  static let mainsStandsOut = 0.5

  /// Takes the ratios of powers from the segments of a window, as far as the rate holds their bands.
  public mutating func take(_ segments: [SegmentPowers], samplingFrequency: Double) {
    var sums = SIMD16<Float>()
    for segment in segments { sums += segment.values }
    func power(_ bands: SegmentPowers.Band...) -> Double {
      bands.reduce(0) { $0 + Double(sums[$1.rawValue]) }
    }
    func ratio(_ part: Double, _ whole: Double) -> Double? { whole > 0 ? part / whole : nil }
    let nyquist = samplingFrequency / 2
    if nyquist >= 40 {
      let fromOne = power(.from1To5, .from5To15, .from15To40)
      qrsPower = ratio(power(.from5To15), power(.from5To15, .from15To40))
      baseline = ratio(power(.below1), power(.below1) + fromOne).map { 1 - $0 }
      highFrequency = ratio(power(.above40), fromOne)
    }
    let at50 = nyquist >= 55 ? ratio(power(.near50), power(.around50)) : nil
    let at60 = nyquist >= 65 ? ratio(power(.near60), power(.around60)) : nil
    line = [at50, at60].compactMap(\.self).max()
    if let line, line > Self.mainsStandsOut { mains = line == at50 ? 50 : 60 }
  }
}
