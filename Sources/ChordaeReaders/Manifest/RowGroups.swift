/// Rows in groups of two and more, each group and its rows in ascending order.
struct RowGroups: Sendable {
  private static let none = UInt32.max

  /// The rows, group after group, and where each group begins and the last one ends.
  private var rows: [UInt32] = []
  private var starts: [UInt32] = [0]
  /// The group of each row of the manifest; empty where there is no group.
  private var groups: [UInt32] = []

  /// No groups.
  init() {}

  /// The groups of rows with equal digests.
  init(_ keys: consuming [DigestedRow], rowCount: Int) {
    keys.sort()
    var found: [Range<Int>] = []
    var start = 0
    for place in keys.indices.dropFirst() where !keys[place].hasDigest(of: keys[start]) {
      if place - start > 1 { found.append(start..<place) }
      start = place
    }
    if keys.count - start > 1 { found.append(start..<keys.count) }
    guard !found.isEmpty else { return }
    groups = Array(repeating: Self.none, count: rowCount)
    for range in found.sorted(by: { keys[$0.lowerBound].row < keys[$1.lowerBound].row }) {
      for key in keys[range] {
        groups[Int(key.row)] = UInt32(count)
        rows.append(key.row)
      }
      starts.append(UInt32(rows.count))
    }
  }

  /// How many groups there are.
  var count: Int { starts.count - 1 }

  /// The rows of a group.
  subscript(group: Int) -> ArraySlice<UInt32> {
    rows[Int(starts[group])..<Int(starts[group + 1])]
  }

  /// The group of a row; nil where it is in none.
  func group(ofRow row: Int) -> Int? {
    guard !groups.isEmpty, groups[row] != Self.none else { return nil }
    return Int(groups[row])
  }
}
