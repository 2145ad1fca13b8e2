/// The sequences of a reference, and where its autosomes have no base (N).
public struct ReferenceGaps: Sendable, Equatable {
  /// A sequence of the reference.
  public struct Sequence: Sendable, Equatable {
    public let name: String
    /// Its letters, those for no base among them.
    public let length: Int
    /// Stretches without a base, ascending and apart; empty for what is no autosome.
    public let gaps: [Range<Int32>]

    /// A sequence.
    public init(name: String, length: Int, gaps: [Range<Int32>]) {
      self.name = name
      self.length = length
      self.gaps = gaps
    }
  }

  /// In the order of the file.
  public let sequences: [Sequence]

  /// Sequences of a reference.
  public init(_ sequences: [Sequence]) {
    self.sequences = sequences
  }
}
