public import ChordaeCore

extension AlignmentContext {
  /// Where some features ask for the reference's bases.
  public func referencePositions(_ kinds: [any AlignmentFeature.Type]) -> SitePositions {
    SitePositions(kinds.flatMap { $0.referencePositions(self) })
  }

  /// Takes the bases of the reference at `path` in and holds to them what the features' lists say.
  ///
  /// - Throws: `assemblyMismatch` where a list has another base than the reference.
  public mutating func take(
    _ bases: ReferenceBases, for kinds: [any AlignmentFeature.Type], path: String
  ) throws(InputError) {
    reference = bases
    if kinds.contains(where: { $0.group.id == ClonalHaematopoiesis.group.id }) {
      try HotspotPlacement(contigs)?.check(bases, path: path)
    }
    if kinds.contains(where: { $0.group.id == SiteAlleles.group.id }), let list = options.sites {
      try sites?.take(bases, list, path: path)
    }
  }
}
