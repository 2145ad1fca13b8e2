/// An insertion or a deletion that a pileup counts after the base at a position.
public struct IndelAllele: Sendable, Hashable {
  /// Index of the position among those of the pileup.
  public let place: Int32
  /// Bases deleted after the position; 0 for an insertion.
  public let deletedCount: Int
  /// Bases inserted after the position, by their letters in upper case; empty for a deletion.
  public let inserted: [UInt8]

  /// An allele; either something is deleted or something inserted.
  public init(place: Int32, deletedCount: Int = 0, inserted: [UInt8] = []) {
    precondition((deletedCount > 0) != !inserted.isEmpty)
    self.place = place
    self.deletedCount = deletedCount
    self.inserted = inserted
  }
}
