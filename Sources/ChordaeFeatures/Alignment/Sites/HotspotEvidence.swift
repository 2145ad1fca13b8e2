import ChordaeCore
internal import ChordaeKernels

/// What reads show at one hotspot.
struct HotspotEvidence: Sendable {
  let hotspot: Hotspot
  /// Whether the alignment has the hotspot's chromosome.
  let isPlaced: Bool
  let counts: SiteCounts

  private static func kind(_ base: String) -> SiteCounts.Kind? {
    SiteCounts.Kind.base(NucleotideCode.code(of: base.utf8.first ?? 0))
  }

  private var alternate: SiteCounts.Kind? { Self.kind(hotspot.alternate) }

  var depth: Int { counts.depth }
  var referenceCount: Int { Self.kind(hotspot.reference).map { counts.count($0) } ?? 0 }
  var alternateForward: Int { alternate.map { counts.forward($0) } ?? 0 }
  var alternateReverse: Int { alternate.map { counts.reverse($0) } ?? 0 }
  var alternateCount: Int { alternateForward + alternateReverse }

  /// Alternate bases over all; nil without bases.
  var fraction: Double? { depth > 0 ? Double(alternateCount) / Double(depth) : nil }

  /// The greatest fraction that the counts cannot exclude at 95 %; 1 without bases.
  var upperFraction: Double { BinomialBound.upper(count: alternateCount, total: depth) }

  /// Whether the change is more than an error: enough bases, enough alternates, on both strands.
  var isSupported: Bool {
    depth >= ClonalHaematopoiesis.minimumDepth
      && alternateCount >= ClonalHaematopoiesis.minimumAlternates
      && alternateForward > 0 && alternateReverse > 0
  }

  /// The row of the table.
  var row: [FeatureValue] {
    let names: [FeatureValue] = [
      .text(hotspot.gene), .text(hotspot.proteinChange), .text(hotspot.chromosome),
      .integer(Int64(hotspot.start)), .text(hotspot.reference), .text(hotspot.alternate),
    ]
    guard isPlaced else { return names + [FeatureValue](repeating: .missing(nil), count: 7) }
    let numbers = [depth, referenceCount, alternateCount, alternateForward, alternateReverse]
    return names + numbers.map { .integer(Int64($0)) }
      + [fraction.map { .number($0) } ?? .missing(nil), .number(upperFraction)]
  }
}
