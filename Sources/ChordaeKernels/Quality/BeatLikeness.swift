/// How alike the beats of one lead are: their mean correlation with their mean.
public enum BeatLikeness {
  /// Seconds before and behind the R peak, and the rate in Hz down to which samples are skipped.
  private static let before = 0.2
  private static let behind = 0.4
  private static let rate = 125.0
  private static let fewestBeats = 3

  /// Pearson's r of each beat with the mean of all, averaged; nil with fewer than three whole beats, or
  /// where none of them varies.
  ///
  /// A beat is whole where it lies in the samples and none of its own is missing.
  public static func correlation(
    _ samples: [Float], beats: [Int], samplingFrequency: Double
  ) -> Double? {
    let step = max(1, Int(samplingFrequency / rate))
    let (start, end) = (Int(before * samplingFrequency), Int(behind * samplingFrequency))
    let width = (start + end) / step + 1
    var rows: [Float] = []
    rows.reserveCapacity(beats.count * width)
    for beat in beats where beat >= start && beat - start + (width - 1) * step < samples.count {
      let held = rows.count
      var sum: Float = 0
      var isWhole = true
      for place in stride(from: beat - start, through: beat - start + (width - 1) * step, by: step)
      {
        rows.append(samples[place])
        sum += samples[place]
        isWhole = isWhole && samples[place].isPresent
      }
      let mean = sum / Float(width)
      guard isWhole else {
        rows.removeLast(width)
        continue
      }
      for place in held..<rows.count { rows[place] -= mean }
    }
    return correlation(rows, width: width)
  }

  /// The rows have a mean of zero each.
  private static func correlation(_ rows: [Float], width: Int) -> Double? {
    let count = rows.count / width
    guard count >= fewestBeats else { return nil }
    var template = [Float](repeating: 0, count: width)
    for row in 0..<count {
      for place in 0..<width { template[place] += rows[row * width + place] }
    }
    let power = template.reduce(0) { $0 + $1 * $1 }
    guard power > 0 else { return nil }
    var sum = 0.0
    for row in 0..<count {
      var (products, squares): (Float, Float) = (0, 0)
      for place in 0..<width {
        let value = rows[row * width + place]
        products += value * template[place]
        squares += value * value
      }
      // The product of both may be larger than any number of single precision.
      if squares > 0 { sum += Double(products) / (Double(squares) * Double(power)).squareRoot() }
    }
    return sum / Double(count)
  }
}
