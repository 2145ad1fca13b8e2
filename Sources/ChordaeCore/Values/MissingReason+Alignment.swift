extension MissingReason {
  /// No index stands beside the alignment.
  public static let noIndex = MissingReason("no_index")
  /// The index does not say it: a CRAI has no counts of reads, nor have BAIs of old writers.
  public static let notInIndex = MissingReason("not_in_index")
  /// The header declares no such chromosome, or one of another length than the build's.
  public static let contigAbsent = MissingReason("contig_absent")
  /// The depth of the autosomes is too low for the figure.
  public static let lowAutosomalDepth = MissingReason("low_autosomal_depth")
  /// Depth is too uneven for reads of a whole genome: a capture, or a part of one.
  public static let notWholeGenome = MissingReason("not_whole_genome")
  /// The lengths of the contigs are not those of a build that the figure is known for.
  public static let unknownAssembly = MissingReason("unknown_assembly")
  /// X and Y have depths of no karyotype that has a name here.
  public static let ambiguousKaryotype = MissingReason("ambiguous_karyotype")
  /// No read holds enough repeats of the telomere.
  public static let noTelomericReads = MissingReason("no_telomeric_reads")
  /// The figure is beyond anything that can be: what it is computed from is no whole genome.
  public static let outOfRange = MissingReason("out_of_range")
}
