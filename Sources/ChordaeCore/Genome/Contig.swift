/// A sequence that a header declares.
public struct Contig: Sendable, Hashable {
  public let name: String
  /// Bases; 0 where a VCF header does not say.
  public let length: Int

  /// A contig.
  public init(name: String, length: Int) {
    self.name = name
    self.length = length
  }
}
