/// How well variants could be called in a region.
public struct RegionCallability: Sendable, Equatable {
  /// Bases at which a variant could be called.
  public private(set) var callableBases = 0
  /// Bases of reads on the region.
  public private(set) var alignedBases = 0
  /// Those of them that belong to reads of mapping quality 0 or 1.
  public private(set) var lowMappingQualityBases = 0

  /// A region that no read reaches.
  public init() {}

  init(callableBases: Int, alignedBases: Int, lowMappingQualityBases: Int) {
    self.callableBases = callableBases
    self.alignedBases = alignedBases
    self.lowMappingQualityBases = lowMappingQualityBases
  }

  /// Adds another part of the region, or another region.
  public mutating func add(_ other: RegionCallability) {
    callableBases += other.callableBases
    alignedBases += other.alignedBases
    lowMappingQualityBases += other.lowMappingQualityBases
  }
}

/// Callability of regions over a whole file, or over a chunk of it.
public struct CallabilityProfile: Sendable, Equatable {
  private var regions: [Int: RegionCallability] = [:]
  /// Whether any read on a region has base qualities.
  public private(set) var hasBaseQualities = false

  /// The callability of nothing.
  public init() {}

  /// Of a region by its index; zeros where no read reaches it.
  public subscript(region: Int) -> RegionCallability { regions[region] ?? RegionCallability() }

  mutating func add(_ callability: RegionCallability, region: Int) {
    regions[region, default: RegionCallability()].add(callability)
  }

  mutating func noteBaseQualities() { hasBaseQualities = true }

  /// Takes in the profile of the chunk that follows.
  public mutating func merge(_ next: CallabilityProfile) {
    for (region, callability) in next.regions { add(callability, region: region) }
    hasBaseQualities = hasBaseQualities || next.hasBaseQualities
  }
}
