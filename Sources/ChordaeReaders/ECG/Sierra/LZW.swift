/// The LZW of XLI: codes of ten bits, the highest bit first, that are never made wider.
enum LZW {
  private static let width = 10
  /// The last code that stands for bytes; the one above ends the text.
  private static let lastCode = (1 << width) - 2

  /// The text of packed bytes; nil where a code was never made, or the text is longer than asked
  /// for.
  ///
  /// Each code's text is the one of the code before it and one byte, so that a table of where a
  /// text last stood in the output is enough.
  static func unpacked(_ packed: ArraySlice<UInt8>, atMost limit: Int) -> [UInt8]? {
    var output: [UInt8] = []
    // Where the text of each code above 255 lies in the output.
    var starts: [Int] = []
    var lengths: [Int] = []
    var previous: (start: Int, length: Int)?
    var (bits, count) = (0, 0)
    for byte in packed {
      (bits, count) = ((bits << 8 | Int(byte)) & 0xF_FFFF, count + 8)
      guard count >= width else { continue }
      count -= width
      let code = bits >> count & ((1 << width) - 1)
      guard code <= lastCode else { return output }
      let start = output.count
      if code < 256 {
        output.append(UInt8(code))
      } else if code - 256 < starts.count {
        guard start + lengths[code - 256] <= limit else { return nil }
        for place in 0..<lengths[code - 256] { output.append(output[starts[code - 256] + place]) }
      } else {
        // The code that is just being made: the text before with its own first byte.
        guard code - 256 == starts.count, let previous, start + previous.length < limit else {
          return nil
        }
        for place in 0..<previous.length { output.append(output[previous.start + place]) }
        output.append(output[previous.start])
      }
      guard output.count <= limit else { return nil }
      if let previous, 256 + starts.count <= lastCode {
        // The text before and the byte that follows it in the output.
        starts.append(previous.start)
        lengths.append(previous.length + 1)
      }
      previous = (start, output.count - start)
    }
    return output
  }
}
