internal import CKernels

/// Counts values that are like one.
enum LikeTemplates {
  /// Places of a range at which `second` is within the tolerance of the place's own value, and those at
  /// which `third` is so too; a NaN is like nothing.
  @inline(__always)
  static func count(
    _ second: [Double], _ third: [Double], in range: Range<Int>, like place: Int,
    _ tolerance: Double, form: SampleForm = .vectors
  ) -> (two: Int, three: Int) {
    precondition(second.count == third.count && range.upperBound <= second.count)
    switch form {
    case .reference:
      var (two, three) = (0, 0)
      for other in range where abs(second[other] - second[place]) <= tolerance {
        two += 1
        if abs(third[other] - third[place]) <= tolerance { three += 1 }
      }
      return (two, three)
    case .vectors:
      var counts = (Int64(0), Int64(0))
      // The range lies within both arrays, and the kernel writes two numbers.
      unsafe second.withUnsafeBufferPointer { second in
        unsafe third.withUnsafeBufferPointer { third in
          unsafe withUnsafeMutableBytes(of: &counts) { counts in
            unsafe chordae_like_templates(
              second.baseAddress.map { unsafe $0 + range.lowerBound },
              third.baseAddress.map { unsafe $0 + range.lowerBound }, range.count,
              second[place], third[place], tolerance,
              counts.assumingMemoryBound(to: Int64.self).baseAddress)
          }
        }
      }
      return (Int(counts.0), Int(counts.1))
    }
  }
}
