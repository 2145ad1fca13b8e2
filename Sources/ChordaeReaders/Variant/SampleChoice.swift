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
    let ordered = Self.places(of: wanted, inOrderOf: names)
    let found =
      if let ordered { ordered } else { try Self.places(of: wanted, among: names, path: path) }
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
      isIdentity = ordered != nil
      places = isIdentity ? Array(found.indices) : Self.ranks(of: found, order)
    }
  }

  /// Places of names that stand in the header's order, as those of most call sets do; nil otherwise.
  ///
  /// A file is opened once for each of its parts, and a table of thousands of names is no small thing.
  private static func places(of wanted: [String], inOrderOf names: [String]) -> [Int]? {
    var found: [Int] = []
    found.reserveCapacity(wanted.count)
    for (place, name) in names.enumerated()
    where found.count < wanted.count && name == wanted[found.count] {
      found.append(place)
    }
    return found.count == wanted.count ? found : nil
  }

  private static func places(
    of wanted: [String], among names: [String], path: String
  ) throws(InputError) -> [Int] {
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
    return found
  }

  /// The place of each column among the ordered ones.
  private static func ranks(of columns: [Int], _ order: [Int]) -> [Int] {
    var rank: [Int: Int] = [:]
    for (place, column) in order.enumerated() { rank[column] = place }
    return columns.map { rank[$0] ?? 0 }
  }
}
