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
        let whole = width == 8 ? count / 8 * 8 : 0
        for number in stride(from: 0, to: whole, by: 8) {
          let words = unsafe source.loadUnaligned(
            fromByteOffset: 8 * number, as: Words.self)
          let streams = transposed(words)
          for stream in 0..<8 {
            unsafe target.storeBytes(
              of: streams[stream], toByteOffset: start + stream * count + number, as: UInt64.self)
          }
        }
        for stream in 0..<width {
          let place = start + stream * count
          for number in whole..<count {
            unsafe target[place + number] = unsafe source[number * width + stream]
          }
        }
      }
    }
  }

  /// Eight numbers of eight bytes.
  private typealias Words = InlineArray<8, UInt64>

  /// Swaps the bytes of eight words along the diagonal of their square: halves, then quarters, then
  /// bytes change places.
  private static func transposed(_ words: Words) -> Words {
    var words = words
    swapBits(&words, distance: 4, shift: 32, mask: 0x0000_0000_FFFF_FFFF)
    swapBits(&words, distance: 2, shift: 16, mask: 0x0000_FFFF_0000_FFFF)
    swapBits(&words, distance: 1, shift: 8, mask: 0x00FF_00FF_00FF_00FF)
    return words
  }

  /// Swaps the upper bits of each word's parts with the lower ones of the word at a distance.
  @inline(__always)
  private static func swapBits(
    _ words: inout Words, distance: Int, shift: UInt64, mask: UInt64
  ) {
    for first in 0..<8 where first & distance == 0 {
      let bits = (words[first] &>> shift ^ words[first + distance]) & mask
      words[first + distance] ^= bits
      words[first] ^= bits &<< shift
    }
  }
}
