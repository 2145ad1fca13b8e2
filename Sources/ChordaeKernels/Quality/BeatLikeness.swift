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
    var rows = [Float](repeating: 0, count: beats.count * width)
    var count = 0
    for beat in beats where beat >= start && beat - start + (width - 1) * step < samples.count {
      let isWhole = fill(
        &rows, count * width..<(count + 1) * width, samples, from: beat - start, every: step)
      count += isWhole ? 1 : 0
    }
    return correlation(rows, count: count, width: width)
  }

  /// Writes every so many samples less their mean to a row; false where one is missing.
  private static func fill(
    _ rows: inout [Float], _ row: Range<Int>, _ samples: [Float], from first: Int, every step: Int
  ) -> Bool {
    precondition(row.upperBound <= rows.count && first >= 0)
    precondition(first + (row.count - 1) * step < samples.count)
    // Safe: the places were checked against both arrays.
    return unsafe samples.withUnsafeBufferPointer { samples in
      unsafe rows.withUnsafeMutableBufferPointer { rows in
        var (sum, isWhole): (Float, Bool) = (0, true)
        for place in 0..<row.count {
          let sample = unsafe samples[first + place * step]
          unsafe rows[row.lowerBound + place] = sample
          sum += sample
          isWhole = isWhole && sample.isPresent
        }
        let mean = sum / Float(row.count)
        for place in row { unsafe rows[place] -= mean }
        return isWhole
      }
    }
  }

  /// The rows have a mean of zero each.
  private static func correlation(_ rows: [Float], count: Int, width: Int) -> Double? {
    guard count >= fewestBeats else { return nil }
    var template = [Float](repeating: 0, count: width)
    for row in 0..<count {
      let row = rows.span.extracting(row * width..<(row + 1) * width)
      for place in row.indices { template[place] += row[place] }
    }
    let power = template.reduce(0) { $0 + $1 * $1 }
    guard power > 0 else { return nil }
    var sum = 0.0
    for row in 0..<count {
      let row = rows.span.extracting(row * width..<(row + 1) * width)
      var (products, squares): (Float, Float) = (0, 0)
      for place in row.indices {
        let value = row[place]
        products += value * template[place]
        squares += value * value
      }
      // The product of both may be larger than any number of single precision.
      if squares > 0 { sum += Double(products) / (Double(squares) * Double(power)).squareRoot() }
    }
    return sum / Double(count)
  }
}
