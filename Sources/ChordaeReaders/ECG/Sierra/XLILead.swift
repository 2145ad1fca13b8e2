/// One lead of Philips' XLI compression: LZW over its second differences.
enum XLILead {
  /// What every stored difference is raised by.
  private static let bias = 64

  /// The samples of a chunk; nil where it is damaged or longer than asked for.
  ///
  /// The unpacked bytes are all high bytes, then all low bytes of 16-bit words. The first two words
  /// are samples; of each further one the sample was predicted as lying on the line of the two
  /// before it, and the words tell by how much the line was off, one word late: `start` is the
  /// first error.
  static func samples(_ chunk: ArraySlice<UInt8>, start: Int, atMost limit: Int) -> [Int32]? {
    // One odd byte may fill up the last code.
    guard var bytes = LZW.unpacked(chunk, atMost: 2 * limit + 1) else { return nil }
    if bytes.count % 2 == 1 { bytes.append(0) }
    let count = bytes.count / 2
    var samples = (0..<count).map {
      Int32(Int16(bitPattern: UInt16(bytes[$0]) << 8 | UInt16(bytes[count + $0])))
    }
    guard count > 2 else { return samples }
    var error = start
    for place in 2..<count {
      let predicted = 2 * Int(samples[place - 1]) - Int(samples[place - 2])
      let sample = predicted - error
      guard let exact = Int16(exactly: sample) else { return nil }
      error = Int(samples[place]) - bias
      samples[place] = Int32(exact)
    }
    return samples
  }
}
