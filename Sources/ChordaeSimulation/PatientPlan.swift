/// Which files a patient has and what they are like: it follows from the patient's number alone.
struct PatientPlan: Sendable {
  /// From 0.
  let index: Int
  let fault: SimulationFault?
  let alignmentName: String
  let variantLayout: VariantLayout
  let hasGVCF: Bool
  let hasLongECG: Bool
  /// Whether lead V6 of the 12-lead recording lacks its first half second.
  let hasGap: Bool
  let isMale: Bool
  /// Whether the manifest says male or female.
  let statesSex: Bool
  let age: Int
  let meanRR: Double
  let rrDeviation: Double
  let ectopicShare: Double

  enum VariantLayout: Sendable { case vcf, bcf, byContig, shared }

  /// `P0000001` for the first patient.
  var id: String { "P" + number }
  /// The name in read groups and call sets.
  var sample: String { "S" + number }
  /// Relative to the cohort's folder.
  var folder: String { "patients/" + id }

  private var number: String {
    let digits = String(index + 1)
    return String(repeating: "0", count: 7 - digits.count) + digits
  }

  init(index: Int, seed: UInt64, options: SimulationOptions) {
    self.index = index
    let fault = Self.fault(index, options)
    self.fault = fault
    alignmentName = index % 5 == 3 && fault == nil ? "reads.cram" : "reads.bam"
    variantLayout = Self.layout(index, fault, options)
    hasGVCF = index % 6 == 4 && fault == nil
    hasLongECG = options.longECGEvery > 0 && index % options.longECGEvery == 1
    hasGap = index % 8 == 6
    statesSex = index % 10 != 9
    var random = SimulationRandom(seed, .patient, index)
    isMale = random.below(2) == 0
    age = 20 + random.below(70)
    meanRR = random.uniform(0.65...1.1)
    rrDeviation = random.uniform(0.015...0.06)
    ectopicShare = random.below(3) == 0 ? random.uniform(0.01...0.06) : 0
  }

  private static func fault(_ index: Int, _ options: SimulationOptions) -> SimulationFault? {
    guard options.faultEvery > 0, index % options.faultEvery == options.faultEvery - 1 else {
      return nil
    }
    let faults = options.faults.filter { !options.sharesVariants || !$0.damagesVariants }
    return faults.isEmpty ? nil : faults[index / options.faultEvery % faults.count]
  }

  private static func layout(
    _ index: Int, _ fault: SimulationFault?, _ options: SimulationOptions
  ) -> VariantLayout {
    if options.sharesVariants { return .shared }
    if fault != nil { return .vcf }
    return index % 4 == 2 ? .bcf : index % 8 == 5 ? .byContig : .vcf
  }
}
