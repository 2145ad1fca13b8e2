extension AlignmentContext {
  /// Finds the run's sites among the contigs; call it before features are made.
  ///
  /// - Parameter path: The alignment, which the error names: the fault is the patient's.
  /// - Throws: `contigMismatch`, as `SitePlacement` says.
  public mutating func placeSites(path: String) throws(InputError) {
    guard let list = options.sites else { return }
    sites = try SitePlacement(list, among: contigs, path: path)
  }
}
