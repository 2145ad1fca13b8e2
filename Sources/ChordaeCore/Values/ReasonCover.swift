/// Writes the reasons of a row's nulls so that every null is covered by exactly one entry.
///
/// An entry is `<column id or prefix>=<code>`; a prefix stands for all columns below it and is used
/// only where all of them are null for the same reason. The shortest such prefix is taken, entries
/// are sorted and joined by `;` (`aln=truncated;var=not_provided`).
public struct ReasonCover: Sendable {
  /// A word of the ids: one column, or the words that follow it.
  private struct Node {
    let prefix: String
    /// Place of the word before it; nil for the first word of an id.
    let parent: Int?
    var column: Int?
    /// Places of the words that follow it, all of them behind its own.
    var children = 0..<0
  }

  private let nodes: [Node]

  /// A cover for columns in the order in which their values will come.
  ///
  /// No id may be a prefix of another.
  public init(columns ids: [String]) {
    let words = ids.map { $0.split(separator: ".", omittingEmptySubsequences: false) }
    var nodes: [Node] = []
    /// Node by node, the columns whose ids go through it.
    var columns: [[Int]] = []
    func append(_ some: [Int], depth: Int, below parent: Int?) -> Range<Int> {
      let first = nodes.count
      var places: [Substring: Int] = [:]
      for column in some {
        precondition(depth < words[column].count, "\(ids[column]) is a column and a prefix of one")
        let word = words[column][depth]
        if let place = places[word] {
          columns[place].append(column)
        } else {
          places[word] = nodes.count
          let prefix = parent.map { nodes[$0].prefix + "." + word } ?? String(word)
          nodes.append(Node(prefix: prefix, parent: parent))
          columns.append([column])
        }
      }
      return first..<nodes.count
    }
    var depths = append(Array(ids.indices), depth: 0, below: nil).map { _ in 1 }
    var place = 0
    while place < nodes.count {
      let some = columns[place]
      if some.count == 1, words[some[0]].count == depths[place] {
        nodes[place].column = some[0]
      } else {
        nodes[place].children = append(some, depth: depths[place], below: place)
        depths += nodes[place].children.map { _ in depths[place] + 1 }
      }
      place += 1
    }
    self.nodes = nodes
  }

  /// The entries for one row; empty where nothing is null.
  public func text(_ values: [FeatureValue]) -> String { text(ReasonPattern(values[...])) }

  /// The entries for a row whose nulls are known.
  public func text(_ pattern: ReasonPattern) -> String {
    let reasons = pattern.reasons
    if reasons.isEmpty { return "" }
    let found = common(pattern.numbers)
    let entries = nodes.indices.compactMap { place -> String? in
      let isCovered = nodes[place].parent.map { found[$0] != 0 } ?? false
      if found[place] == 0 || isCovered { return nil }
      return "\(nodes[place].prefix)=\(reasons[found[place] - 1])"
    }
    return entries.sorted().joined(separator: ";")
  }

  /// For each node the reason that all columns below it share, 0 for none.
  private func common(_ numbers: [UInt16]) -> [Int] {
    var found = [Int](repeating: 0, count: nodes.count)
    for place in nodes.indices.reversed() {
      if let column = nodes[place].column {
        found[place] = Int(numbers[column])
      } else {
        let children = nodes[place].children
        let first = found[children.lowerBound]
        found[place] = children.allSatisfy { found[$0] == first } ? first : 0
      }
    }
    return found
  }
}
