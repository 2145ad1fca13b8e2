import ChordaeCore

/// Variants and weights of rows taken so far.
struct LoadingRows {
  private(set) var variants: [AncestryLoadings.Variant] = []
  private(set) var weights: [Double] = []
  private let components: [Int]
  private let frequencies: [String: Frequency]
  private var places: [String: Place] = [:]

  private struct Place {
    let variant: Int
    var alleles: [String]
  }

  /// A variant's frequency, and its 1-based position where the table says it.
  struct Frequency {
    let alternate: Double
    let position: Int?

    /// The frequency of a row; nil where it is none.
    init?(_ row: borrowing PlinkTable) {
      if let count = row["ALT_CTS"] {
        guard let count = Double(count), let total = row["OBS_CT"].flatMap(Double.init),
          total > 0
        else { return nil }
        alternate = count / total
      } else {
        guard let frequency = row["ALT_FREQS"].flatMap(Double.init) else { return nil }
        alternate = frequency
      }
      guard 0...1 ~= alternate else { return nil }
      position = row["POS"].flatMap(Int.init)
    }
  }

  init(components: [Int], frequencies: [String: Frequency]) {
    self.components = components
    self.frequencies = frequencies
  }

  /// Takes a row; gives what is wrong with it, or nil.
  mutating func take(_ row: borrowing PlinkTable) -> String? {
    guard let id = row["ID"], let reference = row["REF"], let alternate = row["ALT"],
      let allele = row["A1"]
    else { return "the row lacks a column" }
    guard !alternate.contains(","), allele == reference || allele == alternate else {
      return "the variant has more than two alleles: leave it out of the loadings"
    }
    if places[id] == nil {
      if let detail = begin(row, id, reference, alternate) { return detail }
    }
    guard let place = places[id], !place.alleles.contains(allele) else {
      return "the variant's allele stands there twice"
    }
    places[id]?.alleles.append(allele)
    let sign: Double = allele == alternate ? 1 : -1
    for (index, component) in components.enumerated() {
      guard let weight = Double(row.fields[component]), weight.isFinite else {
        return "the weight \(row.names[component]) is not a number"
      }
      weights[place.variant * components.count + index] += sign * weight
    }
    return nil
  }

  private mutating func begin(
    _ row: borrowing PlinkTable, _ id: String, _ reference: String, _ alternate: String
  ) -> String? {
    guard let frequency = frequencies[id] else { return "the frequencies lack the variant" }
    guard let name = row["CHROM"], let chromosome = Self.autosome(name) else {
      return "the chromosome is none of 1 to 22"
    }
    guard
      let position = row["POS"].flatMap(Int.init) ?? frequency.position
        ?? Self.position(in: id, of: chromosome), position > 0
    else {
      return "the position is neither in a column POS nor in the variant's id: write it with "
        + "--pca allele-wts vcols=chrom,pos,ref,alt"
    }
    places[id] = Place(variant: variants.count, alleles: [])
    variants.append(
      AncestryLoadings.Variant(
        chromosome: chromosome, position: position - 1, reference: reference,
        alternate: alternate, frequency: frequency.alternate))
    weights.append(contentsOf: repeatElement(0, count: components.count))
    return nil
  }

  private static func autosome(_ name: String) -> UInt8? {
    UInt8(name.hasPrefix("chr") ? name.dropFirst(3) : name[...]).flatMap {
      1...22 ~= $0 ? $0 : nil
    }
  }

  /// The position of an id such as `1:12345:A:G`.
  private static func position(in id: String, of chromosome: UInt8) -> Int? {
    let parts = id.split(separator: ":")
    guard parts.count >= 2, autosome(String(parts[0])) == chromosome else { return nil }
    return Int(parts[1])
  }
}
