/// The columns that a manifest may have, with their names in the header.
public enum ManifestColumn: String, Sendable, CaseIterable {
  /// The patient's pseudonym: required, unique.
  case patientID = "patient_id"
  /// An alignment file: BAM, CRAM or SAM.
  case alignment
  /// The files of one call set, VCF or BCF: a list, or a pattern with `{contig}`.
  case variants
  /// The files of one call set with reference blocks: a list, or a pattern with `{contig}`.
  case gvcf
  /// The sample's name in the call sets.
  case sample
  /// ECG recordings: a list.
  case ecg
  /// Samples a second of ECG files that do not say it.
  case ecgRate = "ecg_rate"
  /// The unit of ECG files that do not say it.
  case ecgUnit = "ecg_unit"
  /// The capture kit's targets: a BED file.
  case targets
  /// The reference bases: a FASTA file.
  case reference
  case sex

  /// Whether a cell may name several files, with `;` between them.
  public var isList: Bool { self == .variants || self == .gvcf || self == .ecg }

  /// Whether a file's name may hold `{contig}`.
  public var allowsPattern: Bool { self == .variants || self == .gvcf }

  /// The column that another word for the same thing means, such as `vcf` or `bam`.
  public static func meant(by word: String) -> ManifestColumn? {
    switch word {
    case "id", "patient", "patients", "subject", "subject_id", "participant_id": .patientID
    case "bam", "cram", "sam", "alignments", "reads": .alignment
    case "vcf", "bcf", "calls", "variant_calls": .variants
    case "g_vcf", "genomic_vcf": .gvcf
    case "sample_id", "sample_name": .sample
    case "ecgs", "ekg", "wfdb": .ecg
    case "rate", "fs", "sampling_rate", "sampling_frequency", "ecg_fs": .ecgRate
    case "unit", "ecg_units": .ecgUnit
    case "bed", "target", "capture", "kit": .targets
    case "fasta", "fa", "ref", "genome": .reference
    case "gender": .sex
    default: nil
    }
  }
}
