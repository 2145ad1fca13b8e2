import ChordaeCore
internal import ChordaeKernels

/// The first ten seconds of some leads, from the first sample that one of them holds.
struct OpeningSeconds {
  static let seconds = 10.0

  /// The leads' places in the file.
  let places: [Int]
  /// The recording's sample at which they begin; nil as long as nothing is present.
  private(set) var start: Int?
  /// Lead by lead, in mV; NaN where a sample is missing.
  private(set) var leads: [[Float]]
  private let length: Int

  /// Nothing yet.
  init(places: [Int], samplingFrequency: Double) {
    self.places = places
    leads = places.map { _ in [] }
    length = Int(exactly: (Self.seconds * samplingFrequency).rounded(.up)) ?? 0
  }

  /// Samples held of each lead.
  var count: Int { leads.first?.count ?? 0 }

  /// Takes what belongs to them from the next strip's core; a gap between strips is missing samples.
  mutating func consume(_ strip: borrowing ECGStrip) {
    guard count < length, !places.isEmpty else { return }
    var from = strip.core.lowerBound
    if let start {
      let gap = strip.firstSample + from - (start + count)
      let filled = max(0, min(gap, length - count))
      for lead in leads.indices { leads[lead] += repeatElement(.nan, count: filled) }
    } else {
      let first = strip.core.first { index in places.contains { strip.leads[$0][index].isPresent } }
      guard let first else { return }
      from = first
      start = strip.firstSample + first
    }
    let end = min(strip.core.upperBound, from + length - count)
    guard from < end else { return }
    for (lead, place) in places.enumerated() {
      leads[lead] += strip.leads[place][from..<end].map { $0.isPresent ? $0 : .nan }
    }
  }

  /// A lead at another rate, cropped or filled with NaN to ten seconds.
  func resampled(_ lead: Int, from samplingFrequency: Double, to rate: Int) -> [Float] {
    let ratio = ResamplingRatio(from: samplingFrequency, to: Double(rate))
    var resampler = PolyphaseResampler(up: ratio.up, down: ratio.down, ends: .held)
    var output: [Float] = []
    resampler.resample(leads[lead], into: &output)
    let wanted = rate * Int(Self.seconds)
    output.removeLast(max(0, output.count - wanted))
    output += repeatElement(.nan, count: wanted - output.count)
    return output
  }
}
