/// What a patient's call set says at some sites of one base.
public enum CalledSites: Sendable, Equatable {
  case sites([CalledSite], assembly: GenomeAssembly?)
  /// There are no calls to compare with, and why.
  case missing(MissingReason)
}

/// A call of two alleles at a site of one base on an autosome.
public struct CalledSite: Sendable, Hashable {
  /// 1 to 22.
  public let chromosome: Int
  /// 0-based.
  public let position: Int
  /// The bases as `NucleotideCode` counts, below 4.
  public let reference: UInt8
  public let alternate: UInt8
  /// Alternate alleles of the two: 0, 1 or 2.
  public let alternateCount: Int

  /// A call.
  public init(
    chromosome: Int, position: Int, reference: UInt8, alternate: UInt8, alternateCount: Int
  ) {
    precondition(1...22 ~= chromosome && 0..<1 << 40 ~= position && 0...2 ~= alternateCount)
    precondition(reference < 4 && alternate < 4)
    self.chromosome = chromosome
    self.position = position
    self.reference = reference
    self.alternate = alternate
    self.alternateCount = alternateCount
  }

  /// The call as one number of 0 or more: chromosome, position, bases and alleles, from the highest
  /// bits down.
  public var packed: Int64 {
    let bases = Int64(reference) << 2 | Int64(alternate)
    return Int64(chromosome) << 46 | Int64(position) << 6 | bases << 2 | Int64(alternateCount)
  }

  /// The call of a number; nil where it stands for none.
  public init?(packed: Int64) {
    let (chromosome, count) = (Int(packed >> 46), Int(packed & 3))
    guard packed >= 0, 1...22 ~= chromosome, count < 3 else { return nil }
    self.init(
      chromosome: chromosome, position: Int(packed >> 6 & (1 << 40 - 1)),
      reference: UInt8(packed >> 4 & 3), alternate: UInt8(packed >> 2 & 3), alternateCount: count)
  }
}
