internal import Glibc

/// The leads of a strip as slopes in mV/s at 250 to 500 samples a second, which is what waves are
/// found in: slopes know no offset, and drift has next to none.
///
/// Each lead is low-passed at 40 Hz (a sinc under a Hann window, transition 30 to 50 Hz, symmetric:
/// zero phase, no ringing worth the name, mains outside) and thinned or, below 250 Hz, filled by whole
/// factors; then the difference of the neighbours. No high-pass: none is needed, and ST stays.
struct SlopeSignal: Sendable {
  /// Samples a second.
  let frequency: Double
  /// Samples of the file a sample of this.
  let ratio: Double
  private(set) var slopes = LeadRows()
  /// The slopes' mean over 40 ms under a Hann window.
  private(set) var smoothed = LeadRows()
  /// Running sums of the squares over all leads, one more than samples.
  private(set) var energy: [Double] = []
  private(set) var smoothedEnergy: [Double] = []
  /// Running counts of missing samples by lead; empty for a lead without.
  private var missing: [[Int32]]
  private var resampler: PolyphaseResampler
  private let window: [Float]
  private var filled: [Float] = []
  private var resampled: [Float] = []

  /// A signal of leads of a file's sampling frequency.
  init(samplingFrequency: Double, leadCount: Int) {
    let down = max(1, Int(samplingFrequency / 250))
    let up = max(1, Int((250 / samplingFrequency).rounded(.up)))
    frequency = samplingFrequency * Double(up) / Double(down)
    ratio = Double(down) / Double(up)
    let raised = samplingFrequency * Double(up)
    let taps = FilterDesign.hann(
      halfLength: Int((3 * raised / 20 / 2).rounded(.up)), cutoff: 40 / (raised / 2))
    resampler = PolyphaseResampler(up: up, down: down, ends: .held, taps: taps)
    window = FilterDesign.hannMean(
      length: Int((DelineationRules.wideWindow * frequency).rounded(.toNearestOrEven)))
    missing = Array(repeating: [], count: leadCount)
  }

  /// Samples of each lead.
  var count: Int { slopes.length }

  /// Takes in the leads, lines drawn over what is missing and over `blanked` samples.
  mutating func prepare(_ leads: [[Float]], blanked: [Range<Int>]) {
    // All samples but the first and the last, which are zeros, are written anew.
    slopes.reshape(
      leadCount: leads.count, length: resampler.outputCount(leads.first?.count ?? 0))
    for lead in leads.indices {
      let samples = leads[lead]
      if blanked.isEmpty, SamplePresence.count(samples.span) == samples.count {
        differentiate(samples, lead)
        missing[lead].removeAll()
        continue
      }
      filled.removeAll(keepingCapacity: true)
      filled.append(contentsOf: leads[lead])
      let hasGaps = MissingRuns.bridge(&filled)
      for run in blanked { MissingRuns.fill(&filled, run) }
      differentiate(filled, lead)
      if hasGaps { mark(leads[lead], lead) } else { missing[lead].removeAll() }
    }
    smoothed.smooth(slopes, weights: window)
    Self.sumSquares(slopes, into: &energy, &resampled)
    Self.sumSquares(smoothed, into: &smoothedEnergy, &resampled)
  }

  /// Whether a lead has all samples of a range.
  func isPresent(_ lead: Int, _ range: Range<Int>) -> Bool {
    guard !missing[lead].isEmpty else { return true }
    let range = range.clamped(to: 0..<count)
    return missing[lead][range.lowerBound] == missing[lead][range.upperBound]
  }

  private mutating func differentiate(_ samples: [Float], _ lead: Int) {
    resampled.removeAll(keepingCapacity: true)
    resampled.append(contentsOf: repeatElement(0, count: count))
    resampler.resample(samples, to: &resampled, at: 0)
    guard count > 2 else { return }
    let half = Float(frequency / 2)
    SampleRows.differences(
      resampled, from: 0, count: count - 2, factor: half, into: &slopes.values,
      at: slopes.start(lead) + 1)
  }

  /// Counts a sample as missing where the filter reaches one with a good part of its weight.
  private mutating func mark(_ lead: [Float], _ place: Int) {
    let reach = max(1, Int((0.008 * frequency * ratio).rounded()))
    var counts: [Int32] = [0]
    counts.reserveCapacity(count + 1)
    var lastMissing = Int.min / 2
    var next = 0
    for index in 0..<count {
      let center = Double(index) * ratio
      while next < lead.count, Double(next) <= center + Double(reach) {
        if !lead[next].isPresent { lastMissing = next }
        next += 1
      }
      let isMissing = Double(lastMissing) >= center - Double(reach)
      if isMissing { slopes[place, index] = 0 }
      counts.append(counts[index] + (isMissing ? 1 : 0))
    }
    missing[place] = counts
  }

  private static func sumSquares(
    _ rows: borrowing LeadRows, into sums: inout [Double], _ squares: inout [Float]
  ) {
    squares.removeAll(keepingCapacity: true)
    squares.append(contentsOf: repeatElement(0, count: rows.length))
    for lead in 0..<rows.leadCount {
      SampleRows.addSquares(
        rows.values, from: rows.start(lead), count: rows.length, to: &squares)
    }
    if sums.count != rows.length + 1 { sums = [Double](repeating: 0, count: rows.length + 1) }
    let own = squares.span
    var output = sums.mutableSpan
    var sum = 0.0
    output[0] = 0
    for index in own.indices {
      sum += Double(own[index])
      output[index + 1] = sum
    }
  }
}
