internal import CKernels

/// Brings beats of one kind to the same place by the shape of their QRS complexes.
///
/// What is compared is the sum over the leads of how steep the signal is, so that neither polarity nor a
/// lead that is off matters: each beat is moved by up to 20 ms to where it correlates best with the mean
/// of all. From 1000 Hz on every so many samples are compared, 500 to 1000 a second, and the shift is
/// searched coarsely first. Cost: samples of 0.3 s a beat and lead.
public struct BeatAligner: Sendable {
  private static let reachSeconds = 0.12
  private static let shiftSeconds = 0.02

  /// Samples on either side of a beat that are compared, and by which it may be moved.
  private let reach: Int
  private let longestShift: Int
  /// Samples from one that is compared to the next: without it the cost would grow with the square of the
  /// rate.
  private let spacing: Int
  /// Samples over which the steepness is taken.
  private let step: Int
  private var steepness: [Float] = []
  private var template: [Float] = []

  /// An aligner for signals of a sampling frequency.
  public init(samplingFrequency: Double) {
    reach = max(1, Int(Self.reachSeconds * samplingFrequency))
    longestShift = Int(Self.shiftSeconds * samplingFrequency)
    spacing = max(1, Int(samplingFrequency / 500))
    step = max(1, Int((0.004 * samplingFrequency).rounded()))
  }

  /// The fiducial points of beats: their R peaks, moved to where their complexes lie on each other.
  ///
  /// - Parameters:
  ///   - leads: the leads in mV, of one length; NaN where samples are missing.
  ///   - peaks: samples of the R peaks.
  /// - Returns: a sample for each peak.
  public mutating func fiducials(_ leads: [[Float]], peaks: [Int]) -> [Int] {
    guard peaks.count > 1, longestShift > 0 else { return peaks }
    let width = 2 * (reach + longestShift) + 1
    fillSteepness(leads, peaks, width: width)
    var shifts = [Int](repeating: 0, count: peaks.count)
    for _ in 0..<2 {
      fillTemplate(shifts, width: width)
      for beat in peaks.indices { shifts[beat] = bestShift(beat, width: width) }
    }
    return zip(peaks, shifts).map { $0 + $1 }
  }

  private mutating func fillSteepness(_ leads: [[Float]], _ peaks: [Int], width: Int) {
    steepness.removeAll(keepingCapacity: true)
    steepness.append(contentsOf: repeatElement(0, count: peaks.count * width))
    let step = step
    for lead in leads {
      for (beat, peak) in peaks.enumerated() {
        let first = peak - reach - longestShift
        // Behind the strip's ends nothing is steep.
        let places = (step - first..<max(step - first, lead.count - step - first))
          .clamped(to: 0..<width)
        guard !places.isEmpty else { continue }
        // The places keep both samples within the lead, and within the beat's row.
        Self.addRises(
          lead, from: first + places.lowerBound - step, distance: 2 * step, count: places.count,
          to: &steepness, at: beat * width + places.lowerBound)
      }
    }
  }

  /// Adds how far the samples of a lead differ from those `distance` on, nothing where one is missing.
  static func addRises(
    _ lead: [Float], from first: Int, distance: Int, count: Int, to sums: inout [Float],
    at place: Int, form: SampleForm = .vectors
  ) {
    precondition(first >= 0 && first + distance + count <= lead.count)
    precondition(place >= 0 && place + count <= sums.count)
    switch form {
    case .reference:
      for index in 0..<count {
        let rise = lead[first + index + distance] - lead[first + index]
        sums[place + index] += rise.isPresent ? abs(rise) : 0
      }
    case .vectors:
      // Safe: the places were checked against both arrays.
      unsafe lead.withUnsafeBufferPointer { lead in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          guard let source = lead.baseAddress, let target = sums.baseAddress else { return }
          unsafe chordae_add_rises(source + first, distance, count, target + place)
        }
      }
    }
  }

  private mutating func fillTemplate(_ shifts: [Int], width: Int) {
    template.removeAll(keepingCapacity: true)
    template.append(contentsOf: repeatElement(0, count: 2 * reach / spacing + 1))
    for (beat, shift) in shifts.enumerated() {
      let first = beat * width + longestShift + shift
      for place in template.indices { template[place] += steepness[first + place * spacing] }
    }
  }

  private func bestShift(_ beat: Int, width: Int) -> Int {
    let middle = beat * width + longestShift
    var (best, shift): (Float, Int) = (0, 0)
    func compare(_ candidate: Int) {
      guard abs(candidate) <= longestShift else { return }
      let likeness = Self.likeness(steepness, from: middle + candidate, every: spacing, template)
      if likeness > best { (best, shift) = (likeness, candidate) }
    }
    // From the middle outwards, so that of equals the smallest shift is taken.
    for distance in stride(from: 0, through: longestShift, by: spacing) {
      compare(-distance)
      if distance > 0 { compare(distance) }
    }
    // What lies between is searched by halves.
    var part = spacing
    while part > 1 {
      part = (part + 1) / 2
      let around = shift
      compare(around - part)
      compare(around + part)
    }
    return shift
  }

  /// The correlation of every so many samples of a row with the template, but for the template's own norm.
  static func likeness(
    _ row: [Float], from first: Int, every step: Int, _ template: [Float],
    form: SampleForm = .vectors
  ) -> Float {
    let count = template.count
    precondition(step > 0 && first >= 0 && first + (count - 1) * step < row.count)
    var (sum, norm): (Float, Float) = (0, 0)
    switch form {
    case .reference:
      for place in 0..<count {
        let own = row[first + place * step]
        sum += own * template[place]
        norm += own * own
      }
    case .vectors:
      // Safe: the places were checked against both arrays.
      unsafe row.withUnsafeBufferPointer { row in
        unsafe template.withUnsafeBufferPointer { template in
          // Four sums side by side, so that one addition need not wait for the other.
          var (product, energy) = (SIMD4<Float>.zero, SIMD4<Float>.zero)
          for place in stride(from: 0, to: count & ~3, by: 4) {
            let start = first + place * step
            let own =
              unsafe step == 1
              ? Self.four(row, start)
              : SIMD4(row[start], row[start + step], row[start + 2 * step], row[start + 3 * step])
            let other = unsafe Self.four(template, place)
            product += own * other
            energy += own * own
          }
          (sum, norm) = (product.sum(), energy.sum())
          for place in count & ~3..<count {
            let own = unsafe row[first + place * step]
            unsafe sum += own * template[place]
            norm += own * own
          }
        }
      }
    }
    return norm > 0 ? sum / norm.squareRoot() : 0
  }

  /// Four neighbouring numbers, all of which the caller knows to be there.
  @inline(__always)
  private static func four(_ numbers: UnsafeBufferPointer<Float>, _ first: Int) -> SIMD4<Float> {
    unsafe UnsafeRawBufferPointer(numbers)
      .loadUnaligned(fromByteOffset: 4 * first, as: SIMD4<Float>.self)
  }
}
