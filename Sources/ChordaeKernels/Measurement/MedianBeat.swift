/// The representative beat of beats of one kind: the median of their samples, lead by lead.
public struct MedianBeat: Sendable, Equatable {
  /// Seconds before and behind the fiducial point that it shows.
  public static let secondsBefore = 0.6
  public static let secondsBehind = 0.8

  /// Samples a second.
  public let samplingFrequency: Double
  /// Where the fiducial point lies in it.
  public let center: Int
  /// Samples of each lead.
  public let count: Int
  /// Lead by lead, mV over each beat's own baseline; NaN where no beat has the sample.
  public private(set) var leads: [[Float]] = []
  /// The median distance from it of the beats' samples, lead by lead; empty unless it was asked for.
  public private(set) var deviations: [[Float]] = []
  private var rows: [Float] = []

  /// A beat without leads.
  public init(samplingFrequency: Double) {
    self.samplingFrequency = samplingFrequency
    center = Int((Self.secondsBefore * samplingFrequency).rounded())
    count = center + Int((Self.secondsBehind * samplingFrequency).rounded())
  }

  /// Makes it the median of up to `ColumnMedians.longest` beats.
  ///
  /// - Parameters:
  ///   - signals: the leads in mV, of one length; NaN where samples are missing.
  ///   - fiducials: the beats' fiducial points.
  ///   - baseline: the samples, from the fiducial point on, whose mean is a beat's baseline.
  ///   - deviates: whether the deviations are wanted.
  public mutating func fill(
    _ signals: [[Float]], fiducials: [Int], baseline: Range<Int>, deviates: Bool = false
  ) {
    precondition(fiducials.count <= ColumnMedians.longest)
    leads.resize(signals.count)
    deviations.resize(deviates ? signals.count : 0)
    for place in signals.indices {
      rows.removeAll(keepingCapacity: true)
      for fiducial in fiducials { addRow(signals[place], fiducial, baseline) }
      ColumnMedians.of(rows, rowCount: fiducials.count, width: count, into: &leads[place])
      guard deviates else { continue }
      for row in 0..<rows.count { rows[row] = abs(rows[row] - leads[place][row % count]) }
      ColumnMedians.of(rows, rowCount: fiducials.count, width: count, into: &deviations[place])
    }
  }

  /// One beat's samples less its baseline; without a baseline all are missing.
  private mutating func addRow(_ signal: [Float], _ fiducial: Int, _ baseline: Range<Int>) {
    let level = mean(
      signal, from: fiducial + baseline.lowerBound, to: fiducial + baseline.upperBound)
    let first = fiducial - center
    let shown = (first..<first + count).clamped(to: 0..<signal.count)
    guard !shown.isEmpty, let level else {
      rows.append(contentsOf: repeatElement(.nan, count: count))
      return
    }
    rows.append(contentsOf: repeatElement(.nan, count: shown.lowerBound - first))
    for sample in signal[shown] { rows.append(sample.isPresent ? sample - level : .nan) }
    rows.append(contentsOf: repeatElement(.nan, count: first + count - shown.upperBound))
  }

  /// The mean of what is there between two samples.
  private func mean(_ signal: [Float], from first: Int, to end: Int) -> Float? {
    var (sum, present): (Float, Int) = (0, 0)
    for sample in signal[(first..<max(first, end)).clamped(to: 0..<signal.count)]
    where sample.isPresent {
      sum += sample
      present += 1
    }
    return present > 0 ? sum / Float(present) : nil
  }
}

extension [[Float]] {
  /// Makes it hold `count` arrays, those that are there kept.
  fileprivate mutating func resize(_ count: Int) {
    if self.count > count { removeLast(self.count - count) }
    while self.count < count { append([]) }
  }
}
