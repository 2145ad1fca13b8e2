public import ChordaeCore

/// What a BED file holds.
public struct BEDFile: Sendable {
  /// In the order of the file.
  public let intervals: [GenomicInterval]
  /// What its line `##assembly=` says; nil without one.
  public let assembly: Assembly?

  /// The build that a file says it is of.
  public struct Assembly: Sendable, Equatable {
    /// As the file spells it.
    public let name: String
    /// The line, from 1.
    public let line: Int
  }
}
