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
    return correlation(&rows, count: count, width: width)
  }

  /// Writes every so many samples to a row; false where one is missing.
  private static func fill(
    _ rows: inout [Float], _ row: Range<Int>, _ samples: [Float], from first: Int, every step: Int
  ) -> Bool {
    SampleRows.takeEvery(
      step, of: samples, from: first, count: row.count, into: &rows, at: row.lowerBound)
    return SamplePresence.count(rows.span.extracting(row)) == row.count
  }

  private static func correlation(_ rows: inout [Float], count: Int, width: Int) -> Double? {
    guard count >= fewestBeats else { return nil }
    BeatRows.center(&rows, count: count, width: width)
    var template = [Float](repeating: 0, count: width)
    var sums = template.mutableSpan
    for row in 0..<count {
      let row = rows.span.extracting(row * width..<(row + 1) * width)
      for place in row.indices { sums[place] += row[place] }
    }
    let power = template.reduce(0) { $0 + $1 * $1 }
    guard power > 0 else { return nil }
    let (products, squares) = BeatRows.products(rows, count: count, template)
    var sum = 0.0
    for row in 0..<count where squares[row] > 0 {
      // The product of both may be larger than any number of single precision.
      sum += Double(products[row]) / (Double(squares[row]) * Double(power)).squareRoot()
    }
    return sum / Double(count)
  }
}
