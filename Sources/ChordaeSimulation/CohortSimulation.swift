internal import ChordaeCore

/// A synthetic cohort with known truth: reads, genotypes and ECGs of people who do not exist.
///
/// Its folder holds `manifest.csv`, `truth.jsonl` (one object a patient), `reference.fa`,
/// `panel.bed`, `patients/<id>/` and, where all share one, `cohort.vcf.gz`. The same seed and options
/// give the same bytes under one htslib; patient k is the same in a cohort of any size, except in
/// the shared call set.
public struct CohortSimulation: Sendable {
  public let patients: Int
  public let seed: UInt64
  public let options: SimulationOptions

  static let sharedCallSet = "cohort.vcf.gz"

  /// A cohort; nothing is written yet.
  public init(patients: Int, seed: UInt64, options: SimulationOptions = SimulationOptions()) {
    self.patients = patients
    self.seed = seed
    self.options = options
  }

  /// Writes the cohort into a folder, which is made where it is not there.
  ///
  /// Patients are written one after the other: memory does not grow with their number. It blocks
  /// until all are written; `progress` hears how many are.
  public func write(
    to folder: String, progress: (Int) -> Void = { _ in }
  ) throws(SimulationError) {
    try options.check(patients: patients)
    let reference =
      if let path = options.referencePath {
        try SimulatedReference(path: path)
      } else {
        SimulatedReference(seed: seed, length: options.referenceLength)
      }
    let sites = VariantSites(seed: seed, reference: reference)
    let md5s = reference.contigs.indices.map(reference.md5)
    try OutputFile.makeFolder(folder)
    try OutputFile.makeFolder(folder + "/patients")
    try reference.write(to: folder + "/reference.fa")
    try OutputFile.write(TargetPanel.text(over: reference.contigs), to: folder + "/panel.bed")
    var singletons: [Int]?
    if options.sharesVariants {
      let joint = JointCallSet(
        seed: seed, patients: patients, options: options, reference: reference, sites: sites)
      singletons = try joint.write(to: "\(folder)/\(Self.sharedCallSet)")
    }
    var manifest = try OutputFile(folder + "/manifest.csv")
    var truth = try OutputFile(folder + "/truth.jsonl")
    try manifest.write(PatientTruth.manifestHeader)
    for index in 0..<patients {
      let patient = PatientSimulation(
        seed: seed, plan: PatientPlan(index: index, seed: seed, options: options),
        options: options, reference: reference, md5s: md5s, sites: sites, cohort: folder,
        sharedSingletons: singletons?[index])
      let written = try patient.write()
      try manifest.write(written.manifestLine)
      try truth.write(written.json.line + "\n")
      progress(index + 1)
    }
    try manifest.finish()
    try truth.finish()
  }
}
