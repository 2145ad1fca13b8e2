public import ChordaeCore
internal import ChordaeKernels

/// The depth of X and Y against that of the autosomes, and the karyotype that it speaks for.
public struct SexChromosomes: AlignmentFeature {
  public static let fields: AlignmentFields = []
  public static let analyses: AlignmentAnalyses = [.depth]

  /// A group that follows from the depth profile alone.
  public init(_ context: AlignmentContext) {}

  /// Gives the ratios, the karyotype and whether the manifest agrees.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let count = Self.group.columns.count
    guard alignment.depth != nil else { return output.appendMissing(count, .notCoordinateSorted) }
    guard let autosomes = AutosomalDepth(alignment) else {
      return output.appendMissing(count, .noAutosomes)
    }
    let places = alignment.places
    let open = places.length(of: .yPseudoautosomal) > 0 ? places.assembly?.openBasesOfY ?? 0 : 0
    let x = places.x.flatMap { alignment.counts(ofContig: $0, outside: .xPseudoautosomal) }
    let y = places.y.flatMap { alignment.counts(ofContig: $0, outside: .yPseudoautosomal) }
    for counts in [x, y] { output.append(Self.ratio(counts?.mean, to: autosomes.mean)) }
    let medians = [x?.interpolatedMedian(), y?.interpolatedMedian(leavingOut: open)]
    for median in medians { output.append(Self.ratio(median, to: autosomes.median)) }
    output.append(Self.isMasked(places))
    let karyotype = Self.karyotype(x: medians[0], y: medians[1], autosomes)
    switch karyotype {
    case .success(let karyotype): output.append(.text(karyotype.rawValue))
    case .failure(let absence): output.append(.missing(absence.reason))
    }
    output.append(Self.agreement(of: karyotype, with: alignment.context.sex))
  }

  private static func ratio(_ depth: Double?, to autosomes: Double) -> FeatureValue {
    guard let depth else { return .missing(.contigAbsent) }
    return FeatureValue(autosomes > 0 ? depth / autosomes : nil, else: .zeroDenominator)
  }

  private static func isMasked(_ places: ChromosomePlaces) -> FeatureValue {
    guard places.x != nil || places.y != nil else { return .missing(.contigAbsent) }
    return .flag(
      (places.x == nil || places.length(of: .xPseudoautosomal) > 0)
        && (places.y == nil || places.length(of: .yPseudoautosomal) > 0))
  }

  private static func karyotype(
    x: Double?, y: Double?, _ autosomes: AutosomalDepth
  ) -> Result<SexKaryotype, Absence> {
    guard let x, let y else { return .failure(Absence(reason: .contigAbsent)) }
    if let fault = autosomes.fault { return .failure(Absence(reason: fault)) }
    let found = SexKaryotype(xRatio: x / autosomes.median, yRatio: y / autosomes.median)
    return found.map { .success($0) } ?? .failure(Absence(reason: .ambiguousKaryotype))
  }

  private static func agreement(
    of karyotype: Result<SexKaryotype, Absence>, with sex: Sex?
  ) -> FeatureValue {
    guard let sex else { return .missing(.notProvided) }
    switch karyotype {
    case .success(let karyotype): return .flag(karyotype.hasY == (sex == .male))
    case .failure(let absence): return .missing(absence.reason)
    }
  }

  private struct Absence: Error {
    let reason: MissingReason
  }
}
