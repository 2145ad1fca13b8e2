/// Wanted sites in the genome's order: by chromosome, by position, then as they were given.
///
/// A site stands where its alleles differ: what both share is trimmed when it is taken in
/// (`AlleleTrimming`), so that its position may be a little past the given one. Everything is held in
/// plain arrays, about 20 bytes a site of one base.
public struct WantedSites: Sendable {
  /// Chromosome and position of each site as one number, which orders as the sites do.
  let keys: [Int]
  /// The place of each site among those given.
  public let givenPlaces: [Int32]
  /// Effect allele, then other allele, of each site: two offsets into `text` a site and a last one.
  let offsets: [UInt32]
  /// Letters in upper case.
  let text: [UInt8]
  let orientations: [Orientation]
  /// Of indels that the reference allows to be written further right, by site: few of a list.
  let reaches: [Int: RepeatReach]
  /// Where each chromosome's sites start, by its number; one more ends the last.
  let starts: [Int]

  /// Which of a site's alleles the reference has.
  enum Orientation: UInt8, Sendable {
    case unknown
    case effect
    /// The other allele, or, where none is listed, none that the effect allele could be.
    case other
    /// The complement of the effect allele.
    case effectFlip
    /// The complement of the other allele.
    case otherFlip
    case neither
  }

  /// Sites in any order; `base` gives the reference's letter of a chromosome at a 0-based position,
  /// nil where it is not known.
  public init(_ sites: some Sequence<WantedSite>, base: ((UInt8, Int) -> UInt8?)? = nil) {
    var builder = WantedSitesBuilder()
    for site in sites {
      builder.append(
        chromosome: site.chromosome, position: site.position, effect: Array(site.effect.utf8).span,
        other: Array((site.other ?? "").utf8).span,
        reference: Array((site.reference ?? "").utf8).span,
        base: base.map { base in { base(site.chromosome, $0) } })
    }
    self = builder.finish()
  }

  init(
    keys: [Int], givenPlaces: [Int32], offsets: [UInt32], text: [UInt8],
    orientations: [Orientation], reaches: [Int: RepeatReach]
  ) {
    self.keys = keys
    self.givenPlaces = givenPlaces
    self.offsets = offsets
    self.text = text
    self.orientations = orientations
    self.reaches = reaches
    var starts = [Int](repeating: 0, count: 257)
    for key in keys { starts[key >> Self.positionBits + 1] += 1 }
    for number in 1..<257 { starts[number] += starts[number - 1] }
    self.starts = starts
  }

  public var count: Int { keys.count }

  /// The chromosome's number, as `WantedSite` counts.
  public func chromosome(_ site: Int) -> UInt8 { UInt8(keys[site] >> Self.positionBits) }

  /// The 0-based position.
  public func position(_ site: Int) -> Int { keys[site] & (1 << Self.positionBits - 1) }

  /// Where the effect allele's letters stand in `text`.
  func effect(_ site: Int) -> Range<Int> { Int(offsets[2 * site])..<Int(offsets[2 * site + 1]) }

  /// Where the other allele's letters stand in `text`; empty where none is listed.
  func other(_ site: Int) -> Range<Int> { Int(offsets[2 * site + 1])..<Int(offsets[2 * site + 2]) }

  /// The sites of a chromosome.
  func range(ofChromosome number: UInt8) -> Range<Int> {
    starts[Int(number)]..<starts[Int(number) + 1]
  }

  /// A site, trimmed; its reference only where that is one of its alleles.
  public subscript(site: Int) -> WantedSite {
    let effectText = String(decoding: text[effect(site)], as: UTF8.self)
    let otherText = String(decoding: text[other(site)], as: UTF8.self)
    let reference: String? =
      switch orientations[site] {
      case .effect: effectText
      case .other: otherText.isEmpty ? nil : otherText
      default: nil
      }
    return WantedSite(
      chromosome: chromosome(site), position: position(site), effect: effectText,
      other: otherText.isEmpty ? nil : otherText, reference: reference)
  }

  /// Bits of a key that hold the position.
  static let positionBits = 40
}
