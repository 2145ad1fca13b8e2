internal import CKernels

/// Medians of columns of numbers, such as of a beat's samples over the beats.
public enum ColumnMedians {
  /// Rows that can be taken at most.
  public static let longest = Int(CHORDAE_MEDIAN_ROWS)

  /// The medians of `width` columns over rows that follow each other.
  ///
  /// The reference sorts column by column, the vectors go through a sorting network many columns at a time.
  /// Values that are not finite are left out; of an even number the mean of the middle two is taken, and a
  /// column without a value gets NaN. Cost: `width * rowCount * log² rowCount`.
  ///
  /// - Precondition: `rows` holds `rowCount` (at most `longest`) times `width` values.
  public static func of(
    _ rows: [Float], rowCount: Int, width: Int, into medians: inout [Float],
    form: SampleForm = .vectors
  ) {
    precondition((0...longest).contains(rowCount) && width >= 0 && rows.count >= rowCount * width)
    if medians.count != width { medians = [Float](repeating: .nan, count: width) }
    switch form {
    case .reference:
      var column: [Float] = []
      for place in 0..<width {
        column.removeAll(keepingCapacity: true)
        for row in 0..<rowCount where rows[row * width + place].isFinite {
          column.append(rows[row * width + place])
        }
        medians[place] = Median.of(&column) ?? .nan
      }
    case .vectors:
      unsafe rows.withUnsafeBufferPointer { rows in
        unsafe medians.withUnsafeMutableBufferPointer { medians in
          guard let source = rows.baseAddress, let target = medians.baseAddress else { return }
          unsafe chordae_column_medians(source, rowCount, width, target)
        }
      }
    }
  }
}

/// The median of numbers.
public enum Median {
  /// Values that `upper` can take at most.
  static let longest = Int(CHORDAE_MEDIAN_VALUES)

  /// The middle one, of an even number the upper of two; NaN of none.
  ///
  /// The reference sorts, the vectors count for one value after the other how many are smaller.
  ///
  /// - Precondition: there are at most `longest` values, none of them NaN.
  static func upper(_ values: Span<Float>, form: SampleForm = .vectors) -> Float {
    precondition(values.count <= longest)
    switch form {
    case .reference:
      let sorted = values.indices.map { values[$0] }.sorted()
      return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
    case .vectors:
      // Safe: the kernel reads as many values as it is told that there are.
      return unsafe values.withUnsafeBufferPointer {
        unsafe $0.isEmpty ? .nan : chordae_upper_median($0.baseAddress, $0.count)
      }
    }
  }

  /// The middle one, or the mean of the middle two, of values that it sorts; nil where there is none.
  public static func of(_ values: inout [Float]) -> Float? {
    guard !values.isEmpty else { return nil }
    values.sort()
    return 0.5 * (values[(values.count - 1) / 2] + values[values.count / 2])
  }
}
