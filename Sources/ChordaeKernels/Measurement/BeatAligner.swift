/// Brings beats of one kind to the same place by the shape of their QRS complexes.
///
/// What is compared is the sum over the leads of how steep the signal is, so that neither polarity nor a
/// lead that is off matters: each beat is moved by up to 20 ms to where it correlates best with the mean
/// of all. Cost: samples of 0.3 s a beat and lead.
public struct BeatAligner: Sendable {
  private static let reachSeconds = 0.12
  private static let shiftSeconds = 0.02

  /// Samples on either side of a beat that are compared, and by which it may be moved.
  private let reach: Int
  private let longestShift: Int
  /// Samples over which the steepness is taken.
  private let step: Int
  private var steepness: [Float] = []
  private var template: [Float] = []

  /// An aligner for signals of a sampling frequency.
  public init(samplingFrequency: Double) {
    reach = max(1, Int(Self.reachSeconds * samplingFrequency))
    longestShift = Int(Self.shiftSeconds * samplingFrequency)
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
    for lead in leads {
      for (beat, peak) in peaks.enumerated() {
        let first = peak - reach - longestShift
        // Behind the strip's ends nothing is steep.
        let places = max(0, step - first)..<min(width, lead.count - step - first)
        guard places.lowerBound < places.upperBound else { continue }
        for place in places {
          let rise = lead[first + place + step] - lead[first + place - step]
          if rise.isPresent { steepness[beat * width + place] += abs(rise) }
        }
      }
    }
  }

  private mutating func fillTemplate(_ shifts: [Int], width: Int) {
    template.removeAll(keepingCapacity: true)
    template.append(contentsOf: repeatElement(0, count: 2 * reach + 1))
    for (beat, shift) in shifts.enumerated() {
      let first = beat * width + longestShift + shift
      for place in template.indices { template[place] += steepness[first + place] }
    }
  }

  private func bestShift(_ beat: Int, width: Int) -> Int {
    var (best, shift): (Float, Int) = (0, 0)
    // From the middle outwards, so that of equals the smallest shift is taken.
    for distance in 0...longestShift {
      for candidate in distance == 0 ? [0] : [-distance, distance] {
        let likeness = likeness(beat * width + longestShift + candidate)
        if likeness > best { (best, shift) = (likeness, candidate) }
      }
    }
    return shift
  }

  /// The correlation with the template, but for the template's own norm.
  private func likeness(_ first: Int) -> Float {
    var (product, energy): (Float, Float) = (0, 0)
    for place in template.indices {
      let value = steepness[first + place]
      product += value * template[place]
      energy += value * value
    }
    return energy > 0 ? product / energy.squareRoot() : 0
  }
}
