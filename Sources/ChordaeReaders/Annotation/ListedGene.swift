/// A gene of a list: by its HGNC id, its symbol, or both.
public struct ListedGene: Sendable, Hashable {
  /// The number of the HGNC id (`6547` for `HGNC:6547`); nil where the list gives a symbol only.
  public let hgncID: Int?
  /// The symbol that the list gives; nil where it gives an id only.
  public let symbol: String?
  /// Why the gene is on the list, where the list says so.
  public let source: String?

  /// A gene; it must have an id or a symbol.
  public init(hgncID: Int?, symbol: String?, source: String? = nil) {
    precondition(hgncID != nil || symbol != nil)
    self.hgncID = hgncID
    self.symbol = symbol
    self.source = source
  }

  /// What messages call the gene: `LDLR (HGNC:6547)`, or what there is of it.
  public var label: String {
    guard let hgncID else { return symbol ?? "" }
    return symbol.map { "\($0) (HGNC:\(hgncID))" } ?? "HGNC:\(hgncID)"
  }

  /// The number of an HGNC id as files write it: `HGNC:6547`, or `HGNC:HGNC:6547` in RefSeq files.
  static func number(ofHGNCID text: some StringProtocol) -> Int? {
    var rest = text[...]
    guard rest.hasPrefix("HGNC:") else { return nil }
    while rest.hasPrefix("HGNC:") { rest = rest.dropFirst(5) }
    return rest.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      ? Int(rest) : nil
  }
}
