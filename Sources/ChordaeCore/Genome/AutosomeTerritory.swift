/// The autosomes of a header, without the gaps that a reference has in them: what GA4GH's metrics of
/// coverage are about.
public struct AutosomeTerritory: Sendable, Equatable {
  /// The gaps of each autosome, by its index in the header.
  public let gaps: [Int: [Range<Int32>]]
  /// Bases of all autosomes outside their gaps.
  public let baseCount: Int

  /// Finds each autosome of a header in a reference: the sequence of the same name, else the one
  /// whose name differs by the prefix `chr` alone.
  ///
  /// - Parameter path: The reference, which the error names.
  /// - Throws: `contigMismatch` where one is not there or has another length.
  public init(
    of contigs: [Contig], in reference: ReferenceGaps, path: String
  ) throws(InputError) {
    let sequences = Dictionary(reference.sequences.map { ($0.name, $0) }) { first, _ in first }
    var gaps: [Int: [Range<Int32>]] = [:]
    var baseCount = 0
    for (index, contig) in contigs.enumerated() where contig.isAutosome {
      guard let sequence = sequences[contig.name] ?? sequences[contig.otherName] else {
        throw InputError(
          .contigMismatch, path: path,
          "the reference has no sequence for the alignment's contig \(contig.name): is it the same"
            + " assembly?")
      }
      guard sequence.length == contig.length else {
        throw InputError(
          .contigMismatch, path: path,
          "the reference's sequence \(sequence.name) has \(sequence.length) bases, the alignment's"
            + " contig \(contig.name) \(contig.length): is it the same assembly?")
      }
      gaps[index] = sequence.gaps
      baseCount += contig.length - sequence.gaps.reduce(0) { $0 + $1.count }
    }
    self.gaps = gaps
    self.baseCount = baseCount
  }
}
