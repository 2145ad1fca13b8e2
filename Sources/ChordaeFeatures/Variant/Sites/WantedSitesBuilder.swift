/// Takes sites in one after another, without a text of its own for any of them.
public struct WantedSitesBuilder: Sendable {
  private var keys: [Int] = []
  private var offsets: [UInt32] = [0]
  private var text: [UInt8] = []
  private var orientations: [WantedSites.Orientation] = []

  /// No site yet.
  public init() {}

  public var count: Int { keys.count }

  /// Appends a site with its alleles' letters; `other` and `reference` are empty where not known.
  ///
  /// Alleles of other characters than letters are kept and match nothing.
  public mutating func append(
    chromosome: UInt8, position: Int, effect: Span<UInt8>, other: Span<UInt8>,
    reference: Span<UInt8>
  ) {
    precondition(position >= 0 && position < 1 << WantedSites.positionBits)
    let isPair = !other.isEmpty && WantedSites.isLetters(effect) && WantedSites.isLetters(other)
    let (prefix, suffix) = isPair ? AlleleTrimming.shared(effect, other) : (0, 0)
    orientations.append(
      reference.isEmpty
        ? .unknown
        : WantedSites.orientation(effect: effect, other: other, reference: reference))
    keys.append(Int(chromosome) << WantedSites.positionBits | (position + prefix))
    append(effect, prefix, suffix)
    append(other, prefix, suffix)
  }

  /// The sites in the genome's order; takes O(n log n) steps, O(n) where they are in it.
  public consuming func finish() -> WantedSites {
    if zip(keys, keys.dropFirst()).allSatisfy(<=) {
      return WantedSites(
        keys: keys, givenPlaces: (0..<Int32(keys.count)).map(\.self), offsets: offsets, text: text,
        orientations: orientations)
    }
    let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    var (sortedOffsets, sortedText) = ([UInt32(0)], [UInt8]())
    sortedOffsets.reserveCapacity(offsets.count)
    sortedText.reserveCapacity(text.count)
    for place in order {
      for allele in 2 * place...2 * place + 1 {
        sortedText += text[Int(offsets[allele])..<Int(offsets[allele + 1])]
        sortedOffsets.append(UInt32(sortedText.count))
      }
    }
    return WantedSites(
      keys: order.map { keys[$0] }, givenPlaces: order.map { Int32($0) }, offsets: sortedOffsets,
      text: sortedText, orientations: order.map { orientations[$0] })
  }

  private mutating func append(_ allele: Span<UInt8>, _ prefix: Int, _ suffix: Int) {
    if !allele.isEmpty {
      for index in prefix..<allele.count - suffix {
        text.append(AlleleTrimming.upper(allele[index]))
      }
    }
    offsets.append(UInt32(text.count))
  }
}
