import ChordaeCore
internal import ChordaeKernels

/// One row of the table `sites`.
struct SiteRow {
  let site: SiteList.Site
  let contig: String
  let counts: SiteCounts
  /// The reference base where the alleles are counted, as `NucleotideCode` counts.
  let reference: UInt8
  /// What was counted of the site's insertion or deletion.
  let indel: IndelCounts?

  /// The values in the columns' order.
  var values: [FeatureValue] {
    let kinds: [SiteCounts.Kind] = [.a, .c, .g, .t, .other]
    let alternate = alternateCounts
    return [
      .text(contig), .integer(Int64(site.start)), referenceText,
      site.alternate.isEmpty ? .missing(nil) : .text(site.alternate),
    ] + kinds.map { .integer(Int64(counts.count($0))) } + [
      .integer(Int64(counts.depth)), Self.integer(referenceCount),
      Self.integer(alternate.map { $0.forward + $0.reverse }), Self.integer(alternate?.forward),
      Self.integer(alternate?.reverse), .integer(Int64(counts.count(.deletion))),
      .integer(Int64(counts.count(.skip))), .integer(Int64(counts.count(.insertionAfter))),
    ]
  }

  /// The list's reference allele, else the reference's base.
  private var referenceText: FeatureValue {
    if !site.reference.isEmpty { return .text(site.reference) }
    return reference < 4 ? .text(NucleotideCode.letter(of: reference)) : .missing(nil)
  }

  /// Reads of the reference: its base, and for an indel nothing inserted or deleted after it; nil
  /// where it is not known or no single column of a pileup shows the change.
  private var referenceCount: Int? {
    guard site.change != .other, reference < 4 else { return nil }
    return counts.count(ofBase: reference) - (indel?.changedReference ?? 0)
  }

  private var alternateCounts: (forward: Int, reverse: Int)? {
    switch site.change {
    case .base(_, let alternate?):
      SiteCounts.Kind.base(alternate).map { (counts.forward($0), counts.reverse($0)) }
    case .insertion, .deletion: indel.map { ($0.forward, $0.reverse) }
    case .base(_, nil), .place, .other: nil
    }
  }

  private static func integer(_ value: Int?) -> FeatureValue {
    value.map { .integer(Int64($0)) } ?? .missing(nil)
  }
}
