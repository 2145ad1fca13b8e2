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

extension Contig {
  /// Whether it is named as one of the chromosomes 1 to 22, with or without `chr`.
  public var isAutosome: Bool {
    let number = name.hasPrefix("chr") ? name.dropFirst(3) : name[...]
    return number.utf8.count <= 2 && number.utf8.first != UInt8(ascii: "0")
      && number.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      && (Int(number).map { 1...22 ~= $0 } ?? false)
  }

  /// The name with the prefix `chr` where it has none, and without where it has it.
  public var otherName: String {
    name.hasPrefix("chr") ? String(name.dropFirst(3)) : "chr" + name
  }
}
