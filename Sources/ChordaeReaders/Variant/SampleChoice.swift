import ChordaeCore

/// Which samples of a header are decoded, and where each wanted one then stands.
struct SampleChoice {
  /// What htslib is to be restricted to, in the header's order; nil to decode all samples.
  let subset: [String]?
  /// For each wanted sample, its place among those that htslib decodes.
  let places: [Int]
  /// For each wanted sample, its index in the whole header.
  let headerIndexes: [Int]
  /// Whether wanted and decoded samples are the same in the same order.
  let isIdentity: Bool

  /// Finds the wanted samples among a header's names.
  init(_ wanted: [String], among names: [String], path: String) throws(InputError) {
    var index: [String: Int] = [:]
    for (place, name) in names.enumerated() { index[name] = place }
    var found: [Int] = []
    found.reserveCapacity(wanted.count)
    for (place, name) in wanted.enumerated() {
      guard let column = index[name] else {
        throw InputError(
          .sampleNotFound, path: path,
          "the header's \(names.count) samples do not include wanted sample \(place)")
      }
      found.append(column)
    }
    headerIndexes = found
    // htslib takes the names as a list with commas, in which ^ and - at the start have a meaning.
    let isPlain = wanted.allSatisfy {
      !$0.contains(",") && !$0.hasPrefix("^") && $0 != "-" && !$0.isEmpty
    }
    if wanted.count == names.count || !isPlain {
      subset = nil
      places = found
      isIdentity = found.elementsEqual(names.indices)
    } else {
      let order = found.sorted()
      subset = order.map { names[$0] }
      var rank: [Int: Int] = [:]
      for (place, column) in order.enumerated() { rank[column] = place }
      places = found.map { rank[$0] ?? 0 }
      isIdentity = found == order
    }
  }
}
