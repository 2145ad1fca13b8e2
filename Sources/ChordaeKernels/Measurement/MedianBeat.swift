internal import CKernels

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
    if rows.count < fiducials.count * count {
      rows = [Float](repeating: .nan, count: fiducials.count * count)
    }
    for place in signals.indices {
      for (row, fiducial) in fiducials.enumerated() {
        fillRow(row, signals[place], fiducial, baseline)
      }
      ColumnMedians.of(rows, rowCount: fiducials.count, width: count, into: &leads[place])
      guard deviates else { continue }
      for row in 0..<fiducials.count * count {
        rows[row] = abs(rows[row] - leads[place][row % count])
      }
      ColumnMedians.of(rows, rowCount: fiducials.count, width: count, into: &deviations[place])
    }
  }

  /// One beat's samples less its baseline; without a baseline all are missing.
  private mutating func fillRow(
    _ row: Int, _ signal: [Float], _ fiducial: Int, _ baseline: Range<Int>
  ) {
    let level = mean(
      signal, from: fiducial + baseline.lowerBound, to: fiducial + baseline.upperBound)
    let first = fiducial - center
    let shown = (first..<first + count).clamped(to: 0..<signal.count)
    let start = row * count
    guard !shown.isEmpty, let level else {
      for place in start..<start + count { rows[place] = .nan }
      return
    }
    for place in start..<start + shown.lowerBound - first { rows[place] = .nan }
    for place in start + shown.upperBound - first..<start + count { rows[place] = .nan }
    Self.level(signal, shown, by: level, into: &rows, at: start + shown.lowerBound - first)
  }

  /// Writes some samples less a level to a row from `place` on, NaN for those that are missing.
  static func level(
    _ signal: [Float], _ range: Range<Int>, by level: Float, into row: inout [Float], at place: Int,
    form: SampleForm = .vectors
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= signal.count)
    precondition(place >= 0 && place + range.count <= row.count)
    switch form {
    case .reference:
      for sample in range {
        let value = signal[sample]
        row[place + sample - range.lowerBound] = value.isPresent ? value - level : .nan
      }
    case .vectors:
      // Safe: the range was checked against both arrays.
      unsafe signal.withUnsafeBufferPointer { source in
        unsafe row.withUnsafeMutableBufferPointer { target in
          guard let source = source.baseAddress, let target = target.baseAddress else { return }
          unsafe chordae_level_samples(
            source + range.lowerBound, range.count, level, target + place)
        }
      }
    }
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
