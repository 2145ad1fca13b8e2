/// Medians of columns over any number of rows, in bounded memory.
///
/// Up to 1275 rows the medians are exact. Of more, each 1275 values of a column are replaced by 255: the
/// middle ones of each five in order, which then count five-fold, and so on (Manku et al., SIGMOD Record
/// 1998;27:426): the rank of what is given is off by less than a hundredth of the rows. Values that are not
/// finite are left out. Memory: 1275 rows for each power of five.
public struct RunningMedians: Sendable {
  private static let fold = 5

  /// Rows of a level.
  private let capacity: Int

  /// Columns of a row.
  public let width: Int
  /// Rows taken in.
  public private(set) var rowCount = 0
  /// Rows whose values count one-fold, five-fold, and so on.
  private var levels: [[Float]] = []

  /// Medians of no rows yet; fewer rows than 1275, a multiple of five, take less memory and are less exact.
  public init(width: Int, capacity: Int = 1275) {
    precondition(width >= 0 && capacity > 0 && capacity % Self.fold == 0)
    self.width = width
    self.capacity = capacity
  }

  /// Takes in a row.
  ///
  /// - Precondition: it has `width` values.
  public mutating func add(_ row: [Float]) {
    precondition(row.count == width)
    rowCount += 1
    add(row, to: 0)
  }

  /// The medians; NaN for a column that had no value, and for all without a row.
  public func medians() -> [Float] {
    if rowCount == 1 { return levels[0].map { $0.isFinite ? $0 : .nan } }
    var column: [(value: Float, weight: Int)] = []
    return (0..<width).map { place in
      column.removeAll(keepingCapacity: true)
      var weight = 1
      for level in levels {
        for index in stride(from: place, to: level.count, by: width) where level[index].isFinite {
          column.append((level[index], weight))
        }
        weight *= Self.fold
      }
      return Self.median(&column)
    }
  }

  private mutating func add(_ rows: [Float], to level: Int) {
    if level == levels.count { levels.append([]) }
    levels[level] += rows
    guard width > 0, levels[level].count == capacity * width else { return }
    let folded = folded(levels[level])
    levels[level].removeAll(keepingCapacity: true)
    add(folded, to: level + 1)
  }

  /// A fifth as many rows: of each column's values in order the middle ones of each five.
  private func folded(_ rows: [Float]) -> [Float] {
    var folded = [Float](repeating: .nan, count: rows.count / Self.fold)
    var column: [Float] = []
    for place in 0..<width {
      column.removeAll(keepingCapacity: true)
      for index in stride(from: place, to: rows.count, by: width) where rows[index].isFinite {
        column.append(rows[index])
      }
      column.sort()
      // Of a rest of three or four the middle one, of one or two none.
      let middles = stride(from: Self.fold / 2, to: column.count, by: Self.fold)
      for (row, middle) in middles.enumerated() { folded[row * width + place] = column[middle] }
    }
    return folded
  }

  /// The value at half of the weight; where exactly half lies on either side, the mean of the two.
  private static func median(_ column: inout [(value: Float, weight: Int)]) -> Float {
    column.sort { $0.value < $1.value }
    let total = column.reduce(0) { $0 + $1.weight }
    var below = 0
    for (place, entry) in column.enumerated() {
      below += entry.weight
      if 2 * below > total { return entry.value }
      if 2 * below == total { return 0.5 * (entry.value + column[place + 1].value) }
    }
    return .nan
  }
}
