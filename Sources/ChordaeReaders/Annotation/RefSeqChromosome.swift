internal import ChordaeCore

/// A chromosome that RefSeq names by an accession and a version.
///
/// Versions are those of the Genome Reference Consortium's assemblies GCF_000001405.25 (GRCh37.p13)
/// and GCF_000001405.40 (GRCh38.p14); each rose by one from the one to the other.
struct RefSeqChromosome {
  let name: String
  let assembly: GenomeAssembly

  /// Chromosomes 1 to 22, X and Y: `NC_000001.11` is `chr1` of GRCh38; nil for any other name.
  init?(accession: String) {
    guard accession.hasPrefix("NC_0000") else { return nil }
    let parts = accession.dropFirst(7).split(separator: ".")
    guard parts.count == 2, parts[0].utf8.count == 2, let number = Int(parts[0]),
      let version = Int(parts[1]), 1...24 ~= number
    else { return nil }
    let ofGRCh38 = Self.versions[number - 1]
    guard version == ofGRCh38 || version == ofGRCh38 - 1 else { return nil }
    assembly = version == ofGRCh38 ? .grch38 : .grch37
    name = "chr" + (number < 23 ? "\(number)" : number == 23 ? "X" : "Y")
  }

  /// Versions of the chromosomes of GRCh38, from 1 to Y.
  private static let versions = [
    11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10,
  ]
}
