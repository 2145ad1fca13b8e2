import ArgumentParser
import ChordaeCore

/// A build of the genome, by any of its names.
struct AssemblyName: ExpressibleByArgument {
  let assembly: GenomeAssembly

  init?(argument: String) {
    guard let assembly = GenomeAssembly(named: argument) else { return nil }
    self.assembly = assembly
  }

  /// What a wrong name is told.
  static let allValueStrings = ["GRCh37", "GRCh38", "hg19", "b37", "hg38"]
}
