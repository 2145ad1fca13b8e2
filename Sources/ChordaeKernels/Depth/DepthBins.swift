internal import CKernels

/// Counts bases by their depth while depths flow by: the working form of `DepthCounts`.
public struct DepthBins: Sendable {
  private static let limit = Int32(1_024)
  /// Differences that go to the kernel at a time.
  private static let piece = 4_096

  private var bins = [Int64](repeating: 0, count: Int(limit))
  /// Depths past the bins: few bases of few files.
  private var deep: [Int32: Int] = [:]
  private var deepRuns = [chordae_depth_run](
    repeating: chordae_depth_run(depth: 0, length: 0), count: piece + 1)

  /// A form of the kernel; all give the same figures.
  public enum Form: CaseIterable, Sendable {
    case reference, vectors
  }

  /// Empty bins.
  public init() {}

  /// Takes in bases that all have the same depth.
  @inline(__always)
  public mutating func add(depth: Int32, bases: Int) {
    if depth >= 0, depth < Self.limit {
      self.bins[Int(depth)] += Int64(bases)
    } else {
      deep[depth, default: 0] += bases
    }
  }

  /// Takes in the bases of a range of differences, whose running sum from `carry` on is the depth,
  /// sets them to zero and gives the last depth.
  public mutating func add(
    differences: inout MutableSpan<Int32>, in range: Range<Int>, carry: Int32,
    form: Form = .vectors
  ) -> Int32 {
    precondition(range.lowerBound >= 0 && range.upperBound <= differences.count)
    // The vector form takes whole vectors; what is left over goes the plain way.
    let whole = range.lowerBound + (form == .vectors ? range.count & ~15 : 0)
    var depth = carry
    for start in stride(from: range.lowerBound, to: whole, by: Self.piece) {
      depth = addVectors(
        &differences, from: start, count: min(Self.piece, whole - start), carry: depth)
    }
    for index in whole..<range.upperBound {
      depth += differences[index]
      differences[index] = 0
      add(depth: depth, bases: 1)
    }
    return depth
  }

  private mutating func addVectors(
    _ differences: inout MutableSpan<Int32>, from start: Int, count: Int, carry: Int32
  ) -> Int32 {
    var deepCount = 0
    // Safe: the caller has checked the range, `count` is a multiple of the lanes, and the bins and
    // the list of deep runs are as large as the kernel asks.
    let last = unsafe differences.withUnsafeMutableBufferPointer { values in
      unsafe chordae_depth_runs(
        values.baseAddress?.advanced(by: start), count, carry, &bins, Self.limit, &deepRuns,
        &deepCount)
    }
    for run in deepRuns.prefix(deepCount) { deep[run.depth, default: 0] += Int(run.length) }
    return last
  }

  /// Bases of a low depth that were counted so far.
  func bases(ofDepth depth: Int) -> Int { Int(bins[depth]) }

  /// Gives what was counted and starts again from nothing.
  public mutating func take() -> DepthCounts {
    let low = bins.indices.filter { bins[$0] > 0 }.map {
      DepthCounts.Entry(depth: Int32($0), bases: Int(bins[$0]))
    }
    let counts = DepthCounts(low + deep.map { DepthCounts.Entry(depth: $0.key, bases: $0.value) })
    for index in bins.indices { bins[index] = 0 }
    deep.removeAll()
    return counts
  }
}
