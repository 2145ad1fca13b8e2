internal import ChordaeCore
internal import ChordaeKernels

/// What is known of one gene of a panel.
struct GeneFigures {
  let depth: RegionDepth
  let callability: RegionCallability
  /// The least mean depth of any of its intervals; nil where all are empty.
  private let worstIntervalMean: Double?
  /// Whether what is callable is known: it is where reads have base qualities, and where there are
  /// no reads that could have them.
  let isCallabilityKnown: Bool

  /// The figures of a gene by its place in the panel.
  init(
    ofGene place: Int, of panel: PanelRegions, _ depths: DepthProfile,
    _ callabilities: CallabilityProfile
  ) {
    depth = panel.depth(ofGene: place, in: depths)
    callability = callabilities[place]
    isCallabilityKnown = callabilities.hasBaseQualities || callability.alignedBases == 0
    worstIntervalMean = panel.genes[place].intervals.lazy
      .compactMap { panel.depth(ofInterval: $0, in: depths).mean }.min()
  }

  /// Nil for a gene without bases, and where it is not known.
  var callableFraction: Double? {
    isCallabilityKnown ? Self.ratio(callability.callableBases, depth.length) : nil
  }

  var basesBelow10: Int { depth.length - bases(atLeast: 10) }

  /// Bases whose depth is one of the panel's thresholds or more.
  func bases(atLeast threshold: Int32) -> Int {
    guard let place = PanelRegions.thresholds.firstIndex(of: threshold) else {
      preconditionFailure("not a threshold of the panel")
    }
    return depth.basesAtLeast[place]
  }

  /// The gene's row from the mean on.
  var values: [FeatureValue] {
    let low = Self.ratio(callability.lowMappingQualityBases, callability.alignedBases)
    return [.known(depth.mean), .known(depth.median), .known(depth.minimum)]
      + depth.basesAtLeast.dropFirst().map { .known(Self.ratio($0, depth.length)) }
      + [.known(basesBelow10), .known(callableFraction), .known(low), .known(worstIntervalMean)]
  }

  /// The same of a gene of which nothing is known.
  static var unknown: [FeatureValue] {
    Array(repeating: .missing(nil), count: 7 + PanelRegions.thresholds.dropFirst().count)
  }

  /// A part of a whole; nil where that is nothing.
  static func ratio(_ part: Int, _ whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }
}

extension FeatureValue {
  /// A number of a table's row, null where it is nil.
  static func known(_ number: Double?) -> FeatureValue {
    number.map { .number($0) } ?? .missing(nil)
  }

  /// An integer of a table's row, null where it is nil.
  static func known(_ integer: Int?) -> FeatureValue {
    integer.map { .integer(Int64($0)) } ?? .missing(nil)
  }
}
