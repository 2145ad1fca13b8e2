public import Foundation

/// Samples as an oracle reads them: little-endian float32, nothing else.
public enum Float32File {
  /// Writes the samples.
  public static func write(_ samples: [Float], to file: URL) throws {
    var data = Data(capacity: samples.count * 4)
    for sample in samples {
      for shift in [0, 8, 16, 24] {
        data.append(UInt8(truncatingIfNeeded: sample.bitPattern >> UInt32(shift)))
      }
    }
    try data.write(to: file)
  }
}
