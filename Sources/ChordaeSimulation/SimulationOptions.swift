/// How large a simulated patient is and what the cohort's files are like.
public struct SimulationOptions: Sendable, Equatable {
  /// An indexed FASTA file to simulate over; nil for a made-up genome.
  public var referencePath: String?
  /// Bases of a made-up genome over its four contigs; at least 12,000.
  public var referenceLength = 100_000
  /// Mean depth of the autosomes before duplicates are left out.
  public var depth = 20.0
  /// Bases of a read.
  public var readLength = 100
  /// Seconds of the 12-lead recording.
  public var ecgSeconds = 10
  /// Samples a second of the 12-lead recording.
  public var samplingFrequency = 500
  /// Seconds of the two-lead recording.
  public var longECGSeconds = 300
  /// Samples a second of the two-lead recording.
  public var longSamplingFrequency = 250
  /// Every how many patients one has a two-lead recording too; 0 for none.
  public var longECGEvery = 4
  /// Whether all patients share one joint call set instead of one file each.
  public var sharesVariants = false
  /// Every how many patients one has a damaged file; 0 for none.
  public var faultEvery = 0
  /// The damages, taken in turn.
  public var faults = SimulationFault.allCases

  /// Some 100 kb at depth 20 and 10 s at 500 Hz: about 1 MB a patient.
  public init() {}

  /// Some 12 kb at depth 4 and 10 s at 100 Hz: about 60 KB a patient, for cohorts of many thousands.
  public static let light: SimulationOptions = {
    var options = SimulationOptions()
    options.referenceLength = 12_000
    options.depth = 4
    options.samplingFrequency = 100
    options.longECGSeconds = 60
    options.longSamplingFrequency = 128
    return options
  }()

  /// Refuses what cannot be simulated, before anything is written.
  func check(patients: Int) throws(SimulationError) {
    func require(_ holds: Bool, _ detail: String) throws(SimulationError) {
      guard holds else { throw .badOption(detail) }
    }
    try require(0...9_999_999 ~= patients, "the number of patients lies in 0 to 9,999,999")
    try require(
      12_000...200_000_000 ~= referenceLength, "the reference has 12,000 to 200,000,000 bases")
    try require(depth >= 0 && depth <= 10_000, "the depth lies in 0 to 10,000")
    try require(50...150 ~= readLength, "a read has 50 to 150 bases")
    try require(2...86_400 ~= ecgSeconds, "a 12-lead recording has 2 to 86,400 seconds")
    try require(2...1_209_600 ~= longECGSeconds, "a long recording has 2 to 1,209,600 seconds")
    for frequency in [samplingFrequency, longSamplingFrequency] {
      try require(100...4_000 ~= frequency, "a sampling frequency lies in 100 to 4,000 Hz")
    }
    try require(longECGEvery >= 0 && faultEvery >= 0, "every how many patients: 0 or more")
  }
}
