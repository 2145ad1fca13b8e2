internal import ChordaeCore

/// What is true of a patient's files before one of them was damaged.
struct PatientTruth {
  let plan: PatientPlan
  let contigs: [Contig]
  let alignment: AlignmentTruth
  let genotypes: GenotypeTruth
  var recordings: [ECGTruth] = []

  init(
    plan: PatientPlan, contigs: [Contig], alignment: AlignmentTruth, genotypes: GenotypeTruth
  ) {
    self.plan = plan
    self.contigs = contigs
    self.alignment = alignment
    self.genotypes = genotypes
  }

  private static let recordNames = ["ecg", "holter"]

  /// The patient's line of `truth.jsonl`.
  var json: JSONValue {
    let fault: JSONValue =
      plan.fault.map {
        .object([("kind", .string($0.rawValue)), ("reason", .string($0.reason))])
      } ?? .null
    let ecg = zip(Self.recordNames, recordings).map { name, truth -> JSONValue in
      guard case .object(let members) = truth.json else { return .null }
      return .object([("record", .string("\(plan.folder)/\(name)"))] + members)
    }
    return .object([
      ("patient_id", .string(plan.id)), ("sample", .string(plan.sample)),
      ("sex", .string(plan.isMale ? "male" : "female")), ("fault", fault),
      ("alignment", alignment.json(contigs)), ("variants", genotypes.json), ("ecg", .array(ecg)),
    ])
  }

  static let manifestHeader =
    "patient_id,alignment,variants,gvcf,sample,ecg,ecg_rate,ecg_unit,targets,reference,sex,age,site\n"

  /// The patient's line of `manifest.csv`.
  var manifestLine: String {
    let variants =
      switch plan.variantLayout {
      case .vcf: "\(plan.folder)/calls.vcf.gz"
      case .bcf: "\(plan.folder)/calls.bcf"
      case .byContig: "\(plan.folder)/calls.{contig}.vcf.gz"
      case .shared: CohortSimulation.sharedCallSet
      }
    let records = Self.recordNames.prefix(recordings.count).map { "\(plan.folder)/\($0)" }
    let cells = [
      plan.id, "\(plan.folder)/\(plan.alignmentName)", variants,
      plan.hasGVCF ? "\(plan.folder)/blocks.g.vcf.gz" : "",
      plan.fault == .unknownSample ? "not_in_the_file" : plan.sample,
      records.joined(separator: ";"), "", "", "panel.bed", "reference.fa",
      plan.statesSex ? (plan.isMale ? "male" : "female") : "", String(plan.age),
      ["north", "south", "west"][plan.index % 3],
    ]
    return cells.joined(separator: ",") + "\n"
  }
}
