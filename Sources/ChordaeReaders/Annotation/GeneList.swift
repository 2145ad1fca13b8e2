public import ChordaeCore

/// The genes of a panel, in the order of their list.
///
/// A list is a text with a gene a line: a symbol or an HGNC id, or both with a tab between. A first
/// line with `hgnc_id`, `symbol` or `source` among its words names the columns. Lines that begin with
/// `#` are comments; `# title:` and `# source:` say what the list is and where it comes from.
public struct GeneList: Sendable, Equatable {
  /// The name of a shipped list, or the file's.
  public let name: String
  public let title: String?
  /// Where the list comes from, one publication or rule a text.
  public let sources: [String]
  /// Each gene once.
  public let genes: [ListedGene]

  /// Reads a list from a file.
  public init(path: String) throws(InputError) {
    var file = try TextLines(path: path)
    var lines = GeneListLines()
    while let line = try file.next() { try lines.take(line, path: path) }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    try self.init(name: name, lines, path: path)
  }

  /// Reads a list from a text.
  init(name: String, text: String) throws(InputError) {
    var lines = GeneListLines()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      try lines.take(String(line), path: name)
    }
    try self.init(name: name, lines, path: name)
  }

  private init(name: String, _ lines: GeneListLines, path: String) throws(InputError) {
    guard !lines.genes.isEmpty else {
      throw InputError(.malformed, path: path, "the list names no gene")
    }
    (self.name, title, sources, genes) = (name, lines.title, lines.sources, lines.genes)
  }
}

/// What the lines seen so far say.
private struct GeneListLines {
  var genes: [ListedGene] = []
  var title: String?
  var sources: [String] = []
  private var number = 0
  private var columns: [String]?
  /// The genes by id and by symbol, with the lines that named them first.
  private var ids: [Int: (gene: Int, line: Int)] = [:]
  private var symbols: [String: (gene: Int, line: Int)] = [:]

  mutating func take(_ line: String, path: String) throws(InputError) {
    number += 1
    let text = line.hasSuffix("\r") ? line.dropLast() : line[...]
    guard !text.allSatisfy(\.isWhitespace) else { return }
    if text.hasPrefix("#") { return note(text) }
    let cells = text.split(separator: "\t", omittingEmptySubsequences: false).map(Self.trimmed)
    if columns == nil {
      let words = Set(["hgnc_id", "symbol", "source"])
      columns = cells.contains { words.contains($0) } ? cells : []
      if columns?.isEmpty == false { return }
    }
    try add(try gene(cells, path), path)
  }

  private mutating func note(_ comment: Substring) {
    let text = Self.trimmed(comment.drop { $0 == "#" })
    if text.hasPrefix("title:") { title = Self.trimmed(text.dropFirst(6)) }
    if text.hasPrefix("source:") { sources.append(Self.trimmed(text.dropFirst(7))) }
  }

  private func gene(_ cells: [String], _ path: String) throws(InputError) -> ListedGene {
    var id: Int?
    var symbol: String?
    var source: String?
    for (place, cell) in cells.enumerated() where !cell.isEmpty {
      switch column(place) {
      case "source": source = cell
      case "hgnc_id", "symbol":
        if let number = ListedGene.number(ofHGNCID: cell) {
          id = number
        } else if cell.contains(where: \.isWhitespace) || cell.hasPrefix("HGNC:") {
          throw InputError(
            .malformed, path: path, at: .line(number),
            "'\(cell)' is no gene symbol and no HGNC id (HGNC:6547)")
        } else {
          symbol = cell
        }
      default: break
      }
    }
    guard id != nil || symbol != nil else {
      throw InputError(
        .malformed, path: path, at: .line(number), "the line has no symbol and no HGNC id")
    }
    return ListedGene(hgncID: id, symbol: symbol, source: source)
  }

  /// The name of a column; without a header the first two hold an id and a symbol in either order.
  private func column(_ place: Int) -> String? {
    guard let columns, !columns.isEmpty else { return place < 2 ? "symbol" : nil }
    return columns.indices.contains(place) ? columns[place] : nil
  }

  /// Adds a gene that is not there yet; a list may name one for each of its diseases.
  private mutating func add(_ gene: ListedGene, _ path: String) throws(InputError) {
    let places = [gene.hgncID.flatMap { ids[$0] }, gene.symbol.flatMap { symbols[$0] }]
      .compactMap(\.self)
    guard let earlier = places.first else {
      note(gene, at: genes.count)
      return genes.append(gene)
    }
    let other = genes[earlier.gene]
    let isSame =
      Set([gene.hgncID, other.hgncID].compactMap(\.self)).count < 2
      && Set([gene.symbol, other.symbol].compactMap(\.self)).count < 2
      && places.allSatisfy { $0.gene == earlier.gene }
    guard isSame else {
      throw InputError(
        .malformed, path: path, at: .line(number),
        "\(gene.label) is not \(other.label) of line \(earlier.line): one of them is wrong, or "
          + "one gene stands on two lines")
    }
    note(gene, at: earlier.gene)
    genes[earlier.gene] = ListedGene(
      hgncID: other.hgncID ?? gene.hgncID, symbol: other.symbol ?? gene.symbol,
      source: other.source ?? gene.source)
  }

  private mutating func note(_ gene: ListedGene, at place: Int) {
    if let id = gene.hgncID, ids[id] == nil { ids[id] = (place, number) }
    if let symbol = gene.symbol, symbols[symbol] == nil { symbols[symbol] = (place, number) }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let rest = text.drop(while: \.isWhitespace)
    let end = rest.lastIndex { !$0.isWhitespace }.map { rest.index(after: $0) }
    return String(rest[..<(end ?? rest.startIndex)])
  }
}
