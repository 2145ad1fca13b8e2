extension GenomeAssembly {
  /// Bases of Y that the build leaves open (N): more than half of the chromosome, on which no read
  /// can lie.
  ///
  /// The length of Y less its bases that are known, 25,653,566 and 26,415,043 by the assembly
  /// statistics of the Genome Reference Consortium. About 300,000 of them lie in PAR1.
  public var openBasesOfY: Int {
    switch self {
    case .grch37: 59_373_566 - 25_653_566
    case .grch38: 57_227_415 - 26_415_043
    }
  }
}
