public import ChordaeCore
internal import ChordaeKernels

/// Whether a patient's alignment and calls are of one person: genotypes of both at the same sites.
public struct Concordance: AlignmentFeature {
  /// Bases that a site needs to be compared.
  static let minimumDepth = 8

  private let sites: [PlacedCall]
  /// Why nothing can be compared.
  private let missing: MissingReason?
  private var pileup: SitePileup?

  /// A call and where it lies in the alignment.
  private struct PlacedCall: Sendable {
    let call: CalledSite
    let key: Int
  }

  public static let fields: AlignmentFields = [.cigar, .bases, .qualities]

  /// A comparison before the first record, with the calls that the context holds.
  public init(_ context: AlignmentContext) {
    switch context.calls {
    case .missing(let reason): (sites, missing) = ([], reason)
    case .sites(let calls, let assembly):
      sites = Self.place(calls, among: context.contigs)
      let own = GenomeAssembly(contigs: context.contigs)
      let isOther = assembly.flatMap { theirs in own.map { $0 != theirs } } ?? false
      missing =
        isOther ? .assemblyMismatch : context.isCoordinateSorted ? nil : .notCoordinateSorted
    }
    if missing == nil { pileup = SitePileup(SitePositions(sites.map(\.key))) }
  }

  private static func place(_ calls: [CalledSite], among contigs: [Contig]) -> [PlacedCall] {
    var indexes: [Int: Int] = [:]
    for (index, contig) in contigs.enumerated() {
      if let number = ChromosomeNumbers.number(of: contig.name) { indexes[number] = index }
    }
    return calls.compactMap { call in
      guard let contig = indexes[call.chromosome], call.position < contigs[contig].length else {
        return nil
      }
      return PlacedCall(
        call: call, key: SitePositions.key(contig: contig, position: call.position))
    }
  }

  /// Counts bases at the called sites.
  public mutating func consume(_ batch: borrowing AlignmentBatch) { pileup?.consume(batch) }

  /// Adds what the chunk that follows has counted.
  public mutating func merge(_ next: Concordance) {
    if let other = next.pileup { pileup?.merge(other) }
  }

  /// Gives the sites, those compared, and the fraction of them that agree.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    guard let pileup else {
      return output.appendMissing(Self.group.columns.count, missing ?? .notProvided)
    }
    var (compared, agreeing) = (0, 0)
    for site in sites {
      guard let place = pileup.positions.index(of: site.key),
        let count = Self.alternateCount(pileup[place], site.call)
      else { continue }
      compared += 1
      if count == site.call.alternateCount { agreeing += 1 }
    }
    output.append(sites.count)
    output.append(compared)
    output.append(
      compared > 0 ? Double(agreeing) / Double(compared) : nil,
      else: sites.isEmpty ? .noVariant : .tooShallow)
  }

  /// Alternate alleles of the two that the bases at a site show; nil where they do not say.
  private static func alternateCount(_ counts: SiteCounts, _ call: CalledSite) -> Int? {
    guard counts.depth >= minimumDepth else { return nil }
    let fraction = Double(counts.count(ofBase: call.alternate)) / Double(counts.depth)
    switch fraction {
    case ..<0.1: return 0
    case 0.25...0.75: return 1
    case 0.9...: return fraction > 0.9 ? 2 : nil
    default: return nil
    }
  }
}
