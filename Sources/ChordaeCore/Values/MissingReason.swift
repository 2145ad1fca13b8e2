/// Why a value is null: a code of lower-case words, the same in the rows, the dictionary and the
/// failure report.
public struct MissingReason: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let code: String

  /// A reason with its code, of `[a-z0-9_]+`.
  public init(_ code: String) {
    self.code = code
  }

  public var description: String { code }

  /// Reasons come in the order of their codes.
  public static func < (a: MissingReason, b: MissingReason) -> Bool { a.code < b.code }

  // Nothing went wrong: the value does not exist for this patient.
  /// The manifest names no such input for the patient.
  public static let notProvided = MissingReason("not_provided")
  /// The input holds no record that the value could come from.
  public static let noReads = MissingReason("no_reads")
  /// The header declares no contig, or no contig has a length.
  public static let noContigs = MissingReason("no_contigs")
  /// The header declares none of the chromosomes 1 to 22.
  public static let noAutosomes = MissingReason("no_autosomes")
  /// The header says that the records are not sorted by coordinate.
  public static let notCoordinateSorted = MissingReason("not_coordinate_sorted")
  /// The region has no bases.
  public static let noBases = MissingReason("no_bases")
  /// The denominator of a ratio is zero.
  public static let zeroDenominator = MissingReason("zero_denominator")
  /// Neither DP nor AD is there to take a depth from.
  public static let noDepthField = MissingReason("no_depth_field")
  /// No record has genotypes (GT).
  public static let noGenotypes = MissingReason("no_genotypes")
  /// Too few beats for the figure.
  public static let tooFewBeats = MissingReason("too_few_beats")
  /// The recording is too short for the figure.
  public static let tooShort = MissingReason("too_short")
  /// No lead holds a signal.
  public static let noSignal = MissingReason("no_signal")
  /// The lead is not in the recording.
  public static let noLead = MissingReason("no_lead")
  /// The sampling frequency is too low for the band.
  public static let bandAboveNyquist = MissingReason("band_above_nyquist")
  /// The figure needs a `reference` in the manifest.
  public static let noReference = MissingReason("no_reference")
  /// The figure needs a panel (`--panel`).
  public static let noPanel = MissingReason("no_panel")
  /// The figure needs a list of sites (`--sites`).
  public static let noSites = MissingReason("no_sites")
  /// No contig is the mitochondrial genome, by name and length.
  public static let noMitochondrialContig = MissingReason("no_mitochondrial_contig")
  /// No position is deep enough for the figure.
  public static let tooShallow = MissingReason("too_shallow")
  /// No variant was found that the figure could tell of.
  public static let noVariant = MissingReason("no_variant")
  /// The figure needs `targets` in the manifest.
  public static let noTargets = MissingReason("no_targets")
  /// No read over the panel has base qualities.
  public static let noBaseQualities = MissingReason("no_base_qualities")

  // The input is at fault.
  public static let fileNotFound = MissingReason("file_not_found")
  public static let cannotOpen = MissingReason("cannot_open")
  public static let readFailed = MissingReason("read_failed")
  public static let unsupported = MissingReason("unsupported")
  public static let malformed = MissingReason("malformed")
  public static let truncated = MissingReason("truncated")
  public static let noEndOfFileBlock = MissingReason("no_eof_block")
  public static let checksumMismatch = MissingReason("checksum_mismatch")
  public static let notSorted = MissingReason("not_sorted")
  public static let pastContigEnd = MissingReason("past_contig_end")
  public static let contigMismatch = MissingReason("contig_mismatch")
  /// The input is of another build of the genome than what it is compared with, or of two at once.
  public static let assemblyMismatch = MissingReason("assembly_mismatch")
  public static let contigRepeated = MissingReason("contig_repeated")
  public static let referenceNotFound = MissingReason("reference_not_found")
  public static let sampleNotFound = MissingReason("sample_not_found")
  public static let sampleRepeated = MissingReason("sample_repeated")
  public static let staleIndex = MissingReason("stale_index")
  public static let annotatorNotFound = MissingReason("annotator_not_found")
  /// The patient killed the process too often and is left out.
  public static let quarantined = MissingReason("quarantined")
}
