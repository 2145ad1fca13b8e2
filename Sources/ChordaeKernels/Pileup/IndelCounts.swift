/// Reads that show one insertion or deletion after a position's base, strand by strand.
public struct IndelCounts: Sendable, Equatable {
  /// Reads that have this very insertion or deletion after a base at the position.
  public private(set) var forward = 0
  public private(set) var reverse = 0
  /// Reads that have the reference base at the position and any insertion or deletion after it.
  public private(set) var changedReference = 0

  /// Reads of both strands that have this very insertion or deletion.
  public var count: Int { forward + reverse }

  /// Nothing.
  public init() {}

  mutating func add(isThisAllele: Bool, isReverse: Bool, isReferenceBase: Bool) {
    if isThisAllele { if isReverse { reverse += 1 } else { forward += 1 } }
    if isReferenceBase { changedReference += 1 }
  }

  mutating func add(_ other: IndelCounts) {
    forward += other.forward
    reverse += other.reverse
    changedReference += other.changedReference
  }
}
