/// Parquet's byte-stream split: the first bytes of all numbers, then all second bytes, and so on.
///
/// The bytes of one significance are alike among the values of a feature, so they compress better
/// side by side. Source: Encodings.md of the Parquet format.
enum ByteStreamSplit {
  /// Appends numbers of `width` bytes each, split.
  static func append(_ numbers: ArraySlice<UInt8>, width: Int, to output: inout [UInt8]) {
    precondition(numbers.count % width == 0)
    let (start, count) = (output.count, numbers.count / width)
    output.append(contentsOf: repeatElement(0, count: numbers.count))
    // Places below `count` times `width` in both buffers.
    unsafe output.withUnsafeMutableBytes { target in
      unsafe numbers.withUnsafeBytes { source in
        for stream in 0..<width {
          let place = start + stream * count
          for number in 0..<count {
            unsafe target[place + number] = unsafe source[number * width + stream]
          }
        }
      }
    }
  }
}
