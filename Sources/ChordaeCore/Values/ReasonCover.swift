/// Writes the reasons of a row's nulls so that every null is covered by exactly one entry.
///
/// An entry is `<column id or prefix>=<code>`; a prefix stands for all columns below it and is used
/// only where all of them are null for the same reason. The shortest such prefix is taken, entries
/// are sorted and joined by `;` (`aln=truncated;var=not_provided`).
public struct ReasonCover: Sendable {
  /// A word of the ids: the columns below it and the words that follow it.
  private struct Node {
    let prefix: String
    var column: Int?
    var children: [Node] = []
  }

  private let roots: [Node]

  /// A cover for columns in the order in which their values will come.
  ///
  /// No id may be a prefix of another.
  public init(columns ids: [String]) {
    var roots: [Node] = []
    for (column, id) in ids.enumerated() {
      let words = id.split(separator: ".", omittingEmptySubsequences: false)
      Self.insert(words[...], column, below: "", into: &roots)
    }
    self.roots = roots
  }

  /// The entries for one row; empty where nothing is null.
  public func text(_ values: some RandomAccessCollection<FeatureValue>) -> String {
    var entries: [String] = []
    for root in roots {
      if case .uniform(let reason) = describe(root, values, &entries) {
        entries.append("\(root.prefix)=\(reason)")
      }
    }
    return entries.sorted().joined(separator: ";")
  }

  private enum Finding {
    /// All columns below are null for this reason.
    case uniform(MissingReason)
    /// Anything else; entries for the nulls below are written.
    case mixed
  }

  private func describe(
    _ node: Node, _ values: some RandomAccessCollection<FeatureValue>, _ entries: inout [String]
  ) -> Finding {
    if let column = node.column {
      let value = values[values.index(values.startIndex, offsetBy: column)]
      guard case .missing(let reason) = value else { return .mixed }
      return .uniform(reason ?? MissingReason("unknown"))
    }
    let findings = node.children.map { describe($0, values, &entries) }
    if case .uniform(let first)? = findings.first,
      findings.allSatisfy({ if case .uniform(first) = $0 { true } else { false } })
    {
      return .uniform(first)
    }
    for (child, finding) in zip(node.children, findings) {
      if case .uniform(let reason) = finding { entries.append("\(child.prefix)=\(reason)") }
    }
    return .mixed
  }

  private static func insert(
    _ words: ArraySlice<Substring>, _ column: Int, below prefix: String, into nodes: inout [Node]
  ) {
    guard let word = words.first else { return }
    let prefix = prefix.isEmpty ? String(word) : prefix + "." + word
    let place =
      nodes.firstIndex { $0.prefix == prefix }
      ?? {
        nodes.append(Node(prefix: prefix))
        return nodes.count - 1
      }()
    precondition(nodes[place].column == nil, "\(prefix) is a column and a prefix of one")
    if words.count == 1 {
      precondition(nodes[place].children.isEmpty, "\(prefix) is a column and a prefix of one")
      nodes[place].column = column
    } else {
      insert(words.dropFirst(), column, below: prefix, into: &nodes[place].children)
    }
  }
}
