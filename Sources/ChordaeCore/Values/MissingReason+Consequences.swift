extension MissingReason {
  /// The call set's header declares no annotation of the kind that the figure follows from.
  public static let notAnnotated = MissingReason("not_annotated")
  /// The panel's interval has no name by which an annotation could speak of its gene.
  public static let noGeneName = MissingReason("no_gene_name")
}
