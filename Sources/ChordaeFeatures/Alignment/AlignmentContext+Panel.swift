public import ChordaeCore

extension AlignmentContext {
  /// Checks that the header is of one build, the panel's, and that the panel lies within its
  /// contigs; call it before features are made.
  ///
  /// - Parameter path: The alignment, which the error names: the fault is the patient's.
  /// - Throws: `assemblyMismatch` for a header of two builds or of another than the panel's, else as
  ///   `ContigPlacement` says.
  public func checkPanel(path: String) throws(InputError) {
    try checkAssembly(path)
    _ = try panelContigs(path: path)
  }

  /// The contig of each of the panel's intervals, in the panel's order.
  func panelContigs(path: String) throws(InputError) -> [Int] {
    try ContigPlacement(among: contigs, assembly: options.assembly, of: "panel", path: path)
      .place(options.panel ?? [])
  }

  private func checkAssembly(_ path: String) throws(InputError) {
    let witnesses = GenomeAssembly.witnesses(contigs)
    if let old = witnesses[.grch37], let new = witnesses[.grch38] {
      throw InputError(
        .assemblyMismatch, path: path,
        "the header mixes two builds: \(old.name) has its length in GRCh37, \(new.name) in GRCh38")
    }
    guard let wanted = options.assembly, let found = witnesses.keys.first, found != wanted else {
      return
    }
    throw InputError(
      .assemblyMismatch, path: path,
      "the alignment is of \(found.rawValue), the \(options.panel == nil ? "run" : "panel") of "
        + "\(wanted.rawValue): run the patients of each build with a panel of that build")
  }
}
