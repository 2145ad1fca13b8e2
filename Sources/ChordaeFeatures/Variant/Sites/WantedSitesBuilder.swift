/// Takes sites in one after another, without a text of its own for any of them.
public struct WantedSitesBuilder: Sendable {
  private var keys: [Int] = []
  private var offsets: [UInt32] = [0]
  private var text: [UInt8] = []
  private var orientations: [WantedSites.Orientation] = []
  private var reaches: [Int: RepeatReach] = [:]

  /// No site yet.
  public init() {}

  public var count: Int { keys.count }

  /// Makes room for so many sites in all, of one base each.
  mutating func reserve(_ count: Int) {
    keys.reserveCapacity(count)
    offsets.reserveCapacity(2 * count + 1)
    text.reserveCapacity(2 * count)
    orientations.reserveCapacity(count)
  }

  /// Appends a site with its alleles' letters; `other` and `reference` are empty where not known.
  ///
  /// Alleles of other characters than letters are kept and match nothing. Where `base` gives the
  /// reference's letters (at a 0-based position; nil where they are not known) the alleles are moved
  /// as far left as it allows, so that an indel of a repeat stands where callers write it.
  public mutating func append(
    chromosome: UInt8, position: Int, effect: Span<UInt8>, other: Span<UInt8>,
    reference: Span<UInt8>, base: ((Int) -> UInt8?)? = nil
  ) {
    precondition(position >= 0 && position < 1 << WantedSites.positionBits)
    if effect.count == 1, other.count == 1, reference.count <= 1 {
      return append(
        chromosome, position, AlleleTrimming.upper(effect[0]), AlleleTrimming.upper(other[0]),
        reference.isEmpty ? 0 : AlleleTrimming.upper(reference[0]))
    }
    let isPair = !other.isEmpty && WantedSites.isLetters(effect) && WantedSites.isLetters(other)
    orientations.append(
      reference.isEmpty
        ? .unknown
        : WantedSites.orientation(effect: effect, other: other, reference: reference))
    if isPair, effect.count != other.count, let base {
      let moved = AlleleTrimming.leftAligned(
        at: position, effect.indices.map { effect[$0] }, other.indices.map { other[$0] },
        base: base)
      reaches[keys.count] = RepeatReach(
        at: moved.position, moved.first, moved.second, base: base)
      return append(chromosome, moved.position, moved.first.span, moved.second.span, (0, 0))
    }
    let shared = isPair ? AlleleTrimming.shared(effect, other) : (prefix: 0, suffix: 0)
    append(chromosome, position + shared.prefix, effect, other, shared)
  }

  private mutating func append(
    _ chromosome: UInt8, _ position: Int, _ effect: Span<UInt8>, _ other: Span<UInt8>,
    _ shared: (prefix: Int, suffix: Int)
  ) {
    keys.append(Int(chromosome) << WantedSites.positionBits | position)
    append(effect, shared.prefix, shared.suffix)
    append(other, shared.prefix, shared.suffix)
  }

  /// Appends a site of one letter and another, which have nothing to trim; 0 for no reference.
  private mutating func append(
    _ chromosome: UInt8, _ position: Int, _ effect: UInt8, _ other: UInt8, _ reference: UInt8
  ) {
    keys.append(Int(chromosome) << WantedSites.positionBits | position)
    text.append(effect)
    offsets.append(UInt32(text.count))
    text.append(other)
    offsets.append(UInt32(text.count))
    orientations.append(
      reference == 0 ? .unknown : WantedSites.orientation(effect, other, reference: reference))
  }

  /// The sites in the genome's order; takes O(n log n) steps, O(n) where they are in it.
  public consuming func finish() -> WantedSites {
    if zip(keys, keys.dropFirst()).allSatisfy(<=) {
      return WantedSites(
        keys: keys, givenPlaces: (0..<Int32(keys.count)).map(\.self), offsets: offsets, text: text,
        orientations: orientations, reaches: reaches)
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
    var sortedReaches: [Int: RepeatReach] = [:]
    if !reaches.isEmpty {
      for (place, given) in order.enumerated() { sortedReaches[place] = reaches[given] }
    }
    return WantedSites(
      keys: order.map { keys[$0] }, givenPlaces: order.map { Int32($0) }, offsets: sortedOffsets,
      text: sortedText, orientations: order.map { orientations[$0] }, reaches: sortedReaches)
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
