/// Parquet's hybrid of run lengths and bit-packed groups of eight, for levels and dictionary places.
///
/// Source: Encodings.md of the Parquet format, "RLE / Bit-Packing Hybrid".
enum HybridRunLength {
  /// Appends numbers of at most `bitWidth` bits; runs of eight and more become one pair.
  static func append(_ numbers: [UInt32], bitWidth: Int, to output: inout [UInt8]) {
    var place = 0
    var packedStart = 0
    while place < numbers.count {
      let run = runLength(numbers, from: place)
      // Only whole groups can stand before a run, so the run first fills the last of them.
      let fill = (8 - (place - packedStart) % 8) % 8
      guard run - fill >= 8 else {
        place += run
        continue
      }
      appendPacked(numbers[packedStart..<place + fill], bitWidth: bitWidth, to: &output)
      appendRun(of: numbers[place], count: run - fill, bitWidth: bitWidth, to: &output)
      place += run
      packedStart = place
    }
    appendPacked(numbers[packedStart...], bitWidth: bitWidth, to: &output)
  }

  /// Appends one number, repeated.
  static func appendRun(
    of number: UInt32, count: Int, bitWidth: Int, to output: inout [UInt8]
  ) {
    output.append(variableLength: UInt64(count) << 1)
    for shift in stride(from: 0, to: bitWidth, by: 8) {
      output.append(UInt8(truncatingIfNeeded: number >> UInt32(shift)))
    }
  }

  /// Appends one-bit numbers that are packed already, as a validity bitmap is.
  static func appendBitmap(_ bitmap: ArraySlice<UInt8>, to output: inout [UInt8]) {
    output.append(variableLength: UInt64(bitmap.count) << 1 | 1)
    output += bitmap
  }

  private static func runLength(_ numbers: [UInt32], from start: Int) -> Int {
    var end = start + 1
    while end < numbers.count, numbers[end] == numbers[start] { end += 1 }
    return end - start
  }

  /// Appends numbers in groups of eight, the last one filled up with zeros.
  private static func appendPacked(
    _ numbers: ArraySlice<UInt32>, bitWidth: Int, to output: inout [UInt8]
  ) {
    if numbers.isEmpty { return }
    let groups = (numbers.count + 7) / 8
    output.append(variableLength: UInt64(groups) << 1 | 1)
    let end = output.count + groups * bitWidth
    var bits: UInt64 = 0
    var bitCount = 0
    for number in numbers {
      bits |= UInt64(number) << UInt64(bitCount)
      bitCount += bitWidth
      while bitCount >= 8 {
        output.append(UInt8(truncatingIfNeeded: bits))
        bits >>= 8
        bitCount -= 8
      }
    }
    if bitCount > 0 { output.append(UInt8(truncatingIfNeeded: bits)) }
    output.append(contentsOf: repeatElement(0, count: end - output.count))
  }
}
