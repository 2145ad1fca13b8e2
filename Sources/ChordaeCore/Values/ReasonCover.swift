/// Writes the reasons of a row's nulls so that every null is covered by exactly one entry.
///
/// An entry is `<column id or prefix>=<code>`; a prefix stands for all columns below it and is used
/// only where all of them are null for the same reason. The shortest such prefix is taken, entries
/// are sorted and joined by `;` (`aln=truncated;var=not_provided`).
public struct ReasonCover: Sendable {
  /// The words of an id up to one of its points, or the whole id, which is a column's.
  private struct Node {
    let prefix: String
    /// Place of the words up to the point before; nil for the first word of an id.
    let parent: Int?
    var column: Int?
  }

  /// Every node stands behind its parent.
  private let nodes: [Node]

  /// A cover for columns in the order in which their values will come.
  ///
  /// No id may be a prefix of another.
  public init(columns ids: [String]) {
    var nodes: [Node] = []
    nodes.reserveCapacity(2 * ids.count)
    var places: [Substring: Int] = [:]
    for (column, id) in ids.enumerated() {
      var parent: Int?
      for end in Self.wordEnds(of: id) {
        let (prefix, isWhole) = (id[..<end], end == id.endIndex)
        if let place = places[prefix] {
          precondition(
            !isWhole && nodes[place].column == nil, "\(prefix) is a column and a prefix of one")
          parent = place
        } else {
          places[prefix] = nodes.count
          let text = isWhole ? id : String(prefix)
          nodes.append(Node(prefix: text, parent: parent, column: isWhole ? column : nil))
          parent = nodes.count - 1
        }
      }
    }
    self.nodes = nodes
  }

  /// Where each word of an id ends.
  private static func wordEnds(of id: String) -> [String.Index] {
    id.utf8.indices.filter { id.utf8[$0] == UInt8(ascii: ".") } + [id.endIndex]
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
    // Not known until a column below has told.
    var found = [Int](repeating: -1, count: nodes.count)
    for place in nodes.indices.reversed() {
      let node = nodes[place]
      if let column = node.column { found[place] = Int(numbers[column]) }
      guard let parent = node.parent else { continue }
      let isFirst = found[parent] < 0
      found[parent] = isFirst || found[parent] == found[place] ? found[place] : 0
    }
    return found
  }
}
