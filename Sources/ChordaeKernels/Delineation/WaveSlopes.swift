internal import Glibc

/// Searches along a row of slopes for where waves begin and end.
enum WaveSlopes {
  /// The place, between samples, from which on `needed` magnitudes in a row lie below a threshold,
  /// walking from `start` to `stop`; the place of the least where none do.
  static func crossing(
    _ rows: borrowing LeadRows, _ lead: Int, from start: Int, to stop: Int, below threshold: Float,
    needed: Int
  ) -> Float {
    let step = stop >= start ? 1 : -1
    var (run, index, least) = (0, start, start)
    while true {
      let value = rows[lead, index]
      run = value < threshold ? run + 1 : 0
      if value < rows[lead, least] || (value == rows[lead, least] && step < 0) { least = index }
      if run == needed { break }
      if index == stop { return Float(least) }
      index += step
    }
    let first = index - step * (needed - 1)
    guard first != start else { return Float(start) }
    let last = first - step
    let fall = rows[lead, last] - rows[lead, first]
    let part = fall > 0 ? (rows[lead, last] - threshold) / fall : 1
    return Float(last) + Float(step) * min(max(part, 0), 1)
  }

  /// The first or last peak of a row in a range that reaches a part of the highest peak.
  ///
  /// The maximum's place where there is no peak. What only rises towards an end is another wave's.
  static func lobe(_ row: [Float], in range: Range<Int>, share: Float, last: Bool) -> Int {
    var highest: Float = 0
    var top = range.lowerBound
    for index in range {
      if row[index] > row[top] { top = index }
      if isPeak(row, index, range), row[index] > highest { highest = row[index] }
    }
    var found: Int?
    for index in range where isPeak(row, index, range) && row[index] >= share * highest {
      found = index
      if !last { break }
    }
    return found ?? top
  }

  @inline(__always)
  private static func isPeak(_ row: [Float], _ index: Int, _ range: Range<Int>) -> Bool {
    index > range.lowerBound && index + 1 < range.upperBound && row[index] >= row[index - 1]
      && row[index] >= row[index + 1]
  }

  /// The steepest place of a lead's row in a range, slopes weighed down with their distance from
  /// `center` by a Gaussian of `width` samples.
  static func steepest(
    _ rows: borrowing LeadRows, _ lead: Int, in range: Range<Int>, near center: Int,
    _ weights: GaussianWeights
  ) -> Int {
    var (best, place) = (-Float.infinity, range.lowerBound)
    for index in range {
      let value = abs(rows[lead, index]) * weights[index - center]
      if value > best { (best, place) = (value, index) }
    }
    return place
  }

  /// Where the limb through its steepest place `top` dies out on the way to `stop`, at most `reach`
  /// samples on: the mean of the places where its slope falls below parts of that at `top`.
  static func limbEnd(
    _ rows: borrowing LeadRows, _ lead: Int, from top: Int, to stop: Int, reach: Int,
    forward: Bool, parts: [Float]
  ) -> Float {
    let step = forward ? 1 : -1
    let end = forward ? min(stop, top + reach) : max(stop, top - reach)
    let height = rows[lead, top]
    let sign: Float = height > 0 ? 1 : height < 0 ? -1 : 0
    var sum: Float = 0
    for part in parts {
      let threshold = part * abs(height)
      var (index, place) = (top, Float(end))
      while forward ? index <= end : index >= end {
        let value = sign * rows[lead, index]
        if value < threshold {
          let last = sign * rows[lead, index - step]
          place =
            index == top
            ? Float(top)
            : Float(index - step) + Float(step) * (last - threshold) / (last - value)
          break
        }
        index += step
      }
      sum += place
    }
    return sum / Float(parts.count)
  }

  /// The places before which, and behind which, a share of all movement in a range lies.
  ///
  /// Movement is what magnitudes have above their median, which drift and noise seldom have. The middle
  /// twice, where nothing moves.
  static func middleSpan(
    _ rows: borrowing LeadRows, _ lead: Int, in range: Range<Int>, share: Float,
    _ sorted: inout [Float]
  ) -> (first: Float, last: Float) {
    sorted.removeAll(keepingCapacity: true)
    for index in range { sorted.append(abs(rows[lead, index])) }
    sorted.sort()
    let median = (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
    var total: Float = 0
    for value in sorted where value > median { total += value - median }
    let middle = Float(range.lowerBound + range.count / 2)
    guard total > 0 else { return (middle, middle) }
    var sum: Float = 0
    var (first, last) = (middle, middle)
    for index in range {
      let before = sum
      sum += max(abs(rows[lead, index]) - median, 0)
      if before < share * total, sum >= share * total { first = Float(index) }
      if before < (1 - share) * total, sum >= (1 - share) * total { last = Float(index) }
    }
    return (first, last)
  }
}

/// The bell curve by whole samples.
struct GaussianWeights: Sendable {
  /// Its right half, from the middle on.
  let half: [Float]

  /// A curve of a standard deviation in samples.
  init(width: Double) {
    half = (0...Int(6 * width) + 1).map { place in
      let distance = Double(place) / width
      return Float(exp(-0.5 * distance * distance))
    }
  }

  subscript(distance: Int) -> Float {
    @inline(__always) get { half[min(abs(distance), half.count - 1)] }
  }
}
