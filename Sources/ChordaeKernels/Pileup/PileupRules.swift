public import ChordaeCore

/// Which reads and which of their bases a pileup counts.
public struct PileupRules: Sendable, Equatable {
  /// Reads with any of these are left out: what samtools leaves out by default.
  public static let skipped: AlignmentFlags = [.unmapped, .secondary, .failsQuality, .duplicate]

  public let minimumMappingQuality: UInt8
  /// Below it a base is not counted; a deletion or a skip goes by the next base of its read.
  public let minimumBaseQuality: UInt8

  /// Rules; by default a mapping and a base quality of 20 and more.
  public init(minimumMappingQuality: UInt8 = 20, minimumBaseQuality: UInt8 = 20) {
    self.minimumMappingQuality = minimumMappingQuality
    self.minimumBaseQuality = minimumBaseQuality
  }
}
