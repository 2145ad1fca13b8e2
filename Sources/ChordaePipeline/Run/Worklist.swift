/// The rows that a run has to extract, part after part.
struct Worklist: Sendable {
  private let parts: [ArraySlice<UInt32>]
  /// Rows before each part.
  private let starts: [Int]
  let count: Int

  /// The rows of parts in their order.
  init(_ parts: [ArraySlice<UInt32>]) {
    self.parts = parts
    var starts: [Int] = []
    var count = 0
    for part in parts {
      starts.append(count)
      count += part.count
    }
    (self.starts, self.count) = (starts, count)
  }

  /// The manifest's row at a place of the list.
  subscript(place: Int) -> Int {
    let part = index(of: place)
    return Int(parts[part][parts[part].startIndex + place - starts[part]])
  }

  /// The part in which a place lies, and whether the place is its last one.
  func part(of place: Int) -> (index: Int, isLast: Bool) {
    let part = index(of: place)
    return (part, place + 1 == starts[part] + parts[part].count)
  }

  private func index(of place: Int) -> Int {
    precondition(0..<count ~= place, "a place of the list")
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle } else { high = middle }
    }
    return low
  }
}
