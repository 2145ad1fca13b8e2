/// A way in which one file of a simulated patient is damaged after it was written whole.
public enum SimulationFault: String, Sendable, CaseIterable {
  /// The BAM ends inside a block in its middle.
  case truncatedAlignment = "truncated_alignment"
  /// The BAM lacks its last, empty block.
  case alignmentWithoutEndBlock = "alignment_without_end_block"
  /// A block of the BAM does not fit its CRC.
  case alignmentChecksum = "alignment_checksum"
  /// The manifest names a BAM that is not there.
  case missingAlignment = "missing_alignment"
  /// The VCF ends inside a block.
  case truncatedVariants = "truncated_variants"
  /// A block of the VCF does not fit its CRC.
  case variantsChecksum = "variants_checksum"
  /// The manifest names a sample that the VCF does not hold.
  case unknownSample = "unknown_sample"
  /// The signal file holds fewer samples than its header declares.
  case shortECG = "short_ecg"
  /// One sample differs from what the header's checksum counts.
  case ecgChecksum = "ecg_checksum"
  /// The manifest names a recording that is not there.
  case missingECG = "missing_ecg"

  /// The reason that a reader of the file should give.
  public var reason: String {
    switch self {
    case .truncatedAlignment, .truncatedVariants, .shortECG: "truncated"
    case .alignmentWithoutEndBlock: "no_eof_block"
    case .alignmentChecksum, .variantsChecksum, .ecgChecksum: "checksum_mismatch"
    case .missingAlignment, .missingECG: "file_not_found"
    case .unknownSample: "sample_not_found"
    }
  }

  /// Whether it needs a call set of the patient's own.
  var damagesVariants: Bool {
    switch self {
    case .truncatedVariants, .variantsChecksum: true
    default: false
    }
  }
}
