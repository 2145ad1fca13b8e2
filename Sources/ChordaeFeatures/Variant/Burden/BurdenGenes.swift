internal import ChordaeCore

/// The panel's genes as annotations name them: each name once, in the panel's order.
struct BurdenGenes: Sendable {
  let names: [String]
  /// Whether the panel names the gene; else the name is that of the interval's place.
  let isNamed: [Bool]
  /// The names, whose numbers are the genes' places.
  let table: WordTable

  /// The genes of a panel; none without one.
  init(_ panel: [GenomicInterval]?) {
    var names: [String] = []
    var isNamed: [Bool] = []
    var seen: Set<String> = []
    for interval in panel ?? [] {
      let own = interval.name.flatMap { $0.isEmpty ? nil : $0 }
      let name = own ?? "\(interval.contig):\(interval.start)-\(interval.end)"
      guard seen.insert(name).inserted else { continue }
      names.append(name)
      isNamed.append(own != nil)
    }
    self.names = names
    self.isNamed = isNamed
    table = WordTable(names)
  }
}
