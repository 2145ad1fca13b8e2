internal import CKernels

/// How many bases have at least each of eight depths, and the greatest depth.
public struct DepthTally: Sendable, Equatable {
  /// Depths whose bases are counted, eight of them.
  public let thresholds: [Int32]
  /// Bases at or above each threshold.
  public private(set) var counts = [Int64](repeating: 0, count: 8)
  public private(set) var maximum = Int32(0)

  /// A form of the kernel; all give the same figures.
  public enum Form: CaseIterable, Sendable {
    case reference, vectors
  }

  /// An empty tally.
  public init(thresholds: [Int32]) {
    precondition(thresholds.count == 8)
    self.thresholds = thresholds
  }

  /// Takes in bases that all have the same depth.
  public mutating func add(depth: Int32, bases: Int) {
    for index in thresholds.indices where depth >= thresholds[index] {
      counts[index] += Int64(bases)
    }
    maximum = max(maximum, depth)
  }

  /// Turns a range of differences into depths in place, by a running sum that starts from `carry`,
  /// and takes them in; gives the last depth.
  public mutating func add(
    differences: inout MutableSpan<Int32>, in range: Range<Int>, carry: Int32,
    form: Form = .vectors
  ) -> Int32 {
    precondition(range.lowerBound >= 0 && range.upperBound <= differences.count)
    // The vector form takes whole vectors; what is left over goes the plain way.
    let whole = form == .vectors ? range.count & ~15 : 0
    var depth = carry
    if whole > 0 {
      depth = addVectors(&differences, from: range.lowerBound, count: whole, carry: carry)
    }
    for index in range.lowerBound + whole..<range.upperBound {
      depth += differences[index]
      differences[index] = depth
      add(depth: depth, bases: 1)
    }
    return depth
  }

  private mutating func addVectors(
    _ differences: inout MutableSpan<Int32>, from start: Int, count: Int, carry: Int32
  ) -> Int32 {
    // Safe: the caller has checked the range, `count` is a multiple of the lanes, and the arrays
    // hold the eight values that the kernel reads and writes.
    unsafe differences.withUnsafeMutableBufferPointer { values in
      unsafe chordae_depth_tally(
        values.baseAddress?.advanced(by: start), count, carry, thresholds, &counts, &maximum)
    }
  }
}
