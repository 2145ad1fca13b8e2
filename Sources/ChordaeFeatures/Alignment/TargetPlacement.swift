public import ChordaeCore

extension AlignmentContext {
  /// Checks that the targets lie within the header's contigs; call it before features are made.
  ///
  /// - Parameter path: The targets' BED file, which the error names.
  /// - Throws: `contigMismatch`, as `ContigPlacement` says.
  public func checkTargets(path: String) throws(InputError) {
    _ = try targetContigs(path: path)
  }

  /// The contig of each target, in the file's order.
  func targetContigs(path: String) throws(InputError) -> [Int] {
    try ContigPlacement(among: contigs, assembly: nil, of: "capture kit", path: path)
      .place(targets ?? [])
  }
}
