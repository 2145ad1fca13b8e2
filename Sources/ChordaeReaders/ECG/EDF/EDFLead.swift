internal import ChordaeCore

/// A lead and how its samples become mV.
struct EDFLead {
  let signal: EDFSignal
  let scale: EDFScale

  /// Appends samples that lie in runs, one a data record.
  ///
  /// Each run begins `stride` bytes behind the one before.
  func append(
    to values: inout [Float], _ bytes: [UInt8], from start: Int, runs: Int, of count: Int,
    stride: Int, sampleSize: Int
  ) {
    let runs = Runs(start: start, number: runs, length: count, stride: stride)
    // The unit is asked for once and not for every sample.
    switch scale.unit {
    case .millivolt: append(&values, bytes, runs, sampleSize) { $0 }
    case .microvolt: append(&values, bytes, runs, sampleSize) { $0 / 1000 }
    default: append(&values, bytes, runs, sampleSize) { scale.unit.millivolts($0) }
    }
  }

  /// Where samples lie among bytes.
  private struct Runs {
    let start: Int
    let number: Int
    let length: Int
    let stride: Int
  }

  @inline(__always)
  private func append(
    _ values: inout [Float], _ bytes: [UInt8], _ runs: Runs, _ sampleSize: Int,
    _ millivolts: (Double) -> Double
  ) {
    var place = values.count
    values.append(contentsOf: repeatElement(0, count: runs.number * runs.length))
    var output = values.mutableSpan
    let input = bytes.span
    for run in 0..<runs.number {
      var byte = runs.start + run * runs.stride
      for _ in 0..<runs.length {
        let low = Int32(input[byte]) | Int32(input[byte + 1]) << 8
        // The sign lies in the upper bits of the last byte.
        let sample =
          sampleSize == 2
          ? Int32(Int16(truncatingIfNeeded: low))
          : ((low | Int32(input[byte + 2]) << 16) << 8) >> 8
        output[place] = Float(millivolts(scale.physical(sample)))
        place += 1
        byte += sampleSize
      }
    }
  }
}
