public import ChordaeCore
internal import ChordaeKernels

/// Base changes of clonal haematopoiesis: reference and alternate bases at each hotspot, and the
/// clone that so few reads cannot exclude.
public struct ClonalHaematopoiesis: AlignmentFeature {
  /// Bases that a hotspot needs to be told from one without reads.
  static let minimumDepth = 10
  /// Alternate bases, on both strands, that make a change more than an error.
  static let minimumAlternates = 3

  private let placement: HotspotPlacement?
  private var single: SitePileup?
  private var doubled: SitePileup?

  public static let fields: AlignmentFields = [.cigar, .bases, .qualities]

  /// A count before the first record.
  public init(_ context: AlignmentContext) {
    placement = HotspotPlacement(context.contigs)
    guard let placement, context.isCoordinateSorted else { return }
    single = SitePileup(placement.single)
    doubled = SitePileup(placement.doubled, rules: PileupRules(minimumMappingQuality: 0))
  }

  /// The hotspots, whose bases are held to the reference's.
  public static func referencePositions(_ context: AlignmentContext) -> [Int] {
    HotspotPlacement(context.contigs)?.keys.flatMap { $0 } ?? []
  }

  /// Counts bases at the hotspots.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    single?.consume(batch)
    doubled?.consume(batch)
  }

  /// Adds what the chunk that follows has counted.
  public mutating func merge(_ next: ClonalHaematopoiesis) {
    if let other = next.single { single?.merge(other) }
    if let other = next.doubled { doubled?.merge(other) }
  }

  /// Gives a row a hotspot, and what stands out of them.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let count = Self.group.columns.count
    guard let placement else { return output.appendMissing(count, .unknownAssembly) }
    guard single != nil else { return output.appendMissing(count, .notCoordinateSorted) }
    let found = placement.table.hotspots.indices.map { evidence(of: $0, placement) }
    if output.wants(.hotspots) {
      for hotspot in found { output.appendRow(to: .hotspots, hotspot.row) }
    }
    appendSummary(found.filter(\.isPlaced), &output)
  }

  /// What the reads show at a hotspot, at both of its places where there are two.
  private func evidence(of index: Int, _ placement: HotspotPlacement) -> HotspotEvidence {
    let keys = placement.keys[index]
    let (positions, pileup) =
      keys.count == 2 ? (placement.doubled, doubled) : (placement.single, single)
    let counts = keys.reduce(SiteCounts()) { sum, key in
      guard let place = positions.index(of: key), let pileup else { return sum }
      return sum + pileup[place]
    }
    return HotspotEvidence(
      hotspot: placement.table.hotspots[index], isPlaced: !keys.isEmpty, counts: counts)
  }

  private func appendSummary(_ evidence: [HotspotEvidence], _ output: inout FeatureOutput) {
    output.append(evidence.count)
    output.append(evidence.count { $0.depth < Self.minimumDepth })
    guard !evidence.isEmpty else {
      return output.appendMissing(Self.group.columns.count - 2, .noContigs)
    }
    output.append(.number(Self.median(evidence.map { Double($0.depth) })))
    output.append(.number(Self.median(evidence.map(\.upperFraction))))
    guard evidence.contains(where: { $0.depth >= Self.minimumDepth }) else {
      return output.appendMissing(6, .tooShallow)
    }
    let supported = evidence.filter(\.isSupported)
    // Of equal fractions the first in the genome's order is named.
    let greatest = supported.reduce(nil as HotspotEvidence?) { best, next in
      next.fraction ?? 0 > best?.fraction ?? -1 ? next : best
    }
    let fraction = greatest?.fraction ?? 0
    output.append(supported.count)
    output.append(.flag(fraction >= 0.02))
    output.append(.flag(fraction >= 0.10))
    output.append(.number(fraction))
    output.append(greatest.map { .text($0.hotspot.gene) } ?? .missing(.noVariant))
    output.append(greatest.map { .text($0.hotspot.proteinChange) } ?? .missing(.noVariant))
  }

  /// The middle value; of an even number the mean of the middle two.
  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
